"""The owner's own YAML files, tags.yml and furniture.yml: an entry each name. Owns reading them, so that an error names
its line, and editing them by command, so that comments and order stay. What entries mean is left to those who ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from backfile.problems import SettingsError

Entries = CommentedMap
"""Name -> what the file says of it, which may be nothing."""


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """One entry as it stands in its file."""

    name: str
    value: Any
    line: int
    """Where it stands, from 1."""
    at: str
    """The file and the line, for messages."""


def read(path: Path) -> str:
    """Read a file of the owner's; one that is not there is empty. Raises SettingsError when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}. Save it as a text file in UTF-8.") from error


def entries(source: str, path: Path, example: str) -> list[YamlEntry]:
    """Take a file's text apart; `path` is what errors call it, `example` an entry as the file has them.

    Raises SettingsError, with the line and what to do about it, for what is no YAML or no list of entries.
    """
    try:
        document = yaml.compose(source, Loader=yaml.SafeLoader)
        found = list(_entries(document, path, example)) if document else []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not valid YAML: {error}. Mend that line.") from error
    lines: dict[str, int] = {}
    for entry in found:
        first = lines.setdefault(entry.name.casefold(), entry.line)
        if first != entry.line:
            said = f"the entry `{entry.name}` stands there twice, first in line {first}"
            raise SettingsError(f"{entry.at}: {said}. Make one entry of the two.")
    return found


def _entries(document: yaml.Node, path: Path, example: str) -> Iterator[YamlEntry]:
    if isinstance(document, yaml.ScalarNode) and document.tag.endswith(":null"):
        return
    if not isinstance(document, yaml.MappingNode):
        raise SettingsError(f"{path}: not a list of entries. Write each as {example}.")
    construct = yaml.constructor.SafeConstructor()
    for key, value in document.value:
        line = key.start_mark.line + 1
        at, name = f"{path}, line {line}", construct.construct_object(key, deep=True)
        if not isinstance(name, str):
            raise SettingsError(f"{at}: the entry `{name}` is read as no text. Put its name in quotation marks.")
        yield YamlEntry(name, construct.construct_object(value, deep=True), line, at)


def texts(value: object, entry: YamlEntry, what: str, example: str) -> list[str]:
    """Take `value` for a list of texts; `what` it is and an `example` are for the error. Raises SettingsError."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        message = (
            f"{entry.at}: the {what} of `{entry.name}` are no list of texts. Write `{example}`, numbers in quotes."
        )
        raise SettingsError(message)
    return value


def edited(source: str, change: Callable[[Entries], None]) -> str:
    """Give a file's text after a change of its entries, with its comments and order kept."""
    form = YAML()
    form.preserve_quotes = True
    form.width = 1 << 20
    form.indent(mapping=2, sequence=4, offset=2)
    loaded = form.load(source)
    found = CommentedMap() if loaded is None else loaded
    change(found)
    if loaded is None:
        # A file of comments alone is no document to hang them on.
        source = source if not source or source.endswith("\n") else f"{source}\n"
        return source + _written(form, found)
    return _written(form, found)


def _written(form: YAML, found: Entries) -> str:
    out = StringIO()
    if found:
        form.dump(found, out)
    return out.getvalue()


def on_one_line() -> CommentedSeq:
    """Make an empty list that is written on one line."""
    made = CommentedSeq()
    made.fa.set_flow_style()
    return made


def as_text(text: str) -> str:
    """Give a text that an edit adds, quoted where the file's reader would take it for something else.

    That reads YAML 1.1; what edits the file writes 1.2, where `yes` is a text, and `:>` one that needs no quotes.
    """
    try:
        read = yaml.safe_load(f"[{text}]"), yaml.safe_load(f"{text}:")
    except (yaml.YAMLError, ValueError):
        read = None
    return text if read == ([text], {text: None}) else DoubleQuotedScalarString(text)

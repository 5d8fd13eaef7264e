"""The YAML files that the owner writes beside mkdocs.yml, such as tags.yml and furniture.yml: a mapping of names to
values each.

Owns reading them, so that an error names its line, and editing them by command, so that comments and order stay. The
meaning of the entries is left to the module of each file, such as `tags.tags_yml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from backfile.problems import SettingsError
from backfile.settings import inside, yaml_reading

_DEEPEST = 3
"""Levels of an entry of which lines are known."""

Entries = CommentedMap
"""Name -> value of the entry, which may be None. An editable document of ruamel.yaml."""


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """One entry of a file."""

    name: str
    value: Any
    line: int
    """Its line in the file, from 1."""
    at: str
    """The file and the line, for messages."""
    file: Path = Path()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    """The line of each key and each text in it: key, or keys and item -> line."""

    def place_of(self, *keys: str) -> str:
        """Return the file and the line of a key or an item below keys, for messages; of what it is in without it."""
        found = (self.lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in self.lines)
        return f"{self.file}, line {next(found, self.line)}"


def read_text(path: Path) -> str:
    """Return the text of the file at `path`; empty without that file. Raises SettingsError when it is not UTF-8."""
    try:
        return inside.read_text(path, path.parent, errors="strict")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"{path}: {reason}. Save it as a text file in UTF-8.") from error


def parse_entries(source: str, path: Path, example: str) -> list[YamlEntry]:
    """Return the entries of a file's text; `path` names it in errors, `example` is an entry in its format.

    Raises SettingsError, with the line and the next step, for text that is not YAML or not a mapping of names, and for
    two names that differ in case alone.
    """
    try:
        document = yaml_reading.compose(source)
        yaml_reading.refuse_repetition(document)
        entries = list(_entries(document, path, example)) if document else []
    except (yaml.YAMLError, RecursionError) as error:
        raise _refusal(error, path) from error
    lines: dict[str, int] = {}
    for entry in entries:
        first = lines.setdefault(entry.name.casefold(), entry.line)
        if first != entry.line:
            reason = f"the entry `{entry.name}` is in the file twice, first in line {first}"
            raise SettingsError(f"{entry.at}: {reason}. Join the two entries.")
    return entries


def _refusal(error: yaml.YAMLError | RecursionError, path: Path) -> SettingsError:
    """Return the error for a file that is not YAML, with the line and the next step."""
    if isinstance(error, RecursionError):
        return SettingsError(f"{path}: not valid YAML: {yaml_reading.TOO_DEEP}. Correct the file.")
    line, reason = yaml_reading.place_and_reason(error)
    if isinstance(error, yaml_reading.RepetitionError):
        return SettingsError(f"{path}: {reason}. {yaml_reading.NO_ALIASES}")
    place = f"{path}, line {line}" if line else path
    return SettingsError(f"{place}: not valid YAML: {reason}. Correct {'that line' if line else 'the file'}.")


def _entries(document: yaml.Node, path: Path, example: str) -> Iterator[YamlEntry]:
    if isinstance(document, yaml.ScalarNode) and document.tag.endswith(":null"):
        return
    if not isinstance(document, yaml.MappingNode):
        raise SettingsError(f"{path}: not a list of entries. Write each as {example}.")
    construct = yaml_reading.Loader("")
    for key, value in document.value:
        line = key.start_mark.line + 1
        place, name = f"{path}, line {line}", construct.construct_object(key, deep=True)
        if not isinstance(name, str):
            raise SettingsError(
                f"{place}: YAML does not read the entry `{name}` as text. Put its name in quotation marks."
            )
        _refuse_repeated_keys(value, name, place)
        yield YamlEntry(name, construct.construct_object(value, deep=True), line, place, path, dict(_lines(value)))


def _lines(node: yaml.Node, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the keys and the texts in a value with their lines, the keys above each included."""
    if len(above) == _DEEPEST:
        return
    below = node.value if isinstance(node, yaml.MappingNode | yaml.SequenceNode) else []
    for key, value in below if isinstance(node, yaml.MappingNode) else ((item, None) for item in below):
        if isinstance(key, yaml.ScalarNode):
            yield (*above, key.value), key.start_mark.line + 1
            yield from () if value is None else _lines(value, (*above, key.value))


def _refuse_repeated_keys(value: yaml.Node, name: str, place: str) -> None:
    """Raise SettingsError for an entry that has a key twice: PyYAML would read the second one only."""
    keys = [key.value for key, _ in value.value] if isinstance(value, yaml.MappingNode) else []
    seen = set[str]()
    for key in map(str, keys):
        if key in seen:
            raise SettingsError(f"{place}: the entry `{name}` has the key `{key}` twice. Join its values.")
        seen.add(key)


def check_texts(value: object, entry: YamlEntry, noun: str, example: str) -> list[str]:
    """Return `value` if it is a list of texts. Raises SettingsError otherwise, with `noun` and `example` in it."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        reason = f"the {noun} of `{entry.name}` are not a list of texts"
        raise SettingsError(f"{entry.place_of(noun)}: {reason}. Write `{example}`, numbers in quotes.")
    return value


def edit(source: str, change: Callable[[Entries], None]) -> str:
    """Return a file's text after `change` has edited its entries in place, with its comments and order kept."""
    form = YAML()
    form.preserve_quotes = True
    form.width = 1 << 20
    form.indent(mapping=2, sequence=4, offset=2)
    document = form.load(source)
    entries = CommentedMap() if document is None else document
    change(entries)
    if document is None:
        # ruamel.yaml loads a file of comments alone as None, without the comments.
        source = source if not source or source.endswith("\n") else f"{source}\n"
        return source + _dump(form, entries)
    return _dump(form, entries)


def _dump(form: YAML, entries: Entries) -> str:
    out = StringIO()
    if entries:
        form.dump(entries, out)
    return out.getvalue()


def empty_mapping() -> CommentedMap:
    """Return a new empty mapping."""
    return CommentedMap()


def inline_list() -> CommentedSeq:
    """Return a new empty list that is written on one line (in flow style)."""
    items = CommentedSeq()
    items.fa.set_flow_style()
    return items


def scalar(text: str) -> str:
    """Return a text for an edit to add, marked for quotation where YAML 1.1 would not read it as that text.

    PyYAML reads these files as YAML 1.1 and ruamel.yaml writes YAML 1.2, in which `yes` is a text, and `:>` one that
    needs no quotes.
    """
    try:
        loaded = yaml_reading.load(f"[{text}]"), yaml_reading.load(f"{text}:")
    except yaml.YAMLError:
        loaded = None
    return text if loaded == ([text], {text: None}) else DoubleQuotedScalarString(text)

"""Reads mkdocs.yml, and the files that it inherits, without running what they name.

MkDocs' loader constructs any object that a `!!python` tag names. This one knows the tags of MkDocs (`!ENV`,
`!relative`) and the harmless ones of `known_code`; it notes the others and puts a marker in their place. It is the
parser of MkDocs with another table of tags, so that both see the same document.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from backfile.problems import SettingsError
from backfile.settings import yaml_reading
from backfile.settings.inside import open_anywhere
from backfile.settings.known_code import KNOWN_CALLS, KNOWN_PYTHON
from backfile.settings.layout import MKDOCS_YML

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_PYTHON = "tag:yaml.org,2002:python/"
_INHERIT = "INHERIT"
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class NotRun:
    """The marker in place of the object that a `!!python` tag names."""

    tag: str


@dataclass(frozen=True, slots=True)
class PythonTag:
    """A `!!python` tag that is not known to be harmless."""

    tag: str
    """As it is written, without the exclamation marks: `python/object/apply:os.system`."""
    file: str
    line: int
    arguments: str
    """The digest of its arguments."""


@dataclass(frozen=True, slots=True)
class Parent:
    """A file outside the archive that `INHERIT` names."""

    file: str
    line: int
    path: Path
    """Absolute."""


@dataclass(slots=True)
class Reading:
    """What was read."""

    root: Path
    data: dict[str, Any] = field(default_factory=dict)
    tags: list[PythonTag] = field(default_factory=list)
    environment: set[str] = field(default_factory=set)
    """The names of the environment variables that the settings read."""
    parents: list[Parent] = field(default_factory=list)
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Key of the top level -> its file and line."""
    lines: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    """Text -> the files and lines in which it is a key or a value."""
    files: int = 0

    def line_of(self, text: object, key: str) -> tuple[str, int]:
        """Return the file and the line of a text under a key of the top level."""
        file, start = self.keys.get(key, (MKDOCS_YML, 1))
        places = self.lines.get(str(text), [])
        return next((place for place in places if place[0] == file and place[1] >= start), None) or (
            places[0] if places else (file, start)
        )


def read_settings(
    path: Path,
    config: MkDocsConfig | None = None,
    *,
    may_inherit: Callable[[Path], bool] = lambda _: False,
    run_tags: bool = False,
) -> Reading:
    """Read the settings at `path`; `config` is the object that receives them, for `!relative`.

    A file outside the archive is read only if `may_inherit` permits it. With `run_tags`, `!!python` tags are run, as
    MkDocs runs them. Raises SettingsError for a file that is not YAML or not a mapping, or that inherits itself.
    """
    reading = Reading(path.parent)
    loader = _loader(reading, config, may_inherit, yaml.Loader if run_tags else yaml.SafeLoader)
    try:
        with open(path, "rb", opener=open_anywhere) as file:
            data = yaml_load(file, loader)
    except (ConfigurationError, RecursionError, *yaml_reading.FAILURES) as error:
        raise _refusal(path, error) from error
    if not isinstance(data, dict):
        raise SettingsError(f"{path}: not a mapping of settings. Correct the file.")
    reading.data = data
    return reading


def _refusal(path: Path, error: Exception) -> SettingsError:
    """Return the error for settings that cannot be read, with their line if it is known, and the next step."""
    cause = error.__context__ if isinstance(error, ConfigurationError) else error
    if isinstance(cause, yaml.YAMLError):
        line, reason = yaml_reading.place_and_reason(cause)
        file = getattr(getattr(cause, "problem_mark", None), "name", path)
        if isinstance(cause, yaml_reading.RepetitionError):
            return SettingsError(f"{file}: {reason}. {yaml_reading.NO_ALIASES}")
        place = f"{file}, line {line}" if line else str(path)
        return SettingsError(f"{place}: not valid YAML: {reason}. Correct {'that line' if line else 'the file'}.")
    if isinstance(error, RecursionError):
        return SettingsError(f"{path}: nested too deeply. Correct the file.")
    if isinstance(error, ConfigurationError):
        return SettingsError(f"{path}: {str(error).rstrip('.')}. Correct the file.")
    return SettingsError(f"{path}: not a mapping of settings: {error}. Correct the file.")


def _loader(
    reading: Reading, config: MkDocsConfig | None, may_inherit: Callable[[Path], bool], base: type[Any]
) -> type[Any]:
    """Return a loader class that fills `reading`."""

    class Recorder(yaml_reading.SafeValues, base):  # type: ignore[misc]
        """A loader that notes the lines of texts, and decides on inherited files."""

        def construct_scalar(self, node: yaml.ScalarNode) -> Any:
            value = super().construct_scalar(node)
            if "\0" in value:
                reason = "a text has the character NUL, which no name of a file can have"
                raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)
            if node.start_mark:  # The value of an environment variable has no place.
                reading.lines[value].append((_shown(reading.root, self.name), node.start_mark.line + 1))
            return value

        def get_single_data(self) -> Any:
            node = self.get_single_node()
            reading.files += 1
            yaml_reading.refuse_repetition(node)
            for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
                place = (_shown(reading.root, self.name), key.start_mark.line + 1)
                reading.keys.setdefault(str(key.value), place)
            data = None if node is None else self.construct_document(node)
            if isinstance(data, dict) and _INHERIT in data and not _follow(reading, data, self.name, may_inherit):
                del data[_INHERIT]
            return data

    loader: type[Any] = get_yaml_loader(Recorder, config)
    loader.add_constructor("!ENV", partial(_variable, reading, loader.yaml_constructors["!ENV"]))
    loader.add_constructor(yaml_reading.INT, loader.construct_yaml_int)
    if base is yaml.SafeLoader:
        for tag, constructor in yaml.FullLoader.yaml_constructors.items():
            if str(tag).startswith(_PYTHON):
                loader.add_constructor(tag, constructor)
        loader.add_multi_constructor(_PYTHON, lambda self, name, node: _python(reading, self, name, node))
    return loader


def _variable(reading: Reading, read: Callable[..., Any], loader: Any, node: yaml.Node) -> Any:
    """Return the value of an environment variable, and note its name. In: also MkDocs' function that reads it."""
    names = node.value if isinstance(node, yaml.SequenceNode) else [node]
    reading.environment |= {str(name.value) for name in (names[:-1] if len(names) > 1 else names)}
    return read(loader, node)


def _follow(reading: Reading, data: dict[str, Any], name: str, may_inherit: Callable[[Path], bool]) -> bool:
    """Return whether the file that `INHERIT` names may be read; note it if it is outside the archive."""
    file = _shown(reading.root, name)
    line = reading.line_of(data[_INHERIT], _INHERIT)[1]
    if not isinstance(data[_INHERIT], str) or "\0" in data[_INHERIT]:
        raise SettingsError(f"{name}, line {line}: `INHERIT` is not the name of a file. Name a file of settings.")
    path = Path(os.path.normpath(Path(name).parent / data[_INHERIT]))
    if reading.files > _MOST_PARENTS:
        raise SettingsError(f"{name}, line {line}: `INHERIT` leads in a circle. Remove it.")
    is_inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(reading.root))
    if not is_inside:
        reading.parents.append(Parent(file, line, path))
        if not may_inherit(path):
            return False
    if path.exists() and not path.is_file():
        raise SettingsError(f"{name}, line {line}: `INHERIT` does not name a file. Name a file of settings.")
    return True


def _python(reading: Reading, loader: Any, name: str, node: yaml.Node) -> Any:
    """Return the object that a harmless tag names; note another tag and return its marker."""
    kind, _, target = name.partition(":")
    if kind == "name" and target in KNOWN_PYTHON:
        return _find(target, node)
    if kind == "object/apply" and target in KNOWN_CALLS:
        arguments = (
            loader.construct_object(yaml.MappingNode("tag:yaml.org,2002:map", node.value), deep=True)
            if (isinstance(node, yaml.MappingNode))
            else {}
        )
        if not arguments.keys() - {"kwds"} and isinstance(arguments.get("kwds", {}), dict):
            return _find(target, node)(**arguments.get("kwds", {}))
    arguments_digest = hashlib.sha256(yaml.serialize(node).encode("utf-8", "surrogatepass")).hexdigest()
    file = _shown(reading.root, node.start_mark.name)
    reading.tags.append(PythonTag(f"python/{name}", file, node.start_mark.line + 1, arguments_digest))
    return NotRun(f"python/{name}")


def _find(target: str, node: yaml.Node) -> Any:
    """Import an object of the table by its name."""
    module, _, name = target.rpartition(".")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def _shown(root: Path, name: str) -> str:
    """Return a file's name as messages show it: relative to the archive, if it is in it."""
    return os.path.relpath(name, root) if Path(name).is_relative_to(root) else name

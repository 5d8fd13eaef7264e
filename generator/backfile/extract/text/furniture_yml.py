"""The file furniture.yml: for each source or folder, the lines that the owner accepted as furniture, and the lines that
the owner keeps. Owns reading and editing it. The handbook's page on inputs describes the format; `owner_lines` applies
the lines, `furniture_yml_forms` changes the form of an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from backfile.extract.text.furniture_yml_forms import KEEP, REMOVE, as_mappings
from backfile.extract.text.owner_lines import AcceptedLines, accepted_lines
from backfile.markup.plain_text import collapse_spaces, folded
from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import Entries, YamlEntry, inline_list, scalar

_EXAMPLE = "`Source name: [line, line]`"


def load(path: Path) -> AcceptedLines:
    """Read the file at `path`; a missing file has no lines.

    Raises SettingsError, with the line and the next step, if the file has another format than the handbook describes.
    """
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path) -> AcceptedLines:
    """Parse the text of the file; `path` is its name in errors. Raises SettingsError, as `load` does."""
    removed: dict[str, list[str]] = {}
    kept: dict[str, list[str]] = {}
    for entry in yaml_files.parse_entries(source, path, _EXAMPLE):
        if not entry.name.strip():
            raise SettingsError(f"{entry.at}: an entry has no name. Enter the name of a source or a folder.")
        if isinstance(entry.value, dict):
            removed[entry.name], kept[entry.name] = _read_mapping(entry, entry.value)
        else:
            removed[entry.name] = _read_lines(entry, entry.value, "lines", f"{entry.name}: [one, two]")
    return accepted_lines(removed, kept)


def _read_mapping(entry: YamlEntry, value: Mapping[object, object]) -> tuple[list[str], list[str]]:
    """Return the lines of an entry with the keys `remove` and `keep`."""
    if unknown := [key for key in value if key not in (REMOVE, KEEP)]:
        reason = f"`{entry.name}` has the key `{unknown[0]}`"
        raise SettingsError(f"{entry.at}: {reason}. Write its lines under `{REMOVE}` or `{KEEP}`.")
    example = f"{entry.name}: {{{REMOVE}: [one], {KEEP}: [two]}}"
    removed, kept = (_read_lines(entry, value.get(key), f"lines under `{key}`", example) for key in (REMOVE, KEEP))
    return removed, kept


def _read_lines(entry: YamlEntry, value: object, noun: str, example: str) -> list[str]:
    lines = yaml_files.check_texts([] if value is None else value, entry, noun, example)
    if not all(map(str.strip, lines)):
        raise SettingsError(f"{entry.at}: a line of `{entry.name}` is empty. Remove it.")
    return lines


def accept(source: str, lines: Mapping[str, Iterable[str]]) -> str:
    """Add lines to remove to the text of a file, under their names. `source` is a text that `parse` accepts.

    Comments and the order of entries stay; lines that an entry already has are not added.
    """

    def change(entries: Entries) -> None:
        for name, added in lines.items():
            own = _own_name(entries, name)
            if isinstance(entries.get(own), dict):
                _add(entries[own], REMOVE, added, first=True)
            else:
                _add(entries, own, added)

    return yaml_files.edit(source, change)


def keep(source: str, lines: Mapping[str, Iterable[str]], path: Path) -> str:
    """Add lines to keep to the text of a file, as `accept` does. An entry with a list gets the keys of a mapping.

    A line that an entry removes, too, stays in its list, and in the texts. `path` is the name of the file in errors.
    Raises SettingsError for an entry whose form cannot be changed.
    """
    names = {folded(name, collapsed=True) for name in lines}
    source = as_mappings(source, lambda name: folded(name, collapsed=True) in names, path)

    def change(entries: Entries) -> None:
        for name, added in lines.items():
            own = _own_name(entries, name)
            _add(entries.setdefault(own, yaml_files.empty_mapping()), KEEP, added, first=True)

    return yaml_files.edit(source, change)


def _own_name(entries: Entries, name: str) -> str:
    """Return the name of an entry as the file has it; the given one if the file does not have it."""
    names = {folded(own, collapsed=True): own for own in entries}
    return names.get(folded(name, collapsed=True)) or scalar(name)


def _add(entries: Entries, key: str, added: Iterable[str], *, first: bool = False) -> None:
    """Add lines to the list of a key, which is made if it is missing: at the end or, with `first`, at the beginning."""
    if key not in entries and first:
        # At the end, the key would come below the comments under the last list.
        entries.insert(0, key, inline_list())
    elif entries.get(key) is None:
        entries[key] = inline_list()
    existing = set(map(collapse_spaces, entries[key]))
    new = dict.fromkeys(map(collapse_spaces, added))
    entries[key].extend(scalar(line) for line in new if line not in existing)

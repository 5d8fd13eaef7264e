"""The file furniture.yml: for each source or folder, the lines that the owner accepted as furniture. Owns reading and
editing it. The handbook's page on inputs describes the format; `owner_lines` applies the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from backfile.extract.text.owner_lines import AcceptedLines, accepted_lines
from backfile.markup.plain_text import collapse_spaces, folded
from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import Entries, inline_list, scalar

_EXAMPLE = "`Source name: [line, line]`"


def load(path: Path) -> AcceptedLines:
    """Read the file at `path`; a missing file has no lines.

    Raises SettingsError, with the line and the next step, if the file has another format than the handbook describes.
    """
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path) -> AcceptedLines:
    """Parse the text of the file; `path` is its name in errors. Raises SettingsError, as `load` does."""
    entries: dict[str, list[str]] = {}
    for entry in yaml_files.parse_entries(source, path, _EXAMPLE):
        lines = [] if entry.value is None else entry.value
        entries[entry.name] = yaml_files.check_texts(lines, entry, "lines", f"{entry.name}: [one, two]")
        if not all(map(str.strip, entries[entry.name])):
            raise SettingsError(f"{entry.at}: a line of `{entry.name}` is empty. Remove it.")
        if not entry.name.strip():
            raise SettingsError(f"{entry.at}: an entry has no name. Enter the name of a source or a folder.")
    return accepted_lines(entries)


def accept(source: str, lines: Mapping[str, Iterable[str]]) -> str:
    """Add lines to the text of a file, under their names. `source` is a text that `parse` accepts.

    Comments and the order of entries stay; lines that an entry already has are not added.
    """

    def change(entries: Entries) -> None:
        names = {folded(name, collapsed=True): name for name in entries}
        for name, added in lines.items():
            own = names.setdefault(folded(name, collapsed=True), scalar(name))
            if entries.get(own) is None:
                entries[own] = inline_list()
            existing = set(map(collapse_spaces, entries[own]))
            new = dict.fromkeys(map(collapse_spaces, added))
            entries[own].extend(scalar(line) for line in new if line not in existing)

    return yaml_files.edit(source, change)

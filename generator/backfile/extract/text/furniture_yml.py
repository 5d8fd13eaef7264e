"""furniture.yml: an entry a source, its name the source's or a folder's, below it the lines that the owner accepted.
The handbook's page on inputs has the format; `accepted` has what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from backfile.extract.text.owner_lines import Accepted, merged
from backfile.markup.plain_text import collapse_spaces, folded
from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.yaml_files import Entries, inline_list, scalar

_EXAMPLE = "`Source name: [line, line]`"


def load(path: Path) -> Accepted:
    """Read the lines at `path`; without that file there are none.

    Raises SettingsError, with the line and what to do about it, when the file is not as the handbook describes it.
    """
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path) -> Accepted:
    """Read the text of such a file; `path` is what errors call it. Raises SettingsError, as `load` does."""
    found: dict[str, list[str]] = {}
    for entry in yaml_files.parse_entries(source, path, _EXAMPLE):
        lines = [] if entry.value is None else entry.value
        found[entry.name] = yaml_files.check_texts(lines, entry, "lines", f"{entry.name}: [one, two]")
        if not all(map(str.strip, found[entry.name])):
            raise SettingsError(f"{entry.at}: a line of `{entry.name}` is empty. Take it out.")
        if not entry.name.strip():
            raise SettingsError(f"{entry.at}: an entry has no name. Name a source or a folder.")
    return merged(found)


def accept(source: str, lines: Mapping[str, Iterable[str]]) -> str:
    """Add lines to a file's text under their names. In: a text that `parse` takes. Comments and order stay."""

    def change(entries: Entries) -> None:
        known = {folded(name, collapsed=True): name for name in entries}
        for name, added in lines.items():
            own = known.setdefault(folded(name, collapsed=True), scalar(name))
            if entries.get(own) is None:
                entries[own] = inline_list()
            there = set(map(collapse_spaces, entries[own]))
            entries[own].extend(
                scalar(line) for line in dict.fromkeys(map(collapse_spaces, added)) if line not in there
            )

    return yaml_files.edit(source, change)

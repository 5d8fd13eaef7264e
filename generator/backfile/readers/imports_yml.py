"""The file imports.yml: for data sets, by the names of their files, which key or column has which field. Owns reading
and editing it; what is known without it is in `columns`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from backfile.problems import SettingsError
from backfile.readers.columns import field_names
from backfile.settings import yaml_files
from backfile.settings.yaml_files import Entries

_EXAMPLE = "`export.csv: {headline: title, body: text}`"


@dataclass(frozen=True, slots=True)
class Imports:
    """What the owner says about data sets."""

    mappings: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """Name of files, in which `*` stands for any characters, and field -> key or column."""

    def mapping_for(self, file: str) -> dict[str, str]:
        """Return field -> key or column for a file; of several entries that match, the last one counts."""
        name = PurePosixPath(file).name.removesuffix(".gz").lower()
        found: dict[str, str] = {}
        for pattern, mapping in self.mappings:
            if fnmatchcase(name, pattern.removesuffix(".gz").lower()):
                found |= mapping
        return found


def load(path: Path) -> Imports:
    """Read the file at `path`; a missing file has no entries. Raises SettingsError, with the line and the next step."""
    return parse(yaml_files.read_text(path), path)


def parse(source: str, path: Path) -> Imports:
    """Parse the text of the file; `path` is its name in errors. Raises SettingsError, as `load` does."""
    mappings: list[tuple[str, Mapping[str, str]]] = []
    for entry in yaml_files.parse_entries(source, path, _EXAMPLE):
        value = entry.value
        if not isinstance(value, dict) or not all(isinstance(name, str) for pair in value.items() for name in pair):
            raise SettingsError(
                f"{entry.at}: `{entry.name}` is no list of fields with their columns. Write {_EXAMPLE}."
            )
        check_fields(value, entry.at)
        mappings.append((entry.name, value))
    return Imports(tuple(mappings))


def check_fields(mapping: Mapping[str, str], place: str) -> None:
    """Raise SettingsError for a name that is no field. In: field -> key or column; where it is written."""
    if unknown := [field for field in mapping if field not in field_names()]:
        names = ", ".join(field_names())
        raise SettingsError(f"{place}: `{unknown[0]}` is no field. Write one of: {names}.")


def add(source: str, files: Sequence[str], mapping: Mapping[str, str]) -> str:
    """Return the file's text with a mapping for files of these names."""

    def change(entries: Entries) -> None:
        for file in files:
            value = entries.get(file)
            if not isinstance(value, dict):
                value = entries[file] = yaml_files.empty_mapping()
            for field, name in mapping.items():
                value[field] = yaml_files.scalar(name)

    return yaml_files.edit(source, change)

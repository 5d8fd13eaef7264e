"""What a run writes into imports.yml: the mapping of its command line, so that later runs read a data set in the same
way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from backfile.archive.storage import Storage
from backfile.readers import imports_yml
from backfile.readers.files import InputFile
from backfile.settings import yaml_files
from backfile.settings.layout import IMPORTS_YML
from backfile.settings.mkdocs_yml import Config


def write_imports(
    config: Config, storage: Storage, inputs: Sequence[InputFile], mapping: Mapping[str, str], *, dry_run: bool
) -> list[str]:
    """Write a mapping for the named files into imports.yml. Return the files that were written.

    Raises SettingsError for an imports.yml that cannot be used, and for a mapping of something that is no field.
    """
    file = config.root / IMPORTS_YML
    source = yaml_files.read_text(file)
    imports_yml.parse(source, file)
    imports_yml.check_fields(mapping, "--map")
    names = sorted({PurePosixPath(item.file).name for item in inputs if item.named})
    if not mapping or not names or dry_run:
        return []
    storage.write_file(file, imports_yml.add(source, names, mapping).encode())
    return [IMPORTS_YML]

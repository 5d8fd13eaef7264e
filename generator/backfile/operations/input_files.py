"""The input files of an ingest: those that its sources name, and standard input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO

from backfile.archive.storage import Storage
from backfile.readers import files
from backfile.readers.files import InputFile
from backfile.settings.layout import INCOMING, ORIGINALS
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE


def find_inputs(sources: Sequence[Path], config: Config, storage: Storage, stdin: IO[bytes] | None) -> list[InputFile]:
    """Return the input files. Standard input is first written to a file, so that a worker can read it."""
    named = [source for source in sources if str(source) != files.STDIN]
    own = [config.docs, config.site, *(config.root / name for name in (ORIGINALS, INCOMING))]
    input_files = files.find(named, own)
    if len(named) < len(sources) and stdin is not None:
        file = storage.scratch("stdin")
        file.write_bytes(stdin.read(config.settings.max_megabytes * MEGABYTE + 1))
        input_files.append(InputFile(file, files.STDIN))
    return input_files

"""The conversion of one input without an archive: with default settings and no vocabulary, in the calling process."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from backfile.conversion.converter import Converter
from backfile.conversion.result import Result, refused
from backfile.markup.plain_text import strip_controls
from backfile.markup.writer import Writer
from backfile.problems import Problem
from backfile.readers import InputSource, Reader, reader_named, records
from backfile.readers.choice import reader_by_name, reader_of
from backfile.readers.division import read_records
from backfile.readers.files import NOT_REGULAR, STDIN, printable
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import MEGABYTE, Settings
from backfile.tags.vocabulary.vocabulary import Vocabulary


def convert_input(
    source: str | os.PathLike[str] | bytes, file: str | None, read_as: str | None, settings: Settings | None
) -> Iterator[Result]:
    """Yield the results of an input. The parameters are those of `api.convert`."""
    settings = settings or Settings()
    name = strip_controls(file or (STDIN if isinstance(source, bytes) else printable(Path(source).name)))
    reader = reader_by_name(name, read_as, named=True)
    try:
        opened = _open(source, name, settings.max_megabytes * MEGABYTE)
    except OSError as error:
        yield refused(records.unreadable(name, error))
        return
    with opened.content:
        chosen = reader_of(opened, reader)
        if isinstance(chosen, Problem):
            yield refused(chosen)
        else:
            yield from _convert(opened, chosen, settings)


def _open(source: str | os.PathLike[str] | bytes, name: str, limit: int) -> InputSource:
    if isinstance(source, bytes):
        return records.open_bytes(source, name, limit)
    path = Path(source)
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(NOT_REGULAR)  # Opening a pipe would wait until something is written to it.
    return records.open_source(path, name, limit)


def _convert(source: InputSource, reader: Reader, settings: Settings) -> Iterator[Result]:
    rendering = Rendering()
    converter = Converter(settings, Writer(rendering.extensions, rendering.options), Vocabulary())
    for record in read_records(source, reader):
        if isinstance(record, Problem):
            yield refused(record)
        else:
            yield from converter.convert(record, reader_named(record.origin.reader) or reader)

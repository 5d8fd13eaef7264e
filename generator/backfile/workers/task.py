"""The task of a worker process: to convert the records of one input. Owns the refusal of inputs that cannot be read and
the division of large containers into batches; the choice of the reader is left to `readers.choice`, conversion to
`conversion`.

The settings and files of an archive are loaded once in each process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backfile.conversion.converter import Converter
from backfile.conversion.result import Result, refused
from backfile.extract.text import furniture_yml
from backfile.markup.writer import Writer
from backfile.problems import Problem, ProblemKind
from backfile.readers import Reader, RecordData, records
from backfile.readers.choice import reader_by_name, reader_of
from backfile.readers.files import InputFile
from backfile.readers.reader import InputSource, whole_file
from backfile.settings import mkdocs_yml
from backfile.settings.access import Access
from backfile.settings.layout import FURNITURE_YML, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE
from backfile.tags.vocabulary import tags_yml
from backfile.workers.batch import Batch, Task
from backfile.workers.failures import failed_record, is_general
from backfile.workers.image_supply import supply_images
from backfile.workers.staging import stage

BATCH_RECORDS = 100
"""A task converts at most so many records of a container: their results are in memory together."""
_BATCH_TIME_SHARE = 0.5
"""A task starts no further record when it has used this share of the time limit."""


_load_config = cache(mkdocs_yml.load)


@cache
def _load_converter(root: Path, access: Access, explaining: bool) -> Converter:
    """Return the converter of the archive in the folder `root`."""
    config = _load_config(root, access=access)
    writer = Writer(config.rendering.extensions, config.rendering.options)
    vocabulary = tags_yml.load(root / TAGS_YML)
    return Converter(config.settings, writer, vocabulary, furniture_yml.load(root / FURNITURE_YML), explaining)


def convert_batch(task: Task) -> Batch:
    """Convert the records of an input, from `task.first` on, until the input or the batch is at its end."""
    item = task.input
    if item.fault:
        step = "Replace it by the file itself, or make it readable, and run again."
        return _refuse(item, ProblemKind.UNREADABLE, item.fault, step)
    reader = reader_by_name(item.file, task.read_as, named=item.named)
    if isinstance(reader, Problem):
        return Batch([refused(reader)])
    config = _load_config(task.root, access=task.access)
    try:
        source = records.open_source(item.path, item.file, config.settings.max_megabytes * MEGABYTE)
    except OSError as error:
        return Batch([refused(records.unreadable(item.file, error))])
    with source.content:
        chosen = reader_of(source, reader)
        if isinstance(chosen, Problem):
            return Batch([refused(chosen)])
        return _convert_records(task, config, source, chosen)


def _convert_records(task: Task, config: Config, source: InputSource, reader: Reader) -> Batch:
    """Convert the records of a batch, one after another."""
    latest = time.monotonic() + _BATCH_TIME_SHARE * config.settings.max_seconds
    results: list[Result] = []
    if task.input.record is None or reader.records is whole_file:
        contents = records.read_records(source, reader, task.first)
    else:
        contents = records.read_original(source, reader, task.input.record)
    for number, content in enumerate(contents, start=task.first):
        if number > task.first and (number == task.first + BATCH_RECORDS or time.monotonic() > latest):
            return Batch(results, number)
        results.extend(_convert_record(task, config, content, reader))
    return Batch(results)


def _convert_record(task: Task, config: Config, record: RecordData | Problem, reader: Reader) -> Iterator[Result]:
    """Yield the results of one record, or its refusal. An error on one record of a container is a refusal of it
    alone.
    """
    if isinstance(record, Problem):
        yield refused(record)
        return
    origin = record.origin
    is_in_container = origin.record is not None and task.input.record is None
    if task.staging and is_in_container and config.settings.keep_originals:
        stage(task.staging.records, origin.sha256, record.data)
    images = supply_images(config, task.input, origin, task.staging)
    try:
        yield from _load_converter(task.root, task.access, task.explaining).convert(record, reader, images)
    except Exception as error:
        if not is_in_container or isinstance(error, MemoryError) or is_general(error):
            raise
        yield refused(failed_record(error, origin.file, origin.record))


def _refuse(item: InputFile, kind: ProblemKind, reason: str, step: str) -> Batch:
    return Batch([refused(Problem(kind, item.file, reason, step))])

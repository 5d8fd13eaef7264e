"""The task of a worker process: to convert the records of one input. Owns how many records of a container one task
converts; opening the input is left to `open_input`, the rest of a large container to `division`, conversion to
`conversion`.

The settings and files of an archive are loaded once in each process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from backfile.archive import page
from backfile.conversion.converter import Converter
from backfile.conversion.result import Result, refused
from backfile.extract.text import furniture_yml
from backfile.markup.writer import Writer
from backfile.problems import Problem
from backfile.readers import Reader, RecordData, reader_named, records, whole_file
from backfile.readers.division import read_records
from backfile.readers.files import Container
from backfile.settings import mkdocs_yml
from backfile.settings.access import Access
from backfile.settings.layout import FURNITURE_YML, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.vocabulary import tags_yml
from backfile.workers.batch import Batch, Task
from backfile.workers.failures import failed_record, is_general
from backfile.workers.image_supply import supply_images
from backfile.workers.lookups import Lookups
from backfile.workers.open_input import OpenInput, open_input
from backfile.workers.staging import stage_content

BATCH_RECORDS = 20
"""A task converts at most so many records of a container; of a larger one, each further record is a task."""
_BATCH_TIME_SHARE = 0.5
"""A task starts no further record when it has used this share of the time limit."""


load_config = cache(mkdocs_yml.load)


@cache
def _load_converter(root: Path, access: Access, explaining: bool, drafts: bool) -> Converter:
    """Return the converter of the archive in the folder `root`."""
    config = load_config(root, access=access)
    writer = Writer(config.rendering.extensions, config.rendering.options)
    vocabulary = tags_yml.load(root / TAGS_YML)
    furniture = furniture_yml.load(root / FURNITURE_YML)
    return Converter(config.settings, writer, vocabulary, furniture, explaining, drafts)


def convert_batches(tasks: Sequence[Task]) -> list[Batch]:
    """Do tasks one after another: the first, and others until a share of the time limit is used.

    The list that is returned can be shorter than that of the tasks.
    """
    latest = _latest_start(tasks[0])
    batches: list[Batch] = []
    for task in tasks:
        if batches and time.monotonic() > latest:
            break
        batches.append(convert_batch(task))
    return batches


def _latest_start(task: Task) -> float:
    """Return until when a process that begins a task now begins further records; a value of `time.monotonic`."""
    return time.monotonic() + _BATCH_TIME_SHARE * load_config(task.root, access=task.access).settings.max_seconds


def convert_batch(task: Task) -> Batch:
    """Convert the records of an input, until the input is at its end, or the batch: the rest of a large container is
    divided by a process of its own (`division`), and each of its records is a task.
    """
    config = load_config(task.root, access=task.access)
    opened = open_input(task, config)
    if isinstance(opened, Problem):
        return Batch([refused(opened)])
    if opened.reader.assets and task.input.record is None:
        opened.source.content.close()
        return Batch([], 0)  # Its images are read first, which may take long.
    with opened.source.content:
        return _convert_records(task, config, opened)


def _convert_records(task: Task, config: Config, opened: OpenInput) -> Batch:
    """Convert the records of a batch, one after another."""
    latest = _latest_start(task)
    results: list[Result] = []
    lookups = Lookups()
    for number, content in enumerate(_read_contents(task, opened)):
        if number and (number == BATCH_RECORDS or time.monotonic() > latest):
            return Batch(results, number, lookups.all())
        results.extend(_convert_record(task, config, content, opened.reader, lookups))
    return Batch(results, lookups=lookups.all())


def _read_contents(task: Task, opened: OpenInput) -> Iterator[RecordData | Problem]:
    """Yield the records of an input; of the original of a record, which is no container, this one."""
    item = task.input
    if item.record is None:
        return read_records(opened.source, opened.reader)
    return records.read_original(opened.source, opened.reader, item.record, item.collection)


def _convert_record(
    task: Task, config: Config, record: RecordData | Problem, chosen: Reader, lookups: Lookups
) -> Iterator[Result]:
    """Yield the results of one record, or its refusal. An error on one record of a container is a refusal of it
    alone.
    """
    if isinstance(record, Problem):
        yield refused(record)
        return
    origin, item = record.origin, task.input
    if origin.record is not None and item.record is None:
        item = replace(item, container=Container(item.path, chosen.name))
    if task.staging and config.settings.keep_originals and item.record is None and chosen.records is not whole_file:
        # A container, or a file without what is personal in it: the original is not the file itself.
        stage_content(task.staging.records, origin.sha256, record.data)
    images = lookups.record(supply_images(config, item, origin, task.staging, task.assets), origin)
    reader = reader_named(origin.reader) or chosen
    try:
        converter = _load_converter(task.root, task.access, task.explaining, task.drafts or _has_page(task))
        for result in converter.convert(record, reader, images):
            yield replace(result, page=page.dump(result.article)) if result.article else result
    except Exception as error:
        if item.container is None or isinstance(error, MemoryError) or is_general(error):
            raise
        yield refused(failed_record(error, origin.file, origin.record))


def _has_page(task: Task) -> bool:
    return task.input.page is not None

"""A preview of the records of inputs: what becomes of each of their keys or columns. Owns the task of a worker that
reads the first records; what becomes of a key is left to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from backfile.problems import Problem
from backfile.readers.files import InputFile
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import Config
from backfile.workers.batch import Task
from backfile.workers.failures import failed_input, is_general
from backfile.workers.pool import start_pool

RECORDS = 3
"""So many records of an input are shown."""


@dataclass(frozen=True, slots=True)
class PreviewedRecord:
    """A record, or the problem in its place."""

    file: str
    record: str | None
    reader: str
    keys: tuple[tuple[str, str, str], ...] = ()
    """Key or column, the field that it becomes (`ignored` if none), and the beginning of its value."""
    problem: Problem | None = None


def preview(
    inputs: Sequence[InputFile], config: Config, read_as: str | None, mapping: dict[str, str]
) -> Iterator[PreviewedRecord]:
    """Yield the first records of each input. In: field -> key or column, beside what imports.yml says."""
    access = Access.LOOK if config.access is Access.LOOK else Access.CHECKED
    with start_pool(config.settings, 1) as pool:
        for item in inputs:
            task = Task(config.root, item, read_as, access=access, mapping=mapping)
            try:
                yield from pool.schedule(_preview, args=[task], timeout=config.settings.max_seconds).result()
            except Exception as error:
                if is_general(error):
                    raise
                problem = failed_input(error, item.file, config.settings)
                yield PreviewedRecord(item.file, None, "", problem=problem)


def _preview(task: Task) -> list[PreviewedRecord]:
    from backfile.readers import reader_named
    from backfile.readers.division import read_records
    from backfile.workers.open_input import open_input
    from backfile.workers.task import load_config

    opened = open_input(task, load_config(task.root, access=task.access))
    if isinstance(opened, Problem):
        return [PreviewedRecord(task.input.file, None, "", problem=opened)]
    found: list[PreviewedRecord] = []
    with opened.source.content:
        for content in islice(read_records(opened.source, opened.reader), RECORDS):
            if isinstance(content, Problem):
                found.append(PreviewedRecord(content.file, content.record, opened.reader.name, problem=content))
                continue
            origin = content.origin
            reader = reader_named(origin.reader)
            keys = tuple(reader.preview(content)) if reader and reader.preview else ()
            found.append(PreviewedRecord(origin.file, origin.record, origin.reader, keys))
    return found

"""The division of large containers, in a process of its own. Owns that process, its limits, and the records that it
writes into a folder, one file each; what a record is, is left to `readers.division`.

The process reads a container from its beginning to its end, once. The run takes one record after another from a pipe,
which holds few of them, so that the process is never far ahead of the workers that convert them.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.problems import BackfileError, Problem, StorageError
from backfile.readers.files import Container, InputFile
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers.batch import Task
from backfile.workers.failures import DividerEndedError, failed_division, is_general
from backfile.workers.forkserver import start_forkserver
from backfile.workers.limits import limit_process

if TYPE_CHECKING:
    from backfile.readers import Reader, RecordData
    from backfile.workers.open_input import OpenInput


@dataclass(frozen=True, slots=True)
class Divided:
    """A record of a container, in a file of its own, or the problem in its place."""

    input: InputFile | None
    """Absent for a problem."""
    reader: str
    problem: Problem | None
    position: int
    """How many bytes of the container are read."""
    assets: Path | None = None
    """The folder of the images that were taken out of the container."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer for an input that is one article."""


@dataclass(frozen=True, slots=True)
class _Job:
    task: Task
    folder: Path
    first: int


class Division:
    """The process that divides containers. A context manager; the process starts with the first container."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Take the folder into which records are written."""
        self._settings = settings
        self._folder = folder
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Division:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def divide(self, task: Task, first: int) -> Iterator[Divided | Whole]:
        """Yield the records of the container of a task, from the record number `first` on, or `Whole`.

        A container whose division fails, or whose next record takes too long to read, ends with a refusal of the rest.
        Raises errors that concern every input.
        """
        pipe = self._start()
        try:
            pipe.send(_Job(task, self._folder, first))
            while (item := self._receive(pipe)) is not None:
                yield item
        except BaseException as error:
            self._stop()
            if not isinstance(error, Exception):
                raise
            if is_general(error):
                if isinstance(error, OSError):
                    raise StorageError(error.filename or task.input.file, error) from error
                raise
            error = DividerEndedError() if isinstance(error, EOFError | BrokenPipeError | ConnectionError) else error
            yield Divided(None, "", failed_division(error, task.input.file, self._settings), 0)

    def _receive(self, pipe: Connection) -> Divided | Whole | None:
        """Return what the process found next; None at the end. Raises what it raised, and TimeoutError."""
        if not pipe.poll(self._settings.max_seconds):
            raise TimeoutError
        item: Divided | Whole | Exception | None = pipe.recv()
        if isinstance(item, Exception):
            raise item
        return item

    def _start(self) -> Connection:
        if self._pipe is None:
            context = start_forkserver()
            self._pipe, other = context.Pipe()
            arguments = (other, self._settings.max_memory_megabytes)
            self._process = context.Process(target=_serve, args=arguments, daemon=True)
            self._process.start()
            other.close()
        return self._pipe

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(pipe: Connection, megabytes: int) -> None:
    """Divide containers until the run closes the pipe."""
    limit_process(megabytes)
    with suppress(EOFError, BrokenPipeError):
        while True:
            job: _Job = pipe.recv()
            try:
                for item in _divide(job):
                    pipe.send(item)
                pipe.send(None)
            except (EOFError, BrokenPipeError):
                raise
            except Exception as error:  # Libraries can raise anything on hostile input.
                pipe.send(_as_sent(error))


def _as_sent(error: Exception) -> Exception:
    """Return an error that can be sent: those of libraries may have arguments that cannot be pickled."""
    if isinstance(error, MemoryError | BackfileError | OSError | ImportError):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _divide(job: _Job) -> Iterator[Divided | Whole]:
    """Yield the records of a container. What reading needs is imported here, not in the process of the run."""
    from backfile.readers.division import read_records
    from backfile.readers.reader import whole_file
    from backfile.workers.open_input import open_input
    from backfile.workers.task import load_config

    task = job.task
    config = load_config(task.root, access=task.access)
    opened = open_input(task, config)
    if isinstance(opened, Problem):
        yield Divided(None, "", opened, 0) if job.first else Whole()
        return
    if opened.reader.records is whole_file:
        opened.source.content.close()
        yield Whole()
        return
    source, item = opened.source, task.input
    assets = None
    if opened.reader.assets:
        name = hashlib.sha256(str(item.path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        assets = job.folder.with_name(f"{job.folder.name}-images") / name
        yield from _stage_assets(opened, assets, config.settings.max_image_megabytes * MEGABYTE)
        opened = open_input(task, config)
        if isinstance(opened, Problem):
            yield Divided(None, "", opened, 0)
            return
        source = opened.source
    with source.content:
        for number, content in enumerate(read_records(source, opened.reader, job.first)):
            if isinstance(content, Problem):
                yield Divided(None, "", content, source.position())
            else:
                record = _write_record(job, opened.reader, content, number)
                yield Divided(record, content.origin.reader, None, source.position(), assets)


def _write_record(job: _Job, reader: Reader, content: RecordData, number: int) -> InputFile:
    """Write a record of a container into a file, and return it as an input. In: the reader of the container, and a
    number that no other record of it has.
    """
    from backfile.workers.staging import stage_content

    item, origin = job.task.input, content.origin
    # Without staging the run removes the file of each record when it is converted: then no two share one.
    name = origin.sha256 if job.task.staging else f"{origin.sha256}-{number}"
    file = stage_content(job.folder, name, content.data)
    container = Container(item.path, reader.name)
    return InputFile(file, item.file, None, True, None, origin.record, origin.collection, container)


def _stage_assets(opened: OpenInput, folder: Path, limit: int) -> Iterator[Divided]:
    """Write the images of a container into a folder. Yield from time to time, so that the run sees that it goes on."""
    from backfile.conversion.image_sources import fetched_file
    from backfile.readers.unpack import READ_ERRORS
    from backfile.workers.staging import stage

    source, latest = opened.source, time.monotonic()
    with source.content, suppress(*READ_ERRORS):  # What cannot be read is reported with the records.
        for address, data in opened.reader.assets(source, limit) if opened.reader.assets else ():
            file = fetched_file(folder, address)
            if not file.exists():
                stage(folder, file.name, data)
            if time.monotonic() > latest + 1:
                latest = time.monotonic()
                yield Divided(None, "", None, 0)

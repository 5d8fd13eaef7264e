"""The bounds on reading: every input is read in a worker process that may take so much time and memory and no more.

A worker that crashes, hangs or grows ends alone: its input becomes a problem, the others go on. None outlives the run,
however that ends.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import select
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLongError
from textwrap import shorten
from typing import TYPE_CHECKING, cast

from pebble import ProcessExpired, ProcessPool

from backfile.conversion.images import ImageStaging
from backfile.conversion.result import Result as Made
from backfile.problems import Problem, ProblemKind, StorageError
from backfile.readers.files import InputFile
from backfile.settings import mkdocs_yml
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import forkserver

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from backfile.workers import task as reading


TaskResult = tuple[InputFile, str, list[Made]]
"""An input, the digest of its content, and what was made of it."""


def read_all(
    given: Sequence[InputFile],
    archive: mkdocs_yml.Config,
    jobs: int,
    read_as: str | None = None,
    aside: ImageStaging | None = None,
    *,
    explaining: bool = False,
) -> Generator[TaskResult]:
    """Read every input; give it with the digest of its content and what was made of it, in the order of `given`.

    `jobs` is the number of worker processes, `read_as` a reader's name for inputs whose names tell none, `aside` where
    images wait that the archive has not: without it they are told of, and written nowhere. When `explaining`, what was
    made says why it is so.
    """
    settings = archive.settings
    pool = bounded(settings, min(jobs, max(1, len(given))))
    tasks = [(archive.root, item, read_as, aside, explaining) for item in given]
    with pool:
        try:
            results = pool.map(_read, tasks, timeout=settings.max_seconds).result()
            for item in given:
                yield (item, *_outcome(item, results, settings))
        except BaseException:
            # Also when the run is interrupted, or its results are not wanted any more: what waits is not read.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def bounded(settings: Settings, jobs: int) -> ProcessPool:
    """Give a pool of so many processes, each of which may take so much memory and ends with this one."""
    context = forkserver.begin()
    # What workers are forked from begins here, not in a thread of the pool: a signal ends this wait at once.
    context.Process(target=_nothing).start()
    return ProcessPool(max_workers=jobs, initializer=_bound, initargs=(settings.max_memory_megabytes,), context=context)


def processors() -> int:
    """Count the processors that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcome(
    item: InputFile, results: Iterator[tuple[str, list[Made]]], settings: Settings
) -> tuple[str, list[Made]]:
    """Take the next result; what ended a worker becomes a problem."""
    try:
        return next(results)
    except TookTooLongError:
        reason = f"reading it took more than {settings.max_seconds} seconds"
        step = "If the file is sound, raise `max_seconds` in mkdocs.yml and run again."
        kind = ProblemKind.TOO_SLOW
    except MemoryError:
        reason = f"reading it takes more than {settings.max_memory_megabytes} MB of memory"
        step = "If the file is sound, raise `max_memory_megabytes` in mkdocs.yml and run again."
        kind = ProblemKind.TOO_LARGE
    except ProcessExpired as error:
        reason = f"the process that read it died (exit code {error.exitcode})"
        step = "Run again with more memory free; if it stays, please report it together with the file."
        kind = ProblemKind.CRASHED
    except ImportError:
        # A package that is missing or broken stops every input alike.
        raise
    except Exception as error:
        # Whatever a library raises on hostile input, the other files go on; not so where there is no room for images.
        if isinstance(error, OSError) and (storage := StorageError(error.filename or item.file, error)).is_general:
            raise storage from error
        said = shorten(f"{type(error).__name__}: {error}", 200, placeholder=" …").rstrip(" .")
        reason = f"reading it failed: {said}"
        step = "Please report it together with the file, unless it names a plugin of your own."
        kind = ProblemKind.CRASHED
    return "", [Made(None, (Problem(kind, item.file, reason, step),))]


def _nothing() -> None: ...


def _bound(megabytes: int) -> None:
    """Set a worker's limit of memory, on Linux: other systems do not keep it.

    Signals from the keyboard are for the parent, which ends its workers; they end at once, whatever they are at.
    """
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with_parent()


def _end_with_parent() -> None:
    """Have the system end this process when its parent is gone: a pipe from there then says so with a signal.

    A thread that waits for it would not come to its turn while a regular expression runs.
    """
    pipe: int = cast("BaseProcess", multiprocessing.parent_process()).sentinel
    # On Linux it ends the process by default.
    signal.signal(signal.SIGIO, signal.SIG_DFL if sys.platform == "linux" else _leave)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:
        _leave()


def _leave(*_: object) -> None:
    os._exit(1)


def _read(task: reading.Task) -> tuple[str, list[Made]]:
    """Do a task in a worker. What reading takes is imported there: this process only hands out and takes in."""
    from backfile.workers import task as reading

    return reading.read(*task)

"""The conversion of a few small inputs, in one fork of this process. Owns when that is done, and the limits of it.

Most of the time of a short run is spent on imports. A fork has what this process has imported, and imports what else
its inputs need; the fork server of the `pool` would import everything. What the fork has no result for is done by the
pool, whose reports are the same for every input.
"""

from __future__ import annotations

import gc
import pickle
import resource
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessFuture

from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import forkserver
from backfile.workers.forks import Fork, can_fork_once
from backfile.workers.limits import limit_memory

if TYPE_CHECKING:
    from backfile.workers.batch import Batch, Task

_FEW = 10
"""More inputs are worth the start of several processes."""
_IMPORTS = 10
"""Seconds that the first task may take beside its limit: it imports what it needs."""
_SHARE = 2
"""Of the memory that a worker may use, this process has at most such a part. Its fork begins with as much."""


def convert_few(
    tasks: Sequence[Task], settings: Settings, convert: Callable[[Sequence[Task]], list[Batch]]
) -> Generator[tuple[Task, ProcessFuture[list[Batch]]]]:
    """Yield the first tasks with their futures, which are done, in order; none where the pool is better.

    The last one may have taken too long. None follow it, and none from the first task on that fails in another way. In:
    what a worker does with tasks.
    """
    if not _is_better(tasks, settings) or (fork := _start(tasks, settings, convert)) is None:
        return
    try:
        for task in tasks:
            future: ProcessFuture[list[Batch]] = ProcessFuture()
            try:
                data = fork.result(settings.max_seconds + (_IMPORTS if task is tasks[0] else 0))
            except TimeoutError as error:
                future.set_exception(error)
                yield task, future
                return
            if data is None:
                return
            future.set_result(pickle.loads(data))  # noqa: S301 - from a fork of this process
            yield task, future
    finally:
        fork.end()


def _is_better(tasks: Sequence[Task], settings: Settings) -> bool:
    """Return whether a fork takes less time than the pool, which has not been started, and is able to do the tasks."""
    if not 0 < len(tasks) <= _FEW or forkserver.is_expected() or not can_fork_once():
        return False
    try:
        size = sum(task.input.path.stat().st_size for task in tasks)
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return False
    return size < MEGABYTE and pages * resource.getpagesize() * _SHARE < settings.max_memory_megabytes * MEGABYTE


def _start(tasks: Sequence[Task], settings: Settings, convert: Callable[[Sequence[Task]], list[Batch]]) -> Fork | None:
    """Start the fork; return None if the system starts none."""

    def work(task: Task) -> bytes:
        if task is tasks[0]:
            _prepare(settings)
        data = pickle.dumps(convert([task]))
        _flush()
        return data

    forkserver.expect()
    try:
        _flush()  # The fork has what is not yet written, too.
        return Fork(tasks, work)
    except OSError:
        return None


def _prepare(settings: Settings) -> None:
    """Make the fork a worker: with its limit of memory, and without what this process does with its output."""
    limit_memory(settings.max_memory_megabytes)
    sys.stdout, sys.stderr = sys.__stdout__ or sys.stdout, sys.__stderr__ or sys.stderr
    gc.freeze()  # As in `forkserver_tables`.
    gc.set_threshold(50_000)


def _flush() -> None:
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()

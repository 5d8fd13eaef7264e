"""Work side by side in forks of this process, which have all its data in memory; what they return is bytes.

Forks are for trusted work on much that is in memory. What must be bounded, as the conversion of inputs, is done by the
`pool`. A fork that cannot start, or ends early, has no result for the rest of its items: the caller does them itself.
"""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, suppress
from typing import BinaryIO, TypeVar

from backfile.workers.limits import end_with_parent
from backfile.workers.processors import processors

_Item = TypeVar("_Item")
_LENGTH = 8
"""Bytes before each result that say how long it is."""
_MOST = 8
"""Of more, each has memory of its own, and this process cannot use so many results."""
_PIPE = 1 << 20
"""How many bytes of results a fork can be ahead of this process, where the system permits it."""


def can_fork() -> bool:
    """Return whether work can be done in forks: on Linux, with two processors, and without threads, whose locks a fork
    would have for ever. On macOS its libraries do not work in a fork.
    """
    return sys.platform == "linux" and processors() > 1 and threading.active_count() == 1


def fork_each(items: Sequence[_Item], work: Callable[[_Item], bytes]) -> Generator[bytes | None, None, None]:
    """Yield what `work` returns for each item, in order, from as many forks as there are processors, at most 8.

    None for an item of which there is no result: `work` raised an exception, the fork was killed, or the system starts
    no more forks. The forks end with the iterator, and with this process. In: items of about the same cost.
    """
    forks: list[_Fork] = []
    count = min(processors(), _MOST)
    gc.freeze()  # So forks need not look at, and copy, all that is in memory when they collect garbage.
    try:
        with suppress(OSError):  # Too many processes or open files, or too little memory.
            for number in range(count):
                forks.append(_Fork(items[number::count], work, forks))
        for number in range(len(items)):
            yield forks[number % count].result() if number % count < len(forks) else None
    finally:
        for fork in forks:
            fork.end()
        gc.unfreeze()


class _Fork:
    """A fork, the pipe on which it writes its results, and one that tells it when this process ends."""

    reading: int
    alive: int

    def __init__(self, items: Sequence[_Item], work: Callable[[_Item], bytes], others: Sequence[_Fork]) -> None:
        """Start the fork. In: its items; what is done; the forks before it, whose pipes only this process may have.

        Raises OSError if the system starts none.
        """
        with ExitStack() as opened:
            reading, writing = _open_pipe(opened)
            waiting, alive = _open_pipe(opened)
            self._pid = os.fork()
            opened.pop_all()
        with suppress(OSError, AttributeError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
        if not self._pid:
            try:
                for end in (reading, alive, *(end for other in others for end in (other.reading, other.alive))):
                    os.close(end)
                end_with_parent(waiting)
                _write_results(items, work, writing)
            finally:
                os._exit(0)  # Without what this process does at its end.
        os.close(writing)
        os.close(waiting)
        self.reading, self.alive = reading, alive
        self._results: BinaryIO = os.fdopen(reading, "rb")

    def result(self) -> bytes | None:
        """Return the next result; None if there is none."""
        head = self._results.read(_LENGTH)
        if len(head) < _LENGTH or not (length := int.from_bytes(head, "big")):
            return None
        data = self._results.read(length)
        return data if len(data) == length else None

    def end(self) -> None:
        """End the fork, if it has not ended."""
        self._results.close()
        os.close(self.alive)
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _open_pipe(opened: ExitStack) -> tuple[int, int]:
    """Return the ends of a new pipe, for reading and for writing. `opened` closes them."""
    ends = os.pipe()
    for end in ends:
        opened.callback(os.close, end)
    return ends


def _write_results(items: Sequence[_Item], work: Callable[[_Item], bytes], writing: int) -> None:
    with os.fdopen(writing, "wb") as out:
        for item in items:
            try:
                data = work(item)
            except Exception:
                data = b""
            out.write(len(data).to_bytes(_LENGTH, "big") + data)
            out.flush()

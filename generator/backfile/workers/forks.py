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
from multiprocessing.connection import Connection, Pipe
from typing import NoReturn, TypeVar

from backfile.workers.limits import end_with_parent
from backfile.workers.processors import processors

_Item = TypeVar("_Item")
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that raise an exception in this process. In a fork they end it."""
_MOST = 8
"""Of more, each has memory of its own, and this process cannot use so many results."""
_PIPE = 1 << 20
"""How many bytes of results a fork can be ahead of this process, where the system permits it."""


def can_fork() -> bool:
    """Return whether work can be done side by side in forks: as for `can_fork_once`, and with two processors."""
    return processors() > 1 and can_fork_once()


def can_fork_once() -> bool:
    """Return whether work can be done in a fork: on Linux, and without threads, whose locks a fork would have for ever.

    On macOS its libraries do not work in a fork.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def fork_each(items: Sequence[_Item], work: Callable[[_Item], bytes]) -> Generator[bytes | None, None, None]:
    """Yield what `work` returns for each item, in order, from as many forks as there are processors, at most 8.

    None for an item of which there is no result: `work` raised an exception, the fork was killed, or the system starts
    no more forks. The forks end with the iterator, and with this process. In: items of about the same cost.
    """
    forks: list[Fork] = []
    count = min(processors(), _MOST)
    gc.freeze()  # So forks need not look at, and copy, all that is in memory when they collect garbage.
    try:
        with suppress(OSError):  # Too many processes or open files, or too little memory.
            for number in range(count):
                forks.append(Fork(items[number::count], work, forks))
        for number in range(len(items)):
            yield forks[number % count].result() if number % count < len(forks) else None
    finally:
        for fork in forks:
            fork.end()
        gc.unfreeze()


def call_in_fork(work: Callable[[], bytes]) -> bytes | None:
    """Return what `work` returns in a fork, which ends then; None if there is no result, as for `fork_each`."""
    if not can_fork_once():
        return None
    gc.freeze()
    try:
        fork = Fork([None], lambda _: work())
    except OSError:
        return None
    finally:
        gc.unfreeze()
    try:
        return fork.result()
    finally:
        fork.end()


class Fork:
    """A fork, the pipe on which it sends its results, and one that tells it when this process ends."""

    def __init__(self, items: Sequence[_Item], work: Callable[[_Item], bytes], others: Sequence[Fork] = ()) -> None:
        """Start the fork. In: its items; what is done; the forks before it, whose pipes only this process may have.

        Raises OSError if the system starts none.
        """
        with ExitStack() as opened:
            self._results, results = map(opened.enter_context, Pipe(duplex=False))
            waiting, self._alive = _open_pipe(opened)
            with suppress(OSError, AttributeError):
                fcntl.fcntl(results.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
            # No exception of a signal may get from the fork into what this process does.
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
            try:
                self._pid = os.fork()
                if not self._pid:
                    _work(items, work, results, waiting, [self, *others], mask)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            opened.pop_all()
        results.close()
        os.close(waiting)

    def result(self, seconds: float | None = None) -> bytes | None:
        """Return the next result; None if there is none. Raises TimeoutError if it takes longer than `seconds`."""
        if not self._results.poll(seconds):
            raise TimeoutError
        try:
            return self._results.recv_bytes() or None
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """End the fork, if it has not ended."""
        self.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def close(self) -> None:
        """Close the pipes."""
        self._results.close()
        os.close(self._alive)


def _open_pipe(opened: ExitStack) -> tuple[int, int]:
    """Return the ends of a new pipe, for reading and for writing. `opened` closes them."""
    ends = os.pipe()
    for end in ends:
        opened.callback(os.close, end)
    return ends


def _work(
    items: Sequence[_Item],
    work: Callable[[_Item], bytes],
    results: Connection,
    waiting: int,
    others: Sequence[Fork],
    mask: set[int | signal.Signals],
) -> NoReturn:
    """Do the work of a fork, send the results, and end it, without what this process does at its end.

    In: also the pipe from this process; the forks whose other ends of pipes are closed here; signals that are blocked.
    """
    try:
        for other in others:
            other.close()
        end_with_parent(waiting)
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for item in items:
            try:
                data = work(item)
            except Exception:
                data = b""
            results.send_bytes(data)
    finally:
        os._exit(0)

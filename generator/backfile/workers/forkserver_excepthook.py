"""The exception hook of the fork server. Owns the suppression of errors of a worker whose run ended before the worker
was started: the run has ended, and nothing is lost. Only the fork server imports this module; importing it sets the
hook.
"""

from __future__ import annotations

import sys
from multiprocessing import synchronize
from traceback import walk_tb
from types import TracebackType


def _print_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an uncaught error, unless its cause is that the run has ended: the pipe is closed, or a lock is missing."""
    if not issubclass(kind, EOFError | ConnectionError) and not _is_missing_lock(kind, trace):
        sys.__excepthook__(kind, error, trace)


def _is_missing_lock(kind: type[BaseException], trace: TracebackType | None) -> bool:
    """Return whether a worker did not find a lock of the run: the run removes its locks when it ends."""
    modules = [frame.f_globals.get("__name__") for frame, _ in walk_tb(trace)]
    return issubclass(kind, FileNotFoundError) and modules[-1:] == [synchronize.__name__]


sys.excepthook = _print_error

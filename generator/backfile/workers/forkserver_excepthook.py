"""Loaded in the process that workers are forked from, and nowhere else: it keeps quiet about a worker whose run ended
before the worker had begun. There is nobody left to tell, and nothing is lost.
"""

from __future__ import annotations

import sys
from multiprocessing import synchronize
from traceback import walk_tb
from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error that no code caught, unless it says that the run is gone: the other end of a pipe, or a lock."""
    if not issubclass(kind, EOFError | ConnectionError) and not _looked_for_a_lock(kind, trace):
        sys.__excepthook__(kind, error, trace)


def _looked_for_a_lock(kind: type[BaseException], trace: TracebackType | None) -> bool:
    """Tell whether a worker did not find the lock it was to share: the run takes it along when it ends."""
    places = [frame.f_globals.get("__name__") for frame, _ in walk_tb(trace)]
    return issubclass(kind, FileNotFoundError) and places[-1:] == [synchronize.__name__]


sys.excepthook = _tell

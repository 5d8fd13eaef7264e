"""Loaded in the process that workers are forked from, and nowhere else: it keeps quiet about a worker whose run ended
before the worker had begun. There is nobody left to tell, and nothing is lost.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error that no code caught, unless it says that the other end of a pipe is gone."""
    if not issubclass(kind, EOFError | ConnectionError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _tell

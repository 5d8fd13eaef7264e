"""How many examples a property is tested with."""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("BACKFILE_EXAMPLES", "1"))


def few(count: int) -> int:
    """Return `count`; `make soak` sets BACKFILE_EXAMPLES, and it is as many times that."""
    return count * _TIMES

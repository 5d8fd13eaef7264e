"""How often Python looks for garbage in cycles during a run. Owns when that is worth its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW, _TIMES = 50_000, 100
"""After so many new objects Python looks at these, and after so many times at those that are older. Of a build after
one of 10,000 articles was added, looking as often as Python does by itself took a tenth."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for garbage less often: nearly all that a run makes of an archive stays until its end."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW, _TIMES)
    try:
        yield
    finally:
        gc.set_threshold(*before)

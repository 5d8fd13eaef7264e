"""How often Python looks for garbage in cycles during a run. Owns when that is worth its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS, _SEARCHES = 50_000, 100
"""Python looks for garbage among new objects after so many of them, and among older ones after so many such searches.
At Python's own numbers, this took a tenth of a build after one of 10,000 articles was added."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for garbage less often: nearly all that a run makes of an archive stays until its end."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, _SEARCHES)
    try:
        yield
    finally:
        gc.set_threshold(*before)

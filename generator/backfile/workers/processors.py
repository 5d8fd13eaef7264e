"""How many processors there are: as many processes work side by side."""

from __future__ import annotations

import os


def processors() -> int:
    """Count the processors that this process can use; all of the machine where the system does not limit them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

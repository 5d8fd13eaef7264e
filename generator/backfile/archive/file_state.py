"""The state of a file, by which a cache knows that it has not changed since it was read. Owns what it consists of."""

from __future__ import annotations

import os
from stat import S_ISREG
from time import time_ns

TICK = 50_000_000
"""Nanoseconds after which another change of a file has another time, where a disk stores fractions of seconds. ext3 and
HFS+ store whole seconds, and FAT every other one: there a change can have the time of the one before."""


def file_state(stat: os.stat_result) -> str:
    """Return what changes whenever a file is changed or replaced: nobody can set the time of the last change of its
    entry (`st_ctime`) back, as a copy of an archive sets its own times.
    """
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def regular_state(file: str | os.PathLike[str]) -> str:
    """Return the `file_state` of a regular file; empty for what is none."""
    try:
        stat = os.lstat(file)
    except OSError:
        return ""
    return file_state(stat) if S_ISREG(stat.st_mode) else ""


def settled_state(file: str | os.PathLike[str]) -> str:
    """Return the `file_state` of a regular file by which a later change of it can be told; empty for what is none.

    It is empty for a file that was changed just now, or in the future: another change may not change its times.
    """
    try:
        stat = os.lstat(file)
    except OSError:
        return ""
    is_settled = max(stat.st_mtime_ns, stat.st_ctime_ns) + TICK < time_ns()
    return file_state(stat) if is_settled and S_ISREG(stat.st_mode) else ""

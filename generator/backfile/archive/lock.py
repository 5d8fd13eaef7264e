"""Locks: one run at a time, and who it is. A run that died holds nothing, since the system lets go (flock).

What is held is an open file, and git, when a run calls it, holds it too: while that git is at work no other run begins,
not even where the one that called it was killed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from backfile.problems import LockedError, StorageError

Waiting = Callable[[str], None]
"""Told once what is waited for, a sentence."""


@contextmanager
def held(file: Path, job: str, wait: Waiting | None = None) -> Iterator[None]:
    """Hold the lock `file`, made where it is missing, for `job`: a name that others are told.

    Where another run holds it, `wait` is told and its end awaited; without `wait` LockedError is raised. Raises
    StorageError when the file cannot be written.
    """
    try:
        _make_cache(file.parent)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(file, error) from error
    try:
        _take(descriptor, file.parent.parent, wait)
        _sign(descriptor, file, job)
        os.set_inheritable(descriptor, True)
        yield
    finally:
        os.close(descriptor)


def _make_cache(folder: Path) -> None:
    """Make the folder of caches, which tells git to ignore it: the archive's own .gitignore may not name it."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n", "utf-8")


def _take(descriptor: int, root: Path, wait: Waiting | None) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        who = os.pread(descriptor, 200, 0).decode("utf-8", "replace") or "Another run of backfile"
        if wait is None:
            step = "Wait until it has ended and run again; commands that write do so with --wait."
            raise LockedError(f"{who} is at work in {root}. {step}") from error
        wait(f"Waiting for its turn: {who} is at work in {root}.")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _sign(descriptor: int, file: Path, job: str) -> None:
    """Write down who holds the lock."""
    who = f"backfile {job} (process {os.getpid()}, since {datetime.now():%H:%M:%S})"
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, who.encode(), 0)
    except OSError as error:
        raise StorageError(file, error) from error

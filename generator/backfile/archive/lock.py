"""Lock files: one run at a time in an archive, and the name of the run that holds the lock.

The lock is `flock` on an open file, so that the system releases it when a run ends or is killed. A git that the run
starts inherits the file: while that git works no other run begins, even after the run itself was killed.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from backfile.problems import LockedError, StorageError
from backfile.settings.inside import open_anywhere

WaitListener = Callable[[str], None]
"""A callback that receives one sentence about the run that is waited for."""


_IS_LINK = "it is a symbolic link; remove it"
"""The program makes no links in the cache. `storage` replaces one in the place of the scratch folder."""


@contextmanager
def hold_lock(file: Path, job: str, wait: WaitListener | None = None) -> Iterator[None]:
    """Hold the lock `file`, which is created when missing, for `job`: the name that other runs report.

    While another run holds it, call `wait` and wait for its end; without `wait` raise LockedError. Raises StorageError
    when the file cannot be written.
    """
    try:
        make_cache_folder(file.parent)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise StorageError(error.filename or file, error) from error
    try:
        _acquire(descriptor, file.parent.parent, wait)
        _write_holder(descriptor, file, job)
        os.set_inheritable(descriptor, True)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def hold_to_look(file: Path, wait: WaitListener | None = None) -> Iterator[None]:
    """Hold the lock of an archive that cannot be written, while a run looks at it; none if it has no lock file.

    Raises LockedError as `hold_lock` does.
    """
    with ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            held.callback(os.close, descriptor)
            _acquire(descriptor, file.parent.parent, wait, fcntl.LOCK_SH)
        yield


def is_held(file: Path) -> bool:
    """Return whether a run holds the lock `file`. Nothing is written, and no link is followed."""
    if file.is_symlink():
        return False
    try:
        descriptor = open_anywhere(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def make_cache_folder(folder: Path) -> None:
    """Make the cache's folder with a .gitignore for all of it: the archive's own .gitignore may not name it.

    Raises OSError, also for a link in the folder.
    """
    if folder.is_symlink():
        # A clone can hold such a link: what is written to the cache and deleted in it would be elsewhere.
        raise OSError(errno.ELOOP, _IS_LINK, str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n", "utf-8")
    for name, folders, files in os.walk(folder):
        for path in (Path(name, entry) for entry in (*folders, *files)):
            if path.is_symlink() and path != folder / "tmp":
                raise OSError(errno.ELOOP, _IS_LINK, str(path))


def _acquire(descriptor: int, root: Path, wait: WaitListener | None, kind: int = fcntl.LOCK_EX) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace") or "Another run of backfile"
        if wait is None:
            step = "Run again when it has ended, or let the command wait with --wait."
            raise LockedError(f"{holder} is running in {root}. {step}") from error
        wait(f"Waiting for another run: {holder} is running in {root}.")
        fcntl.flock(descriptor, kind)


def _write_holder(descriptor: int, file: Path, job: str) -> None:
    """Write the name of the run that holds the lock into its file."""
    holder = f"backfile {job} (process {os.getpid()}, since {datetime.now():%H:%M:%S})"
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
    except OSError as error:
        raise StorageError(file, error) from error

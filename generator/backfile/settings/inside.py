"""Paths that stay inside a folder although anybody may have put links there: the one place that decides about links.

A path stays inside a folder if what it leads to, with all links resolved, is in that folder and not in a hidden folder
that the path does not name. Files are opened component by component without following a link, so that a link that
replaces a folder after the check is not followed either. Hard links and mount points are not recognized.

Only files are read: a named pipe, which `tar` unpacks and which nobody writes to, would be waited for without an end.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from backfile.problems import StorageError
from backfile.settings.layout import CACHE, INCOMING, ORIGINALS

LARGEST_TEXT, _LARGEST = 256 << 20, 1 << 30
"""Bytes of a text and of another file that is read whole: an archive can come from anybody, and a file in a clone can
be any number of zeros.
"""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""Without waiting for a writer, if it is a pipe."""
_OWN_FOLDERS = (CACHE, ORIGINALS, INCOMING, ".git")
"""Folders that are never links: the program or git writes and deletes in them."""
NO_FILE = "it is not a file, but a folder, a pipe, a socket or a device"
LEADS_OUT = "it is, or lies behind, a link that leads out of its folder"
REMOVE_LINK = "Remove the link, or put what it leads to in its place."


class OutsideError(OSError):
    """A path does not stay inside its folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ELOOP, LEADS_OUT, str(path))

    def __reduce__(self) -> tuple[type[OutsideError], tuple[Path]]:
        """Return what pickle makes the error of: by default it would call the class with the number and the text."""
        return type(self), (Path(self.filename),)


def resolve_inside(path: Path, top: Path) -> Path:
    """Return a path with all links resolved, which need not exist. Raises OutsideError. In: a path at or below `top`.

    `top` itself may be a link; whether it is in its place is checked by `refuse_links`.
    """
    return _resolve(path, top, Path(os.path.realpath(top)))


def _resolve(path: Path, top: Path, real_top: Path) -> Path:
    if (plain := _without_links(path, top, real_top)) is not None:
        return plain
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(real_top) or not path.is_relative_to(top):
        raise OutsideError(path)
    named = set(path.relative_to(top).parts)
    if any(part.startswith(".") and part not in named for part in real.relative_to(real_top).parts):
        raise OutsideError(path)
    return real


def _without_links(path: Path, top: Path, real_top: Path) -> Path | None:
    """Return a path below `top` as a path below `real_top` if nothing between them is a link; else None."""
    below = _parts_below(path, top)
    if below is None or ".." in below:
        return None
    place = os.fspath(real_top)
    for name in below:
        place = os.path.join(place, name)  # noqa: PTH118  (several times as fast as `/`, for each file of a run)
        try:
            mode = os.lstat(place).st_mode
        except FileNotFoundError:
            break  # Nor is there anything below it.
        except OSError:
            return None
        if stat.S_ISLNK(mode):
            return None
    return real_top.joinpath(*below)


def _parts_below(path: Path, top: Path) -> list[str] | None:
    """Return the names of which a path below `top` consists; None for a path that is not below it.

    The comparison of `Path.relative_to`, which takes ten times as long.
    """
    text, beginning = os.fspath(path), os.path.join(top, "")  # noqa: PTH118
    if text.startswith(beginning) and text != beginning:
        return text[len(beginning) :].split(os.sep)  # noqa: PTH206
    return [] if path == top else None


def is_inside(path: Path, top: Path) -> bool:
    """Return whether a path, which need not exist, stays inside `top`."""
    try:
        resolve_inside(path, top)
    except OutsideError:
        return False
    return True


@contextmanager
def open_folder(folder: Path, top: Path, *, make: bool = False) -> Iterator[int]:
    """Yield a descriptor of a folder below `top`. Raises OSError, also for links. In: both without links.

    With `make`, missing folders are made, and flushed to the disk.
    """
    descriptor = os.open(top, _FOLDER)
    try:
        below = _parts_below(folder, top)
        if below is None:
            raise OutsideError(folder)
        for name in below:
            opened = _open_below(descriptor, name, make=make)
            os.close(descriptor)
            descriptor = opened
        yield descriptor
    finally:
        os.close(descriptor)


def _open_below(descriptor: int, name: str, *, make: bool) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
    except FileNotFoundError:
        if not make:
            raise
    try:
        os.mkdir(name, dir_fd=descriptor)
        os.fsync(descriptor)
    except FileExistsError:
        pass  # Another process has made it.
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)


def open_file(path: Path, top: Path) -> int:
    """Return a descriptor of a file below `top`, for reading. Raises OSError with its name: OutsideError for links that
    lead out. Nothing but a file is opened: reading a pipe would not end.
    """
    real_top = Path(os.path.realpath(top))
    real = _resolve(path, top, real_top)
    try:
        with open_folder(real.parent, real_top) as folder:
            descriptor = os.open(real.name, _FILE, dir_fd=folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    return _only_file(descriptor, path)


def _only_file(descriptor: int, path: str | Path) -> int:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, NO_FILE, str(path))
    return descriptor


def open_anywhere(path: str | Path, flags: int = os.O_RDONLY) -> int:
    """Return a descriptor of a file, wherever links lead: an opener for `open`, for paths that were checked or that the
    user named. Nothing but a file is opened. Raises OSError.
    """
    return _only_file(os.open(path, flags | os.O_NONBLOCK), path)


def read_anywhere(path: Path) -> bytes:
    """Return the content of a file, wherever links lead. Raises what `open_anywhere` does."""
    with os.fdopen(open_anywhere(path), "rb") as file:
        _refuse_huge(file.fileno(), path, _LARGEST)
        return file.read()


def read_bytes(path: Path, top: Path, most: int = _LARGEST) -> bytes:
    """Return the content of a file below `top`. Raises what `open_file` does, also for more than `most` bytes."""
    with os.fdopen(open_file(path, top), "rb") as file:
        _refuse_huge(file.fileno(), path, most)
        return file.read()


def read_text(path: Path, top: Path, errors: str = "replace") -> str:
    """Return the text of a file below `top`, with its line ends as line feeds. Raises what `open_file` does."""
    with os.fdopen(open_file(path, top), encoding="utf-8", errors=errors) as file:
        _refuse_huge(file.fileno(), path, LARGEST_TEXT)
        return file.read()


def _refuse_huge(descriptor: int, path: Path, most: int) -> None:
    """Raise OSError for a file that is larger than `most` bytes: it would need as much memory."""
    if os.fstat(descriptor).st_size > most:
        raise OSError(errno.EFBIG, f"it is larger than {most >> 20} MB", str(path))


def files_inside(folder: Path, top: Path, suffix: str) -> Iterator[Path]:
    """Yield the files and links below a folder whose names end with `suffix` and that stay inside `top`."""
    if is_inside(folder, top):
        # It enters no folder through a link.
        yield from (path for path in folder.rglob(f"*{suffix}") if not path.is_symlink() or is_inside(path, top))


def links_out(top: Path) -> Iterator[Path]:
    """Yield the links below a folder that lead out of it, sorted; the folder itself if it is one. None is followed."""
    folders = [top]
    while folders:
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folders.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
            folders += [Path(entry) for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)]
            yield from (path for path in map(Path, filter(os.DirEntry.is_symlink, entries)) if not is_inside(path, top))


def refuse_links(root: Path, *folders: Path) -> None:
    """Raise StorageError if a folder of an archive is a link out of it. In: the archive, folders of pages and site.

    The folders of the program and of git are never links, nor is anything directly in git's folder that leads out.
    """
    own = [root / name for name in _OWN_FOLDERS]
    hostile = [path for path in own if path.is_symlink()]
    hostile += [path for path in folders if path.is_relative_to(root) and not is_inside(path, root)]
    git = root / ".git"
    if git.is_dir() and not git.is_symlink():
        hostile += [path for path in sorted(git.iterdir()) if path.is_symlink() and not is_inside(path, git)]
    if hostile:
        reason = "it is, or lies behind, a symbolic link out of its place; remove the link"
        raise StorageError(hostile[0], OSError(errno.ELOOP, reason), "used")

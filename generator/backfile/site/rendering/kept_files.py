"""Files of the last build's site that are also files of the new one: read, and put there without being copied."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG


def read_file(file: str | Path) -> bytes | None:
    """Return the content of a regular file; None if there is none."""
    try:
        with open(file, "rb", opener=_open_regular) as opened:
            return opened.read()
    except OSError:
        return None


def _open_regular(path: str, flags: int) -> int:
    """Open a file without following a link or waiting for a pipe. Raises OSError for what is no regular file."""
    opened = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    if not S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(path)
    return opened


def write_file(content: bytes, path: str) -> None:
    """Write a file, and the folder that it is in."""
    _make_folder(path)
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


def link_file(old: str | Path, new: str, content: bytes) -> None:
    """Let a file be at a second place as well, in the place of another; where the disk permits no links, copy it.

    In: also its content. Nothing writes into such a file: the old site is removed when the new one is finished.
    """
    if not _make_folder(new):
        Path(new).unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        Path(new).write_bytes(content)


def _make_folder(path: str) -> bool:
    """Make the folder of a file; return whether it is new."""
    folder = os.path.dirname(path)  # noqa: PTH120
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileExistsError:
        return False
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    return True

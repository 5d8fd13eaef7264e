"""Files that survive a power cut: contents and names are flushed to the disk before anything that relies on them.

Owns the single steps; which file goes where is in `storage`.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import zlib
from contextlib import suppress
from pathlib import Path

from backfile.settings.inside import open_file, open_folder, resolve_inside


def write_atomically(file: Path, top: Path, data: bytes, unfinished: Path) -> None:
    """Write `file`, below `top`, whole or not at all: as `unfinished`, on the same disk, which is then moved.

    A link that stays inside `top` stays, and the file that it leads to is written. The permissions of an existing file
    stay. Raises OSError.
    """
    unfinished.unlink(missing_ok=True)
    with unfinished.open("xb") as out:
        out.write(data)
    move(unfinished, file, top)


def move(unfinished: Path, file: Path, top: Path) -> None:
    """Flush a complete file to the disk, and move it to its place below `top`. Raises OSError; FileNotFoundError when
    `unfinished` is missing.
    """
    with unfinished.open("rb") as data:
        os.fsync(data.fileno())
        real = resolve_inside(file, top)
        make_folder(top)
        with open_folder(real.parent, Path(os.path.realpath(top)), make=True) as folder:
            _keep_permissions(data.fileno(), real.name, folder)
            os.replace(unfinished, real.name, dst_dir_fd=folder)
            os.fsync(folder)


def remove(file: Path, top: Path) -> None:
    """Remove a file or a link below `top`, if it exists. Raises OSError. What a link leads to stays."""
    real = resolve_inside(file.parent, top)
    with suppress(FileNotFoundError), open_folder(real, Path(os.path.realpath(top))) as folder:
        os.unlink(file.name, dir_fd=folder)


def _keep_permissions(descriptor: int, name: str, folder: int) -> None:
    """Set the permissions of an open file to those of the file that it will replace."""
    with suppress(FileNotFoundError):
        old = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISREG(old.st_mode):
            os.fchmod(descriptor, stat.S_IMODE(old.st_mode) & 0o777)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and flush each to the disk."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def compress(data: bytes) -> bytes:
    """Return gzipped data, the same bytes on every system: `gzip.compress` of some Python versions names the system."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as file:
        file.write(data)
    return out.getvalue()


def has_content(file: Path, top: Path, sha256: str) -> bool:
    """Return whether a gzipped file below `top` is complete and its content has that digest (hex SHA-256)."""
    if not os.path.lexists(file):
        return False
    try:
        with os.fdopen(open_file(file, top), "rb") as packed, gzip.open(packed) as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except (OSError, EOFError, zlib.error):
        return False

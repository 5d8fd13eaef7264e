"""Files that survive a power cut: contents and names are flushed to the disk before anything that relies on them.

Owns the single steps; which file goes where is in `storage`.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from pathlib import Path


def write_atomically(file: Path, data: bytes, unfinished: Path) -> None:
    """Write `file` whole or not at all: as `unfinished`, on the same disk, which is then moved. Raises OSError."""
    make_folder(file.parent)
    with unfinished.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
    _flush_folder(file.parent)


def move(unfinished: Path, file: Path) -> None:
    """Move a complete file to its place. Raises OSError; FileNotFoundError when `unfinished` does not exist."""
    with unfinished.open("rb") as data:
        make_folder(file.parent)
        os.fsync(data.fileno())
    unfinished.replace(file)
    _flush_folder(file.parent)


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


def has_content(file: Path, sha256: str) -> bool:
    """Return whether a gzipped file is complete and its content has that digest (hex SHA-256)."""
    try:
        with gzip.open(file) as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except (OSError, EOFError, zlib.error):
        return False

"""Files in the cache of an archive that bear the seal of this user: read and written without following a link.

Owns their form: the seal (`own_key`), then the data. What somebody else wrote, or for another purpose, is not read.

A file that may be large is written and read in parts: between its seal and its data is the digest of the data, and the
seal is that of the digest. So a file of somebody else is refused before its data is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from backfile.settings.inside import open_file, open_folder, read_bytes
from backfile.settings.own_key import SEAL_LENGTH, is_sealed, seal

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
_HEAD = SEAL_LENGTH + hashlib.sha256().digest_size
"""Bytes before the data of a file that is written in parts."""


def read_sealed(root: Path, name: str, purpose: str, *about: bytes) -> bytes | None:
    """Return the data of a file; None if there is none, or if it does not have the seal of this user.

    In: the archive's folder, and the path of the file in it; what the data is for and about, as when it was written.
    """
    try:
        content = read_bytes(root / name, root)
    except OSError:
        return None
    data = content[SEAL_LENGTH:]
    return data if is_sealed(content[:SEAL_LENGTH], purpose, *about, data) else None


def write_sealed(root: Path, name: str, data: bytes, purpose: str, *about: bytes, make: bool = False) -> None:
    """Write data with its seal, in the place of the file as a whole. Raises OSError, also for a link on the way.

    In: as for `read_sealed`; whether missing folders are made.
    """
    top = Path(os.path.realpath(root))
    file = top / name
    unfinished = f"{file.name}.{os.getpid()}"
    with open_folder(file.parent, top, make=make) as folder:
        with os.fdopen(os.open(unfinished, _FLAGS, 0o644, dir_fd=folder), "wb") as out:
            out.write(seal(purpose, *about, data) + data)
        os.replace(unfinished, file.name, src_dir_fd=folder, dst_dir_fd=folder)


@contextmanager
def sealed_draft(file: Path, purpose: str) -> Iterator[IO[bytes]]:
    """Yield a new file, open at the place of its data; at the end of the block it gets its seal. Raises OSError.

    In: a path in a folder that only this run writes; what the data is for.
    """
    with file.open("w+b") as out:
        out.write(bytes(_HEAD))
        yield out
        out.seek(_HEAD)
        digest = hashlib.file_digest(out, "sha256").digest()
        out.seek(0)
        out.write(seal(purpose, digest) + digest)


def bears_seal(root: Path, name: str, purpose: str) -> bool:
    """Return whether a program of this user wrote a file with `sealed_draft`; its data may be damaged since.

    In: as for `read_sealed`.
    """
    try:
        with os.fdopen(open_file(root / name, root), "rb") as file:
            return _sealed_digest(file, purpose) is not None
    except OSError:
        return False


def open_sealed(root: Path, name: str, purpose: str) -> IO[bytes] | None:
    """Open a file that `sealed_draft` made, at its data; None if there is none, if it is damaged, or not of this user.

    In: as for `read_sealed`.
    """
    with suppress(OSError), ExitStack() as opened:
        file = opened.enter_context(os.fdopen(open_file(root / name, root), "rb"))
        digest = _sealed_digest(file, purpose)
        if digest is not None and hashlib.file_digest(file, "sha256").digest() == digest:
            file.seek(_HEAD)
            opened.pop_all()
            return file
    return None


def _sealed_digest(file: IO[bytes], purpose: str) -> bytes | None:
    """Return the digest of a file's data if it has the seal of this user; else None."""
    head = file.read(_HEAD)
    digest = head[SEAL_LENGTH:]
    return digest if is_sealed(head[:SEAL_LENGTH], purpose, digest) else None

"""A secret key of the user of this machine, in a folder outside all archives.

Owns the key, and the seals that are made with it. A file in the cache of an archive that bears such a seal was written
by a program of this user. An archive that comes from somebody else can contain any file, but no valid seal.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

_LENGTH = 32
"""Of the key and of a seal, in bytes."""
SEAL_LENGTH = _LENGTH


def seal(purpose: str, *parts: bytes) -> bytes:
    """Return the seal of some data: an HMAC with SHA-256 (RFC 2104).

    In: what the data is for, so that data of one kind is never taken for another; the data, in parts.
    """
    message = b"".join([len(part).to_bytes(8, "big") + part for part in (purpose.encode(), *parts)])
    return hmac.digest(_key(), message, "sha256")


def is_sealed(found: bytes, purpose: str, *parts: bytes) -> bool:
    """Return whether `found` is the seal of some data. In: as for `seal`."""
    return hmac.compare_digest(found, seal(purpose, *parts))


@cache
def _key() -> bytes:
    """Return the key, which is made at its first use.

    Where it can be neither read nor stored, each process has a key of its own: then it believes no file of another.
    """
    from platformdirs import user_state_path  # Imported only for archives that have something to seal.

    file = user_state_path("backfile", appauthor=False) / "key"
    try:
        return _read(file) or _create(file)
    except OSError:
        return os.urandom(_LENGTH)


def _read(file: Path) -> bytes | None:
    """Return the key in a file; None if there is none, or the file is damaged."""
    with suppress(FileNotFoundError):
        key = file.read_bytes()
        if len(key) == _LENGTH:
            return key
        file.unlink(missing_ok=True)
    return None


def _create(file: Path) -> bytes:
    """Store a new key, which only the user can read, and return it; or that of a process that was faster."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        new.unlink()
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(os.urandom(_LENGTH))
    try:
        with suppress(FileExistsError):
            os.link(new, file)
    finally:
        new.unlink()
    return file.read_bytes()

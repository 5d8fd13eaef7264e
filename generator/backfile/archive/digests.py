"""Digests of values, and their form. Owns that different values have different digests, also if their bytes,
one after the other, are the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

LENGTH = hashlib.sha256().digest_size
"""Bytes of a digest."""
_SHA_256 = re.compile("[0-9a-f]{64}")


def digest(*parts: bytes) -> bytes:
    """Return the digest of several byte strings, in this order."""
    pieces = [piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)]  # Called for each page.
    return hashlib.sha256(b"".join(pieces)).digest()


def digest_of(parts: Iterable[bytes]) -> bytes:
    """Return what `digest` returns; the parts are in memory one by one."""
    found = hashlib.sha256()
    for part in parts:
        found.update(_length(part))
        found.update(part)
    return found.digest()


def _length(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big")


def digest_of_value(value: object) -> bytes:
    """Return the digest of a value, of which equal ones have the same `repr`."""
    return digest(repr(value).encode("utf-8", "surrogatepass"))


def is_sha256(value: object) -> bool:
    """Return whether a value that somebody may have written has the form of a SHA-256 in hexadecimal digits."""
    return isinstance(value, str) and _SHA_256.fullmatch(value) is not None

"""Digests of several values. Owns that other values, also with the same bytes in all, have another digest."""

from __future__ import annotations

import hashlib


def digest(*parts: bytes) -> bytes:
    """Return the digest of several byte strings, in this order."""
    return hashlib.sha256(b"".join([len(part).to_bytes(8, "big") + part for part in parts])).digest()


def digest_of_value(value: object) -> bytes:
    """Return the digest of a value, of which equal ones have the same `repr`."""
    return digest(repr(value).encode("utf-8", "surrogatepass"))

"""What stands in the history in place of a file that was removed from it: its SHA-256, so that manifests still fit."""

from __future__ import annotations

import hashlib
import re

_STUB = re.compile(rb"Withdrawn by the owner of this archive\. SHA-256 of the file: ([0-9a-f]{64})\n")


def make_stub(content: bytes) -> bytes:
    """Return what replaces a file in the history. The stub of a stub is the stub itself."""
    if _STUB.fullmatch(content):
        return content
    return (
        f"Withdrawn by the owner of this archive. SHA-256 of the file: {hashlib.sha256(content).hexdigest()}\n".encode()
    )


def is_stub(content: bytes) -> bool:
    """Return whether a file is such a replacement."""
    return _STUB.fullmatch(content) is not None


def manifest_digest(content: bytes) -> str:
    """Return the digest (hex SHA-256) of a file in a manifest: that of its content, or the one that a stub names."""
    stub = _STUB.fullmatch(content) if len(content) < 200 else None
    return stub[1].decode() if stub else hashlib.sha256(content).hexdigest()

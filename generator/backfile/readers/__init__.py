"""Input formats, one a file. Owns the list of readers and the choice among them; unpacking is left to ingest."""

from __future__ import annotations

from pathlib import PurePosixPath

from backfile.readers import html, text
from backfile.readers.reader import InputData, Reader

__all__ = ["READERS", "InputData", "Reader", "reader_claiming", "reader_for"]

READERS = (html.READER, text.READER)
"""The first that knows a file's ending, or claims bytes without a name, reads it."""


def reader_for(file: str) -> Reader | None:
    """Choose by the ending of a file's name, a final `.gz` left aside; None when no reader knows it."""
    suffix = PurePosixPath(file.lower().removesuffix(".gz")).suffix
    return next((reader for reader in READERS if suffix in reader.suffixes), None)


def reader_claiming(data: bytes) -> Reader | None:
    """Choose for data without a name, as from standard input; None when no reader claims it."""
    return next((reader for reader in READERS if reader.claims(data)), None)

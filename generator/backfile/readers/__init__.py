"""Input formats: each is a record in a module of its own. Owns the tuple of them, `READERS`, and the choice of the
reader for an input. In this room, `files` finds the input files, `saved_files` what was saved beside a page, `unpack`
unpacks them, `records` loads their records, and `decode` decodes text.

Other packages add readers by the entry point `backfile.readers` (see `settings.plugins`).
"""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from backfile.readers import (
    archives,
    csv_articles,
    feeds,
    html,
    json_articles,
    markdown_notes,
    parquet,
    saved_containers,
    text,
    wacz,
    warc,
)
from backfile.readers.reader import InputSource, Reader, Record, RecordData, whole_file
from backfile.settings.plugins import load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ENTRY_POINTS",
    "READERS",
    "InputSource",
    "Reader",
    "Record",
    "RecordData",
    "all_readers",
    "reader_claiming",
    "reader_for",
    "reader_named",
    "whole_file",
]

READERS = (
    html.READER,
    text.READER,
    json_articles.READER,
    csv_articles.READER,
    parquet.READER,
    feeds.READER,
    markdown_notes.READER,
    warc.READER,
    wacz.READER,
    saved_containers.MHTML,
    saved_containers.WEBARCHIVE,
    archives.ZIP,
    archives.TAR,
)
"""The first reader with the extension of a file's name, or that claims input without a known extension, reads it."""

ENTRY_POINTS = "backfile.readers"
"""The group of entry points that name readers of other packages."""


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return READERS, and after them those of installed packages. Raises DependencyError as `load_plugins` does."""
    return READERS + load_plugins(ENTRY_POINTS, Reader)


def _readers() -> Iterator[Reader]:
    """Yield all readers. Those of other packages are loaded only when none of READERS is chosen."""
    yield from READERS
    yield from all_readers()[len(READERS) :]


def reader_for(file: str) -> Reader | None:
    """Return the reader with the extension of a file's name, a final `.gz` ignored; None without one."""
    suffix = PurePosixPath(file.lower().removesuffix(".gz")).suffix
    return next((reader for reader in _readers() if suffix in reader.suffixes), None)


def reader_claiming(head: bytes) -> Reader | None:
    """Return the reader that claims the first bytes of input without a name (standard input); None without one."""
    return next((reader for reader in _readers() if reader.claims(head)), None)


def reader_named(name: str | None) -> Reader | None:
    """Return the reader of a name; None without one."""
    return next((reader for reader in _readers() if reader.name == name), None)

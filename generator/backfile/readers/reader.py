"""What a reader is. Readers find: they turn the bytes of one file into clippings, and parse and clean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backfile.article import Clipping
    from backfile.problems import Problem


@dataclass(frozen=True, slots=True)
class InputData:
    """One file as ingest hands it to a reader."""

    file: str
    """As in `Origin.file`; a final `.gz` is part of it, though `data` is already unpacked."""
    data: bytes
    sha256: str
    """Hex SHA-256 of `data`."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As in `Origin.reader` and in the handbook."""
    suffixes: tuple[str, ...]
    """Endings of the names it reads, in lower case with their dot."""
    claims: Callable[[bytes], bool]
    """Whether data without a known ending (standard input) looks like this format, from its first bytes."""
    read: Callable[[InputData], Iterator[Clipping | Problem]]
    """The clippings of one input, in the order they stand in it, and problems in between."""

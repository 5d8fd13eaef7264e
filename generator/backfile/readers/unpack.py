"""Bytes of input files. Owns unpacking of gzipped files, and the limit on the bytes that are read; which files are read
is left to `files`, their division into records to the readers.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, cast
from zipfile import BadZipFile

from backfile.markup.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GZIP_MAGIC = b"\x1f\x8b"
"""The first bytes of a gzipped file (RFC 1952, 2.3.1)."""
_MEMBER = re.compile(_GZIP_MAGIC + b"\x08")

_NOT_GZIPPED = "Not a gzipped file"
"""How the error of `gzip` begins for data that do not begin as a member does."""
_GZIP = 31
"""How `zlib` is told to unpack one member of a gzipped file."""
_SAMPLE = 1 << 16
_MEMBER_SAMPLE = 1 << 12
"""So many bytes of what may be a member are unpacked to see how it begins."""
_MOST_TRIED = 10_000
"""So many places that may begin a member are tried behind a damaged one."""
MOST_LAYERS = 4
"""How often a file may be gzipped. Each layer is unpacked while it is read, and only the last one is in memory."""


class TooLargeError(Exception):
    """The content is larger than the limit."""


class BehindError(OSError):
    """Behind gzipped data is something else. What is gzipped is complete."""


READ_ERRORS = (OSError, EOFError, zlib.error, BadZipFile)
"""What reading an input raises: the last three for damaged gzip and zip data."""
LOAD_ERRORS = (TooLargeError, *READ_ERRORS)
"""What `load` raises."""


def clause_of(error: Exception) -> str:
    """Return what an error says as a clause of a reason: on one line, without a full stop.

    One line, because it can contain names of files.
    """
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return one_line(text)[:150].rstrip(". ")


def open_unpacked(path: Path) -> IO[bytes]:
    """Open a file for reading; a gzipped one (by its first bytes) is unpacked while it is read. Raises OSError."""
    return unpacked(path.open("rb"))


def unpacked(file: io.BufferedReader) -> IO[bytes]:
    """Return a stream that unpacks `file` while it is read where it is gzipped, and else `file` itself.

    What is gzipped several times, as some servers and programs leave it, is unpacked as often. Raises OSError where it
    is gzipped more than MOST_LAYERS times, and where its beginning is damaged.
    """
    stream = file
    for _ in range(MOST_LAYERS + 1):
        if not _is_gzipped(stream):
            return stream
        stream = io.BufferedReader(cast("io.RawIOBase", _OwningGzipFile(stream)))
    stream.close()
    raise OSError(f"it is gzipped more than {MOST_LAYERS} times")


def _is_gzipped(stream: io.BufferedReader) -> bool:
    """Return whether a stream begins like a gzipped file. Closes it and raises OSError where it is damaged already."""
    try:
        return stream.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
    except READ_ERRORS as error:
        stream.close()
        if isinstance(error, OSError):
            raise
        raise OSError(str(error)) from error


class _GzipFile(gzip.GzipFile):
    """A gzipped stream that returns what is before damage. The file below it stays open."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(fileobj=file, mode="rb")  # A `BufferedReader` over gzip has a mode that is no string.
        self.packed = file
        self._error: Exception | None = None

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes. An error is raised by the call after the one that returned what is before it."""
        if self._error is not None:
            raise self._error
        try:
            return super().read(size) if size is None or size < 0 else super().read1(size)
        except (OSError, EOFError, zlib.error) as error:
            self._error = self._behind() if str(error).startswith(_NOT_GZIPPED) else error
            return b""

    def _behind(self) -> Exception | None:
        """Return the error for what is behind the gzipped data; None for white space. Only zeros are a part of them."""
        self.packed.seek(_damaged_member(self.packed, 0, None))
        rest = self.packed.read(_SAMPLE)
        self.packed.seek(0, io.SEEK_END)
        return BehindError("what is behind its gzipped data is not gzipped, and is not read") if rest.strip() else None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as files do."""
        self._error = None
        return super().seek(offset, whence)


class _OwningGzipFile(_GzipFile):
    """A gzipped stream that closes the file below it."""

    def close(self) -> None:
        """Close the stream and its file."""
        super().close()
        self.packed.close()


def is_unpacking(stream: IO[bytes]) -> bool:
    """Return whether a stream of `unpacked` unpacks a file."""
    return isinstance(getattr(stream, "raw", None), _OwningGzipFile)


def raise_pending(stream: IO[bytes]) -> None:
    """Raise what ended a stream of `unpacked`, as READ_ERRORS, if it was not its end: readers that ask for no more than
    they need do not see it.
    """
    if not stream.closed and is_unpacking(stream) and not stream.read(1):
        stream.read(1)


def member_places(stream: IO[bytes]) -> Iterator[int]:
    """Yield where the members of a gzipped file begin in a stream of `unpacked`, but the first one."""
    gzipped = getattr(stream, "raw", None)
    if not isinstance(gzipped, _OwningGzipFile):
        return
    file, waiting, total = gzipped.packed, b"", 0
    file.seek(0)
    unpacker = zlib.decompressobj(_GZIP)
    with suppress(*READ_ERRORS):
        while chunk := waiting or file.read(_SAMPLE):
            total += len(unpacker.decompress(chunk))
            waiting = unpacker.unused_data.lstrip(b"\0")
            if unpacker.eof:
                yield total
                unpacker = zlib.decompressobj(_GZIP)


def next_member(
    stream: IO[bytes], start: int, beginning: bytes, begun: int | None = None
) -> tuple[int, IO[bytes]] | None:
    """Return a stream of what is behind the damaged part of a gzipped one, with its place in the packed file.

    In: a stream of `unpacked`; the place in the packed file from which it was read; how what is packed begins there;
    where in the unpacked stream a record begins that states a wrong length, if that is the damage. None if nothing
    follows, or too many places look like a member. Formats such as WARC pack each record by itself, so that one that
    is damaged costs itself.
    """
    gzipped = getattr(stream, "raw", None)
    if not isinstance(gzipped, _OwningGzipFile):
        return None
    file = gzipped.packed
    candidates = islice(_find_members(file, _damaged_member(file, start, begun) + 1), _MOST_TRIED)
    place = next((place for place, sample in candidates if _begins(sample, beginning)), None)
    if place is None:
        return None
    file.seek(place)
    return place, io.BufferedReader(cast("io.RawIOBase", _GzipFile(file)))


def _begins(sample: bytes, beginning: bytes) -> bool:
    """Return whether some bytes are a member of a gzipped file that begins so, unpacked."""
    with suppress(*READ_ERRORS):
        return zlib.decompressobj(_GZIP).decompress(sample, len(beginning)) == beginning
    return False


def _damaged_member(file: IO[bytes], start: int, begun: int | None) -> int:
    """Return the place of the first member, from a place on, that is damaged, or that has what is unpacked at `begun`;
    the end of the file if none is.
    """
    file.seek(start)
    place, waiting, total = start, b"", 0
    unpacker = zlib.decompressobj(_GZIP)
    with suppress(*READ_ERRORS):
        while chunk := waiting or file.read(_SAMPLE):
            total += len(unpacker.decompress(chunk))
            waiting = unpacker.unused_data.lstrip(b"\0")
            if begun is not None and total > begun:
                break
            if unpacker.eof:
                place = file.tell() - len(waiting)
                unpacker = zlib.decompressobj(_GZIP)
    return place


def _find_members(file: IO[bytes], place: int) -> Iterator[tuple[int, bytes]]:
    """Yield each place of a file that looks like the beginning of a member, from a place on, with the bytes there."""
    file.seek(place)
    window, is_end = b"", False
    while not is_end:
        chunk = file.read(_SAMPLE)
        is_end = not chunk
        window += chunk
        end = len(window) if is_end else max(0, len(window) - _MEMBER_SAMPLE)
        for found in _MEMBER.finditer(window):
            if found.start() >= end:
                break
            yield place + found.start(), window[found.start() : found.start() + _MEMBER_SAMPLE]
        window, place = window[end:], place + end


def read_limited(stream: IO[bytes], limit: int) -> bytes:
    """Read a stream to its end. Raises TooLargeError when it has more than `limit` bytes, and READ_ERRORS."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError
    return data + stream.read(1)  # Of a damaged stream, the first read returns what is before the damage.


def read_to_cut(stream: IO[bytes], limit: int) -> tuple[bytes, bool]:
    """Read a stream as `read_limited` does; of a gzipped one without its end, what came. Return whether it is one."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError
    try:
        return data + stream.read(1), False
    except EOFError:
        if not data:
            raise
        return data, True


def load(path: Path, limit: int) -> bytes:
    """Read a file, unpacked, of at most `limit` bytes, as `read_to_cut` does. Raises LOAD_ERRORS."""
    with open_unpacked(path) as stream:
        return read_to_cut(stream, limit)[0]

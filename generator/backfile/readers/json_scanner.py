"""The values of a JSON file, one after another, as bytes, without building the file in memory. Owns their extent; what
they contain is decoded by `json`.

Only brackets and strings are read, so that a value that is not valid is found to its end, and the next one is read.
"""

from __future__ import annotations

import re
from typing import IO

_CHUNK = 1 << 16
_SPACE = b" \t\n\r"
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["\[\]{}]', re.DOTALL)
_STRING_END = re.compile(rb'(?:[^"\\]|\\.)*+("|\\\Z)?', re.DOTALL)
_SCALAR_END = re.compile(rb"[,\]}\s]")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


class JsonScanner:
    """Reads the values of one stream of JSON in UTF-8."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        """Take the stream, and the limit for the bytes of one value."""
        self._stream = stream
        self._limit = limit
        self._buffer = b""
        self._position = 0
        self._is_at_end = False

    def peek(self) -> bytes:
        """Return the next byte that is no white space; empty at the end."""
        while True:
            while self._position < len(self._buffer):
                byte = self._buffer[self._position : self._position + 1]
                if byte not in _SPACE:
                    return byte
                rest = self._buffer[self._position :].lstrip(_SPACE)
                self._position = len(self._buffer) - len(rest)
            if not self._fill():
                return b""

    def skip(self) -> None:
        """Skip the byte that `peek` returned."""
        self._position += 1

    def value(self) -> bytes | None:
        """Return the bytes of the next value; None for one that is larger than the limit, which is skipped.

        A value that the end of the file cuts off is returned as far as it goes.
        """
        first = self.peek()
        if first in (b"{", b"["):
            return self._bracketed()
        return self._matched(_STRING if first == b'"' else _SCALAR_END, is_string=first == b'"')

    def next_object(self, limit: int) -> bytes | None:
        """Return the bytes of the object or array that is next, without moving on; None for one that is larger than a
        limit.
        """
        depth, position = 0, self._position
        while position - self._position <= limit:
            match = _TOKEN.search(self._buffer, position)
            if match is None or match[0] == b'"':
                position = match.start() if match else len(self._buffer)
                if len(self._buffer) - self._position > 2 * limit:
                    return None
                base = self._position
                if not self._fill():
                    return self._buffer[self._position :]
                position -= base - self._position
                continue
            position = match.end()
            depth += 1 if match[0] in (b"{", b"[") else -1 if match[0] in (b"}", b"]") else 0
            if depth == 0:
                return self._buffer[self._position : position]
        return None

    def _bracketed(self) -> bytes | None:
        depth, position, is_large = 0, self._position, False
        while True:
            match = _TOKEN.search(self._buffer, position)
            if match is None or match[0] == b'"':
                position = match.start() if match else len(self._buffer)
                if len(self._buffer) - self._position > 2 * self._limit:
                    is_large, self._position = True, position
                    if match and len(self._buffer) - position > self._limit:
                        self._skip_string()
                        position = self._position
                        continue
                base = self._position
                if not self._fill():
                    data, self._position = self._buffer[self._position :], len(self._buffer)
                    return None if is_large else data
                position -= base - self._position
                continue
            position = match.end()
            token = match[0]
            depth += 1 if token in (b"{", b"[") else -1 if token in (b"}", b"]") else 0
            if depth == 0:
                data, self._position = self._buffer[self._position : position], position
                return None if is_large or len(data) > self._limit else data

    def _matched(self, pattern: re.Pattern[bytes], *, is_string: bool) -> bytes | None:
        while True:
            match = (
                pattern.match(self._buffer, self._position)
                if is_string
                else pattern.search(self._buffer, self._position)
            )
            if match:
                end = match.end() if is_string else max(match.start(), self._position)
                data, self._position = self._buffer[self._position : end], end
                return data
            if len(self._buffer) - self._position > 2 * self._limit:
                if is_string:
                    self._skip_string()
                else:
                    self._position = len(self._buffer)
                return None
            if not self._fill():
                data, self._position = self._buffer[self._position :], len(self._buffer)
                return data

    def _skip_string(self) -> None:
        """Skip the string that begins at the position, without keeping it."""
        self._position += 1
        while True:
            match = _STRING_END.match(self._buffer, self._position)
            end = match.end() if match else self._position
            if match and match[1] == b'"':
                self._position = end
                return
            # A backslash at the end of the buffer escapes the next byte.
            self._position = end - 1 if match and match[1] else end
            if not self._fill():
                self._position = len(self._buffer)
                return

    def _fill(self) -> bool:
        """Read more of the stream, twice as much as is waiting. Return False at its end."""
        if self._is_at_end:
            return False
        rest = self._buffer[self._position :]
        more = self._stream.read(max(_CHUNK, len(rest)))
        self._buffer, self._position = rest + more, 0
        self._is_at_end = not more
        return bool(more)

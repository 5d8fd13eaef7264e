"""The payload of a record of a web archive: the body of a page, decoded, its digest, and whether its end is missing.

A capture is cut where its record says so (`WARC-Truncated`, WARC 1.1 section 5.13), is a segment or is shorter than it
states, and where a chunk (RFC 9112 section 7.1), a gzip or deflate stream, or the length of the HTTP header says that
more was to come. Crawlers keep the header of a body that they store decoded. So a header counts only where it fits the
body that is there, and not where the body has the end of a page.
"""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b32encode
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Any

from backfile.readers.warc_segments import SEGMENTED, is_segment
from backfile.settings.schema import MEGABYTE

_NEXT_RECORD = b"\r\n\r\nWARC/1."
_RECORD_HEAD = re.compile(rb"\r\n\r\nWARC/1\.[01]\r\n(?:[A-Za-z-]{1,40}:[^\r\n]{0,8000}\r\n){1,40}\r\n")
"""The end of a record and the whole head of the next one."""
_END_OF_PAGE, _TAIL = b"</html", 1024
"""The end of a page, and in how many last bytes it is looked for: servers and caches write comments behind it."""
_MOST_DIGITS = 18
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Payload:
    """The body of a capture."""

    body: bytes
    truncated: str | None = None
    """Why its end is missing, in the words of `WARC-Truncated`; None if nothing says that it is."""
    holds_others: bool = False
    """Whether the record states a length that reaches over the next records. They are no part of the body."""


def read_payload(item: Any, limit: int) -> Payload:
    """Return the body of a record of warcio, without the codings of its transfer, as far as it goes.

    In: how many bytes are read at most; of a larger one, one byte more is returned. Raises READ_ERRORS of `unpack`, and
    ValueError where what is packed cannot be unpacked at all.
    """
    stream = item.content_stream()
    chunks = None
    if hasattr(stream, "all_chunks_read"):
        stream.stream = chunks = _Chunks(stream.stream)
    with redirect_stderr(io.StringIO()):  # warcio prints where a packed body is damaged.
        body = stream.read(limit + 1)
    if len(body) > limit:
        return Payload(body)
    unpacker = getattr(stream, "decompressor", None)
    if unpacker is None and getattr(stream, "decomp_type", None) and body.startswith(_GZIP_MAGIC):
        raise ValueError("it cannot be unpacked")
    if missing(item):
        return Payload(body.partition(_NEXT_RECORD)[0], "unspecified")
    if stated := str(item.rec_headers.get_header("WARC-Truncated") or "").strip():
        return Payload(body, stated)
    if is_segment(item):
        return Payload(body, SEGMENTED)
    if unpacker is None and (end := _end_before_others(item, body)) is not None:
        return Payload(body[:end], holds_others=True)
    is_cut = (
        (unpacker is not None and not getattr(unpacker, "eof", True))
        or (chunks is not None and chunks.is_cut)
        or _is_shorter_than_stated(item, len(body))
    )
    is_cut = is_cut and bool(body) and _END_OF_PAGE not in body[-_TAIL:].lower()
    return Payload(body, "unspecified" if is_cut else None)


def wrong_digest(item: Any, body: bytes) -> str | None:
    """Return why the digest of a payload is wrong, where the payload was not encoded for its transfer."""
    stated = item.rec_headers.get_header("WARC-Payload-Digest") or ""
    name, _, value = stated.partition(":")
    http = item.http_headers
    encoded = http is not None and (http.get_header("Content-Encoding") or http.get_header("Transfer-Encoding"))
    if encoded or name.lower() not in ("sha1", "sha256") or not value:
        return None
    digest = hashlib.new(name.lower(), body)
    if value.upper().rstrip("=") in (b32encode(digest.digest()).decode().rstrip("="), digest.hexdigest().upper()):
        return None
    return "its digest is not that of its bytes: it is damaged, or was changed"


def missing(item: Any) -> int:
    """Return how many bytes of a record are missing, after reading it to its end."""
    while item.raw_stream.read(MEGABYTE):
        pass
    return int(getattr(item.raw_stream, "limit", 0) or 0)


def _end_before_others(item: Any, body: bytes) -> int | None:
    """Return where a body ends that has other records behind the length of its HTTP header; None if it has none.

    A page may have the text of a record in its body: that length tells which one it has.
    """
    stated = _stated_length(item)
    if stated is None or stated >= len(body):
        return None
    found = _RECORD_HEAD.search(body, stated)
    return found.start() if found else None


def _is_shorter_than_stated(item: Any, length: int) -> bool:
    """Return whether a body is shorter than the HTTP header says."""
    stated = _stated_length(item)
    return stated is not None and stated > length


def _stated_length(item: Any) -> int | None:
    """Return the length of a body that the HTTP header states; None where it also speaks of a coding, in any spelling.

    Crawlers that decode a body rename the header of its coding.
    """
    headers = item.http_headers.headers if item.http_headers is not None else ()
    names = [name.lower() for name, _ in headers]
    if any("content-encoding" in name or "transfer-encoding" in name for name in names):
        return None
    stated = [value.strip() for name, value in headers if name.lower() == "content-length"]
    if len(stated) != 1 or not stated[0].isdecimal() or len(stated[0]) > _MOST_DIGITS:
        return None
    return int(stated[0])


class _Chunks:
    """The stream of a body in chunks, which remembers the last line that states the length of a chunk."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._line = b""
        self._count = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        data: bytes = self._stream.read(size)
        return data

    def readline(self, size: int) -> bytes:
        """Return the next line."""
        self._line = self._stream.readline(size)
        self._count += 1
        return self._line

    @property
    def is_cut(self) -> bool:
        """Return whether the last chunk, of length 0, is missing. A body without any chunk was stored decoded."""
        if not self._line:
            return self._count > 1
        try:
            return self._line.endswith(b"\r\n") and 0 < int(self._line.partition(b";")[0], 16) <= 1 << 31
        except ValueError:
            return False

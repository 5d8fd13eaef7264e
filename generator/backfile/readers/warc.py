"""The reader of web archives (WARC 1.0 and 1.1, ISO 28500; also ARC). Owns which captures are pages, and what is kept
of one: its address, its time and its bytes. The records are read by warcio; the page is left to `html`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Generator, Iterator
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from backfile.problems import Problem, ProblemKind
from backfile.readers import html
from backfile.readers.decode import binary_problem, decode, is_binary_page, replacement_problem
from backfile.readers.reader import InputSource, Notes, Reader, Record, RecordData
from backfile.readers.unpack import READ_ERRORS, clause_of, is_unpacking, next_member
from backfile.readers.warc_head import (
    accept_any_head,
    can_be_page,
    content_type,
    has_damaged_head,
    is_read,
    name_of,
    read_http_head,
    url_of,
)
from backfile.readers.warc_payload import Payload, missing, read_payload, wrong_digest
from backfile.readers.warc_record import END_OF_HEAD, TRUNCATED, as_cut, header_fields, rewritten
from backfile.readers.warc_segments import SEGMENTED, Segments, is_segment
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from backfile.article import Clipping

_IMAGES, _IMAGE_RECORDS = "image/", ("response", "resource")
_CUT = "it is cut off, or damaged"
_WRONG_LENGTH = "the length that it states is wrong, so its end may be missing or be that of another record"
_HOLDS_OTHERS = "the length that a record states reaches over the next records, which are lost"
_ENDS_IN_RECORD = "the archive ends in a record"
_REPAIR = "Fetch the archive again."
_ENDS_EARLY = "the capture ends early, so the end of its text may be missing"
_IS_SEGMENT = "the capture is divided into segments, of which one is read, so a part of its text is missing"
_COMPARE = "Compare the end of the article, and ingest a whole capture if you have one."
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """Return whether `head` begins a WARC file."""
    return head.startswith((b"WARC/1.", b"filedesc://"))


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each capture of a web page with status 200 or 203; refusals for damaged ones; a remark for missing ones."""
    yield from captures(source, None)


def captures(source: InputSource, pages: Container[str] | None) -> Iterator[Record | Problem]:
    """Yield the captures of web pages as `records` does. In: the addresses that count as pages; None for all."""
    seen: set[str] = set()
    segments, unresolved = Segments(), 0
    is_empty, is_reported = True, False
    waiting: Record | Problem | None = None
    for number, item in enumerate(_iterate(source), 1):
        if waiting:  # Only what follows a record shows that the length that it states is wrong.
            yield as_cut(waiting) if isinstance(item, Problem) and item.record is not None else waiting
            waiting = None
        if isinstance(item, Problem):
            is_empty = is_empty and item.kind is ProblemKind.DAMAGED
            yield replace(item, kind=ProblemKind.DAMAGED) if is_reported else item
            continue
        url, is_reported = url_of(item), False
        if item.rec_type == "revisit":
            unresolved += _digest_key(item) not in seen
        segments.count(item)
        if not can_be_page(item) or (pages is not None and url.partition("#")[0] not in pages):
            continue
        name = name_of(item) or str(number)
        record, others = _read(source, item, url, name)
        yield from others
        if record is None:
            continue
        seen.add(_digest_key(item))
        segments.add(item, name)
        is_empty = False
        is_reported = (isinstance(record, Problem) and record.reason == _CUT) or missing(item) > 0
        waiting = record
    if waiting:
        yield waiting
    yield from segments.problems(source.file)
    if unresolved:
        yield _unresolved(source.file, unresolved)
    if is_empty:
        step = "Record the pages themselves: an archive of requests, images or errors has no articles."
        yield Problem(ProblemKind.NO_BODY, source.file, "no web page with status 200 is in it", step)


def _unresolved(file: str, number: int) -> Problem:
    count = "1 capture refers to one" if number == 1 else f"{number:,} captures refer to ones"
    reason = f"{count} in another archive with the same content, and brings nothing"
    return Problem(ProblemKind.DAMAGED, file, reason, "Ingest the archive of the earlier crawl, too.")


def images(source: InputSource, limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield the images of an archive with their addresses: each of at most `limit` bytes."""
    for item in _iterate(source):
        if isinstance(item, Problem) or not _can_be_image(item):
            continue
        with suppress(*READ_ERRORS, ValueError):
            data = item.content_stream().read(limit + 1)
            if data and len(data) <= limit and not missing(item):
                yield url_of(item), data


def _can_be_image(item: Any) -> bool:
    is_whole = item.rec_type in _IMAGE_RECORDS and is_read(item) and not is_segment(item)
    return is_whole and content_type(item).startswith(_IMAGES)


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the page of a capture as one clipping, after remarks, or a refusal."""
    head, _, rest = record.data.partition(END_OF_HEAD)
    http, _, body = rest.partition(END_OF_HEAD)
    fields = header_fields(head)
    charset = _CHARSET.search(header_fields(http).get("content-type", ""))
    decoded = decode(body, charset[1] if charset else None)
    if is_binary_page(decoded):
        yield binary_problem(record.origin)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    if (cut := fields.get(TRUNCATED.lower())) is not None:
        reason = _IS_SEGMENT if cut == SEGMENTED else _ENDS_EARLY
        yield Problem(ProblemKind.DAMAGED, record.origin.file, reason, _COMPARE, record.origin.record)
    url = fields.get("warc-target-uri", "")
    yield html.saved_page(record.origin, decoded.text, url, fields.get("warc-date", ""), "warc")


def _iterate(source: InputSource) -> Iterator[Any]:
    """Yield the records of an archive as warcio reads them, and a refusal where it ends early or is damaged.

    What is behind a damaged part of a gzipped archive is read: its records are packed one by one.
    """
    content, place = source.content, 0
    is_packed = is_unpacking(content)
    while (cut := (yield from _iterate_part(content, is_packed=is_packed))) is not None:
        following = next_member(source.content, place, b"WARC/", cut.begun)
        lost = "what is behind it is read" if following else "what is behind it is lost"
        kind = ProblemKind.DAMAGED if cut.url else ProblemKind.UNREADABLE
        yield Problem(kind, source.file, f"{cut.reason}; {lost}", _REPAIR, cut.url)
        if following is None:
            return
        place, content = following


@dataclass(frozen=True, slots=True)
class _Cut:
    """Why the end of an archive was not reached."""

    reason: str
    """One clause."""
    begun: int | None = None
    """Where the record begins whose length is wrong, in what was read; None where the packed data are damaged."""
    url: str | None = None
    """The address of the record, if it was read."""


def _iterate_part(content: IO[bytes], *, is_packed: bool) -> Generator[Any, None, _Cut | None]:
    """Yield the records of an archive. Return why its end was not reached; None if it was.

    In: whether the archive is gzipped. If it is not, nothing tells where the record behind a wrong length begins, and
    warcio looks for it.
    """
    counted = _Counted(content)
    cut = yield from _read_part(counted, is_packed=is_packed)
    return _Cut(_ENDS_IN_RECORD, cut.begun if cut else None) if counted.is_cut else cut


def _read_part(counted: _Counted, *, is_packed: bool) -> Generator[Any, None, _Cut | None]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    begun, url = 0, ""
    archive = ArchiveIterator(counted, check_digests=False, arc2warc=True)
    accept_any_head(archive)
    try:
        while (record := _next(archive)) is not None:
            if archive.err_count and is_packed:
                return _Cut(_WRONG_LENGTH, begun, url)
            read_http_head(record)
            begun, url = archive.offset, url_of(record)
            yield record
            if missing(record):
                return _Cut(_ENDS_IN_RECORD, begun)
        if archive.err_count and is_packed:
            return _Cut(_WRONG_LENGTH, begun, url)
        if counted.tail.strip(b"\r\n") and not counted.tail.endswith((b"\r\n\r\n", b"\n\n")):
            return _Cut("the archive ends in the head of a record")
    except ArchiveLoadFailed as error:
        if archive.err_count and is_packed:
            return _Cut(_WRONG_LENGTH, begun, url)
        return _Cut(f"a record cannot be read ({clause_of(error)})", begun)
    except (ValueError, UnicodeError, AttributeError, *READ_ERRORS) as error:
        return _Cut(f"a record cannot be read ({clause_of(error)})")
    return None


def _next(archive: Any) -> Any:
    """Return the next record; None at the end. What warcio prints about the end of the one before is not shown."""
    with redirect_stderr(io.StringIO()):
        return next(archive, None)


def _read(source: InputSource, item: Any, url: str, name: str) -> tuple[Record | Problem | None, list[Problem]]:
    """Return a capture as `_record` does, and a refusal if its record reaches over others, which are lost."""
    try:
        payload = read_payload(item, source.max_bytes)
    except (*READ_ERRORS, ValueError):
        return Problem(ProblemKind.UNREADABLE, source.file, _CUT, _REPAIR, name), []
    lost = Problem(ProblemKind.UNREADABLE, source.file, _HOLDS_OTHERS, _REPAIR, f"behind {name}")
    return _record(source, item, url, name, payload), [lost] if payload.holds_others else []


def _record(source: InputSource, item: Any, url: str, name: str, payload: Payload) -> Record | Problem | None:
    """Return a capture with its address and time, and of its HTTP headers the type alone.

    None for one that states no type and is no web page. In: its address, what identifies it, and its body.
    """
    body, truncated = payload.body, payload.truncated
    is_known = bool(content_type(item)) and not has_damaged_head(item)
    if not is_known and not html.is_document(body):
        damage = Problem(ProblemKind.UNREADABLE, source.file, "its HTTP head is damaged", _REPAIR, name)
        return damage if has_damaged_head(item) else None
    if len(body) > source.max_bytes:
        reason = f"it is larger than {source.max_bytes // MEGABYTE} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_LARGE, source.file, reason, step, name)
    if truncated is None and (wrong := wrong_digest(item, body)):
        return Problem(ProblemKind.UNREADABLE, source.file, wrong, _REPAIR, name)
    return Record(rewritten(item, url, body, truncated), name)


def _digest_key(item: Any) -> str:
    return str(item.rec_headers.get_header("WARC-Payload-Digest") or url_of(item))


class _Counted:
    """A stream that remembers its last bytes, and ends where the gzipped file below it ends early."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._read = getattr(stream, "read1", stream.read)  # An error in `read` loses what was read before it.
        self.tail = b""
        self.is_cut = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        try:
            data: bytes = self._read(size)
        except EOFError:
            self.is_cut = True
            return b""
        if data:
            self.tail = (self.tail + data)[-64:] if len(data) < 64 else data[-64:]
        return data


READER = Reader(
    "warc",
    (".warc", ".arc"),
    claims,
    records,
    parse,
    assets=images,
    notes=Notes(
        "Web archives (WARC)",
        "Crawlers and browser tools write it: wget --warc-file, Browsertrix, ArchiveWeb.page, Heritrix; Common Crawl's "
        "CC-NEWS.",
        "Each page with status 200, with its address and the time of its capture, and the images of articles that the "
        "archive holds. Of several captures of one address the latest is the page.",
        "Requests, redirects, errors, styles and scripts; HTTP headers but the type, so cookies and addresses of "
        "machines.",
    ),
)

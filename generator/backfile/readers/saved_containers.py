"""The readers of pages that browsers save as one file: MHTML (RFC 2557) and the web archives of Safari. Owns finding
the page and its images in them: an image becomes a `data:` URL in the page, as SingleFile saves it.
"""

from __future__ import annotations

import base64
import email
import email.policy
import plistlib
import re
from collections.abc import Iterator, Mapping, Sequence
from email.errors import CloseBoundaryNotFoundDefect
from html import escape
from typing import Any
from xml.parsers.expat import ExpatError

from backfile.article import Clipping
from backfile.problems import Problem, ProblemKind
from backfile.readers import html, text_formats
from backfile.readers.decode import binary_problem, decode, is_binary_page, replacement_problem
from backfile.readers.embedded_images import embed_images
from backfile.readers.reader import HEAD_BYTES, InputSource, Notes, Reader, Record, RecordData
from backfile.readers.unpack import clause_of

_HTML = ("text/html", "application/xhtml+xml")
_LINE_END = rb"(?:\r\n|\r(?!\n)|\n)"
_END_OF_HEAD = re.compile(rb"(?:\A|" + _LINE_END + rb")(?=[\r\n]|--)")
"""The first empty line, or the first part of the message."""
_HEADER = re.compile(rb"[^\r\n]*+(?:" + _LINE_END + rb"(?:[ \t][^\r\n]*" + _LINE_END + rb")*|\Z)")
"""A line of a head with those that continue it. The last line of a message may have no end."""
_HEADER_NAME = re.compile(
    rb"(?:subject|date|mime-version|content-(?:type|location|transfer-encoding)|snapshot-content-location):",
    re.IGNORECASE,
)
_SAVED_BY = re.compile(rb"from:[ \t]*<saved by [^@]*", re.IGNORECASE)
_PLIST_ERRORS = (
    plistlib.InvalidFileException,
    ExpatError,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
    OverflowError,
    IndexError,
    RecursionError,
    MemoryError,
)
_NO_END = "it has no end (no closing boundary), so the end of its text, or images, may be missing"
_BASE64_ENDS = "its text (base64) is damaged, and was read up to there"
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*")
_KNOWN_CODINGS = frozenset(("", "7bit", "8bit", "binary", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"))
"""The values of `Content-Transfer-Encoding` that `email` decodes, but base64 (RFC 2045 section 6)."""
_FRAME_OF_CHROMIUM = "@mhtml.blink"
"""How the identifiers of all frames of a page end, of which Chromium saves also those that the page hides."""
_REPAIR = "Open it in the browser that saved it, and save the page again."


def claims_mhtml(head: bytes) -> bool:
    """Return whether `head` begins a page saved as MHTML."""
    return text_formats.is_mhtml(head.decode("latin-1"))


def claims_webarchive(head: bytes) -> bool:
    """Return whether `head` begins a web archive of Safari: a property list with a page."""
    return head.startswith(b"bplist0") and b"WebMainResource" in head


def mhtml_records(source: InputSource) -> Iterator[Record]:
    """Yield the page without the headers of a mail, which programs of mail write when they save one as MHTML."""
    data = source.content.read(source.max_bytes + 1)
    if len(data) > source.max_bytes:
        yield Record(data)
        return
    data = data.lstrip(b"\r\n \t")
    found = _END_OF_HEAD.search(data)
    end = found.end() if found else len(data)
    kept = [each for each in _HEADER.findall(data, 0, end) if _HEADER_NAME.match(each) or _SAVED_BY.fullmatch(each)]
    yield Record(b"".join(kept) + data[end:])


def webarchive_records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the archive without the headers of its HTTP responses, which have cookies and addresses."""
    data = source.content.read(source.max_bytes + 1)
    if len(data) <= source.max_bytes:
        try:
            archive = plistlib.loads(data)
            data = plistlib.dumps(archive, fmt=plistlib.FMT_BINARY) if _remove_responses(archive) else data
        except _PLIST_ERRORS as error:
            reason = f"it is no web archive: {clause_of(error)}"
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, _REPAIR)
            return
    yield Record(data)


def _remove_responses(archive: Any) -> bool:
    """Remove the headers of HTTP responses in a property list. Return whether there were any.

    A list that occurs in several places is one object: each is visited once.
    """
    found, waiting, visited = False, [archive], {id(archive)}
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= value.pop("WebResourceResponse", None) is not None
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            if isinstance(item, dict | list) and id(item) not in visited:
                visited.add(id(item))
                waiting.append(item)
    return found


def parse_mhtml(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the page of an MHTML file as one clipping, or a refusal. Of its headers only address and date are read."""
    try:
        message = email.message_from_bytes(record.data.lstrip(b"\r\n \t"), policy=email.policy.compat32)
        every = [*message.walk()]
        stated = str(message.get("Snapshot-Content-Location") or "").strip()
        date = str(message.get("Date") or "").strip()
    except (ValueError, LookupError, RecursionError) as error:
        yield _refused(record, f"it cannot be read: {clause_of(error)}")
        return
    parts = [part for part in every if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in _HTML]
    page = next((part for part in pages if stated and _location(part) == stated), pages[0] if pages else None)
    if page is None:
        yield _refused(record, "no web page is in it")
        return
    if reason := _left_over(message, page, pages):
        step = "Save each page in the browser again, and ingest those files."
        yield Problem(ProblemKind.SEVERAL, record.origin.file, reason, step, record.origin.record)
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in every for defect in part.defects):
        yield Problem(ProblemKind.DAMAGED, record.origin.file, _NO_END, _REPAIR, record.origin.record)
    url = stated or _location(page)
    resources: dict[str, tuple[str, bytes]] = {}
    for part in parts:
        if part.get_content_maintype() == "image":
            data = _payload(part)
            identifier = str(part.get("Content-ID") or "").strip().strip("<>")
            for name in filter(None, (_location(part), identifier and f"cid:{identifier}")):
                resources[name] = (part.get_content_type(), data)
    text, is_whole = _page_payload(page)
    if text is None:
        yield _refused(record, "its text is encoded in a way that is not known")
        return
    if not is_whole:
        yield Problem(ProblemKind.DAMAGED, record.origin.file, _BASE64_ENDS, _REPAIR, record.origin.record)
    yield from _page(record, text, page.get_content_charset(), url, date, resources)


def parse_webarchive(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the page of a Safari web archive as one clipping, or a refusal."""
    try:
        archive = plistlib.loads(record.data)
        main = archive["WebMainResource"]
        data, url = main["WebResourceData"], str(main.get("WebResourceURL") or "")
        charset, kind = main.get("WebResourceTextEncodingName"), str(main.get("WebResourceMIMEType") or "text/html")
        found = [each for each in archive.get("WebSubresources") or () if isinstance(each, dict)]
    except _PLIST_ERRORS as error:
        yield _refused(record, f"it is no web archive: {clause_of(error)}")
        return
    if not isinstance(data, bytes) or kind not in _HTML:
        yield _refused(record, "no web page is in it")
        return
    resources = {
        str(each.get("WebResourceURL")): (str(each.get("WebResourceMIMEType")), each["WebResourceData"])
        for each in found
        if str(each.get("WebResourceMIMEType")).startswith("image/") and isinstance(each.get("WebResourceData"), bytes)
    }
    yield from _page(record, data, str(charset) if charset else None, url, "", resources)


def _page(
    record: RecordData,
    data: bytes,
    charset: str | None,
    url: str,
    date: str,
    resources: Mapping[str, tuple[str, bytes]],
) -> Iterator[Clipping | Problem]:
    decoded = decode(data, charset)
    if is_binary_page(decoded):
        yield binary_problem(record.origin)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    text = embed_images(decoded.text, url, resources) if resources else decoded.text
    yield html.saved_page(record.origin, text, url, date, "saved-from")


def _left_over(message: Any, page: Any, pages: Sequence[Any]) -> str | None:
    """Return why a file has more than its page, if so: another file behind it, or a page that is no frame of it."""
    epilogue = str(message.epilogue or "").lstrip()
    if epilogue and text_formats.is_mhtml(epilogue[:HEAD_BYTES]):
        return "another saved page is behind the first one in the file, and is not read"
    others = [part for part in pages if part is not page]
    texts = [(part, _payload(part)) for part in pages] if others else []
    if any(not _is_frame(part, [text for each, text in texts if each is not part]) for part in others):
        return "a second page is in it that the first one does not show as a frame, and is not read"
    return None


def _is_frame(part: Any, texts: Sequence[bytes]) -> bool:
    """Return whether a part is a frame of one of some pages: Chromium says so, or the page names it."""
    identifier, location = str(part.get("Content-ID") or "").strip().strip("<>"), _location(part)
    if identifier.endswith(_FRAME_OF_CHROMIUM) or not _payload(part).strip():
        return True
    names = [f"cid:{identifier}" if identifier else "", location, escape(location), location.rpartition("/")[2]]
    return any(name.encode("utf-8", "replace") in text for name in names if name for text in texts)


def _location(part: Any) -> str:
    return "".join(str(part.get("Content-Location") or "").split())


def _payload(part: Any) -> bytes:
    """Return the bytes of a part. Those of a damaged encoding are returned as far as they go."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _page_payload(part: Any) -> tuple[bytes | None, bool]:
    """Return the bytes of a page, up to what is damaged in them, and whether nothing is; None for an unknown encoding.

    A page that is not encoded, whatever its head says, is returned as it is.
    """
    coding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if coding in _KNOWN_CODINGS:
        return _payload(part), True
    del part["Content-Transfer-Encoding"]
    raw = _payload(part)  # Without that header, these are the bytes as they stand in the file.
    if html.is_document(raw.lstrip()):
        return raw, True
    if coding != "base64":
        return None, False
    found = _BASE64.match(raw)
    digits = b"".join(found[0].split()) if found else b""
    rest = raw[found.end() :] if found else raw
    padding = rest.count(b"=")
    is_whole = not rest.strip(b"= \t\r\n") and not (len(digits) + padding) % 4
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return base64.b64decode(digits + b"=" * (-len(digits) % 4)), is_whole


def _refused(record: RecordData, reason: str) -> Problem:
    return Problem(ProblemKind.UNREADABLE, record.origin.file, reason, _REPAIR, record.origin.record)


_LEFT_OUT = "Styles, scripts, frames, fonts; headers of mail and of HTTP, which have addresses and cookies."
MHTML = Reader(
    "mhtml",
    (".mhtml", ".mht"),
    claims_mhtml,
    mhtml_records,
    parse_mhtml,
    notes=Notes(
        "Pages saved as MHTML",
        "Save a page in Chrome or Edge as *Webpage, Single File*, or in Internet Explorer as *Web Archive*.",
        "The article, its address and the time of saving, and its images.",
        _LEFT_OUT,
    ),
)
WEBARCHIVE = Reader(
    "webarchive",
    (".webarchive",),
    claims_webarchive,
    webarchive_records,
    parse_webarchive,
    notes=Notes(
        "Web archives of Safari",
        "Save a page in Safari as *Web Archive*.",
        "The article, its address, and its images.",
        _LEFT_OUT,
    ),
)

"""The reader of saved web pages. Owns their encoding, and the comment in which the program that saved the page wrote
its URL and the time. The page's own content is left to `extract`, parsing of the strings to `fields`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, RawHtml
from backfile.fields.urls import find_host
from backfile.readers.decode import binary_problem, decode, is_binary_page, replacement_problem
from backfile.readers.reader import Notes, Reader, RecordData, whole_file
from backfile.readers.self_extracting import unpack_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.article import Origin
    from backfile.problems import Problem

_FIRST_ELEMENT = re.compile(
    rb"\s*(?:(?><\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCUMENT = re.compile(
    rb"\s*(?:(?><\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s{0,20}Page saved with SingleFile\s{1,20}url: ?(\S+)\s{1,20}saved date: ?([^\n]{1,200}?) *(?:\n|-->)",
    re.IGNORECASE,
)
_MONOLITH = re.compile(
    r"<!--\s{0,20}Saved from (https?://\S+) at (\d{4}-[^\s<>]{5,40}) using monolith v", re.IGNORECASE
)
"""The comment of monolith (src/html.rs, create_metadata_tag); pages from local files have no address."""
_PROLOGUE_CHARACTERS = 20_000
"""The comment of the program that saved the page is within so many characters; a later one is the page's own text."""
_CLAIM_BYTES = 4096


def claims(head: bytes) -> bool:
    """Return whether `head` begins as an HTML page; byte order marks and the zero bytes of UTF-16 are ignored."""
    return _FIRST_ELEMENT.match(_as_ascii(head)) is not None


def is_document(head: bytes) -> bool:
    """Return whether `head` begins as a whole HTML page, not as a part of one: a text may have elements in it, too."""
    return _DOCUMENT.match(_as_ascii(head)) is not None


def _as_ascii(head: bytes) -> bytes:
    return head[:_CLAIM_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the page as one clipping of form PAGE, after a remark when some of its bytes cannot be decoded."""
    decoded = decode(unpack_page(record.data) or record.data)
    if is_binary_page(decoded):
        yield binary_problem(record.origin)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    fields = _parse_saved_comment(decoded.text[:_PROLOGUE_CHARACTERS])
    url = fields.get("url")
    yield Clipping(
        origin=replace(record.origin, host=find_host(url[0].values)) if url else record.origin,
        form=Form.PAGE,
        body=RawHtml(decoded.text),
        fields=fields,
        base_url=url[0].values[0] if url else None,
    )


def saved_page(origin: Origin, text: str, url: str, retrieved: str, via: str) -> Clipping:
    """Return the clipping of a page whose address and time a container states.

    In: its HTML; these strings, empty where they are not stated; what the place of them is called.
    """
    stated = {"url": url, "retrieved": retrieved}
    fields = {name: (FieldCandidate((value,), via),) for name, value in stated.items() if value}
    host = find_host((url,)) if url else None
    return Clipping(replace(origin, host=host), Form.PAGE, RawHtml(text), fields, base_url=url or None)


def _parse_saved_comment(prologue: str) -> dict[str, tuple[FieldCandidate, ...]]:
    """Return the fields in the comment of a browser ("saved from url") of the extension SingleFile, or of monolith."""
    if match := _SINGLE_FILE.search(prologue):
        url, retrieved = (FieldCandidate((match[group],), "saved-from") for group in (1, 2))
        return {"url": (url,), "retrieved": (retrieved,)}
    if match := _MONOLITH.search(prologue):
        url, retrieved = (FieldCandidate((match[group],), "saved-from") for group in (1, 2))
        return {"url": (url,), "retrieved": (retrieved,)}
    if match := _SAVED_FROM.search(prologue):
        return {"url": (FieldCandidate((match[1],), "saved-from"),)}
    return {}


READER = Reader(
    "html",
    (".html", ".htm", ".xhtml"),
    claims,
    whole_file,
    parse,
    notes=Notes(
        "Saved web pages",
        "Save a page in a browser, with SingleFile, monolith or wget.",
        "The article with its markup, its fields, and the images that were saved with it.",
        "Navigation, advertisements, comments and other furniture; scripts; SVG images.",
    ),
)

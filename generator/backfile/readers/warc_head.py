"""The heads of a record of a web archive: its address, and whether it can be a page. warcio reads them, but leaves out
the HTTP head of responses whose address does not begin with `http:` or `https:` in lower case.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import Any

_HTML = ("text/html", "application/xhtml+xml")
_PAGES = frozenset({"response", "resource"})
_READ = frozenset({"200", "203"})
"""203: a proxy changed the page (RFC 9110 section 15.3.4)."""
_STATUS = re.compile(r"\d{3}")


def accept_any_head(archive: Any) -> None:
    """Let warcio read records that state no address, types in any case, and lengths beyond those that streams take."""
    load = archive.loader.load_http_headers

    def load_any(kind: str | None, address: str | None, stream: Any, length: Any) -> Any:
        if getattr(stream, "limit", 0) > sys.maxsize:
            stream.limit = sys.maxsize
        return load((kind or "").lower(), address or "", stream, length)

    archive.loader.load_http_headers = load_any


def read_http_head(item: Any) -> None:
    """Read the HTTP head of a response that has one and whose address warcio did not take for one of the web. Write the
    names of types and codings in lower case, as warcio looks for them.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    item.rec_type = (item.rec_type or "").strip().lower()
    stated = str(item.rec_headers.get_header("Content-Type") or "").strip().lower()
    if item.http_headers is None and item.rec_type == "response" and stated.startswith("application/http"):
        with suppress(EOFError):
            item.http_headers = StatusAndHeadersParser([], verify=False).parse(item.raw_stream)
    coding = item.http_headers.get_header("Transfer-Encoding") if item.http_headers is not None else None
    if coding:
        item.http_headers.replace_header("Transfer-Encoding", coding.strip().lower())


def url_of(item: Any) -> str:
    """Return the address of a record; empty if it states none."""
    return str(item.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def name_of(item: Any) -> str:
    """Return what identifies a record: its address, or without one its own identifier; empty if it has neither."""
    return url_of(item) or str(item.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")


def can_be_page(item: Any) -> bool:
    """Return whether a record can be a web page by its heads."""
    types = (*_HTML, "") if item.http_headers is not None else _HTML
    return item.rec_type in _PAGES and (is_read(item) or has_damaged_head(item)) and content_type(item) in types


def is_read(item: Any) -> bool:
    """Return whether a record has no HTTP status, or one of success."""
    return item.http_headers is None or item.http_headers.get_statuscode() in _READ


def has_damaged_head(item: Any) -> bool:
    """Return whether the HTTP head of a record has no status."""
    return item.http_headers is not None and not _STATUS.fullmatch(item.http_headers.get_statuscode())


def content_type(item: Any, *, whole: bool = False) -> str:
    """Return the type of what a record has, in lower case without parameters, or `whole` as it is stated."""
    headers = item.http_headers if item.http_headers is not None else item.rec_headers
    value = str(headers.get_header("Content-Type") or "")
    return value if whole else value.partition(";")[0].strip().lower()

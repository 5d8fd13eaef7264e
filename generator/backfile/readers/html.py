"""The reader of saved web pages. Owns their encoding, and the comment in which the program that saved the page wrote
its URL and the time. The page's own content is left to `extract`, parsing of the strings to `fields`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, RawHtml
from backfile.problems import Problem, ProblemKind
from backfile.readers.decode import binary_problem, decode, is_binary_page, replacement_problem
from backfile.readers.reader import Notes, Reader, RecordData, whole_file
from backfile.readers.saved_from import saved_host, saved_hosts
from backfile.readers.self_extracting import unpack_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.article import Origin

_FIRST_ELEMENT = re.compile(
    rb"\s*(?:(?><\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCUMENT = re.compile(
    rb"\s*(?:(?><\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+?|(?:[^\n-]++|-(?!-))++)\s*-->", re.IGNORECASE)
"""The comment of a browser. An address of the scheme `data` can have spaces; then browsers write no `--` in it."""
_SINGLE_FILE = re.compile(
    r"<!--\s{0,20}Page saved with SingleFile\s{1,20}url: ?(?P<url>\S+|\S(?:[^\n<]++|<(?!!--))*+)\s{1,20}"
    r"saved date: ?(?P<retrieved>[^\n]{1,200}?) *(?:\n|-->)",
    re.IGNORECASE,
)
_MONOLITH = re.compile(
    r"<!--\s{0,20}Saved from (?P<url>https?://\S+) at (?P<retrieved>\d{4}-[^\s<>]{5,40}) using monolith v",
    re.IGNORECASE,
)
"""The comment of monolith (src/html.rs, create_metadata_tag); pages from local files have no address."""
_COMMENTS = (_SINGLE_FILE, _MONOLITH, _SAVED_FROM)


def _html_tag(never: str = "") -> str:
    """Return a pattern of the start tag, as browsers divide it (HTML Standard, 13.2.5.32 to 13.2.5.39): names of
    attributes can have quotation marks. In: characters that are in no name, and in no value without them.
    """
    space, name, value = r"\t\n\f\r ", rf"\t\n\f\r />{never}", rf"\t\n\f\r >{never}"
    values = rf"""(?:"[^"]*+"|'[^']*+'|[^{value}"'][^{value}]*+)?+"""
    attribute = rf"[^{name}][^{name}=]*+(?:[{space}]*+=[{space}]*+{values})?+"
    return rf"<html(?=[{space}/>])(?:[{space}/]++|{attribute})*+>"


_PART = re.compile(
    rf"[\s\ufeff]+|<\?[^>]*>|<!doctype[^>]*>|(?P<comment><!--.*?-->)|{_html_tag()}", re.IGNORECASE | re.DOTALL
)
"""What stands before the head of a page. There the programs that save pages write their comment: monolith first of all,
browsers before the first element, SingleFile as the first thing in it. What comes later is the page's own.
"""
_BEFORE_HTML = re.compile(rf"(?P<comment>{_SAVED_FROM.pattern})\s*<html\b", re.IGNORECASE)
"""The comment of a browser, wherever it is: a script of the page may put before it what ends a head, as in a comment
with `--><p>` in it.
"""
_AFTER_HTML = re.compile(rf"{_html_tag('<')}\s*(?P<comment>{_SINGLE_FILE.pattern})", re.IGNORECASE)
"""The comment of SingleFile, wherever it is, because a script can write a doctype that ends a head. Without `<` in the
tag, the search takes time in proportion to the text.
"""
_SAVED = re.compile(r"<!--\s*(?:saved from url=|page saved with singlefile)", re.IGNORECASE)
"""The beginning of the comment in either. Hardly any page has it, and two searches take twice the time."""
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
    data = unpack_page(record.data) or record.data
    decoded = decode(data)
    if is_binary_page(decoded, data):
        yield binary_problem(record.origin)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    if record.has_another_page:
        reason = "another page is behind the first one in the gzipped file, and is no article of its own"
        step = "Write each member of the file to a file of its own, and ingest those."
        yield Problem(ProblemKind.SEVERAL, record.origin.file, reason, step, record.origin.record)
    saved = _parse_saved_comments(_first_comments(decoded.text))
    kinds = (_BEFORE_HTML, _AFTER_HTML) if _SAVED.search(decoded.text) else ()
    beside_html = (kind.finditer(decoded.text) for kind in kinds)
    anywhere = _parse_saved_comments(match["comment"] for match in chain.from_iterable(beside_html))
    hosts = saved_hosts([each["url"] for each in (*saved, *anywhere)])
    # A page can bring such a comment along, of any length and in any place. If two contradict each other, none is
    # believed; `host` is then both names, which is no site's host.
    stated = saved[0] if saved and len(hosts) < 2 else {}
    yield Clipping(
        origin=replace(record.origin, host=" ".join(hosts[:2]) or None),
        form=Form.PAGE,
        body=RawHtml(decoded.text),
        fields={name: (FieldCandidate((value,), "saved-from"),) for name, value in stated.items()},
        base_url=stated.get("url"),
    )


def saved_page(origin: Origin, text: str, url: str, retrieved: str, via: str) -> Clipping:
    """Return the clipping of a page whose address and time a container states.

    In: its HTML; these strings, empty where they are not stated; what the place of them is called.
    """
    on_the_web = url if url.lower().startswith(("http://", "https://")) else ""
    stated = {"url": on_the_web, "retrieved": retrieved}
    fields = {name: (FieldCandidate((value,), via),) for name, value in stated.items() if value}
    host = saved_host(url) if url else None
    return Clipping(replace(origin, host=host), Form.PAGE, RawHtml(text), fields, base_url=on_the_web or None)


def _parse_saved_comments(comments: Iterable[str]) -> list[dict[str, str]]:
    """Return what the comments say that SingleFile, monolith and browsers write: `url`, and mostly `retrieved`.

    A page has one such comment, unless it was written to deceive, or saved twice.
    """
    matches = (kind.match(comment) for comment in comments for kind in _COMMENTS)
    return [match.groupdict() for match in matches if match]


def _first_comments(text: str) -> Iterator[str]:
    """Yield the comments before the head of a page."""
    position = 0
    while part := _PART.match(text, position):
        if part["comment"]:
            yield part["comment"]
        position = part.end()


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

"""Formats that consist of text without being the text of an article: JSON, mail, saved pages as MHTML, tables, lists of
addresses, XML. Owns telling them from articles by the structure of their beginning.

An article may begin like any of them: with `From:`, with a brace or a bracket, or with an address. So the whole
beginning must have the structure, not only its first words. Where it is in doubt, the input is an article.
"""

from __future__ import annotations

import csv
import re
from itertools import islice, takewhile

from lxml.html.defs import tags as html_4_elements

_TOKEN = re.compile(
    r'\s*+(?:"(?:[^"\\\x00-\x08]|\\.)*+"|-?\d++(?:\.\d++)?+(?:[eE][+-]?+\d++)?+|true|false|null|NaN|[\[\]{}:,])',
    re.DOTALL,
)
_UNFINISHED_TOKEN = re.compile(r'\s*+(?:"(?:[^"\\]|\\.)*+\\?|-?[\d.eE+-]*+|[a-zN]{0,4})', re.DOTALL)
_OPENS_OBJECT = re.compile(r'\s*(?:\[\s*)*(?:\{\s*(?:"(?:[^"\\]|\\.)*+"\s*:|\}\s*\Z)|\[\s*\]\s*\Z)', re.DOTALL)
_OPENS_LIST = re.compile(r"\s*\[")

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|$)")
_MOST_HEADERS = 400
_FROM_PROGRAMS = re.compile(
    r"(?:message-id|received|return-path|delivered-to|mime-version|content-transfer-encoding|dkim-signature|in-reply-to"
    r"|user-agent|x-[a-z0-9-]+): |date: [^\n]{0,60}\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT)\b",
    re.IGNORECASE,
)
"""Headers that mail programs write (RFC 5322, section 3.6; RFC 2045), and their form of a date. Persons write the
others, too: `From:`, `To:`, `Subject:`."""
_MAIL_ADDRESS = re.compile(r"(?:from|to): [^\n]{0,100}[\w.+-]@[\w-]+\.", re.IGNORECASE)
_MHTML = re.compile(r"content-type: multipart/related\b|snapshot-content-location: ", re.IGNORECASE)
_PART = re.compile(r"\s*--[^\s<>]{4,70}\s*\n(?:Content-[A-Za-z-]+: [^\n]*\n)+")
"""The beginning of a part of a message (RFC 2046, section 5.1)."""

_ADDRESS_LINE = re.compile(
    r"(?:[-*\u2022\u00b7]\s+|\d+[.)]\s+)?<?(?:https?|ftp)://[!-~\u00a1-\uffff]+>?(?:\s*[|\t]\s?.{0,300}|\s[\u2013\u2014-]\s.{0,300})?",
    re.IGNORECASE,
)
"""An address, perhaps with a mark before it and its title behind it, as extensions of browsers export open tabs."""
_COMMENT = re.compile(r"[#;]")
_ADDRESS_SHARE = 0.9
"""Minimum share of lines that are an address, in a list of addresses."""
_SENTENCE = re.compile(r"[.!?\u3002\uff01\uff1f\u2026\u0964][\"'\u201d\u2019\u00bb)]?\s*$")
_LONGEST_HEADING = 40
"""Maximum length of the heading of a column, in characters."""
_FEWEST_ROWS = {"\t": 3, ",": 2, ";": 2, "|": 3}
"""Delimiter of a table -> the minimum number of its rows."""
_MOST_ROWS = 200

_ROOT = re.compile(r"\s*<\?xml\b[^>]*\?>\s*(?:<[?!](?!doctype\s+html)[^>]*>\s*){0,9}<([A-Za-z][\w:.-]*)", re.IGNORECASE)
_HTML_5_ELEMENTS = frozenset(
    "article aside audio canvas details dialog figcaption figure footer header hgroup main mark nav picture section "
    "summary svg template time video".split()
)


JSON_FEED = "https://jsonfeed.org/version/"
"""What a JSON Feed has as its version (https://www.jsonfeed.org/version/1.1/)."""


def is_json(text: str, *, is_whole: bool) -> bool:
    """Return whether a text is JSON (RFC 8259), or lines of JSON. In: its beginning; whether that is all of it."""
    if not _OPENS_OBJECT.match(text) and not (_OPENS_LIST.match(text) and ("," in text or "{" in text)):
        return False
    end = 0
    while token := _TOKEN.match(text, end):
        end = token.end()
    if is_whole:
        return not text[end:].strip(" \t\r\n\0;") and not re.fullmatch(r"\s*+\[\s*+[\w. ]*+\]\s*", text)
    return _UNFINISHED_TOKEN.fullmatch(text, end) is not None


def is_mhtml(text: str) -> bool:
    """Return whether a text is a saved page as MHTML (RFC 2557)."""
    return any(_MHTML.match(header) for header in _headers(text)) or _PART.match(text) is not None


def is_mail(text: str) -> bool:
    """Return whether a text is a message (RFC 5322): headers, of which a mail program wrote one, or two with addresses
    and a subject.
    """
    headers = _headers(text)
    names = {header.partition(":")[0].lower() for header in headers}
    if len(headers) < 3 or names.isdisjoint(("from", "received", "return-path")):
        return False
    addressed = sum(_MAIL_ADDRESS.match(header) is not None for header in headers)
    return any(map(_FROM_PROGRAMS.match, headers)) or (addressed > 1 and "subject" in names)


def _headers(text: str) -> list[str]:
    """Return the lines with a name before a colon at the beginning of a text, up to the first blank line.

    Empty if other lines are among them that do not continue one.
    """
    lines = takewhile(str.strip, islice(text.lstrip().splitlines(), _MOST_HEADERS))
    headers: list[str] = []
    for line in lines:
        if _HEADER.match(line):
            headers.append(line)
        elif not headers or line[0] not in " \t":
            return []
    return headers


def is_address_list(text: str) -> bool:
    """Return whether a text is nothing but addresses of pages, one a line."""
    lines = [stripped for line in text.splitlines() if (stripped := line.strip()) and not _COMMENT.match(stripped)]
    addresses = sum(_ADDRESS_LINE.fullmatch(line) is not None for line in lines)
    return bool(lines) and addresses >= _ADDRESS_SHARE * len(lines)


def is_table(text: str) -> bool:
    """Return whether a text is a table with one row a line (RFC 4180, and with other delimiters).

    Its first row has short, different headings, all rows have as many cells, and no space follows a comma or semicolon,
    as it does in prose.
    """
    lines = text.splitlines()[:_MOST_ROWS]
    first = next(filter(str.strip, lines), "")
    return any(_is_table(lines, delimiter) for delimiter in _FEWEST_ROWS if delimiter in first)


def _is_table(lines: list[str], delimiter: str) -> bool:
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error:  # a cell of more than 128 KB
        return False
    if len(rows) < _FEWEST_ROWS[delimiter]:
        return False
    headings, *others = ([cell.strip() for cell in row] for row in rows)
    if len(headings) < (2 if delimiter == "\t" else 3) or len({*headings}) < len(headings):
        return False
    if any(len(heading) > _LONGEST_HEADING or _SENTENCE.search(heading) for heading in headings):
        return False
    # The last row may be cut off.
    is_even = all(len(row) == len(headings) for row in others[:-1] or others)
    spaced = sum(cell.startswith(" ") for row in rows for cell in row[1:])
    return is_even and (delimiter in "\t|" or spaced * 10 <= sum(len(row) - 1 for row in rows))


def is_xml(text: str) -> bool:
    """Return whether a text is an XML document, by its declaration, and its root is no element of HTML."""
    match = _ROOT.match(text)
    if match is None:
        return False
    name = match[1].lower().rpartition(":")[2]
    return name not in html_4_elements and name not in _HTML_5_ELEMENTS

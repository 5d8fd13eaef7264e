"""The list of pages of a web archive in WACZ. Owns reading it, line by line, and whether it is whole: if a line cannot
be read, nothing tells which capture it would have named.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast
from zipfile import ZipFile

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers.archive_members import BROKEN_ZIP
from backfile.readers.unpack import READ_ERRORS, clause_of
from backfile.settings.schema import MEGABYTE

LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_MOST_LINE = 16 * MEGABYTE
"""A line has the text of its page, too, as Browsertrix and ArchiveWeb.page write it."""
_MOST_BYTES = 1024 * MEGABYTE
_MOST_LINES, _MOST_UNREAD = 1_000_000, 1_000
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MOST_CHARACTERS = 256 * MEGABYTE
"""So many characters of addresses are kept, with one line more."""
_NAMED, _LONGEST_NAME = 3, 200
"""So many pages without a capture are named, with so many characters of each."""


@dataclass(frozen=True, slots=True)
class PageList:
    """The pages that an archive lists."""

    urls: Mapping[str, None]
    """Their addresses without fragments, in the order of the list."""
    reasons: tuple[str, ...] = ()
    """Why the list is not whole, one clause each."""

    @property
    def counted(self) -> Mapping[str, None] | None:
        """Return the addresses whose captures are pages; None for all: there is no list, or it is not whole."""
        return self.urls if self.urls and not self.reasons else None

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield the remarks on a list that is not whole."""
        for reason in self.reasons:
            step = "Compare the pages with the archive: frames and advertisements may be among them."
            yield Problem(ProblemKind.DAMAGED, file, f"{reason}; so each capture of a web page counts as a page", step)


def missing_pages(file: str, urls: Iterable[str], count: int) -> Problem:
    """Return the remark on pages that are listed and have no capture. In: their addresses, and how many they are."""
    names = ", ".join(one_line(url)[:_LONGEST_NAME] for url in islice(urls, _NAMED))
    more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
    have = "1 page in its list of pages has" if count == 1 else f"{count:,} pages in its list of pages have"
    reason = f"{have} no capture of a web page with status 200: {names}{more}"
    step = "If one of them is an article, record it again, under the address to which it leads."
    return Problem(ProblemKind.DAMAGED, file, reason, step)


def read_page_list(archive: ZipFile) -> PageList:
    """Return the pages that an archive lists; none if it has no list."""
    urls: dict[str, None] = {}
    reasons = [_add_urls(archive, name, urls) for name in LISTS if name in archive.NameToInfo]
    return PageList(urls, tuple(filter(None, reasons)))


def _add_urls(archive: ZipFile, name: str, urls: dict[str, None]) -> str | None:
    """Add the addresses of a list. Return why it is not whole, if it is not."""
    first = unread = length = 0
    try:
        with io.BufferedReader(cast("io.RawIOBase", archive.open(name)), MEGABYTE) as stream:
            for number, line in enumerate(_lines(stream), 1):
                if line is None or number > _MOST_LINES or length > _MOST_CHARACTERS:
                    return f"{name} is too large to be read whole"
                if (url := _url_of(line)) is None:
                    first, unread = first or number, unread + 1
                    if unread > _MOST_UNREAD:
                        break
                elif url and url not in urls:
                    urls[url] = None
                    length += len(url)
    except (*BROKEN_ZIP, *READ_ERRORS) as error:
        return f"{name} cannot be read to its end ({clause_of(error)})"
    if not unread:
        return None
    count = f"more than {_MOST_UNREAD:,}" if unread > _MOST_UNREAD else f"{unread:,}"
    return f"line {first} of {name} cannot be read" + (f" ({count} lines cannot)" if unread > 1 else "")


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a list, of one that is too long its beginning; None at last if the list is too large."""
    total = 0
    while line := stream.readline(_MOST_LINE):
        total += len(line)
        rest = line
        while len(rest) == _MOST_LINE and not rest.endswith(b"\n") and total <= _MOST_BYTES:
            rest = stream.readline(_MOST_LINE)
            total += len(rest)
        if total > _MOST_BYTES:
            yield None
            return
        for part in _LINE.finditer(line):  # Lines can also end with a carriage return, which no JSON has in a string.
            yield part[0]


def _url_of(line: bytes) -> str | None:
    """Return the address in a line; an empty string for the heading of the list, None for what cannot be read."""
    if not line.strip(b"\xef\xbb\xbf \t\r\n"):
        return ""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    url = values.get("url", "" if "format" in values else None) if isinstance(values, dict) else None
    return url.partition("#")[0] if isinstance(url, str) else None

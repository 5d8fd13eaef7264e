"""What history needs to know of one text of a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from backfile.archive import front_matter
from backfile.archive.front_matter import PageError, split
from backfile.archive.seals import read_seal
from backfile.fields.limits import cut_text
from backfile.markup.plain_text import one_line

ID_LENGTH = 16
"""Characters of a revision's id: the beginning of the digest of its text."""
_LONGEST = 500
"""Characters of a headline, a dek or a name that history shows."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a text. Strings are plain."""

    digest: str
    """The SHA-256, in hexadecimal, of the page's text in UTF-8, without a byte order mark, with LF as line ends."""
    title: str = ""
    dek: str = ""
    authors: tuple[str, ...] = ()
    original: str = ""
    """The digest of the input that the page was made from; empty for a page without one."""
    retrieved: str = ""
    """When the input was saved, as ISO 8601; empty if it does not say so."""
    updated: str = ""
    """When the publisher changed the article, as ISO 8601; empty if unknown."""
    is_sealed: bool = False
    """Whether the program wrote the text as it is."""
    is_withdrawn: bool = False
    fault: str = ""
    """Why its front matter cannot be read, one clause; empty if it can."""

    @property
    def id(self) -> str:
        """Return the id of the revision, which stays whatever becomes of commits."""
        return self.digest[:ID_LENGTH]


def normalized(text: str) -> str:
    """Return a page's text without a byte order mark, with LF as line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def digest_of(text: str) -> str:
    """Return the digest of a page's text, as in `PageFacts.digest`."""
    return hashlib.sha256(normalized(text).encode("utf-8", "surrogatepass")).hexdigest()


def read_facts(text: str) -> PageFacts:
    """Return the facts of a page's text, of any text: what cannot be read is unknown."""
    digest = digest_of(text)
    try:
        meta, _ = split(text)
    except PageError as error:
        return PageFacts(digest, fault=str(error))
    origin = meta.get("origin")
    origin = origin if isinstance(origin, dict) else {}
    authors = meta.get("authors")
    return PageFacts(
        digest,
        _text(meta.get("title")),
        _text(meta.get("description")),
        tuple(map(_text, authors)) if isinstance(authors, list) else (),
        _text(origin.get("sha256")),
        _time(origin.get("retrieved")),
        _time(meta.get("updated")),
        read_seal(text).intact,
        bool(meta.get("withdrawn")),
    )


def body_of(text: str) -> str:
    """Return the body of a page's text; the whole text if it has no front matter."""
    try:
        return front_matter.body_of(text)
    except PageError:
        return normalized(text)


def _text(value: Any) -> str:
    return cut_text(one_line(str(value)), _LONGEST) if isinstance(value, str | int | float) else ""


def _time(value: Any) -> str:
    """Return a time as ISO 8601 as far as it is known: without a zone it is known to the day."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.date()).isoformat()
    return value.isoformat() if isinstance(value, date) else ""


def moment(iso: str) -> float:
    """Return the seconds since 1970 of a time as `PageFacts` has it; a day is its midnight in UTC."""
    when = datetime.fromisoformat(iso)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (when - _EPOCH).total_seconds()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

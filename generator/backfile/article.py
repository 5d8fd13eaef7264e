"""The nouns. What an article is on its way from a file to a page, as frozen records without behaviour.

Everything else in the package takes and gives these; this module imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias

RawHtml = NewType("RawHtml", str)
"""HTML as found. Hostile by assumption; only `clean.clean` may turn it into `SafeHtml`."""

PlainText = NewType("PlainText", str)
"""Text as found, without markup: paragraphs are separated by blank lines."""

SafeHtml = NewType("SafeHtml", str)
"""A fragment of allow-listed HTML, made by `clean` and by nothing else."""

Markdown = NewType("Markdown", str)
"""Markdown made by `markdown` (or read back from a page it wrote): text in it is escaped."""

Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
"""What JSON and plain YAML can hold."""

When = date | datetime
"""A plain date where only the day is known; otherwise a datetime that always has a zone."""

"""What pages call the months, whatever language the machine speaks."""


class Form(StrEnum):
    """What the body of a clipping is, and so what has to be done with it."""

    PAGE = "page"
    """A whole HTML page: headline, article and everything around it."""
    FRAGMENT = "fragment"
    """The HTML of an article alone."""
    TEXT = "text"
    """Plain text, with whatever scraping left in it."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something there is."""

    kept: int
    of: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from."""

    file: str
    """The input's path relative to the folder given, with `/`; the file name when a file was given."""
    sha256: str
    """Hex SHA-256 of the bytes that the reader saw (of the content, where the file was gzipped)."""
    reader: str
    """Name of the reader that read it."""
    record: str | None = None
    """The record inside the file, for containers."""
    retrieved: When | None = None
    """When the article was saved, if the input itself says so; never the clock or a file's time."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Front-matter key -> where its value was found: `json-ld`, `opengraph`, `meta`, `page`, `text`, …"""
    images: Mapping[str, str] = field(default_factory=dict)
    """Address of an image, as the input has it -> the name under which the archive keeps it."""
    fidelity: Mapping[str, Share] = field(default_factory=dict)
    """How much of the input's main `text` (in characters), `links` and `images` is in the article, as far as known."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place's answer to one field, as found."""

    values: tuple[str, ...]
    """The strings, unparsed and in order; one for most fields, several for bylines and keywords."""
    via: str
    """Where they stood: `json-ld`, `opengraph`, `meta`, `page`, `text`, …"""


@dataclass(frozen=True, slots=True)
class Removed:
    """Something cut from a body, kept as a trail."""

    rule: str
    """Name of the rule that cut it."""
    text: str
    """What it cut, as found."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a page's main content."""

    text: str
    """As found."""
    held_by: tuple[str, ...]
    """The opinions that take it for main content."""
    links: tuple[str, ...] = ()
    """The addresses that it links, as found."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds for its main content, by opinions that have no part in choosing the article."""

    opinions: tuple[str, ...]
    """The names of those that were given."""
    passages: tuple[Passage, ...]
    """What at least one of them takes for main content, in the page's order."""
    pictures: tuple[tuple[str, ...], ...] = ()
    """Each picture among it, by all addresses that stand for it."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article as found: raw strings, untrusted body."""

    origin: Origin
    form: Form
    body: RawHtml | PlainText
    """`PlainText` when `form` is TEXT, else `RawHtml`."""
    fields: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    """Field name (`FIELDS`) -> candidates, the most trusted first."""
    base_url: str | None = None
    """What relative addresses in the body refer to."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """What the reader found and we have no field for."""
    removed: tuple[Removed, ...] = ()
    """What extraction cut from the body."""
    images: Mapping[str, str] = field(default_factory=dict)
    """What stands in the body for the address of an image that came with it -> that address, as found."""
    content: Content | None = None
    """The main content of the page that the body was taken from."""
    goes_on: str | None = None
    """Where the article goes on, if that is another page."""


FIELDS = (
    "headline",
    "dek",
    "kicker",
    "byline",
    "dateline",
    "published",
    "modified",
    "source",
    "section",
    "language",
    "url",
    "image",
    "rights",
    "keywords",
    "retrieved",
)
"""The field names a clipping may use. No other module invents one."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article, typed and safe. Strings are plain text, never HTML; absent means unknown."""

    headline: str
    """The headline in the publisher's words; never empty."""
    body: Markdown
    """The article from its first paragraph on; headline and dek are not repeated in it."""
    origin: Origin
    dek: str | None = None
    """The line under the headline, in the publisher's words."""
    kicker: str | None = None
    """The short line over the headline."""
    authors: tuple[str, ...] = ()
    """The people and agencies of the byline, one name each."""
    dateline: str | None = None
    """The place (and agency) that opens the text: `Kabul`."""
    published: When | None = None
    modified: When | None = None
    source: str | None = None
    """The publication."""
    section: str | None = None
    """The publication's section or column."""
    language: str | None = None
    """BCP 47 tag, `en` or `pt-BR`."""
    url: str | None = None
    """Canonical URL, absolute, http or https."""
    image: str | None = None
    """Absolute URL of the lead image."""
    rights: str | None = None
    keywords: tuple[str, ...] = ()
    """The publisher's own subjects, as found."""
    tags: tuple[str, ...] = ()
    """Ours: what the tag index lists."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Front-matter keys that we have no field for; written back unchanged."""


@dataclass(frozen=True, slots=True)
class Inert:
    """A block of an article that is written as HTML in which nothing but its tags means anything."""

    block: int
    """Which of the article's blocks it is, from 1."""
    why: str
    """Why it is not written in Markdown, one clause."""
    text: str
    """What can be read in it, on one line."""


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What lists need to know of a page."""

    path: str
    """The page's path under docs/, with `/`."""
    headline: str
    dek: str | None = None
    published: When | None = None
    source: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """The publisher's."""

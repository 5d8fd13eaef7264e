"""The nouns: an article and its parts, from the input file to the page, as frozen records without methods.

All rooms exchange these records. This module imports nothing of the package. The fourth noun, `Page`, is in
`archive/page.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias

RawHtml = NewType("RawHtml", str)
"""HTML as found. It is assumed to be hostile; only `markup.sanitize.clean` turns it into `SafeHtml`."""

PlainText = NewType("PlainText", str)
"""Text as found, without markup. Blank lines separate paragraphs."""

SafeHtml = NewType("SafeHtml", str)
"""A fragment of allow-listed HTML. Only `markup.sanitize` makes it."""

Markdown = NewType("Markdown", str)
"""Markdown in which text is escaped: written by `markup.writer`, or read from a page that was written so."""

Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
"""A value that JSON and plain YAML can express."""

When = date | datetime
"""A date where only the day is known; otherwise a datetime, always with a time zone."""


class Form(StrEnum):
    """The form of the body of a clipping; `extract` depends on it."""

    PAGE = "page"
    """A whole HTML page: the headline, the article and everything around it."""
    FRAGMENT = "fragment"
    """The HTML of the article only."""
    TEXT = "text"
    """Plain text, possibly with furniture."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a page's main content is in its article: a number of characters, links or images."""

    kept: int
    """How many are in the article."""
    of: int
    """How many there are on the page."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of an article: its input, and where in it the values were found."""

    file: str
    """The path of the input relative to the folder that was ingested, with `/`; its name where a file was ingested."""
    sha256: str
    """The SHA-256, in hexadecimal, of the bytes passed to the reader (of the decompressed bytes of a gzip file)."""
    reader: str
    """The name of the reader."""
    record: str | None = None
    """The record inside the file, for containers."""
    collection: str | None = None
    """What makes two containers exports of one thing: the address of a feed, the name of a file. For containers."""
    host: str | None = None
    """The host that it was saved from or recorded under, as the program states that saved it; never the page itself."""
    retrieved: When | None = None
    """The time at which the article was saved, where the input states it; never the clock or a file's time."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Front-matter key -> where its value was found: `json-ld`, `opengraph`, `meta`, `page`, `text`, …"""
    images: Mapping[str, str] = field(default_factory=dict)
    """URL of an image, as in the input -> the name of its file in the archive."""
    damaged: str | None = None
    """Why a part of the article may be missing, one clause, where its input was damaged; None for one that is whole."""
    fidelity: Mapping[str, Coverage] = field(default_factory=dict)
    """How much of the page's main `text` (in characters), `links` and `images` is in the article, where measured."""


@dataclass(frozen=True, slots=True)
class FieldCandidate:
    """A candidate for a field: its value in one place, not parsed."""

    values: tuple[str, ...]
    """The strings as found, in order: one for most fields, several for bylines and keywords."""
    via: str
    """Where they were found: `json-ld`, `opengraph`, `meta`, `page`, `text`, …"""
    place: str = ""
    """The element or property, where explanations name it: `h1`, `og:title`, …"""
    votes: tuple[str, ...] = ()
    """Where the places of a page vote on a field: the places that have this value, or a longer string with it."""
    why: str = ""
    """The reason why it won the vote; empty for a candidate that did not."""


@dataclass(frozen=True, slots=True)
class RemovedText:
    """A text that extraction removed from a body or replaced, recorded for `backfile explain` and for reports."""

    rule: str
    """The name of the rule that removed it."""
    text: str
    """The text, as found."""
    replacement: str | None = None
    """What stands in its place; None if it was removed."""


@dataclass(frozen=True, slots=True)
class ContentPassage:
    """A paragraph that at least one opinion counts among a page's main content."""

    text: str
    """The text, as found."""
    opinions: tuple[str, ...]
    """The names of the opinions that count it among the main content."""
    links: tuple[str, ...] = ()
    """The URLs of its links, as found."""
    place: int = 0
    """The kind of its place on the page. Passages in elements of the same tags and classes have the same."""


@dataclass(frozen=True, slots=True)
class MainContent:
    """The main content of a page by several opinions, which are independent of the selection of the article.

    Fidelity is measured against it (`conversion/fidelity.py`).
    """

    opinions: tuple[str, ...]
    """The names of the opinions that are available for the page."""
    passages: tuple[ContentPassage, ...]
    """The paragraphs that at least one of them counts among the main content, in the order of the page."""
    images: tuple[tuple[str, ...], ...] = ()
    """For each image in the main content, all URLs under which the page shows or links it."""


@dataclass(frozen=True, slots=True)
class ParsedFields:
    """The typed fields of a clipping, made by `fields.parse.parse_fields`."""

    values: Mapping[str, object]
    """Field name -> value; without fields that have none."""
    taken: Mapping[str, int]
    """Field name -> index of the candidate from which the value was parsed."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article as found: strings that are not parsed, and a body that is not trusted."""

    origin: Origin
    form: Form
    body: RawHtml | PlainText
    """`PlainText` if `form` is TEXT, otherwise `RawHtml`."""
    fields: Mapping[str, tuple[FieldCandidate, ...]] = field(default_factory=dict)
    """Field name (`fields.FIELDS`) -> candidates, the most trusted first."""
    base_url: str | None = None
    """The base of relative URLs in the body."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Values that the reader found and for which there is no field."""
    removed: tuple[RemovedText, ...] = ()
    """The texts that extraction removed from the body."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Placeholder in the body for the URL of an image that the input contains -> that URL, as found."""
    content: MainContent | None = None
    """The main content of the page from which the body was taken."""
    headlines: tuple[str, ...] = ()
    """The headlines of several articles that a page has, of which none is told to be its article; all are kept."""
    next_page: str | None = None
    """The URL of the page on which the article continues."""
    unpublished: str | None = None
    """Why the article is not public, one clause: it is a draft, or private. Absent for published articles."""
    parsed: ParsedFields | None = None
    """The typed fields, if extraction needed them: then `fields` does not parse them again."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with typed values and a safe body. Strings are plain text, never HTML; None means unknown."""

    headline: str
    """The headline in the publisher's words; never empty."""
    body: Markdown
    """The article from its first paragraph, without the headline and the dek."""
    origin: Origin
    dek: str | None = None
    """The line under the headline, in the publisher's words."""
    kicker: str | None = None
    """The short line above the headline."""
    authors: tuple[str, ...] = ()
    """The people and agencies of the byline, one name each."""
    dateline: str | None = None
    """The place (and agency) at the beginning of the text: `Kabul`."""
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
    """What the publisher states that the article is about, as found."""
    subjects: tuple[str, ...] = ()
    """The ids of its subjects in a closed list (`tags.subjects`), the surest first; an owner may write others."""
    tags: tuple[str, ...] = ()
    """The labels that the program chose by the archive's vocabulary; the tag pages list them."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Front-matter keys without a field; they are written back unchanged."""

    @property
    def changed(self) -> When | None:
        """Return when the text was last changed, if in a later year: then the day of publication says little."""
        is_later = self.published and self.modified and self.modified.year > self.published.year
        return self.modified if is_later else None


@dataclass(frozen=True, slots=True)
class InertBlock:
    """A block of an article that is written as inert HTML: entities replace all characters that are markup."""

    block: int
    """The number of the block in the article, from 1."""
    why: str
    """The reason why it is not written as Markdown, one clause."""
    text: str
    """Its visible text, on one line."""


@dataclass(frozen=True, slots=True)
class PageSummary:
    """The values of a page that list pages need."""

    path: str
    """The path of the page, relative to docs/, with `/`."""
    headline: str
    dek: str | None = None
    published: When | None = None
    source: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """What the publisher states that the article is about."""
    dateline: str | None = None
    subjects: tuple[str, ...] = ()
    """As in `Article`."""

"""What citations and metadata need of an article, and the parts of a citation that several formats share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from backfile.article import Article
from backfile.i18n.catalogs import Catalog
from backfile.markup.plain_text import collapse_spaces

_URL = re.compile(r"[A-Za-z0-9:/?#\[\]@!$&'()*+,;=%._~-]+")


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article, and where the archive has it. Plain text."""

    article: Article
    key: str
    """Identifies the article in the archive: ASCII letters, digits and hyphens."""
    archive: str
    """The name of the archive."""
    address: str = ""
    """URL of the article's page in the archive; empty if the archive has no `site_url`."""
    image: str = ""
    """URL of the archive's copy of the lead image; empty without one, or without a `site_url`."""
    revision: str = ""
    """The id of the text that the page has: the beginning of its SHA-256."""


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """One format in which articles are cited."""

    name: str
    """Its key in the catalogs of `backfile.i18n`, after `cite_`."""
    write: Callable[[CitedArticle, Catalog], tuple[str, ...]]
    """Returns the citation, without a line break at the end; in several pieces if each has its own text direction."""


def citation_key(path: str) -> str:
    """Return the key of the article whose page is at `path` under docs/, such as `2019-11-east-pier-to-be-mended`."""
    inner = path.removeprefix("articles/").removesuffix(".md")
    return re.sub("[^A-Za-z0-9]+", "-", inner).strip("-") or "article"


def subjects(article: Article) -> tuple[str, ...]:
    """Return the subjects of an article: the archive's tags and the publisher's keywords, each once."""
    return tuple({subject.casefold(): subject for subject in (*article.tags, *article.keywords)}.values())


def iso_day(day: date | None) -> str:
    """Return a day as `2019-11-05`; an empty string for None."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if day else ""


def slash_day(day: date | None) -> str:
    """Return a day as RIS and Highwire Press tags need it: `2019/11/05`; an empty string for None."""
    return iso_day(day).replace("-", "/")


def archived_in(cited: CitedArticle, t: Catalog) -> str:
    """Return the phrase that names the archive, the page's URL there, the day of saving and the revision."""
    retrieved = cited.article.origin.retrieved
    saved = t("saved_on", day=t.day(retrieved)) if retrieved else ""
    revision = t("revision_id", id=cited.revision) if cited.revision else ""
    parts = (collapse_spaces(cited.archive), cited.address, saved, revision)
    return t("archived_in", archive=", ".join(filter(None, parts)))


def encode_url(url: str | None) -> str:
    """Return `url` with every character percent-encoded that RFC 3986 does not permit, so that it needs no quoting.

    Returns an empty string for anything that is no absolute HTTP or HTTPS URL.
    """
    if not url or not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return ""
    return quote(url.strip(), safe=":/?#[]@!$&'()*+,;=%-._~") if not _URL.fullmatch(url) else url

"""The entries of the search index: how the page of an article becomes one.

What of a page is searched is decided in `built_page`, how text is written so that Pagefind finds all of it in
`tokenize`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from backfile.fields import FIELDS
from backfile.fields.limits import cut_list, cut_text
from backfile.site.link_target import link_target
from backfile.site.search.facets import FacetRow
from backfile.site.search.tokenize import PART, tokenize
from backfile.site.site_folder import SiteFolder

if TYPE_CHECKING:
    from backfile.site.search.built_page import BuiltPage

_DATE_DIGITS = str.maketrans("0123456789", "!#$%&()*+,")
"""Digits of dates become marks that no search finds: a search for 2020 is not one for all articles of that year."""
_FAST = 1
"""The level of compression."""


class SearchEntry(NamedTuple):
    """The entry of one page."""

    url: str
    title: str
    """Matches here have more weight."""
    content: str
    about: Mapping[str, str]
    """What results show and no search finds: language tag of the text, time to read it, URLs of thumbnail and of the
    publication's list, from the site's root. An empty string is not written."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of an article without its text."""

    page: str
    """Path of its page in the site."""
    row: FacetRow
    letters: int
    """Of what is searched."""
    digest: str
    """Of the entry, packed."""


class Entries:
    """The entries of the pages of a built site. Each page is read once; texts stay in memory, compressed."""

    def __init__(self, site: SiteFolder) -> None:
        """Take the folder of the site."""
        self._site = site
        self._packed: dict[str, bytes] = {}

    def listed(self, page: str) -> Listed | None:
        """Read a page, and return what is known of its article; None if it is no article's page. In: its path."""
        read = read_entry(page, self._site.read(page))
        if read is None:
            return None
        listed, self._packed[page] = read
        return listed

    def entry(self, page: str) -> SearchEntry:
        """Return the entry of a page that was read."""
        return unpack_entry(self._packed[page])


def read_entry(page: str, html: bytes) -> tuple[Listed, bytes] | None:
    """Return what is known of the article of a page, and its entry, packed; None if it is no article's page."""
    # It imports lxml, which takes time; most builds read no page, or make no search.
    from backfile.site.search.built_page import read_built_page

    built = read_built_page(html)
    if built is None:
        return None
    article = _within_limits(built)
    url = quote(page.removesuffix("index.html"))
    row = FacetRow("", url, article.day, article.source, article.authors, article.tags, article.subjects)
    source_url = link_target(url, article.source_href) if article.source_href else ""
    about = {"language": article.language, "minutes": article.minutes, "source_url": source_url}
    content = _content(article)
    text = json.dumps([url, tokenize(article.headline), content, about], ensure_ascii=False)
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST)
    return Listed(page, row, len(content), hashlib.sha256(packed).hexdigest()), packed


def unpack_entry(data: bytes) -> SearchEntry:
    """Return the entry that `read_entry` packed."""
    return SearchEntry(*json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))


def _within_limits(page: BuiltPage) -> BuiltPage:
    """Return the searched parts of a page with headline and labels as lists show them: a page may have longer ones."""
    limits = {field.attribute: field.limit for field in FIELDS if field.limit}
    return replace(
        page,
        headline=cut_text(page.headline, limits["headline"].length),
        source=cut_text(page.source, limits["source"].length),
        authors=cut_list(page.authors, limits["authors"]),
        other=tuple(cut_text(text, limits["section"].length) for text in page.other),
        tags=cut_list(page.tags, limits["tags"]),
        subjects=cut_list(page.subjects, limits["subjects"]),
    )


def _content(article: BuiltPage) -> str:
    """Return the parts of an entry, in the order in which `search/excerpt.js` reads them."""
    about = " · ".join((*article.authors, *article.other, *article.subjects, *article.tags))
    parts = (article.headline, article.text, article.images, about, article.source)
    return f" {PART} ".join((*map(tokenize, parts), article.day.translate(_DATE_DIGITS)))

"""The search index: an entry in Pagefind for each article, the table of facets and the list of words beside it.

Owns how an article becomes an entry. What of its page is searched is decided in `built_page`, how text is written so
that Pagefind finds all of it in `tokenize`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from backfile.fields import FIELDS
from backfile.fields.limits import cut_list, cut_text
from backfile.site.chrome.navigation import ARTICLES
from backfile.site.link_target import link_target
from backfile.site.search import facets, pagefind
from backfile.site.search.built_page import BuiltPage, read_built_page
from backfile.site.search.facets import FacetRow
from backfile.site.search.tokenize import PART, tokenize
from backfile.site.search.vocabulary import Vocabulary

FOLDER = "pagefind"
"""Folder of the index in the built site."""

UNSTEMMED = ("zh", "ja", "th")
"""Languages whose text Pagefind would split into words itself, differently from how browsers split a query."""

_DATE_DIGITS = str.maketrans("0123456789", "!#$%&()*+,")
"""Digits of dates become marks that no search finds: a search for 2020 is not one for all articles of that year."""


def build_index(
    site: Path,
    language: str,
    thumbnails: Mapping[str, str] = MappingProxyType({}),
    owned_tags: Collection[str] = (),
) -> None:
    """Write the index of the article pages of the built `site`; nothing if there are no articles.

    `thumbnails`: URL of an article's page -> URL of its thumbnail, both from the site's root. `owned_tags`: the labels
    of tags.yml.

    One index has all languages. Words are stemmed as in `language`, the theme's, in the index and in queries; words of
    other languages are found as they are written. Raises BuildError if
    Pagefind fails.
    """
    pages = sorted((site / ARTICLES).rglob("*.html"), key=lambda page: page.as_posix())
    primary_language = language.split("-")[0]
    rows: dict[str, FacetRow] = {}
    vocabulary = Vocabulary()
    if pages:
        entries = (
            entry._replace(about={**entry.about, "thumbnail": thumbnails.get(entry.url, "")})
            for entry in _entries(pages, site, rows, vocabulary)
        )
        pagefind.write(entries, site / FOLDER, "unknown" if primary_language in UNSTEMMED else primary_language)
        rows_with_keys = [rows[url]._replace(key=key) for url, key in pagefind.keys(site / FOLDER)]
        (site / FOLDER / "facets.json").write_text(facets.table(rows_with_keys, owned_tags), encoding="utf-8")
        (site / FOLDER / "words.txt.gz").write_bytes(vocabulary.packed())


def _entries(
    pages: Iterable[Path], site: Path, rows: dict[str, FacetRow], vocabulary: Vocabulary
) -> Iterator[pagefind.SearchEntry]:
    """Yield the entry of each page; add its facets to `rows`, by URL, and its words to `vocabulary`."""
    for page in pages:
        article = read_built_page(page.read_bytes())
        if article:
            article = _within_limits(article)
            url = quote(page.relative_to(site).as_posix().removesuffix("index.html"))
            rows[url] = FacetRow("", url, article.day, article.source, article.authors, article.tags, article.subjects)
            content = _content(article)
            vocabulary.add(content)
            source_url = link_target(url, article.source_href) if article.source_href else ""
            about = {"language": article.language, "minutes": article.minutes, "source_url": source_url}
            yield pagefind.SearchEntry(url, tokenize(article.headline), content, about)


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

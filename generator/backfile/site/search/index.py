"""The search: what is handed to Pagefind of every article, and the table of facets beside its index.

Owns how an article becomes an entry. What of its page is searched is said by `searched`, how text is written so that
all of it is found by `spacing`. The search as people see it is `theme/search.html`, `theme/partials/search.html` and
`theme/assets/javascripts/search/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from backfile.site.chrome.navigation import ARTICLES
from backfile.site.search import facets, pagefind
from backfile.site.search.built_page import Searched, read
from backfile.site.search.facets import Row
from backfile.site.search.tokenize import PART, spaced

FOLDER = "pagefind"
"""Folder of the index in the built site."""

UNSTEMMED = ("zh", "ja", "th")
"""Languages that Pagefind would cut into words itself, and differently from how browsers cut what is asked for."""

_FIGURES = str.maketrans("0123456789", "!#$%&()*+,")
"""Figures that are shown and never found: whoever looks for 2020 does not look for everything of that year."""


def index(site: Path, language: str) -> None:
    """Index the article pages of the built `site`; without articles there is no index.

    One index holds all languages. Words are stemmed as in `language`, the theme's, on both sides; words of other
    languages are found as they are written. Raises BuildError when Pagefind fails.
    """
    pages = sorted((site / ARTICLES).rglob("*.html"), key=lambda page: page.as_posix())
    spoken = language.split("-")[0]
    rows: dict[str, Row] = {}
    if pages:
        entries = _entries(pages, site, rows)
        pagefind.write(entries, site / FOLDER, "unknown" if spoken in UNSTEMMED else spoken)
        named = [rows[url]._replace(key=key) for url, key in pagefind.keys(site / FOLDER)]
        (site / FOLDER / "facets.json").write_text(facets.table(named), encoding="utf-8")


def _entries(pages: Iterable[Path], site: Path, rows: dict[str, Row]) -> Iterator[pagefind.SearchEntry]:
    """Give the entry of each page, and put what the table of facets needs of it into `rows`."""
    for page in pages:
        article = read(page.read_bytes())
        if article:
            url = quote(page.relative_to(site).as_posix().removesuffix("index.html"))
            rows[url] = Row("", url, article.day, article.source, article.authors, article.tags)
            yield pagefind.SearchEntry(url, spaced(article.headline), _content(article))


def _content(article: Searched) -> str:
    """Give the parts of an entry, in the order in which `results.js` reads them."""
    about = " · ".join((*article.authors, *article.around, *article.tags))
    parts = (article.headline, article.text, about, article.source)
    return f" {PART} ".join((*map(spaced, parts), article.day.translate(_FIGURES)))

"""Which feeds there are, and what stands in them: the newest articles of the archive, a tag, a publication.

Owns their places: beside the page that lists the same articles, `feed.xml` and `feed.json`. What is in such a file is
`feeds`' part. Without the site's address there are none, for what they name has to be found from anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backfile.article import Article
from backfile.site.article.lead_text import opening
from backfile.site.chrome import navigation
from backfile.site.outputs import feeds
from backfile.site.outputs import write as beside
from backfile.slugs import label_slug

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog

OPENING = 300
"""So many characters of a text tell what an article without a dek is about."""

_HOME = (".", "./", "index.html")


@dataclass(frozen=True, slots=True)
class Link:
    """A feed as a page names it. Escaped."""

    type: str
    title: str
    path: str
    """From the site's root."""


class Following:
    """The feeds of one build."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        files: Files,
        config: MkDocsConfig,
        say: Catalog,
        source_of: Callable[[str], str | None],
        most: int,
    ) -> None:
        """Take all articles by path, all files with their pages, the words, what lists call a publication, a feed's
        length.
        """
        self._articles = articles
        self._files = files
        self._config = config
        self._say = say
        self._site = config.site_url or ""
        self._most = most
        self._held = dict(self._of_labels(source_of)) if self._site and most else {}
        self._entry = cache(self._made)

    def links(self, page: Page) -> list[Link]:
        """Give the feeds that a page names: those of what it lists."""
        stem = _stem(page)
        if stem not in self._held:
            return []
        title = escape(self._title(page))
        return [Link(feeds.ATOM, title, f"{stem}feed.xml"), Link(feeds.JSON, title, f"{stem}feed.json")]

    def write(self, site: Path) -> None:
        """Write the feeds into the built `site`."""
        taken = beside.taken(self._files)
        pages = {_stem(file.page): file.page for file in self._files.documentation_pages() if file.page}
        for stem, paths in self._held.items():
            if page := pages.get(stem):
                feed = self._feed(page, stem)
                entries = [self._entry(path) for path in paths]
                beside.write(site, f"{stem}feed.xml", feeds.atom(feed, entries), taken)
                beside.write(site, f"{stem}feed.json", feeds.json_feed(feed, entries), taken)

    def _of_labels(self, source_of: Callable[[str], str | None]) -> Iterator[tuple[str, Sequence[str]]]:
        """Give where there are feeds, and the articles in each, the newest first."""
        when = {path: at for path, article in self._articles.items() if (at := feeds.moment(article))}
        held: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(when, key=lambda path: (-when[path].timestamp(), path)):
            article = self._articles[path]
            held[""].append(path)
            source = source_of(article.source) if article.source else None
            labels = {f"tags/{label_slug(tag)}" for tag in article.tags}
            for stem in sorted(labels | ({f"sources/{label_slug(source)}"} if source else set())):
                held[f"{stem}/"].append(path)
        for stem, paths in held.items():
            if not stem or self._files.get_file_from_path(f"{stem[:-1]}.md"):
                yield stem, paths[: self._most]

    def _feed(self, page: Page, stem: str) -> feeds.Feed:
        return feeds.Feed(
            title=self._title(page),
            about=(self._config.site_description or "") if not stem else "",
            author=self._config.site_name,
            page=self._address(page.file.url),
            atom=self._address(f"{stem}feed.xml"),
            json=self._address(f"{stem}feed.json"),
        )

    def _title(self, page: Page) -> str:
        name = self._config.site_name
        if not _stem(page):
            return name
        title = unescape(str(page.meta.get("title") or page.title))
        return " - ".join(filter(None, (title, (folder := navigation.above(page)) and self._say(folder), name)))

    def _address(self, url: str) -> str:
        return urljoin(self._site, url)

    def _made(self, path: str) -> feeds.FeedEntry:
        file = self._files.get_file_from_path(path)
        if file is None or file.page is None:
            raise KeyError(path)
        article = self._articles[path]
        said = "" if article.dek else opening(file.page.content or "", OPENING)
        return feeds.entry(article, self._address(file.url), said)


def _stem(page: Page) -> str:
    """Give what the places of a page's feeds begin with."""
    return "" if page.file.url in _HOME else page.file.src_uri.removesuffix(".md") + "/"

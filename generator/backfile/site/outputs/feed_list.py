"""The feeds of a build, and the articles in each: the newest of the archive, of a subject, of a tag, of a publication.

Owns their URLs: `feed.xml` and `feed.json`, beside the page that lists the same articles. The formats are those of
`feeds`. Without a `site_url` there are no feeds, because their links must be absolute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backfile.article import Article
from backfile.lists.names import Names
from backfile.lists.subjects import subject_label
from backfile.site.article.lead_image import lead_image_url
from backfile.site.article.lead_text import lead_text
from backfile.site.article.page_facts import facts_of
from backfile.site.chrome import navigation
from backfile.site.outputs import feeds
from backfile.site.outputs.write import used_paths, write_unless_used
from backfile.slugs import label_slug
from backfile.tags.subjects.subject_list import subject_slug

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog
    from backfile.site.site_folder import SiteFolder

LEAD_LENGTH = 300
"""How many characters of its text describe an article without a dek."""

_HOME_URLS = (".", "./", "index.html")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link to a feed, in the head of a page. Escaped."""

    type: str
    title: str
    path: str
    """From the site's root."""


class FeedList:
    """The feeds of one build."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        files: Files,
        config: MkDocsConfig,
        t: Catalog,
        names: Names,
        max_entries: int,
    ) -> None:
        """Choose the articles of each feed.

        In: articles by path; all files, with their pages; the words of the site's language; the names of labels in
        lists; the most entries of a feed.
        """
        self._articles = articles
        self._files = files
        self._config = config
        self._t = t
        self._site = config.site_url or ""
        self._max_entries = max_entries
        self._paths = dict(self._paths_by_stem(names)) if self._site and max_entries else {}
        self._entry = cache(self._write_entry)

    def has(self, page: Page) -> bool:
        """Return whether what `page` lists has feeds."""
        return _stem(page) in self._paths

    def links(self, page: Page) -> list[FeedLink]:
        """Return the links to the feeds of what `page` lists."""
        stem = _stem(page)
        if not self.has(page):
            return []
        title = escape(self._title(page))
        return [FeedLink(feeds.ATOM, title, f"{stem}feed.xml"), FeedLink(feeds.JSON, title, f"{stem}feed.json")]

    def write(self, site: SiteFolder) -> None:
        """Write the feeds into the site."""
        used = used_paths(self._files)
        pages = {_stem(file.page): file.page for file in self._files.documentation_pages() if file.page}
        for stem, paths in self._paths.items():
            if page := pages.get(stem):
                feed = self._feed(page, stem)
                entries = [self._entry(path) for path in paths]
                write_unless_used(site, f"{stem}feed.xml", feeds.atom(feed, entries), used)
                write_unless_used(site, f"{stem}feed.json", feeds.json_feed(feed, entries), used)

    def _paths_by_stem(self, names: Names) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the stem of each feed and the paths of its articles, the newest first."""
        times = {path: time for path, article in self._articles.items() if (time := feeds.feed_time(article))}
        paths_by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(times, key=lambda path: (-times[path].timestamp(), path)):
            article = self._articles[path]
            paths_by_stem[""].append(path)
            source = names.source(article.source) if article.source else None
            labels = {f"tags/{label_slug(names.tag(tag))}" for tag in article.tags}
            labels |= {f"subjects/{subject_slug(subject)}" for subject in article.subjects}
            for stem in sorted(labels | ({f"sources/{label_slug(source)}"} if source else set())):
                paths_by_stem[f"{stem}/"].append(path)
        for stem, paths in paths_by_stem.items():
            if not stem or self._files.get_file_from_path(f"{stem[:-1]}.md"):
                yield stem, paths[: self._max_entries]

    def _feed(self, page: Page, stem: str) -> feeds.Feed:
        return feeds.Feed(
            title=self._title(page),
            description=(self._config.site_description or "") if not stem else "",
            author=self._config.site_name,
            page=self._absolute(page.file.url),
            atom=self._absolute(f"{stem}feed.xml"),
            json=self._absolute(f"{stem}feed.json"),
        )

    def _title(self, page: Page) -> str:
        """Return the title of the feed of a page, plain: page, list, archive."""
        name = self._config.site_name
        if not _stem(page):
            return name
        title = unescape(str(page.meta.get("title") or page.title))
        folder = navigation.parent_folder(page)
        return " - ".join(filter(None, (title, folder and self._t(folder), name)))

    def _absolute(self, url: str) -> str:
        return urljoin(self._site, url)

    def _write_entry(self, path: str) -> feeds.FeedEntry:
        file = self._files.get_file_from_path(path)
        if file is None or file.page is None:
            raise KeyError(path)
        article = self._articles[path]
        lead = "" if article.dek else lead_text(file.page.content or "", LEAD_LENGTH)
        image = lead_image_url(article, facts_of(file.page).image, self._files, self._site)
        categories = (*(subject_label(subject, self._t) for subject in article.subjects), *article.tags)
        return feeds.feed_entry(replace(article, tags=categories), self._absolute(file.url), lead, image)


def _stem(page: Page) -> str:
    """Return the beginning of the paths of a page's feeds, from the site's root; empty for the home page."""
    return "" if page.file.url in _HOME_URLS else page.file.src_uri.removesuffix(".md") + "/"

"""What a build adds to the HTML of a list of labels: years and a timeline in each row, and the file for the filter.

The list itself is Markdown in docs/, which the owner may have edited: rows are found by their links, and a row that is
not found stays as it is. Owns this HTML; strings in it are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from html import escape

from mkdocs.utils import get_relative_url

from backfile.i18n.catalogs import Catalog
from backfile.lists.label_index import LETTERS
from backfile.lists.letters import sort_key
from backfile.site.link_target import link_target
from backfile.site.list_pages.labels import LabelKey, Labels
from backfile.site.list_pages.sparklines import Axis, sparkline
from backfile.slugs import label_slug

MIN_FILTERED = 40
"""A shorter list has no filter."""
FILTER_FILE = "labels.json"
TAGS = "tags"

_ROW = re.compile(r'(<li>\s*(?:<p>)?<a href="([^"<>]*)">(?:(?!</?a\b).)*</a>) \(([^()<>]{1,20})\)', re.DOTALL)


class LabelRows:
    """The lists of labels of one build."""

    def __init__(self, labels: Labels, shown: Axis | None, t: Catalog, parents: Sequence[str] = ()) -> None:
        """Prepare the rows. In: the labels; the axis of timelines; the site's words; tags that are parents."""
        self._labels, self._axis, self._t, self._parents = labels, shown, t, parents
        heading = re.escape(escape(t("once"), quote=False))
        self._once = re.compile(rf"(<h2\b[^>]*>{heading}(?:<a\b[^>]*>[^<]*</a>)?</h2>)(.*)\Z", re.DOTALL)
        self._by_url = {
            url: key for folder in labels.folders for key in labels.of_kind(folder) if (url := labels.url(key))
        }

    def html(self, html: str, path: str, url: str) -> str:
        """Return the HTML of the list at `path`, with what a build adds. In: its URL, from the site's root."""

        def row(match: re.Match[str]) -> str:
            link, href, count = match.groups()
            target = link_target(url, href)
            name = "label__letters" if f"/{LETTERS}/" in target else "label__count"
            key = self._by_url.get(target)
            return f'{link} {self._timeline(key) if key else ""}<span class="{name}">{count}</span>'

        def once(match: re.Match[str]) -> str:
            title, items = match.groups()
            opened = " open" if f"/{LETTERS}/" in path else ""
            count = f'<span class="label__count">{self._t.number(items.count("<li>"))}</span>'
            return f'<details class="once"{opened}><summary>{title} {count}</summary>{items}</details>'

        return self._once.sub(once, _ROW.sub(row, html), count=1)

    def _timeline(self, key: LabelKey) -> str:
        years = self._labels.years(key)
        drawing = sparkline(years, self._axis) if self._axis else ""
        return f'<span class="label__years">{span(years)}</span> {drawing} ' if years else ""

    def row(self, key: LabelKey, own_url: str) -> str:
        """Return a row for a label on the page at `own_url`: its link, its years and timeline, its number."""
        link = f'<a href="{escape(get_relative_url(self._labels.url(key) or "", own_url))}" dir="auto">'
        count = f'<span class="label__count">{self._t.number(len(self._labels.articles(key)))}</span>'
        return f"<li>{link}{escape(self._labels.text(key))}</a> {self._timeline(key)}{count}</li>"

    def file(self, folder: str, own_url: str) -> str:
        """Return the file for the filter: label, number of articles, relative URL, first and last year of each label.

        Labels are by size, as in the list. In: the URL of the file, from the site's root.
        """
        keys = sorted(
            self._labels.of_kind(folder),
            key=lambda key: (-len(self._labels.articles(key)), sort_key(self._labels.text(key))),
        )
        rows: list[list[str | int]] = []
        for key in keys:
            if url := self._labels.url(key):
                years = self._labels.years(key)
                row = (self._labels.text(key), len(self._labels.articles(key)), get_relative_url(url, own_url))
                rows.append([*row, *((min(years), max(years)) if years else ())])
        if folder == TAGS:
            rows += [[text, 0, get_relative_url(url, own_url)] for text, url in self._parents_without_articles()]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _parents_without_articles(self) -> Iterator[tuple[str, str]]:
        """Yield the tags that no article has, and that have a page because they are parents of others."""
        for text in self._parents:
            path = f"{TAGS}/{label_slug(text)}.md"
            if self._labels.find(path) is None and (url := self._labels.url_of(path)):
                yield text, url


def span(years: Collection[int]) -> str:
    """Return the first and the last of some years, at least one: `2009–2017`."""
    first, last = f"{min(years):04}", f"{max(years):04}"
    return first if first == last else f"{first}–{last}"

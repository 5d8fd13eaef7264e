"""What the page of a label shows beside its list: numbers, chart, other labels of the same articles, some articles.

Owns what is shown from how many articles on. Strings in the results are escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from heapq import nlargest
from html import escape

from mkdocs.utils import get_relative_url

from backfile.archive.digests import digest
from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages.article_rows import SOURCES
from backfile.site.list_pages.cards import Cards
from backfile.site.list_pages.labels import LabelKey, Labels
from backfile.site.list_pages.records import Chart, ListPageView, Row
from backfile.site.list_pages.year_views import year_chart

RELATED_LABELS_MAX = 8
"""How many labels of a kind are named beside another."""
_MIN_COMMON = 2
"""A label that has fewer articles in common with another of many articles says nothing about it."""
MIN_ARTICLES = 5
"""A label of fewer articles has no cards: its list is short enough to be read."""
_MIN_CHARTED = 3
"""And of fewer than these it has no chart; from these on it has one if a year has several."""
CARDS_MAX = 3
AUTHORS = "authors"
"""The kind of which labels without a page are named, too: who writes about it."""


class LabelViews:
    """The pages of labels of one build."""

    def __init__(self, labels: Labels, t: Catalog, cards: Cards | None) -> None:
        """Take the labels, the words of the site's language, and the articles, without which no cards are shown."""
        self._labels, self._t, self._cards = labels, t, cards
        self._article = cache(self._article_contents)

    def view(self, key: LabelKey, own_url: str) -> ListPageView:
        """Return the view of a label's page, whose URL is `own_url`, from the site's root."""
        group = self._labels.articles(key)
        is_long = len(group) >= MIN_ARTICLES
        return ListPageView(
            numbers=tuple(map(escape, self.numbers(key))),
            chart=self._chart(key, own_url) if is_long or self._varies(key) else None,
            related_labels=tuple(self._related(key, own_url)),
            newest=self._newest(key, group, own_url),
            most_linked=self._most_linked(key, group, own_url) if is_long else (),
        )

    def contents(self, key: LabelKey) -> object:
        """Return the digest of what `view` is made of, beside the URL of the page and the words of the site; None if
        that is not known.
        """
        if self._cards is None:
            return None
        pages = [self._year_page(key, year) for year in sorted(self._labels.years(key))]
        articles = b"".join([self._article(summary.path) for summary in self._labels.articles(key)])
        return digest(repr((self._labels.text(key), pages)).encode("utf-8", "surrogatepass"), articles)

    def _article_contents(self, path: str) -> bytes:
        """Return the digest of what the pages of its labels show of the article at `path`."""
        if self._cards is None:
            return b""
        labels = "\0".join(sorted(map(self._labels.contents, self._labels.of_article(path))))
        about = f"{self._cards.links_to(path)} {labels}".encode("utf-8", "surrogatepass")
        return digest(self._cards.card_digest(path), about)

    def numbers(self, key: LabelKey) -> list[str]:
        """Return how many articles a label has, from how many publications, of which years. Plain text."""
        return numbers(self._labels.articles(key), self._labels.years(key), self._t)

    def _varies(self, key: LabelKey) -> bool:
        years = self._labels.years(key).values()
        return sum(years) >= _MIN_CHARTED and max(years) > 1

    def _chart(self, key: LabelKey, own_url: str) -> Chart | None:
        def url_of(year: int) -> str:
            page = self._year_page(key, year)
            return f"#{year:04}" if page is None else get_relative_url(page, own_url)

        return year_chart(self._labels.years(key), url_of, self._t)

    def _related(self, key: LabelKey, own_url: str) -> Iterable[tuple[str, tuple[Row, ...]]]:
        """Yield each kind and its labels that the articles of a label most often have as well.

        Not what has the same name, such as a publication that is named as an author.
        """
        name = self._labels.text(key).casefold()
        fewest = _MIN_COMMON if len(self._labels.articles(key)) >= MIN_ARTICLES else 1
        counts = Counter(
            label
            for summary in self._labels.articles(key)
            for label in self._labels.of_article(summary.path)
            if self._labels.text(label).casefold() != name
        )
        for kind in self._labels.folders:
            if rows := self._related_rows([each for each in counts if each.folder == kind], counts, fewest, own_url):
                yield self._t(kind), rows

    def _related_rows(
        self, labels: Iterable[LabelKey], counts: Counter[LabelKey], fewest: int, own_url: str
    ) -> tuple[Row, ...]:
        """Return the most frequent labels that lead to other articles, and authors.

        In: number of articles by label; the fewest of a label that is named.
        """
        rows: dict[LabelKey, Row] = {}
        for label in sorted(
            labels, key=lambda label: (-counts[label], self._labels.text(label).casefold(), label.name)
        ):
            url = self._labels.url(label) if label.folder == AUTHORS else self._labels.page_url(label)
            if len(rows) == RELATED_LABELS_MAX or counts[label] < fewest:
                break
            if url is not None:
                link = LabelLink(escape(self._labels.text(label)), escape(get_relative_url(url, own_url)))
                rows[label] = Row(link, self._t.number(counts[label]))
        return tuple(rows.values())

    def _year_page(self, key: LabelKey, year: int) -> str | None:
        """Return the URL of the page of a long year; None if the page of the label lists the year's articles."""
        return self._labels.url_of(f"{key.folder}/{key.name}/{year:04}.md")

    def _newest(self, key: LabelKey, group: Sequence[PageSummary], own_url: str) -> tuple[str, ...]:
        """Return the newest articles. Empty if the list on the same page begins with them."""
        published = group[0].published
        if published is None or self._year_page(key, published.year) is None:
            return ()
        return self._card_row(key, group[:CARDS_MAX], own_url)

    def _most_linked(self, key: LabelKey, group: Sequence[PageSummary], own_url: str) -> tuple[str, ...]:
        """Return the articles to which most articles of the archive link; of equal ones the newest.

        Empty if one of them is among the newest: it would stand twice at the top of the page.
        """
        if self._cards is None:
            return ()
        cards = self._cards
        linked = [summary for summary in group if cards.links_to(summary.path)]
        most = nlargest(CARDS_MAX, linked, key=lambda summary: cards.links_to(summary.path))
        if any(summary in group[:CARDS_MAX] for summary in most):
            return ()
        return self._card_row(key, most, own_url, with_links=True)

    def _card_row(
        self, key: LabelKey, summaries: Iterable[PageSummary], own_url: str, *, with_links: bool = False
    ) -> tuple[str, ...]:
        """Return the cards of articles for the page of a label; on that of a publication without its name."""
        if self._cards is None:
            return ()
        found = [(summary.path, card) for summary in summaries if (card := self._cards.card(summary.path))]
        cards = (self._cards.with_links(card, path) if with_links else card for path, card in found)
        shown = (replace(card, source="") if key.folder == SOURCES else card for card in cards)
        return tuple(card.html(own_url, is_large=True) for card in shown)


def numbers(summaries: Sequence[PageSummary], years: Collection[int], t: Catalog) -> list[str]:
    """Return how many articles there are, from how many publications, of which years. Plain text."""
    sources = {summary.source.casefold() for summary in summaries if summary.source}
    found = [t("articles", count=len(summaries))]
    if len(sources) > 1:
        found.append(t("from_sources", count=len(sources)))
    if years:
        first, last = f"{min(years):04}", f"{max(years):04}"
        found.append(first if first == last else t("span", first=first, last=last))
    return found

"""The front page: a lead story, the newest articles, rows of subjects or sections, the largest labels.

Owns which articles stand where. The Markdown in docs/ has the same links as plain lists; a home page that the owner
changed is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from mkdocs.utils import get_relative_url

from backfile.article import PageSummary
from backfile.i18n.catalogs import Catalog
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages.cards import Card, Cards
from backfile.site.list_pages.label_rows import LabelRows
from backfile.site.list_pages.labels import LabelKey, Labels
from backfile.site.list_pages.records import FrontLabels, FrontPage, FrontRow
from backfile.site.list_pages.today import DAYS_FOLDER

_LEAD_AMONG = 50
"""The lead story is one of so many newest articles: an old one with a picture would not be news."""
_SECOND = 4
_ROWS, _ROW = 4, 4
"""How many subjects or sections have a row, and how many articles stand in it."""
_ROW_KINDS = ("subjects", "sections")
_LABELS = (("tags", 15, 2), ("sources", 10, 1))
"""Kinds of labels, how many of them, and the fewest articles of a label."""


class FrontPageViews:
    """What the front page of one build is made of."""

    def __init__(
        self, summaries: Sequence[PageSummary], labels: Labels, rows: LabelRows, cards: Cards, t: Catalog
    ) -> None:
        """Take summaries in the order of lists, the labels and their rows, the cards, the site's words."""
        self._summaries, self._labels, self._rows, self._cards, self._t = summaries, labels, rows, cards, t

    def view(self, own_url: str, featured: Sequence[str], numbers: Iterable[str]) -> FrontPage:
        """Return the front page at `own_url`. In: paths of the articles that the owner puts first; its numbers."""
        first = [path for path in featured if self._cards.card(path)]
        lead = first[0] if first else self._lead()
        others = (summary.path for summary in self._summaries[:_LEAD_AMONG])
        second = [path for path in dict.fromkeys([*first, *others]) if path != lead][:_SECOND]
        shown = {lead, *second}
        return FrontPage(
            numbers=tuple(map(escape, numbers)),
            lead="".join(
                self._cards.as_lead(card, lead).html(own_url, "article", level=2) for card in self._of([lead])
            ),
            second=tuple(card.html(own_url, is_large=True, level=2) for card in self._of(second)),
            rows=tuple(self._article_rows(shown, own_url)),
            labels=tuple(self._label_lists(own_url)),
            days=get_relative_url(DAYS_FOLDER, own_url) if any(each.published for each in self._summaries) else "",
            dates=self._link("dates", self._t("all_by_date"), own_url),
        )

    def _lead(self) -> str:
        """Return the path of the lead story: the newest with picture and dek, else with a picture, else the newest."""
        newest = [each.path for each in self._summaries[:_LEAD_AMONG]]
        cards = [(path, card) for path in newest if (card := self._cards.card(path))]
        with_picture = [(path, card) for path, card in cards if card.pictures]
        best = next((path for path, card in with_picture if card.dek), "")
        return best or next((path for path, _ in (*with_picture, *cards)), "")

    def _of(self, paths: Iterable[str]) -> Iterator[Card]:
        return (card for path in paths if (card := self._cards.card(path)))

    def _article_rows(self, shown: set[str], own_url: str) -> Iterator[FrontRow]:
        """Yield rows of articles that are not `shown`, of the largest labels; add what they show to `shown`."""
        for kind in _ROW_KINDS:
            rows = 0
            for key in self._by_size(kind):
                paths = [each.path for each in self._labels.articles(key) if each.path not in shown][:_ROW]
                url = self._labels.page_url(key)
                if rows == _ROWS or url is None or len(paths) < _ROW:
                    continue
                shown.update(paths)
                rows += 1
                title = LabelLink(escape(self._labels.text(key)), escape(get_relative_url(url, own_url)))
                more = self._t("all_number", count=len(self._labels.articles(key)))
                cards = (_below(self._labels.text(key), card) for card in self._of(paths))
                yield FrontRow(title, more, tuple(card.html(own_url, is_large=True) for card in cards))
            if rows:
                return

    def _label_lists(self, own_url: str) -> Iterator[FrontLabels]:
        for kind, most, least in _LABELS:
            keys = [key for key in self._by_size(kind) if len(self._labels.articles(key)) >= least][:most]
            if keys:
                rows = tuple(self._rows.row(key, own_url) for key in keys)
                yield FrontLabels(self._t(kind), self._link(kind, self._t(f"all_{kind}"), own_url), rows)

    def _by_size(self, kind: str) -> list[LabelKey]:
        """Return the labels of a kind that have a page, those of most articles first."""
        keys = [key for key in self._labels.of_kind(kind) if self._labels.page_url(key)]
        return sorted(keys, key=lambda key: (-len(self._labels.articles(key)), self._labels.text(key).casefold()))

    def _link(self, folder: str, text: str, own_url: str) -> LabelLink | None:
        url = self._labels.url_of(f"{folder}/index.md")
        return LabelLink(text, get_relative_url(url, own_url)) if url is not None else None


def _below(title: str, card: Card) -> Card:
    """Return a card for a row with a title, which the kicker does not repeat."""
    return replace(card, kicker="") if card.kicker.casefold() == title.casefold() else card

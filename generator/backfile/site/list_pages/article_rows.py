"""What a build adds to the HTML of a list of articles: each item becomes a card, and on a month's page has its day.

The list itself is Markdown in docs/, which the owner may have edited: items are found by their form, and an item in
another form stays as it is. Owns where the cards stand; strings in the result are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby

from backfile.archive.digests import LENGTH
from backfile.i18n.catalogs import Catalog
from backfile.site.link_target import link_target
from backfile.site.list_pages.cards import Card, Cards

_ITEM = re.compile(
    r'<li>\s*<a href="([^"<>]*)">(?:(?!</?(?:a|li)\b).)*</a>'
    r"(?:\s*<br\s*/?>\s*[^<>]*(?:<bdi>[^<>]*</bdi>[^<>]*)?)?\s*</li>",
    re.DOTALL,
)
_LIST = re.compile(r"<ul>((?:(?!</?ul\b).)*)</ul>", re.DOTALL)
_MONTH = re.compile(r"dates/\d{4}/\d\d\.md")
_MIN_LED = 3
"""The first of fewer articles is no larger than the others."""
SOURCES = "sources"
_NO_DIGEST = bytes(LENGTH)


class ArticleRows:
    """The lists of articles of one build."""

    def __init__(self, cards: Cards, path_of: Callable[[str], str | None], t: Catalog) -> None:
        """Take the cards; the path under docs/ of the page at a URL, from the site's root; the site's words."""
        self._cards, self._path_of, self._t = cards, path_of, t

    def noted(self, urls: list[str]) -> ArticleRows:
        """Return the same lists, which add to `urls` the URL, from the site's root, of each item that they look at."""

        def path_of(url: str) -> str | None:
            urls.append(url)
            return self._path_of(url)

        return ArticleRows(self._cards, path_of, self._t)

    def shown(self, urls: Iterable[str]) -> bytes:
        """Return what lists show of the articles at these URLs: digests of their cards, and zeros for other pages.

        Beside this, the cards of a list depend on its own HTML, path and URL.
        """
        digest_of, paths = self._cards.card_digest, map(self._path_of, urls)
        return b"".join([digest_of(path) if path else _NO_DIGEST for path in paths])

    def html(self, html: str, path: str, url: str) -> str:
        """Return the HTML of the list at `path` with cards. In: its URL, from the site's root."""
        by_day, of_source = bool(_MONTH.fullmatch(path)), path.startswith(f"{SOURCES}/")
        leads = not path.startswith("dates/") and html.count("<li>") >= _MIN_LED

        def card(match: re.Match[str]) -> Card | None:
            article = self._path_of(link_target(url, match[1]))
            found = self._cards.card(article) if article else None
            return replace(found, source="") if found and of_source else found

        def items(match: re.Match[str]) -> str:
            found = [card(item) for item in _ITEM.finditer(match[1])]
            whole = [each for each in found if each]
            if not whole:
                return match[0]
            if by_day and len(whole) == len(found) == match[1].count("<li>"):
                return self._days(whole, url)
            # The first list of a page, if no year above it has a page of its own.
            headings = html.count("<h2", 0, match.start())
            first = leads and headings <= 1 and html.find("<ul>") == match.start()

            cards = iter(found)

            def row(item: re.Match[str]) -> str:
                card, is_first = next(cards), first and not match[1][: item.start()].strip()
                return card.html(url, leads=is_first, level=3 if headings else 2) if card else item[0]

            return f'<ul class="card-list">{_ITEM.sub(row, match[1])}</ul>'

        return _LIST.sub(items, html)

    def _days(self, cards: list[Card], url: str) -> str:
        """Return cards under the days of their articles. In: cards ordered by day."""
        days = []
        for iso, group in groupby(cards, key=lambda card: card.iso):
            rows = "".join(replace(card, day="", iso="").html(url) for card in group)
            number, weekday = self._t.day_of_month(date.fromisoformat(iso))
            day = f'<h2 class="day__name"><time datetime="{iso}"><b>{number}</b> <span>{weekday}</span></time></h2>'
            days.append(f'<li class="day" id="{day_id(iso)}">{day}<ul class="card-list">{rows}</ul></li>')
        return f'<ul class="day-list">{"".join(days)}</ul>'


def day_id(iso: str) -> str:
    """Return the id of a day on the page of its month. In: the day, as `2020-03-22`."""
    return f"day-{iso[-2:]}"

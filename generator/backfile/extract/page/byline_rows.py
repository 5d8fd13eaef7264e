"""Rows between the headline and the first paragraph, or below the text: name, date, reading time, `Follow`, counters,
the page's own URL. Owns which of them are furniture: those of which each string is known from the fields, names a
function of the page, or is a link to another page of the site.

`repeated_metadata` has removed the rows that consist of names, dates and the words of bylines; lines that are a label
as a whole are left to `label_rules`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.extract.dom import is_smaller_than
from backfile.extract.page.repeated_metadata import has_only_byline_words, is_byline
from backfile.extract.text.byline_lines import has_opening
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label
from backfile.fields.urls import parse_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.article_layout import ArticleLayout
    from backfile.extract.page.article_lines import ArticleLine

RULE = "byline row"
URL_RULE = "repeated-url"
SIGNATURE = "byline"
PORTRAIT = "portrait of an author"
_LONGEST_ROW = 200
_SMALLEST_IMAGE = 100
"""Pixels. A smaller image of an author is a portrait beside the name."""
_COUNT = re.compile(r"\W*\d[\d.,]*\s?[kKmM]?\W*")
"""The number of readers or reactions beside a button."""


def find_byline_rows(
    known: Article, languages: Collection[str] | None, layout: ArticleLayout
) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the rows above the first paragraph and below the last that are furniture, with the rule."""
    for number, line in enumerate(layout.lines):
        if layout.first <= number <= layout.last or line.is_fixed or len(line.text) > _LONGEST_ROW:
            continue
        if known.url and "://" in line.text and parse_url([line.text]) == known.url:
            yield number, URL_RULE
        elif line.label or line.is_heading:
            continue
        elif number > layout.last and has_opening(line.text) and is_byline(line.text, known):
            yield number, SIGNATURE
        elif _is_row(line, known, languages):
            yield number, RULE


def find_portraits(article: HtmlElement, known: Article) -> list[HtmlElement]:
    """Return the small images of an article that show an author: those beside the name in a byline row."""
    names = {name.casefold() for name in known.authors}
    images = (image for image in article.iter("img") if (image.get("alt") or "").strip().casefold() in names)
    return [image for image in images if is_smaller_than(image, _SMALLEST_IMAGE)]


def _is_row(line: ArticleLine, known: Article, languages: Collection[str] | None) -> bool:
    """Return whether each string of a line is known, a function of the page or a link, and one is a function."""
    strings = [((each.tail if is_tail else each.text) or "").strip() for each, is_tail in line.line.strings]
    words = [string for string in strings if any(map(str.isalnum, string))]
    functions = [string for string in words if _is_function(string, languages)]
    others = [string for string in words if string not in functions]
    links = {(each.text or "").strip() for each in line.links if line.leads_within_site}
    return bool(functions) and all(
        string in links or _COUNT.fullmatch(string) or has_only_byline_words(string) or is_byline(string, known)
        for string in others
    )


def _is_function(string: str, languages: Collection[str] | None) -> bool:
    if match_label(string, languages):
        return True
    match = match_furniture(string, None if languages is None else frozenset(languages))
    return match is not None and match.strong and match.rule == "counter"

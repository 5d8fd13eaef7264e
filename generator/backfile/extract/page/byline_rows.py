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
from backfile.extract.element_names import split_name
from backfile.extract.page.repeated_metadata import has_only_byline_words, is_byline
from backfile.extract.text.byline_lines import has_opening, is_reporter_line
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
PORTRAIT_TEXT = "note about the author"
_LONGEST_BOX = 600
_AUTHOR_NAME = re.compile(r"(?<![a-z])(?:authors?|autor\w*|auteurs?|autore|writers?|bio|biography|profile)(?![a-z])")
"""Names of a box about an author."""
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
        elif number > layout.last and _is_signature(line.text, known):
            yield number, SIGNATURE
        elif _is_row(line, known, languages):
            yield number, RULE


def find_portraits(article: HtmlElement, known: Article) -> list[HtmlElement]:
    """Return the small images of an article that show an author: those beside the name in a byline row."""
    names = {name.casefold() for name in known.authors}
    images = (image for image in article.iter("img") if (image.get("alt") or "").strip().casefold() in names)
    return [image for image in images if is_smaller_than(image, _SMALLEST_IMAGE)]


def find_author_boxes(known: Article, layout: ArticleLayout) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the lines in a small box at the end of an article under the name of its author."""
    names = {name.casefold() for name in known.authors}
    for number, line in enumerate(layout.lines):
        box = None if line.is_fixed or line.text.casefold() not in names else _find_box(layout, number)
        if box is None:
            continue
        inside = [each for each in range(number, len(layout.lines)) if box in layout.lines[each].wrappers]
        is_last = not any(each.is_prose for each in layout.lines[inside[-1] + 1 :])
        length = sum(len(layout.lines[each].text) for each in inside)
        if is_last and number > layout.first and length <= _LONGEST_BOX and box not in _wrappers_above(layout, number):
            yield from ((each, PORTRAIT_TEXT) for each in inside)


def _find_box(layout: ArticleLayout, number: int) -> HtmlElement | None:
    """Return the innermost element around a line and the next one, if it is named as one about an author."""
    below = layout.lines[number + 1].wrappers if number + 1 < len(layout.lines) else ()
    box = next((each for each in layout.lines[number].wrappers if each in below), None)
    return box if box is not None and box not in layout.around and _AUTHOR_NAME.search(split_name(box)) else None


def _wrappers_above(layout: ArticleLayout, number: int) -> Collection[HtmlElement]:
    return layout.lines[number - 1].wrappers


def _is_signature(text: str, known: Article) -> bool:
    if is_reporter_line(text):
        return any(name in text for name in known.authors)
    return has_opening(text) and is_byline(text, known)


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

"""Dates that a page only prints: below or above the headline, and at the end of the article. Owns which lines stand in
these places, and which of their dates are the article's. Lines are read by `credit_lines` as those of texts are; the
dates themselves are parsed by `fields`, which decides on their language and order.

A date elsewhere on the page is that of something else: of a teaser, a comment, an event in the text, the site. A date
relative to the present is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS
from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.metadata.other_parts import element_names, is_in_other_part
from backfile.extract.page.text_lines import iter_lines
from backfile.extract.text.byline_lines import has_opening
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.date_lines import is_date, parse_date_line, parse_label_at_end, parse_label_line
from backfile.extract.text.line_words import Phrases
from backfile.extract.text.person_names import has_given_name, looks_like_name
from backfile.fields.calendars import ERA_DAY
from backfile.fields.credit_words import pattern, words
from backfile.fields.date_patterns import VIETNAMESE, YEAR_FIRST, YEAR_LAST, word_patterns
from backfile.fields.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.text_lines import TextLine

_LINES_BELOW = 14
"""Lines below the headline that are examined, up to the text."""
_LINES_ABOVE = 4
_LINES_AFTER = 4
"""Lines after the last paragraph that are examined."""
_LONGEST_HEADLINE = 300
_LONGEST_ROW = 160
"""A longer line is text, which can name other days."""
_LONGEST_DEK = 400
_SHORTEST_SENTENCE, _SHORTEST_PARAGRAPH = 60, 80
"""Characters of a paragraph that ends a sentence, and of any other."""
_MOST_IN_HEADING = 5
"""How many elements around a string are searched for a heading."""
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = " \t\u25a0\u25a1\u25c6\u25cf\u25b6\u2605\u2606\u00bb>#*|"
"""Signs that sites print before a headline."""

_DATE_NAME = re.compile(
    r"(?<![a-z])(?:date|dat[ae]?|datum|fecha|data|time|timestamp|published|publish|pub|posted|byline|meta|dateline"
    r"|created|article-info|post-info|entry-info)(?![a-z])"
)
"""Names that sites use for the element of a date or of a row that has one."""
_LONGEST_REST = 60
_SIGNS = "|/·•–—-"
_BEHIND = re.compile(rf"[{_SIGNS}]|{pattern('by')}\s")
"""What follows a date at the beginning of a row without a name: a sign, or a byline."""
_CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?\s*")
_DATE_ATTRIBUTES = ("datetime", "title", "data-date", "data-datetime", "data-time", "content")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date that a page prints."""

    field: str
    """`published` or `modified`."""
    text: str
    """As written, without its label."""


def find_printed_dates(tree: HtmlElement, headlines: Sequence[str]) -> tuple[PrintedDate, ...]:
    """Return the dates of the article of a page, one of each field at most.

    In: the page; all headlines that it has for its article, the best first.
    """
    lines = list(iter_lines(tree.find("body"), breaks=True))
    heading = _find_headline(lines, headlines)
    if heading is None or heading < 0:
        return ()
    found: dict[str, PrintedDate] = {}
    for date in chain(_dates_below(lines, heading), _dates_above(lines, heading), _dates_after(lines, heading)):
        found.setdefault(date.field, date)
    return tuple(found.values())


def _find_headline(lines: Sequence[TextLine], headlines: Sequence[str]) -> int | None:
    """Return the number of the line that is the headline: a heading, or else the first line with its words."""
    for headline in headlines:
        same = [
            number
            for number, line in enumerate(lines)
            if len(line.text) <= _LONGEST_HEADLINE and is_same_headline(line.text.strip(_MARKS), headline.strip(_MARKS))
        ]
        if same:
            return next((number for number in same if _is_heading(lines[number])), same[0])
    return _find_heading_above_text(lines) if headlines else min(len(lines), 1) - 1


def _find_heading_above_text(lines: Sequence[TextLine]) -> int | None:
    """Return the number of the last heading above the first paragraph."""
    first = next((number for number, line in enumerate(lines) if _is_text(line) and not _is_of_something_else(line)), 0)
    above = range(first - 1, max(-1, first - 1 - _LINES_BELOW), -1)
    return next((number for number in above if _is_heading(lines[number])), None)


def _dates_below(lines: Sequence[TextLine], heading: int) -> Iterator[PrintedDate]:
    """Yield the dates of the lines between headline and text, and below a dek."""
    paragraphs = 0
    for number in range(heading + 1, min(heading + 1 + _LINES_BELOW, len(lines))):
        line = lines[number]
        above = lines[number - 1].text
        dates = () if _is_of_something_else(line) else _read(line, above)
        is_of_article = _is_named(line) or _is_labelled(line) or has_opening(line.text) or _is_byline(above)
        if dates and (paragraphs == 0 or is_of_article):
            yield from dates
        elif _is_text(line):
            paragraphs += 1
            if paragraphs > 1 or len(line.text) > _LONGEST_DEK:
                return


def _dates_above(lines: Sequence[TextLine], heading: int) -> Iterator[PrintedDate]:
    """Yield the dates of the lines above the headline that are in an element with it, near the beginning of it."""
    around = set(_elements(lines[heading]))
    for number in range(heading - 1, max(heading - 1 - _LINES_ABOVE, -1), -1):
        line = lines[number]
        shared = next((element for element in _elements(line) if element in around), None)
        if shared is None or shared.tag in ("body", "html") or _is_text(line):
            return
        if not _is_of_something_else(line):
            yield from _read(line, lines[number - 1].text if number else "")


def _dates_after(lines: Sequence[TextLine], heading: int) -> Iterator[PrintedDate]:
    """Yield the dates with a label in the lines after the last paragraph of the article."""
    last = _find_last_paragraph(lines, heading)
    if last is None:
        return
    for number in range(last + 1, min(last + 1 + _LINES_AFTER, len(lines))):
        line = lines[number]
        if _is_heading(line) or _is_of_something_else(line):
            return
        if _is_labelled(line) or _is_named(line) or parse_label_line(lines[number - 1].text):
            yield from _read(line, lines[number - 1].text)


def _find_last_paragraph(lines: Sequence[TextLine], heading: int) -> int | None:
    """Return the number of the last paragraph in the element that has most of the text below the headline."""
    length: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, int] = {}
    for number, line in enumerate(lines[heading + 1 :], heading + 1):
        if _is_text(line) and not _is_of_something_else(line):
            holder = next(islice(_elements(line), 1, None), None)
            if holder is not None:
                length[holder] = length.get(holder, 0) + len(line.text)
                last[holder] = number
    return last[max(length, key=length.__getitem__)] if length else None


def _read(line: TextLine, above: str) -> tuple[PrintedDate, ...]:
    """Return the dates of a line that is a row about the article. In: the text of the line above, perhaps a label."""
    text = line.text
    if len(text) > _LONGEST_ROW:
        return ()
    label = parse_label_line(above)
    credits_ = parse_credit_line(text)
    dates = [PrintedDate(each.field, each.values[0]) for each in credits_ if each.field in ("published", "modified")]
    dates = dates or list(_read_strings(line)) or list(_read_row(line))
    if not dates:
        return tuple(_read_attributes(line, label or _label_at_start(text)))
    if label and len(dates) == 1:
        return (PrintedDate(label, dates[0].text),)
    is_period = len({date.text for date in dates if date.field == "published"}) > 1
    return tuple(date for date in dates if not (is_period and date.field == "published"))


def _read_strings(line: TextLine) -> Iterator[PrintedDate]:
    """Yield the dates of a row that has each in an element of its own, beside names and labels."""
    strings = [((element.tail if is_tail else element.text) or "").strip() for element, is_tail in line.strings]
    strings = [string for string in strings if any(map(str.isalnum, string))]
    above = ""
    for string in strings:
        label = parse_label_at_end(above)
        for date in parse_date_line(string):
            yield PrintedDate(label or date.field, date.text)
        above = string


def _read_row(line: TextLine) -> Iterator[PrintedDate]:
    """Yield the one date of a row with other words: with a label or the opening of a byline before it, or at an edge of
    the row, beside a sign or in an element with the name of a date.
    """
    text = line.text
    days = [match for form in _day_patterns() for match in form.finditer(text)]
    days = [day for day in days if is_date(day[0])]
    spans = {(day.start(), day.end()) for day in days}
    if len(spans) != 1:
        return
    start, end = spans.pop()
    label = _label_at_start(text)
    if (
        label
        or has_opening(text)
        or _is_edge_of_row(text[:start].strip(), text[end:].lstrip("日일").strip(), is_named=_is_named(line))
    ):
        yield PrintedDate(parse_label_at_end(text[:start]) or label or "published", text[start:end])


def _is_edge_of_row(before: str, behind: str, *, is_named: bool) -> bool:
    """Return whether a date is at the edge of a row about the article. In: the text before and behind it."""
    rest = before or behind
    if (before and behind) or len(rest) > _LONGEST_REST:
        return False
    if is_named:
        return not rest.endswith(SENTENCE_ENDS)
    if _BEHIND.match(behind) or parse_credit_line(_CLOCK.sub("", behind, count=1)):
        return True
    is_apart = bool(before) and before[-1] in f"{_SIGNS},"
    return (is_apart and looks_like_name(before.rstrip(f"{_SIGNS}, "))) or has_given_name(before)


def _read_attributes(line: TextLine, label: str | None) -> Iterator[PrintedDate]:
    """Yield the date in an attribute of an element of a line whose text is relative, as `title` of an abbr element."""
    for element, is_tail in line.strings:
        for holder in (element,) if not is_tail else ():
            for name in _DATE_ATTRIBUTES if holder.tag in ("abbr", "time", "span", "a") else ():
                value = (holder.get(name) or "").strip()
                if value[:40].strip() and any(map(str.isdigit, value)) and parse_date(value):
                    yield PrintedDate(label or _label_of_name(holder), value)
                    return


def _label_of_name(element: HtmlElement) -> str:
    return "modified" if re.search(r"updated|modified", element_names(element)) else "published"


def _label_at_start(text: str) -> str | None:
    """Return the field of the label with which a text begins; None without one."""
    found = _labels().match(text.lstrip("([ "), 0)
    return found[0] if found else None


@cache
def _labels() -> Phrases:
    return Phrases.make([("modified", words("modified")), ("published", words("published"))])


@cache
def _day_patterns() -> tuple[re.Pattern[str], ...]:
    return (ERA_DAY, YEAR_FIRST, YEAR_LAST, VIETNAMESE, *(form for form, _ in word_patterns()))


def _is_byline(text: str) -> bool:
    return any(credit.field == "byline" for credit in parse_credit_line(text))


def _is_labelled(line: TextLine) -> bool:
    return _label_at_start(line.text) is not None


def _is_named(line: TextLine) -> bool:
    """Return whether an element of a line has the name of a date."""
    return any(_DATE_NAME.search(element_names(element)) for element in islice(_elements(line), 3))


def _is_of_something_else(line: TextLine) -> bool:
    return is_in_other_part(_elements(line))


def _elements(line: TextLine) -> Iterator[HtmlElement]:
    """Yield the element of the first string of a line, and all elements around it."""
    element, is_tail = line.strings[0]
    if not is_tail:
        yield element
    yield from element.iterancestors()


def _is_heading(line: TextLine) -> bool:
    return any(element.tag in HEADINGS for element in islice(_elements(line), _MOST_IN_HEADING))


def _is_text(line: TextLine) -> bool:
    """Return whether a line is a paragraph, by its length and its end; a letter of a script without spaces counts as
    two.
    """
    width = len(line.text) + len(_WIDE.findall(line.text))
    is_sentence = line.text.endswith(SENTENCE_ENDS) and width >= _SHORTEST_SENTENCE
    return (is_sentence or width >= _SHORTEST_PARAGRAPH) and not _is_heading(line)

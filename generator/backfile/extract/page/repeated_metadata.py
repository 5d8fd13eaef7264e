"""Metadata that a page prints above its article, and that front matter contains as well: headline, dek, section, byline
and date. Owns finding these lines at the start of the article and removing them, so that the body begins with the first
paragraph.

A line is removed only if all of it is known from the fields, or if it is named as the byline and has all authors. Lines
below the first paragraph are not examined. A first paragraph that the site also uses as its description is not a dek:
it stays if its markup and its place leave doubt.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.element_names import split_names
from backfile.extract.metadata.byline_places import name_of
from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.page.text_lines import iter_lines
from backfile.extract.text.credit_patterns import clock_pattern, day_pattern
from backfile.extract.text.date_lines import parse_date_line
from backfile.extract.text.furniture_words import fold_words, split_words
from backfile.extract.text.person_names import is_role_line
from backfile.fields import credit_words
from backfile.fields.date_patterns import word_patterns
from backfile.fields.dates import parse_date
from backfile.markup.unspaced import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.text_lines import TextLine

_MOST_LINES = 14
"""Lines that are examined, from the start of the article."""
_LONGEST_BYLINE = 200
_UNSPACED = re.compile(f"[{UNSPACED}\uac00-\ud7a3]")
"""Korean, which has spaces, has titles directly behind names, too: `김철수기자`."""
_PARTS = re.compile(r"[,;:：()（）|/]|\s[-–—]\s")
"""Marks between a name and what the person is."""
_MOST_ROLE_WORDS = 3
_WORDING = (
    *("wording", "by", "by_phrase", "author", "author_bare", "text", "line_by", "line_label", "name_title", "and"),
    *("published", "modified", "on", "at", "clock"),
)
"""The keys of words of bylines besides names and dates."""
_HEADLINE_TAGS = frozenset(["h1", "h2", "h3"])
_HEADLINE_NAME = re.compile(r"(?<![a-z])(?:(?<!sub)(?<!sub-)title|headline|titel|titre|titulo|titolo|subject)(?![a-z])")
"""Names that sites use for the element of a headline, in its class, id or itemprop."""
_DEK_NAME = re.compile(
    r"(?<![a-z])(?:dec?k|stand-?first|sub-?(?:title|head|heading|headline|deck|titulo)|strap-?line|description|summary"
    r"|lead-?in|vorspann|untertitel|unterzeile|anlauf|entradilla|bajada|copete|chap[oô]|chapeau|sommario|occhiello"
    r"|excerpt|ingress|manchet|perex|linha-?fina|sous-?titre)(?![a-z])"
)
"""Names that sites use for the element of a dek, in its class, id or itemprop."""


def remove_repeated_metadata(article: HtmlElement, known: Article, headlines: Sequence[str]) -> tuple[RemovedText, ...]:
    """Remove the repeated lines from an article, in place; return them with the rule by which each was removed.

    In: the article's element; its parsed fields; all headlines that the page has for it.
    """
    lines = [line for line in islice(iter_lines(article), _MOST_LINES) if "figure" not in line.ancestor_tags]
    removed = []
    for index, line in enumerate(lines):
        rule = _find_rule(line, lines[index + 1 :], known, headlines)
        is_text = rule is None and (line.is_paragraph or line.is_heading)
        if is_text and not is_byline("".join(each.text for each in lines[index + 1 : index + 2]), known):
            break  # what has the byline below it is a dek that no field repeats
        if rule is not None:
            removed.append(RemovedText(rule, line.text))
            line.remove()
    return tuple(removed)


def _find_rule(line: TextLine, below: Sequence[TextLine], known: Article, headlines: Sequence[str]) -> str | None:
    """Return the name of the rule by which a line is removed; None if it stays."""
    if any(is_same_headline(line.text, headline) for headline in headlines) and _is_headline(line):
        return "repeated-headline"
    if known.dek and is_same_headline(line.text, known.dek) and _is_dek(line, below, known):
        return "repeated-dek"
    labels = [label for label in (known.section, known.kicker) if label]
    if any(is_same_headline(line.text, label) for label in labels) and not line.is_paragraph:
        return "repeated-section"
    if is_byline(line.text, known) or is_byline(_read_apart(line), known) or _is_named_byline(line, known):
        return "byline"
    return None


def _read_apart(line: TextLine) -> str:
    """Return the text of a line with a space between its strings, which a style sheet may set apart."""
    strings = ((each.tail if is_tail else each.text) or "" for each, is_tail in line.strings)
    return " ".join(" ".join(strings).split())


def _is_named_byline(line: TextLine, known: Article) -> bool:
    """Return whether a line in an element that is named as the author's has the known authors, and is no sentence:
    perhaps with a place or an account.
    """
    has_names = bool(known.authors) and all(name.casefold() in line.text.casefold() for name in known.authors)
    if not has_names or line.is_heading or len(line.text) > _LONGEST_BYLINE or line.text.endswith(SENTENCE_ENDS):
        return False
    return any(name_of(holder).as_author for holder in line.holders)


def _is_headline(line: TextLine) -> bool:
    """Return whether a line is set as a headline, by its element or by a name of it."""
    return any(holder.tag in _HEADLINE_TAGS or _has_headline_name(holder) for holder in line.holders)


def _has_headline_name(holder: HtmlElement) -> bool:
    return _HEADLINE_NAME.search(split_names(holder, ("class", "id", "itemprop"))) is not None


def _is_dek(line: TextLine, below: Sequence[TextLine], known: Article) -> bool:
    """Return whether a line with the text of the dek is set as a dek: by its element, or by its place above byline and
    text.
    """
    if not any(other.is_paragraph and not is_byline(other.text, known) for other in below):
        return False
    is_named = any(is_named_as_dek(holder) for holder in line.holders)
    return line.is_heading or "header" in line.ancestor_tags or is_named or is_byline(below[0].text, known)


def is_named_as_dek(holder: HtmlElement) -> bool:
    """Return whether an element has a name that sites use for a dek."""
    return _DEK_NAME.search(split_names(holder, ("class", "id", "itemprop"))) is not None


def is_byline(line: str, known: Article) -> bool:
    """Return whether a line consists of known authors, known dates, and the words of bylines. Beside a known day, a
    time is not compared: most pages print it without the zone that a field would need.
    """
    if len(line) > _LONGEST_BYLINE:
        return False
    dates = parse_date_line(line)
    if dates and all(_is_known_day(each.text, known) for each in dates):
        return True
    rest = line
    for name in sorted(known.authors, key=len, reverse=True):
        is_unspaced = _UNSPACED.search(name)  # a title can be directly behind it: `佐藤花子記者`
        pattern = re.escape(name) if is_unspaced else rf"(?<!\w){re.escape(name)}(?!\w)"
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    rest, days = _take_days(rest)
    rest, hours = clock_pattern().subn(" ", rest)
    if not all(_is_known_day(day, known) for day in days) or (hours and not days):
        return False
    return rest != line and all(has_only_byline_words(part) or _is_role(part) for part in _PARTS.split(rest))


def _take_days(line: str) -> tuple[str, list[str]]:
    """Return a line without its dates, and these; whether they are dates is for the caller to parse."""
    days: list[str] = []
    for form in (day_pattern(), *(form for form, _ in word_patterns())):
        days += [match.group() for match in form.finditer(line)]
        line = form.sub(" ", line)
    return line, days


def _is_role(text: str) -> bool:
    """Return whether a part of a byline says in few words what a person is: `újságíró`, `Political reporter`."""
    return len(text.split()) <= _MOST_ROLE_WORDS and is_role_line(text.strip(" .:"))


def has_only_byline_words(text: str) -> bool:
    """Return whether all words of a text are words of bylines besides names and dates: `Published in`."""
    return _byline_words().issuperset(fold_words(split_words(text)))


@cache
def _byline_words() -> frozenset[str]:
    """Return the words of bylines besides names and dates, and the names of weekdays."""
    phrases = " ".join(phrase for key in _WORDING for phrase in credit_words.words(key))
    return frozenset((*fold_words(split_words(phrases)), *credit_words.words("weekdays")))


def _is_known_day(day: str, known: Article) -> bool:
    """Return whether a day is that of publication or modification; a time zone may make a difference of one day."""
    parsed = parse_date(day, known.language)
    days = [when.date() if isinstance(when, datetime) else when for when in (known.published, known.modified) if when]
    parsed = parsed.date() if isinstance(parsed, datetime) else parsed
    return parsed is not None and any(abs((parsed - other).days) <= 1 for other in days)

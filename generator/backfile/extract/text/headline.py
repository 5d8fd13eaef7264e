"""The headline of a scraped text. Owns which line it is, and when two lines are the same headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.extract.text import dateline
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.furniture_line import FULL_STOPS
from backfile.markup.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.remaining import RemainingText

MAX_HEADLINE = 200
"""Maximum length of a headline, in characters."""
MIN_PARAGRAPH = 80
"""A line of at least this length, in characters, is text, also without a full stop."""
HEAD_LINES = 14
"""Number of lines, above the headline and below it, that are examined."""
_BULLETS = "-–—*•"
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Jr|Sr|Co|Ltd|St|etc)\.$|\.\.\.$")
_QUOTES = re.compile(r"[\"'“”„‘’«»]")
_SITE_NAME = re.compile(r"\s+[|–—:·»-]+\s+\S.{0,60}")


def take_headline(text: RemainingText) -> None:
    """Take the headline off the text: the first line, if it is short, no sentence, and not the last line.

    Removes furniture above it, and also the title of the page, if that is the headline with the name of the site.
    """
    lines = [line for block in text.blocks[: HEAD_LINES + 3] for line in block.lines]
    above = 0
    while above < HEAD_LINES and _is_furniture(lines[above : above + 1]) and _is_headline(lines[above + 1 : above + 3]):
        above += 1
    if len(lines) > above + 1 and is_page_title(lines[above], lines[above + 1]):
        above += 1
    if not _is_headline(lines[above : above + 2]):
        return
    for _ in range(above):
        match = match_furniture(text.first_line())
        text.remove_line(match.rule if match else "page title")
    text.fields["headline"] = [text.take_line()]


def _is_furniture(lines: Sequence[str]) -> bool:
    match = match_furniture(lines[0]) if lines else None
    return bool(match and match.strong)


def _is_headline(lines: Sequence[str]) -> bool:
    """Return whether the first of two lines can be a headline."""
    if len(lines) < 2 or len(lines[0]) > MAX_HEADLINE or not any(map(str.isalpha, lines[0])):
        return False
    first, second = lines
    sentence = first.endswith(FULL_STOPS) and not _ABBREVIATION.search(first)
    repeated = is_same_line(first, second) and not (sentence and len(first) > MIN_PARAGRAPH)
    in_list = first[0] in _BULLETS and second[0] in _BULLETS
    return repeated or not (sentence or dateline.find_place(first) or in_list)


def is_page_title(line: str, headline: str) -> bool:
    """Return whether a line is the title of the page: the headline, a bar or dash, and the name of the site."""
    rest = line.removeprefix(headline)
    return rest != line and bool(_SITE_NAME.fullmatch(rest))


def is_same_line(one: str, other: str) -> bool:
    """Return whether two lines are the same but for case, quotation marks, white space and final full stops."""
    return fold_line(one) == fold_line(other)


def fold_line(text: str) -> str:
    """Return a text without case, quotation marks, superfluous white space, and the marks of its end."""
    return folded(_QUOTES.sub("", text), collapsed=True).rstrip(" .…!")

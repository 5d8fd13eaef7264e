"""The headline of a scraped text. Owns which line it is, and when two lines are the same headline.

The headline is, in this order: the line that is repeated, as a page's title and its heading are; the first line that
can be a headline, unless it names a part of the page and a line below it is taken up by the first sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.extract.text import dateline
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.furniture_line import FULL_STOPS
from backfile.extract.text.furniture_words import split_words
from backfile.extract.text.labels import LabelKind
from backfile.extract.text.line_shape import ends_sentence, width
from backfile.extract.text.line_signs import Sign
from backfile.extract.text.person_names import looks_like_name
from backfile.markup.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.text.line_signs import Line

MAX_HEADLINE = 200
"""Maximum length of a headline, in characters."""
_MAX_REPEATED = 300
"""Maximum length of a line that is a headline because it is repeated."""
MIN_PARAGRAPH = 80
"""A line of at least this length, in characters, is text, also without a full stop."""
HEAD_LINES = 30
"""Number of lines at the top among which the headline is looked for."""
_MAX_SENTENCES_ABOVE = 2
_MIN_WIDTH = 8
"""Minimum width of a line that is a headline because it is repeated."""
_OPENING_LINES = 6
"""Number of lines of prose whose words are compared with those of a headline."""
_MIN_WORD = 4
"""Minimum length of the words that are compared, in scripts with spaces."""
_TAKEN_UP = 0.3
"""Minimum share of a headline's words that the first sentences take up."""
_MIN_OPENING = 2
"""Minimum number of these sentences that take up a word: each of several news in brief has a headline of its own."""
_PART_WORDS = 2
"""Maximum number of words in the name of a section or a part of the page."""
_PART_LETTERS = 7
"""Minimum number of letters in a headline, in scripts without spaces."""
_BULLETS = "-–—*•"
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Jr|Sr|Co|Ltd|St|etc)\.$|\.\.\.$")
_QUOTES = re.compile(r"[\"'“”„‘’«»‹›]")
_SITE_NAME = re.compile(r"\s+[|–—:·»-]+\s+\S.{0,60}")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def find_headline(lines: Sequence[Line]) -> int | None:
    """Return the number of the line that is the headline, in the first lines of a text; None without one."""
    lines = lines[:HEAD_LINES]
    repeated = [number for number in range(len(lines) - 1) if _is_repeated(lines, number)]
    for number in repeated:
        longer = next((other for other in repeated[1:] if len(split_words(lines[other].text)) > _PART_WORDS), number)
        return longer if len(split_words(lines[number].text)) <= _PART_WORDS else number
    titled = _find_titled(lines)
    return _find_single(lines) if titled is None else titled


def _find_titled(lines: Sequence[Line]) -> int | None:
    """Return the number of the line that is repeated as the title of the page, further above; None without one."""
    for number, line in enumerate(lines):
        if not line.rule and any(is_page_title(above.text, line.text) for above in lines[:number]):
            return None if _is_part(line.text) else number
    return None


def _is_repeated(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line is directly repeated, alone or with the name of the site, and is no sentence."""
    line, following = lines[number], lines[number + 1]
    if line.rule or len(line.text) > _MAX_REPEATED or not any(map(str.isalpha, line.text)):
        return False
    has_prose_above = any(other.is_prose for other in lines[:number])
    if number and (width(line.text) < _MIN_WIDTH or (has_prose_above and _is_part(line.text))):
        return False
    titled = any(is_page_title(other.text, line.text) for other in lines[:number])
    if is_page_title(line.text, following.text) or (not titled and _has_article(lines[:number], lines[number + 2 :])):
        return False
    if number and not any(below.is_prose for below in lines[number + 2 : number + 2 + _OPENING_LINES]):
        return False
    same = is_same_line(line.text, following.text) or is_page_title(following.text, line.text)
    return same and not (_is_sentence(line.text) and len(line.text) > MIN_PARAGRAPH)


def _has_article(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Return whether lines above a repeated line are an article rather than captions and notes above its headline.

    They are, where they have more than two sentences, or a third as much text in sentences as there is below.
    """
    sentences = [line for line in above if not line.rule and ends_sentence(line.text)]
    size, size_below = (sum(width(line.text) for line in group) for group in (sentences, below))
    return len(sentences) > _MAX_SENTENCES_ABOVE or 3 * size > size_below


def _find_single(lines: Sequence[Line]) -> int | None:
    """Return the number of the line that is a headline without being repeated; None without one."""
    first_prose = next((number for number, line in enumerate(lines) if line.is_prose), len(lines))
    candidates = [number for number in range(min(first_prose, len(lines) - 1)) if _can_be_headline(lines, number)]
    unruled = [number for number in candidates if not lines[number].rule]
    if not unruled:
        return next((number for number in candidates if not _is_part(lines[number].text)), None)
    above = next((n for n, line in enumerate(lines) if not line.rule and Sign.KEPT not in line.signs), 0)
    opening = [folded(line.text) for line in lines[first_prose : first_prose + _OPENING_LINES]]
    below_menu = (number for number in unruled[1:] if _is_below_menu(lines, number, opening))
    if (number := next(below_menu, None)) is not None:
        return number
    return unruled[0] if unruled[0] == above or _is_part(lines[above].text) else None


def _is_below_menu(lines: Sequence[Line], number: int, opening: Sequence[str]) -> bool:
    """Return whether a line is the headline below the name of a site, the items of its menu and the name of a section.

    It is a whole phrase directly above credits or text, alone or with a dek, and not below a heading of other articles.
    The first sentences take it up, unless a byline or a date is below it. Where no line above it is certainly one of a
    page, the first sentences do not take up the first line, which could be the headline.
    """
    above, line = lines[:number], lines[number].text
    if _is_part(line) or any(other.is_prose for other in above) or not _is_above_credits(lines, number):
        return False
    if any(other.label is LabelKind.RELATED for other in above):
        return False
    signed = any(parse_credit_line(other.text) for other in lines[number + 1 : number + 3])
    if any(other.rule for other in above):
        items = sum(bool(other.rule) or _is_part(other.text) for other in above)
        return signed or (2 * items >= len(above) and _is_taken_up(line, opening, 0, 1))
    if _is_taken_up(above[0].text, opening, 0, 1) or not all(_is_part(other.text) for other in above):
        return False
    return (signed and len(above) > 1) or _is_taken_up(line, opening, _TAKEN_UP, _MIN_OPENING)


def _is_above_credits(lines: Sequence[Line], number: int) -> bool:
    """Return whether a credit, another line of a page, or text is directly below a line, or below a dek below it."""
    for line in lines[number + 1 : number + 4]:
        if line.rule or line.is_prose or looks_like_name(line.text) or parse_credit_line(line.text):
            return True
        if _is_part(line.text):
            return False
    return False


def _is_part(text: str) -> bool:
    """Return whether a line can be the name of a part of the page, of a section or of a person."""
    if _SPACELESS.search(text):
        return len(text) < _PART_LETTERS
    return len(split_words(text)) <= _PART_WORDS or looks_like_name(text)


def _can_be_headline(lines: Sequence[Line], number: int) -> bool:
    line, following = lines[number].text, lines[number + 1].text
    if len(line) > MAX_HEADLINE or not any(map(str.isalpha, line)) or Sign.KEPT in lines[number].signs:
        return False
    in_list = line[0] in _BULLETS and following[0] in _BULLETS
    in_brackets = line[0] in "(（" and line[-1] in ")）"
    is_kicker = line[-1] in ":：" and _is_part(line)
    if in_list or in_brackets or is_kicker:
        return False
    return not (_is_sentence(line) or dateline.find_place(line) or parse_credit_line(line))


def _is_sentence(line: str) -> bool:
    return line.endswith(FULL_STOPS) and not _ABBREVIATION.search(line)


def _is_taken_up(line: str, opening: Sequence[str], share: float, least: int) -> bool:
    """Return whether more than a share of a line's words are in the first sentences, and some in `least` of them.

    Words count from `_MIN_WORD` letters on, by their beginnings, because sentences inflect them. Scripts without spaces
    are compared by pairs of characters.
    """
    if _SPACELESS.search(line):
        letters = "".join(filter(str.isalnum, folded(line)))
        words = [letters[at : at + 2] for at in range(len(letters) - 1)]
    else:
        words = [word[: max(_MIN_WORD, len(word) - 2)] for word in split_words(folded(line)) if len(word) >= _MIN_WORD]
    taken = sum(any(word in text for text in opening) for word in words)
    return taken > share * len(words) and sum(any(word in text for word in words) for text in opening) >= least


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

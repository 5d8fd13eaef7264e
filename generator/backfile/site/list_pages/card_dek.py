"""The text under a headline in a list: the dek, without what belongs to the text below it, in whole words.

Agencies begin a text with a dateline, and publishers often take the dek from the text and cut it at a number of
characters. Pages of articles show a dek as it was found; this is for lists alone.
"""

from __future__ import annotations

import re
import unicodedata

from backfile.site.article.lead_text import comparable_words

_LONGEST = 145
"""In characters: two lines of a list beside a picture. A Chinese or Japanese character is as wide as two others."""
_SENTENCE = re.compile(r"\w{4}[.!?][\"”»’]?(?=\s+[^\Wa-z])|[。！？]")
"""The end of one, after a word that is no abbreviation."""
_AGENCY = re.compile(
    r"(?:[^\W\d_][^()\n]{0,60} )?\((?:[A-Z][\w ./-]{1,30}|dpa|ots|apa|sda|epd|sid)\)\s*[-–—:]{1,2}\s+(?=\S)"
)
"""`LONDON, May 5 (Reuters) - `, `(AP) — `."""
_DATELINE = re.compile(r"[^\W\d_a-z][^\Wa-z]*(?:[ .,/-]{1,2}[^\W\d_a-z][^\Wa-z]*){0,4}\.?\s[-–—]\s+(?=\S)")
"""`NEW YORK — `: words without small letters of ASCII; that the others are capitals, too, is tested apart."""
_ELLIPSIS = re.compile(r"(?:\s*(?:…|\.\.\.|\[…\]))+\s*\Z")
_ACRONYM = 8
"""`NATO – ` is no place. In characters, with sign and spaces."""
_COMPARED = 4
"""How many words before the last one are looked for in the text."""
_CUT_LENGTH = 100
"""In characters: a shorter text that ends with an ellipsis is the writer's."""


def card_dek(dek: str, text: str, dateline: str = "", longest: int = _LONGEST) -> str:
    """Return the text for a card, plain text of about `longest` characters: the dek, or the beginning of the text.

    In: the dek, which may be empty; the beginning of the text; the dateline.
    """
    shown = _without_dateline(dek or text, dateline)
    return _shortened(_whole_words(shown, text) if dek else shown, longest)


def _without_dateline(text: str, dateline: str) -> str:
    if dateline and text.startswith(dateline):
        own = re.match(r"\s*(?:\([^()]{1,30}\))?\s*[-–—:]{1,2}\s+(?=\S)", text[len(dateline) :])
        if own:
            return text[len(dateline) + own.end() :]
    if match := _AGENCY.match(text):
        return text[match.end() :]
    match = _DATELINE.match(text)
    return text[match.end() :] if match and match[0].isupper() and len(match[0]) > _ACRONYM else text


def _whole_words(dek: str, text: str) -> str:
    """Return a dek without its last word if that is cut off, with an ellipsis in its place.

    It is cut off if the article's text has the words before it, followed by a longer word that begins with it; and if
    an ellipsis follows a long dek without a space.
    """
    bare = _ELLIPSIS.sub("", dek)
    head, _, last = bare.rpartition(" ")
    found = comparable_words(bare)
    if not head or len(found) <= _COMPARED:
        return dek
    *before, cut = found[-_COMPARED - 1 :]
    all_words = comparable_words(text)
    ends = range(len(before), len(all_words))
    following = [all_words[end] for end in ends if all_words[end - len(before) : end] == before]
    is_glued = bare != dek and not dek[len(bare)].isspace() and not following and len(dek) >= _CUT_LENGTH
    if is_glued or (following and all(word != cut and word.startswith(cut) for word in following)):
        return f"{head.rstrip(' ,;:–—-')}…"
    return dek if bare == dek or not last else f"{bare}…"


def _shortened(text: str, longest: int) -> str:
    """Return the beginning of a text: its first sentences, or if these are short or long, whole words."""
    end = _fitting(text, longest)
    if end == len(text):
        return text
    if ends := [match.end() for match in _SENTENCE.finditer(text, 0, end + 1) if match.end() >= end / 2]:
        return text[: ends[-1]]
    words = text[:end].rpartition(" ")[0]
    # A text without spaces between its words can have one somewhere.
    return f"{(words if len(words) >= end / 2 else text[: end - 1]).rstrip(' ,;:–—-…、，')}…"


def _fitting(text: str, longest: int) -> int:
    """Return how many characters of a text are together as wide as `longest` narrow ones."""
    width = 0
    for number, character in enumerate(text):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > longest:
            return number
    return len(text)

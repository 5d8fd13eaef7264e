"""Sentences about the author below an article: `Anna Blum is a reporter in Kyiv.` Owns recognizing them.

They are recognized by a name at their start, a verb, and a word for journalism. An article can be about a journalist:
`ending` decides whether a note is below the article.
"""

from __future__ import annotations

import re

from backfile.extract.text.line_words import fold_phrase
from backfile.extract.text.note_words import folded_words
from backfile.extract.text.person_names import is_name, is_particle, is_role_word

MAX_AUTHOR_NOTE = 400
"""Maximum length of a note about the author, in characters."""
_MIN_WORDS = 4
_MOST_SENTENCES = 3
_MOST_NAME_WORDS = 5
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?](?:\s|$)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_EXAMINED = 60
"""Maximum number of words in which a role is looked for."""


def find_author(line: str) -> str | None:
    """Return the name at the start of a note about the author; empty if the name is on the line above, else None."""
    if not 20 <= len(line) <= MAX_AUTHOR_NOTE:
        return None
    parts = line.split()
    if len(parts) < _MIN_WORDS:
        return None
    if parts[0][0].islower():
        return "" if _is_predicate(parts[0]) and any(map(_is_author_word, parts[1:8])) else None
    if parts[1][0].islower() and not is_particle(parts[1]):
        return None
    for count in range(2, min(_MOST_NAME_WORDS, len(parts) - 1) + 1):
        if (
            _has_predicate(parts, count)
            and _fits(parts, count)
            and is_name(name := " ".join(parts[:count]).rstrip(","))
        ):
            short = len(_SENTENCE_END.findall(line)) <= _MOST_SENTENCES
            return name if short and any(map(_is_author_word, parts[count:_EXAMINED])) else None
    return None


def _fits(parts: list[str], at: int) -> bool:
    """Return whether a dash behind a name is used as a verb, as in Slavic languages; yes for other words."""
    return any(map(str.isalnum, parts[at])) or (_CYRILLIC.search(parts[0]) is not None and parts[at - 1][-1].isalpha())


def _has_predicate(parts: list[str], at: int) -> bool:
    """Return whether a verb follows the name, at once or behind an insertion between commas or in parentheses."""
    if _is_predicate(parts[at]):
        return True
    opens = parts[at - 1].endswith(",") or parts[at].startswith("(")
    closed = (index for index, part in enumerate(parts[at:], at) if part.endswith((",", ")")))
    end = next(closed, None) if opens else None
    return end is not None and end + 1 < len(parts) and parts[end + 1][0].isalpha() and _is_predicate(parts[end + 1])


def _is_predicate(word: str) -> bool:
    return fold_phrase(word) in folded_words("predicate")


def _is_author_word(word: str) -> bool:
    return is_role_word(word) or fold_phrase(word.strip("(),;:")) in folded_words("journalism")

"""Rules for furniture that does not address the reader: copyright lines, forms, counters, labels, breadcrumbs, headings
of other articles.

Each rule takes a line and the lexicon of one language, and returns a match or None. `RULES` has all rules, also those
of `furniture_prompts`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from backfile.extract.text.furniture_line import FurnitureLine, FurnitureMatch, is_number
from backfile.extract.text.furniture_prompts import match_prompt, match_question, match_teaser
from backfile.extract.text.furniture_words import fold_words, has_phrase, languages_with, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backfile.extract.text.furniture_words import Lexicon

    Rule = Callable[[FurnitureLine, Lexicon], FurnitureMatch | None]

_MAX_LABEL_WORDS = 10
_MAX_COUNTER_WORDS = 7
_MAX_HEADING_WORDS = 8
_MAX_COPYRIGHT_WORDS = 12
_MAX_RIGHTS_WORDS = 14

_LABEL_CLASSES = ("label", "comment", "network", "share", "piece", "write", "count", "more", "none", "glue")
_WEAK_CLASSES = ("label", "comment", "mood", "count", "share", "channel")
"""Classes of which a line with a weak match has a word."""
_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_LINES = 64
"""Lines of which is kept what is the same for each language."""
_BREADCRUMB_SEPARATOR = re.compile(r"\s+[>›»/|•·→]\s+|\s*[›»→]\s*")


def _match_copyright(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match `© 2020 The Post`, `All rights reserved`. A sign without a year may be the credit of a photo, and stays.

    The word instead of the sign is followed by names only: `Copyright: the law since 2020` is a sentence.
    """
    mark = _COPYRIGHT.match(line.text)
    is_short = len(line.words) <= _MAX_RIGHTS_WORDS
    reserved = any(phrase in line.folded for phrase in lexicon.rights) and (mark or is_short)
    dated = mark and _YEAR.search(mark["rest"]) and len(line.words) <= _MAX_COPYRIGHT_WORDS
    sentence = mark and mark["rest"].startswith(":") and line.unknown(lexicon)[0] > 0
    if reserved or (dated and not sentence):
        return FurnitureMatch("copyright", strong=True, sure=bool(reserved))
    return None


def _match_form(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match the notes of comment forms and requests for consent: at least four of their words, and few others."""
    words = [word for word in line.words if word in lexicon["form"] and word not in lexicon["glue"]]
    if len(set(words)) < 4 or sum(line.unknown(lexicon)) > len(line.words) // 6:
        return None
    rule = "consent" if any(word.startswith("cookie") for word in words) else "form"
    return FurnitureMatch(rule, strong=True, sure=True)


def _match_counter(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match `12 comments`, `Comments (3)`, `No comments yet`, `5 min read`."""
    if len(line.words) > _MAX_COUNTER_WORDS or line.words in lexicon.idioms or line.is_question:
        return None
    rest = line.without_numbers
    classes = ("count", "none", "minutes", "read", "more", "label", "glue", "share")
    if not all(lexicon.has(word, *classes) for word in rest):
        return None
    has_number = len(rest) < len(line.words)
    counted = lexicon["count"].positions(rest)
    timed = lexicon["minutes"].positions(rest) and any(
        lexicon.has(word, "read", "more", "label", "count") for word in rest
    )
    none = lexicon["none"].positions(rest) and counted
    if none or (has_number and (counted or timed) and not line.ends_sentence):
        return FurnitureMatch("counter", strong=True, sure=bool(lexicon["sure"].positions(rest)))
    return None


def _match_label(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match a button, the heading of a widget, or a bar of them: not a sentence, and without other words."""
    if len(line.words) > _MAX_LABEL_WORDS or line.is_question or line.words in lexicon.idioms:
        return None
    if not all(lexicon.has(word, *_LABEL_CLASSES) or is_number(word) for word in line.words):
        return None
    if line.ends_sentence and line.content_words(lexicon) < 4:
        return None
    labels = [word for word in line.words if lexicon.has(word, "label", "comment", "network") and len(word) > 1]
    if not labels or line.content_words(lexicon) < 1 or all(word in lexicon["glue"] for word in labels):
        return None
    return FurnitureMatch("label", strong=True, sure=all(word in lexicon["sure"] for word in line.words))


def _match_breadcrumbs(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match `Home > News > World`: short parts, the first of them a label."""
    if line.ends_sentence or len(first := _first_crumb(line.text)) != 1:
        return None
    return FurnitureMatch("navigation", strong=True) if first[0] in lexicon["label"] else None


@lru_cache(maxsize=_LAST_LINES)
def _first_crumb(text: str) -> tuple[str, ...]:
    """Return the words of the first of several short parts; none if a line has no such parts."""
    parts = [part for part in _BREADCRUMB_SEPARATOR.split(text) if part]
    if len(parts) < 2 or any(len(part.split()) > 3 for part in parts):
        return ()
    return fold_words(split_words(parts[0]))


def _match_heading(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match the heading of a list of other articles."""
    if line.words in lexicon.headings:
        return FurnitureMatch("other articles", strong=True, opens=True)
    if len(line.words) > _MAX_HEADING_WORDS or not lexicon["related"].positions(line.words):
        return None
    if line.ends_sentence or line.is_question or any(line.unknown(lexicon)):
        return None
    if line.content_words(lexicon) < 1 and len(line.words) < 4:
        return None
    if len(line.words) < 2 or not all(
        lexicon.has(word, "related", "piece", "label", "more", "glue") for word in line.words
    ):
        return None
    return FurnitureMatch("other articles", strong=True, opens=True)


def _match_weakly(line: FurnitureLine, lexicon: Lexicon) -> FurnitureMatch | None:
    """Match a line of words of furniture, in a form that no other rule matches."""
    if len(line.words) > _MAX_LABEL_WORDS or line.ends_sentence or line.is_question or ":" in line.text:
        return None
    unknown = sum(line.unknown(lexicon))
    if unknown > 1:
        return None
    rest = line.without_numbers
    has_number = len(rest) < len(line.words)
    if has_number and lexicon["ago"].positions(rest) and len(line.words) <= 5:
        return FurnitureMatch("time of a comment", strong=False)
    typical = [word for word in rest if lexicon.has(word, *_WEAK_CLASSES) and word not in lexicon["glue"]]
    if len(typical) > unknown or (typical and unknown == 1 and has_number):
        return FurnitureMatch("label", strong=False)
    return None


RULES = (
    _match_copyright,
    _match_form,
    _match_counter,
    _match_heading,
    match_prompt,
    match_question,
    match_teaser,
    _match_label,
    _match_breadcrumbs,
    _match_weakly,
)
"""The rules that look at words, in the order in which their matches are preferred."""
_RULES_FOR_PARTS = (_match_copyright, _match_heading, match_teaser, _match_breadcrumbs)
"""Those of them that can match a line with many words that the lexicon does not have: by a part of it."""
_RULES_FOR_KNOWN = (_match_counter, match_question, _match_label)
"""Those of them that match a line only if the lexicon has all its words."""
_RULES_FOR_UNKNOWN = (
    RULES,
    tuple(rule for rule in RULES if rule not in _RULES_FOR_KNOWN),
    tuple(rule for rule in RULES if rule not in (*_RULES_FOR_KNOWN, _match_weakly)),
)
"""Those of them that can match a line with no, one, or several words that the lexicon does not have."""
_RULES_FOR_PHRASES = (_match_copyright, _match_heading)
"""Those of them that can match a line without any word that the lexicon has: by a phrase, or by a sign."""
_MOST_UNKNOWN, _WORDS_FOR_ONE_UNKNOWN = 3, 6
"""Unknown words in a line that another rule can match: so many (`match_prompt`), or one of so many (`_match_form`)."""


def pair_rules(line: FurnitureLine, counting: Sequence[Lexicon]) -> Iterator[tuple[Rule, Lexicon]]:
    """Yield the rules that can match a line by each of some lexicons, in the order in which matches are preferred."""
    known = Counter(chain.from_iterable(map(languages_with, line.words)))
    rules_for_phrases: Sequence[Rule] = _RULES_FOR_PHRASES if _has_phrase(line) else ()
    most_unknown = max(_MOST_UNKNOWN, len(line.words) // _WORDS_FOR_ONE_UNKNOWN)
    length = len(line.without_numbers)
    for lexicon in counting:
        rules = rules_for_phrases
        if count := known[lexicon.language]:
            unknown = max(length - count, 0)  # or more, if numbers are known
            rules = _RULES_FOR_PARTS if unknown > most_unknown else _RULES_FOR_UNKNOWN[min(unknown, 2)]
        for rule in rules:
            yield rule, lexicon


def _has_phrase(line: FurnitureLine) -> bool:
    """Return whether a rule for phrases can match a line by any lexicon."""
    return _COPYRIGHT.match(line.text) is not None or has_phrase(line.words, line.folded)

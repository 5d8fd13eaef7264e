"""Owns what the list of an article's keywords says about each: endings for search engines, variants of one keyword,
names that were taken apart or turned round, words that were spilled from the headline or the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from backfile.tags.words import Key, WordSequence, key_of

_TAIL = re.compile(
    r"\s+(?:latest(?: news)?|news today|today|latest updates?|live updates?|breaking news|news|live|updates?"
    r"|weather today|haberleri|son dakika)$",
    re.IGNORECASE,
)
"""What search engines are given after a subject."""
_FEWEST_VARIANTS = 3
"""Keywords with one beginning from which they are variants of that beginning."""
_FEWEST_SPILLED, _SPILLED_SHARE = 4, 0.8
_FEWEST_BASE_FORMS, _STEM = 6, 4
"""Words in base forms from which a list takes apart headline and dek; letters that a word shares with its base form."""
_SHORTEST_BEGINNING = 4
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def cut_tail(keyword: str) -> str:
    """Return a keyword without an ending that is for search engines."""
    shorter = _TAIL.sub("", keyword)
    return shorter if len(shorter) > 1 else keyword


def spilled(keywords: Sequence[str], headline: str, dek: str | None, text: WordSequence) -> frozenset[str]:
    """Return the keywords that are a sentence taken apart: words of the titles, or neighbours in the text.

    In: the keywords; headline and dek; the words of the article.
    """
    if _are_base_forms(keywords, key_of(f"{headline} {dek or ''}")):
        return frozenset(keywords)
    inside = [keyword for keyword in keywords if _UNSPACED.search(keyword) and keyword in headline]
    if len(inside) >= _FEWEST_SPILLED:
        return frozenset(inside)
    single = [keyword for keyword in keywords if len(key_of(keyword)) == 1]
    words = set(key_of(headline))
    if len(words) > 1 and len(single) == len(keywords) and {key_of(keyword)[0] for keyword in single} == words:
        return frozenset(single)
    if len(single) < _FEWEST_SPILLED:
        return frozenset()
    of_headline = [keyword for keyword in single if key_of(keyword)[0] in words]
    if len(of_headline) >= max(_FEWEST_SPILLED, _SPILLED_SHARE * len(single)) and all(map(str.islower, of_headline)):
        return frozenset(of_headline)
    run: list[str] = []
    runs: list[list[str]] = []
    for before, after in pairwise(keywords):
        if text.contains((*key_of(before), *key_of(after))) and before.islower() and after.islower():
            run = run or [before]
            run.append(after)
        else:
            runs.append(run)
            run = []
    return frozenset(word for part in (*runs, run) if len(part) >= _FEWEST_SPILLED for word in part)


def _are_base_forms(keywords: Sequence[str], titles: Key) -> bool:
    """Return whether a list has the base forms of the words of headline and dek: `list, wait, rise` of `lists rise`."""
    keys = [key_of(keyword) for keyword in keywords]
    if len(keys) < _FEWEST_BASE_FORMS or not all(len(key) == 1 for key in keys) or not all(map(str.islower, keywords)):
        return False
    stems = {word[:_STEM] for word in titles}
    return sum(key[0][:_STEM] in stems for key in keys) >= _SPILLED_SHARE * len(keys)


def variants(keywords: Sequence[str]) -> dict[str, str]:
    """Return the keywords that are variants of another keyword, with that: three or more have one beginning."""
    keys = [(keyword, key_of(keyword)) for keyword in keywords]
    firsts = Counter(key[0] for _, key in keys if len(key) > 1 and len(key[0]) >= _SHORTEST_BEGINNING)
    whole = {key[0]: keyword for keyword, key in keys if len(key) == 1}
    return {
        keyword: whole.get(key[0], key[0])
        for keyword, key in keys
        if len(key) > 1 and firsts[key[0]] >= _FEWEST_VARIANTS and key[0] in whole
    }


def joined_names(keywords: Sequence[str], text: str, words: WordSequence) -> Iterator[tuple[str, str]]:
    """Yield the keywords that are a part of a name, or a name turned round, with the name as the text has it.

    `Voigt` and `Mario`, one after the other, are `Mario Voigt`; `Brandt Klara` and `Brandt, Klara` are `Klara Brandt`.
    """
    for before, after in pairwise(keywords):
        if len(key_of(before)) == len(key_of(after)) == 1 and before[:1].isupper() and after[:1].isupper():
            name = f"{after} {before}"
            if name in text:
                yield before, name
                yield after, name
    for keyword in keywords:
        key = key_of(keyword)
        if 1 < len(key) <= 3 and not words.contains(key) and (turned := _turned(key, words)):
            yield keyword, " ".join(keyword.replace(",", " ").replace("-", " ").split()[place] for place in turned)


def _turned(key: Key, text: WordSequence) -> tuple[int, ...] | None:
    """Return the order of words in which a text has them: the first is the last."""
    order = (*range(1, len(key)), 0)
    return order if text.contains(tuple(key[place] for place in order)) else None

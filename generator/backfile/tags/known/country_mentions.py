"""Owns counting the countries that a text names: by name or English adjective, in runs of capitalized words.

Scripts without capitals are read as they are written: Chinese, Japanese, Korean and Thai as strings, Arabic, Hebrew
and the scripts of India as words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.tags.capitalized import CapitalRun
from backfile.tags.known.countries import all_names, country_code, is_ambiguous, is_confirmed
from backfile.tags.languages import COMPOUNDING, UNSPACED
from backfile.tags.stopwords import ORDINARY, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.tags.known.homonyms import Homonyms

_WORDS = frozenset(("ar", "fa", "ur", "he", "hi", "bn", "ta", "te", "mr", "gu"))
"""Languages with words, but without capitals."""
_GENITIVE_IN_S = COMPOUNDING - {"fi"}
_KATAKANA = "\u30a1-\u30ff"
_AFTER_NAME = "(?!地方|電力|山地|自動車)"
"""Words that make a region of Japan of `中国`."""
_LONGEST = 5
_LONGEST_WITH_ADJECTIVE = 2
"""Words of a run that names a country by an adjective; more are a name (`American Music Awards`), or have a title."""
_OF_CONTINENTS = frozenset("North South Central Latin African Native Pan".split())
"""Words before `America` and `American` that mean another thing than the country."""
_OF_SEAS = frozenset(("Gulf", "Sea", "Strait", "Bay"))
"""Words of names of seas: the `Gulf of Mexico` is not the country."""
_PREFIXES = ("و", "ب", "ل", "ف", "ك")
"""Words of one letter that Arabic writes together with the next word."""


def count_countries(text: str, homonyms: Homonyms, language: str, *, inflects: bool) -> Counter[str]:
    """Count the mentions of each country by its code.

    In: a text; what its names mean; its language, and whether that inflects names.
    """
    if language in UNSPACED:
        return Counter(_codes_in_string(text, language))
    if language in _WORDS:
        return Counter(_codes_in_words(text, language))
    reader = _Reader(homonyms, language, inflects)
    counts: Counter[str] = Counter()
    numbers = Counter((run.words, run.starts_sentence) for run in homonyms.runs)
    for (words, starts_sentence), number in numbers.items():
        run = CapitalRun(words, starts_sentence, before="")
        if run.words[0] in _OF_CONTINENTS and len(run.words) > 1 and run.words[1].startswith("America"):
            continue
        code = reader.code_of_run(run)
        if code and (run.text.casefold() not in ORDINARY or is_ambiguous(run.text)):
            counts[code] += number
        elif len(run.words) > 1 and not code and (surname := country_code(run.words[-1], language)):
            counts[surname] -= number  # The text may also have it alone.
        elif not code and homonyms.is_person(run) and (first_name := country_code(run.words[0], language)):
            counts[first_name] -= number
    return +counts


def countries_in(tokens: Sequence[str], homonyms: Homonyms, language: str, *, inflects: bool) -> set[str]:
    """Return the codes of the countries that words name in a few words, the first with a capital.

    In: the words of a lead; what names mean in the article; its language, and whether that inflects names.
    """
    if language in UNSPACED:
        return set(_codes_in_string(" ".join(tokens), language))
    if language in _WORDS:
        return set(_codes_in_words(" ".join(tokens), language))
    reader = _Reader(homonyms, language, inflects)
    pairs = (homonyms.are_in_person(*pair) for pair in pairwise(("", *tokens, "")))
    in_person = [before or after for before, after in pairwise(pairs)]
    starts = (start for start, word in enumerate(tokens) if word[0].isupper() and not in_person[start])
    spans = {" ".join(tokens[start : start + length]) for start in starts for length in range(1, _LONGEST + 1)}
    spans |= {span.replace(" - ", "-") for span in spans if " - " in span}
    spans |= {before for before, after in pairwise(tokens) if after == "-" and before[0].isupper()}
    return {code for span in spans for form in (span, span.removesuffix("s")) if (code := reader.code(form))}


class _Reader:
    """What names mean in one article."""

    def __init__(self, homonyms: Homonyms, language: str, inflects: bool) -> None:
        self._homonyms, self._language, self._inflects = homonyms, language, inflects
        self._known: dict[str, str | None] = {}

    def code(self, text: str) -> str | None:
        """Return the code of the country that words name in this article; None for none, or without confirmation."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> str | None:
        code = country_code(text, self._language, adjectives=self._language == "en", inflects=self._inflects)
        if code is None or (is_ambiguous(text) and not is_confirmed(text, self._homonyms.words)):
            return None
        return None if self._homonyms.is_other_thing(text) else code

    def code_of_run(self, run: CapitalRun) -> str | None:
        """Return the country of a run: as a whole, after its last `of`, or with an adjective as its first word.

        The first word of a sentence can be another word.
        """
        if code := self.code(run.text) or (self.code(" ".join(run.words[1:])) if run.starts_sentence else None):
            return code
        first = run.words[0]
        if self._language in COMPOUNDING and "-" in first and (code := self.code(first.split("-")[0])):
            return code
        if self._language in _GENITIVE_IN_S and (code := self.code(run.text.removesuffix("s"))):
            return code
        if self._language != "en" or len(run.words) == 1:
            return None
        is_name = len(run.words) > _LONGEST_WITH_ADJECTIVE and not TITLES.intersection(map(str.casefold, run.words))
        if not _OF_SEAS.isdisjoint(run.words):
            return None
        return self.code(run.text.rsplit(" of ", 1)[-1]) or (None if is_name else self._adjective(first))

    def _adjective(self, word: str) -> str | None:
        """Return the country of an English adjective."""
        return self.code(word) if country_code(word, "en") is None else None


def _codes_in_string(text: str, language: str) -> Iterator[str]:
    for match in _pattern(language).finditer(text):
        if code := country_code(match[0], language):
            yield code


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return a pattern of the names of countries. A name in Katakana is not a part of a longer word."""
    names = sorted((name for name in all_names(language) if len(name) > 1), key=len, reverse=True)
    forms = (
        rf"(?<![{_KATAKANA}]){re.escape(name)}(?![{_KATAKANA}])" if re.fullmatch(f"[{_KATAKANA}]+", name)
        else f"{re.escape(name)}{_AFTER_NAME}"
        for name in names
    )  # fmt: skip
    return re.compile("|".join(forms))


def _codes_in_words(text: str, language: str) -> Iterator[str]:
    words = re.findall(r"[^\s.,;:!?\u060c\u061b\u061f()\"\u00ab\u00bb]+", text)
    place = 0
    while place < len(words):
        length, code = next(_matches_at(words, place, language), (1, None))
        if code:
            yield code
        place += length


def _matches_at(words: Sequence[str], place: int, language: str) -> Iterator[tuple[int, str]]:
    """Yield length and country of the names that begin at a place, the longest first."""
    for length in range(_LONGEST, 0, -1):
        name = " ".join(words[place : place + length])
        bare = name[1:] if language == "ar" and name[:1] in _PREFIXES else ""
        if code := country_code(name, language) or (country_code(bare, language) if len(bare) > length + 1 else None):
            yield length, code

"""Owns how an article names a keyword: where, how often, and in which spelling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from backfile.fields.gazetteer import common_prefix_length
from backfile.tags.label_key import label_key
from backfile.tags.languages import UNSPACED
from backfile.tags.words import WordSequence, key_of, without_addresses, words_of

if TYPE_CHECKING:
    from backfile.tags.tagger_input import TaggerInput

_PREFIX = 4
_ENDING = 2
"""Letters at the end of a word that a case or a plural changes."""
_MOST_FORMS = 50
_BETWEEN = r"[\s\-'\u2019&./_]{1,2}"
"""What is between two words of a keyword in a text."""
_SIGNS_BETWEEN = re.compile(_BETWEEN)
_WORD_BEFORE, _WORD_HERE = re.compile(r"(?<=\w)"), re.compile(r"\w")
_NAME_AFTER = re.compile(r"(?i: of (?:the )?)[A-Z]")
"""What shows that a name is longer: `Bank of England`, behind `Bank`."""
_OTHER_CASES = "\u0130\u0131\u017f"
"""Letters that are the same as ASCII letters without case, and other ones or several in lower case."""
_BEFORE_SENTENCE = frozenset(".!?:…“”„«»\"'\n(•-–—‘’")


@dataclass(frozen=True, slots=True)
class Named:
    """How an article names a keyword."""

    in_title: bool
    """Whether headline or dek has it, or the surname of a name that the article has in full."""
    count: int
    """Mentions in headline, dek and text."""


class Mentions:
    """The words of an article by their beginnings: finding a keyword costs as much as it has candidates."""

    def __init__(self, data: TaggerInput) -> None:
        """Index the words of an article."""
        article = data.article
        titles = "\n".join(filter(None, (article.headline, article.dek)))
        self._titles, self._text = without_addresses(titles), without_addresses(data.text)
        self._title_length = len(words_of(self._titles))
        is_plain = (self._titles, self._text) == (titles, data.text)
        self._words = data.words if is_plain else WordSequence.of(f"{self._titles}\n\n{self._text}")
        self._is_unspaced = data.language in UNSPACED
        self._inflects = data.inflects or data.language == "de"

    @cached_property
    def _forms(self) -> Mapping[str, Sequence[str]]:
        """Return the different words by their beginnings."""
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words.places_by_word:
            forms[word[:_PREFIX]].append(word)
        return forms

    def named(self, keyword: str) -> Named:
        """Return where and how often the article has a keyword."""
        if self._is_unspaced:
            count = self._titles.count(keyword) + self._text.count(keyword)
            return Named(keyword in self._titles, count)
        key = key_of(keyword)
        places = list(self._find(key))
        in_title = any(place < self._title_length for place in places)
        if len(key) > 1 and places and all(word[:1].isupper() for word in words_of(keyword)):
            surnames = list(self._find(key[-1:])) if len(key) < 4 else []
            in_title = in_title or any(place < self._title_length for place in surnames)
            return Named(in_title, max(len(places), len(surnames)))
        return Named(in_title, len(places))

    def _find(self, key: Sequence[str]) -> Iterator[int]:
        forms = self._forms.get(key[0][:_PREFIX], ()) if key else ()
        same = [self._words.places_by_word[form] for form in forms if self._is_same(form, key[0])]
        for place in sorted(chain.from_iterable(same)):
            words = self._words.folded[place + 1 : place + len(key)]
            if len(words) == len(key) - 1 and all(map(self._is_same, words, key[1:])):
                yield place

    def _is_same(self, word: str, own: str) -> bool:
        if word == own or word == f"{own}s" or label_key(word) == label_key(own):
            return True
        least = max(_PREFIX, min(len(word), len(own)) - _ENDING)
        return self._inflects and abs(len(word) - len(own)) <= _ENDING and common_prefix_length(word, own) >= least

    def is_class_of(self, word: str, keyword: str) -> bool:
        """Return whether a word is one of those of a longer keyword in another form: `storms` and `storm Eunice`."""
        words, own = key_of(keyword), key_of(word)
        return len(words) > len(own) == 1 and any(each != own[0] and self._is_same(each, own[0]) for each in words)

    def is_cut(self, keyword: str) -> bool:
        """Return whether a keyword only occurs as a part of a longer name: `Electric Co` of `Gas & Electric Co`."""
        if self._is_unspaced or not keyword[:1].isupper():
            return False
        parts = [
            self._is_behind_sign(start) or _NAME_AFTER.match(self._text, end) is not None
            for start, end in islice(self._iter_forms(keyword), _MOST_FORMS)
        ]
        return bool(parts) and all(parts)

    def _is_behind_sign(self, start: int) -> bool:
        return self._text.startswith("& ", max(start - 2, 0)) and start > 1

    def spelling(self, keyword: str) -> str | None:
        """Return a keyword as the text most often has it in mid-sentence; None if the text has it nowhere there."""
        if self._is_unspaced:
            return None
        found = islice(self._iter_forms(keyword), _MOST_FORMS)
        forms = Counter(self._text[start:end] for start, end in found if self._is_inside(start))
        forms = Counter({form: count for form, count in forms.items() if "\n" not in form and not _is_shouted(form)})
        return min(forms, key=lambda form: (-forms[form], form)) if forms else None

    def _iter_forms(self, keyword: str) -> Iterator[tuple[int, int]]:
        """Yield the places of a keyword in the text, in any case, each as its start and end."""
        words = words_of(keyword)
        if not words or not all(map(str.isascii, words)) or self._lowered is None:
            pattern = re.compile(rf"(?<!\w){_BETWEEN.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)
            yield from (match.span() for match in pattern.finditer(self._text))
            return
        # Strings are found faster than patterns without case, which each keyword needs one of.
        first, *others = map(str.lower, words)
        place = 0
        while (place := self._lowered.find(first, place)) >= 0:
            end = self._end_of(place + len(first), others) if not _WORD_BEFORE.match(self._text, place) else None
            if end is not None:
                yield place, end
            place = place + 1 if end is None else end

    def _end_of(self, end: int, words: Sequence[str]) -> int | None:
        """Return where some words end that begin at a place behind one or two signs; None if they are not there."""
        if not words:
            return end if not _WORD_HERE.match(self._text, end) else None
        lowered = self._lowered or ""
        for start in (end + 2, end + 1):
            if _SIGNS_BETWEEN.fullmatch(lowered, end, start) and lowered.startswith(words[0], start):
                found = self._end_of(start + len(words[0]), words[1:])
                if found is not None:
                    return found
        return None

    @cached_property
    def _lowered(self) -> str | None:
        """Return the text in lower case; None if the places of its letters would differ from those in the text."""
        is_regular = not any(letter in self._text for letter in _OTHER_CASES)
        return self._text.lower() if is_regular else None

    def _is_inside(self, start: int) -> bool:
        before = self._text[max(start - 2, 0) : start].rstrip(" ")
        return bool(before) and before[-1] not in _BEFORE_SENTENCE


def _is_shouted(form: str) -> bool:
    return form.isupper() and (len(form) > 5 or " " in form)

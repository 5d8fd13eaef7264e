"""Owns the lexicon of subjects (`lexicon.toml`): names of sections in any language, and words by language.

The words of a language are compiled once. A text is read once: each word costs a few look-ups in dictionaries, whatever
the number of entries.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from backfile.tags.subjects.own_subjects import NO_OWN_SUBJECTS, OwnSubjects
from backfile.tags.words import UNMARKED

_FILE = Path(__file__).with_name("lexicon.toml")
_TOKEN = re.compile("[^\\W_](?:[^\\W_]|[\u0900-\u0dff])*")
"""A word; in the scripts of India, with the signs of its vowels."""
_UNMARKED = str.maketrans({**UNMARKED, "ß": "ss"})
_CONNECTING = frozenset("and und et y e og och en i ve и و".split())
"""Words between two parts of a section's name: `Arts and Culture` is the section `Arts & Culture`."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u30fb\u30fc]+")
"""A run of Japanese, Chinese or Korean, in which words are found anywhere."""
_EVERY_LANGUAGE = "any"
"""The words that are the same in all languages."""
_LANGUAGES = {"nb": "no", "nn": "no"}
_ARABIC = re.compile("^(?:[وف]?(?:ال|بال|كال|لل|ب|ل|ك)|[وف])(?=.{3})")
"""What Arabic writes together with the word that follows: and, so, the, in, for, like."""


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def section_key(text: str) -> str:
    """Return the form in which names of sections are compared: without case, accents, punctuation, and `and`."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_UNMARKED))
    bare = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare))
    return "-".join([word for word in words if word not in _CONNECTING] or words)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon that a text has."""

    entry: str
    """Its entry: two forms of one entry are one word."""
    text: str
    """As the text has it, in lower case."""
    subjects: tuple[str, ...]


class Words:
    """The words of one language."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        """Compile entries. In: entry as in the lexicon, without `!` -> its subjects; none for an exception."""
        self._whole: dict[str, Word] = {}
        self._parts: dict[bool, dict[str, Word]] = {True: {}, False: {}}
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], bool, Word]]] = defaultdict(list)
        for entry, subjects in entries.items():
            self._add(entry, tuple(subjects))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: (-len(phrase[0]), phrase[0]))
        self._lengths = {
            start: sorted({len(part) for part in parts}, reverse=True) for start, parts in self._parts.items()
        }
        unspaced = [entry for entry in self._whole if _UNSPACED.fullmatch(entry) and len(entry) > 1]
        self._unspaced_lengths = sorted({len(entry) for entry in unspaced}, reverse=True)
        self._firsts = frozenset(entry[0] for entry in unspaced)

    def _add(self, entry: str, subjects: tuple[str, ...]) -> None:
        bare = entry.strip("*")
        word = Word(entry, bare.replace("_", " "), subjects)
        tokens = tuple(bare.split("_") if _UNSPACED.search(bare) else _TOKEN.findall(bare))
        if len(tokens) > 1:
            self._phrases[tokens[0]].append((tokens, entry.endswith("*"), word))
        elif entry.endswith("*"):
            self._parts[True][tokens[0]] = word
        elif entry.startswith("*"):
            self._parts[False][tokens[0]] = word
        else:
            self._whole[tokens[0]] = word

    def find(self, text: str) -> list[Word]:
        """Return the words of a text that the lexicon has, in order; a phrase is one word, and its parts are none."""
        folded = unicodedata.normalize("NFC", text.casefold())
        return [word for word in self._all(folded) if word.subjects]

    def _all(self, text: str) -> Iterator[Word]:
        tokens = _TOKEN.findall(text)
        place = 0
        while place < len(tokens):
            phrase = self._phrase(tokens, place)
            if phrase:
                yield phrase[1]
                place += phrase[0]
            else:
                yield from () if self._is_run(tokens[place]) else self._word(tokens[place])
                place += 1
        if self._firsts:
            for run in _UNSPACED.findall(text):
                yield from self._unspaced(run)

    def _is_run(self, token: str) -> bool:
        """Return whether words are found anywhere in a token, and not only as the whole of it."""
        return bool(self._firsts) and len(token) > 1 and _UNSPACED.fullmatch(token) is not None

    def _phrase(self, tokens: list[str], place: int) -> tuple[int, Word] | None:
        for parts, starts, word in self._phrases.get(tokens[place], ()):
            found = tuple(tokens[place : place + len(parts)])
            if found == parts or (starts and found[:-1] == parts[:-1] and found[-1].startswith(parts[-1])):
                return len(parts), word
        return None

    def _word(self, token: str) -> Iterator[Word]:
        """Yield the entry of a word: the whole, or else its longest beginning and its longest end."""
        for form in (token, *([token[prefix.end() :]] if (prefix := _ARABIC.match(token)) else [])):
            if whole := self._whole.get(form):
                yield whole
                return
        for starts, lengths in self._lengths.items():
            parts = self._parts[starts]
            for length in lengths:
                part = token[:length] if starts else token[-length:]
                if len(token) >= length and (word := parts.get(part)):
                    yield Word(word.entry, token, word.subjects)
                    if not word.subjects:
                        return
                    break

    def _unspaced(self, run: str) -> Iterator[Word]:
        place = 0
        while place < len(run):
            word = None
            if run[place] in self._firsts:
                parts = (run[place : place + length] for length in self._unspaced_lengths)
                word = next((found for part in parts if (found := self._whole.get(part))), None)
            if word:
                yield word
            place += len(word.text) if word else 1


class Lexicon:
    """The lexicon, with the owner's sections and words."""

    def __init__(self, own: OwnSubjects) -> None:
        """Add the owner's subjects to the lexicon."""
        self._own = own
        sections = {entry.id: list(entry.sections) for entry in own.entries}
        self._sections = _by_name("sections", sections)
        self._vague = _by_name("vague", {})
        self._words = cache(self._compile)

    def section_subjects(self, name: str) -> tuple[str, ...]:
        """Return the subjects for which the name of a section stands; none for a name that the lexicon lacks."""
        return self._sections.get(section_key(name), ())

    def vague_subjects(self, name: str) -> tuple[str, ...]:
        """Return the subjects that the name of a section suggests, which may be the name of a department."""
        return self._vague.get(section_key(name), ())

    def words(self, language: str) -> Words:
        """Return the words of a language, given without its region. A language that the lexicon lacks has few words."""
        return self._words(_LANGUAGES.get(language, language))

    def _compile(self, language: str) -> Words:
        entries: defaultdict[str, list[str]] = defaultdict(list)
        listed = [
            (subject, table["words"].get(name, "").split())
            for subject, table in _tables().items()
            for name in (_EVERY_LANGUAGE, language)
        ]
        own = [(entry.id, ["_".join(word.split()) for word in entry.words]) for entry in self._own.entries]
        for subject, names in [*listed, *own]:
            for entry in names:
                subjects = entries[unicodedata.normalize("NFC", entry.removeprefix("!").casefold())]
                if not entry.startswith("!") and subject not in subjects:
                    subjects.append(subject)
        return Words(entries)


def _by_name(key: str, own: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """Return the names of sections, as keys, with their subjects. The owner's come first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    listed = {subject: table.get(key, "").split() for subject, table in _tables().items()}
    for names_of in (own, listed):
        for subject, names in names_of.items():
            for name in dict.fromkeys(map(section_key, names)):
                if subject not in found[name]:
                    found[name].append(subject)
    return {name: tuple(subjects) for name, subjects in found.items() if name}


@lru_cache(maxsize=4)
def lexicon(own: OwnSubjects = NO_OWN_SUBJECTS) -> Lexicon:
    """Return the lexicon with the owner's subjects; compiled once."""
    return Lexicon(own)

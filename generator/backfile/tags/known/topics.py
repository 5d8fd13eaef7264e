"""Owns the lasting topics: their names by language, and what gives a topic. The data is in `topics.toml`.

Where evidence is looked for in an article is left to `taggers/topics`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from backfile.markup.plain_text import Marks, folded
from backfile.tags.label_key import label_key
from backfile.tags.languages import UNSPACED, data_language, is_latin
from backfile.tags.words import Key, key_of, without_addresses

_FILE = Path(__file__).with_suffix(".toml")
_LONGEST_HEADLINE = 400


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that comes back for years."""

    id: str
    subject: str
    """The id of the subject that it belongs to."""
    names: Mapping[str, str]
    """Language -> name."""
    unless: str | None
    """The id of a topic beside which this one is left out."""
    is_figurative: bool = False
    """Whether its phrases are also figures of speech, which need a second sign in the article."""

    def label(self, language: str) -> str:
        """Return its name as a tag in a language, in English where it has none."""
        return self.names.get(data_language(language)) or self.names["en"]


@cache
def topics() -> Mapping[str, Topic]:
    """Return all topics by their ids."""
    return {
        name: Topic(name, entry["subject"], entry["names"], entry.get("unless"), entry.get("figurative", False))
        for name, entry in _entries().items()
    }


def topic_of_keyword(keyword: str, language: str) -> Topic | None:
    """Return the topic that a whole keyword or the name of a section names; None without one.

    Names count in the language (ISO 639 code) of the article and in English, or in another script than Latin.
    """
    base = data_language(language)
    for name, only in _keywords().get(label_key(keyword), ()):
        if only is None or only in (base, "en") or not is_latin(keyword):
            return topics()[name]
    return None


def is_hint(keyword: str) -> bool:
    """Return whether a keyword is a tag of its own beside the topic that it gives: `Bitcoin`, `Premier League`."""
    return label_key(keyword) in _hints()


@cache
def forms_of_topic(name: str, language: str) -> tuple[Key, ...]:
    """Return the words of each keyword, phrase and name that stands for a topic in a language, or in all."""
    entry = _entries()[name]
    listed = [each.rpartition(":")[2] for each in (*entry["keywords"], *entry.get("hints", ()))]
    phrases = [phrase for each in ("any", "en", language) for phrase in entry.get("phrases", {}).get(each, ())]
    names = [entry["names"][each] for each in ("en", language) if each in entry["names"]]
    return tuple(dict.fromkeys(key_of(form.replace("*", "")) for form in (*listed, *phrases, *names)))


def topic_of_folder(folder: str) -> Topic | None:
    """Return the topic that a folder of an address names; None without one."""
    name = _folders().get(folder.lower())
    return topics()[name] if name else None


def topics_of_headline(headline: str, language: str) -> Iterator[tuple[Topic, str]]:
    """Yield the topics whose phrases a headline in a language has, each with that phrase."""
    headline = without_addresses(headline[:_LONGEST_HEADLINE])
    base = data_language(language)
    plain = _fold_phrase(headline, base)
    for name, exact, loose in _phrases(base):
        match = exact.search(headline) or loose.search(plain)
        if match:
            yield topics()[name], match[0]


class _Phrases:
    """The phrases of a topic in a language. Their pattern is made when a text has the longest word of one of them."""

    def __init__(self, phrases: Sequence[str], language: str) -> None:
        self._phrases, self._language = phrases, language
        self._words = frozenset(max(re.split("[* ]", phrase), key=len) for phrase in phrases)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first phrase in a text; None without one."""
        return self._pattern.search(text) if any(word in text for word in self._words) else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Return the pattern of the phrases, in which a star stands for letters."""
        forms = [r"\w*".join(map(re.escape, phrase.split("*"))).replace(r"\ ", r"\W+") for phrase in self._phrases]
        body = "|".join(forms)
        return re.compile(body if self._language in UNSPACED else rf"(?<!\w)(?:{body})(?!\w)")


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _keywords() -> Mapping[str, list[tuple[str, str | None]]]:
    """Return key of a keyword -> its topics, each with the only language in which it counts; None for all."""
    keywords: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for name, entry in _entries().items():
        for listed in (*entry["keywords"], *entry.get("hints", ())):
            only, _, keyword = listed.rpartition(":")
            keywords[label_key(keyword)].append((name, only or None))
        for language, keyword in entry["names"].items():
            keywords[label_key(keyword)].append((name, language))
    return keywords


@cache
def _hints() -> frozenset[str]:
    return frozenset(label_key(hint) for entry in _entries().values() for hint in entry.get("hints", ()))


@cache
def _folders() -> Mapping[str, str]:
    return {folder: name for name, entry in _entries().items() for folder in entry.get("folders", ())}


@cache
def _phrases(language: str) -> tuple[tuple[str, _Phrases, _Phrases], ...]:
    """Return each topic with its phrases in a language: as written, and without case and accents."""
    found: list[tuple[str, _Phrases, _Phrases]] = []
    for name, entry in _entries().items():
        phrases = entry.get("phrases", {})
        listed = [*phrases.get("any", ()), *phrases.get(language, ())]
        exact = [phrase for phrase in listed if _is_acronym(phrase)]
        loose = [_fold_phrase(phrase, language) for phrase in listed if not _is_acronym(phrase)]
        if listed:
            found.append((name, _Phrases(exact, language), _Phrases(loose, language)))
    return tuple(found)


def _fold_phrase(text: str, language: str) -> str:
    """Return a text without case, and without accents; German ones make other words (`wählen`, `Wahlen`)."""
    return folded(text, composed=True, marks=Marks.KEEP if language == "de" else Marks.ACCENTS)


def _is_acronym(phrase: str) -> bool:
    return phrase.isupper() or phrase in ("Nato", "Otan")

"""The phrases of `labels.toml`, as tables in which a line is looked up. Owns the syntax of the phrases.

The file explains the syntax. The head of an open phrase is what is before its `*`, the tail is what is after it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.extract.text.label_folding import fold_lines, has_end, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ALSO = "also"
"""The entry that lists further language codes of a table."""
_MIN_SENTENCE_WORDS = 3
_MIN_SENTENCE_CHARS = 6
"""From this length on (without spaces in the script: in characters) a phrase can be a sentence, with a full stop."""
_QUESTION_MARKS = ("?", "？", "؟", ";")
_STARS = re.compile(r"\*+")
_MOST_WORDS = {"*": 6, "**": 60}
_MOST_CHARS = {"*": 18, "**": 180}
"""The most words that a star matches; in scripts without spaces, the most characters."""


class LabelKind(StrEnum):
    """What a label names: a function of the page."""

    RELATED = "related"
    TOPICS = "topics"
    SHARE = "share"
    COMMENTS = "comments"
    SUBSCRIBE = "subscribe"
    ADVERT = "advert"
    AUTHOR = "author"
    NAVIGATION = "navigation"
    MEDIA = "media"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Label:
    """A line that names a function of the page."""

    kind: LabelKind
    language: str
    """Language of the table; `any` for names that are the same everywhere."""


@dataclass(frozen=True, slots=True)
class OpenPhrase:
    """A phrase with a star."""

    label: Label
    sentence: bool
    """Whether the phrase can end in a full stop or question mark."""
    head: str
    inner: tuple[str, ...]
    """What is between two stars; each part is the beginning of a word, or of several."""
    tail: str
    most: int
    """The most words (in scripts without spaces: characters) that the stars match together."""
    colon: bool
    """Whether a colon, or a mark that is used like one, follows the head."""


@dataclass(frozen=True, slots=True)
class Table:
    """The phrases of one language. Open phrases are as in the file, because most are never compared."""

    plain: Mapping[str, Label]
    questions: frozenset[str]
    """The plain phrases that end in a question mark in the file."""
    heads: dict[str, list[tuple[Label, str]]]
    """Head -> open phrases that have it, as in the file."""
    tails: dict[str, list[tuple[Label, str]]]
    """Tail -> open phrases that begin with a star, as in the file."""


@cache
def list_languages() -> Mapping[str, frozenset[str]]:
    """Return the names of the tables, each with the language codes for which it counts."""
    return {name: frozenset((name, *table.get(_ALSO, "").split())) for name, table in _read_file().items()}


@cache
def load_table(language: str) -> Table:
    """Return the phrases of one language, which has a table."""
    entries = [(LabelKind(kind), value) for kind, value in _read_file()[language].items() if kind != _ALSO]
    plain: dict[str, Label] = {}
    opened: list[tuple[Label, str]] = []
    questions: list[str] = []
    for kind, value in entries:
        label = Label(kind, language)
        phrases = split_phrases(value)
        whole = [phrase for phrase in phrases if "*" not in phrase]
        opened += [(label, phrase) for phrase in phrases if "*" in phrase]
        questions += [phrase for phrase in whole if phrase.endswith(_QUESTION_MARKS)]
        plain.update(dict.fromkeys(fold_lines(whole), label))
    table = Table(plain, frozenset(fold_lines(questions)), {}, {})
    _index(opened, table)
    return table


@cache
def parse_open(label: Label, phrase: str) -> OpenPhrase:
    """Return the record of a phrase with a star."""
    head, *inner, tail = fold_lines(_split_stars(phrase))
    if not (head or tail) or not all(inner):
        raise ValueError(f"labels.toml, {label.language}: a phrase begins or ends with a word: {phrase!r}")
    most = (_MOST_CHARS if is_unspaced(head or tail) else _MOST_WORDS)["**" if "**" in phrase else "*"]
    before = phrase.partition("*")[0]
    sentence = has_end(before) or bool(inner) or is_sentence(head) or is_sentence(tail)
    colon = before.rstrip().endswith(":")
    return OpenPhrase(label, sentence, head, tuple(inner), tail, most, colon)


@cache
def _read_file() -> Mapping[str, Mapping[str, str]]:
    """Return the entries of `labels.toml` by language and kind."""
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


def _index(phrases: Sequence[tuple[Label, str]], table: Table) -> None:
    """Add open phrases to a table, under their heads or tails."""
    for phrase, head in zip(phrases, fold_lines([_split_head(text)[0] for _, text in phrases]), strict=True):
        if head:
            table.heads.setdefault(head, []).append(phrase)
        else:
            table.tails.setdefault(fold_lines([phrase[1].rpartition("*")[2]])[0], []).append(phrase)


def _split_stars(phrase: str) -> list[str]:
    """Split a phrase at its stars; a word with a star at its end is a part of its own, the beginning of a word."""
    return [*_split_head(phrase), *_STARS.split(phrase)[1:]]


def _split_head(phrase: str) -> list[str]:
    """Return what is before the first star, without the beginning of a word that is there, and that beginning."""
    head = phrase.partition("*")[0]
    whole, _, beginning = head.rpartition(" ")
    return [whole, beginning] if whole and beginning.isalnum() and not is_unspaced(head) else [head]


def split_phrases(value: str) -> list[str]:
    """Split an entry of the file into its phrases, at bars and line ends."""
    return [phrase for part in value.replace("\n", "|").split("|") if (phrase := part.strip())]


def is_sentence(key: str) -> bool:
    """Return whether a phrase is long enough to end in a full stop."""
    if is_unspaced(key):
        return len(key) >= _MIN_SENTENCE_CHARS
    return key.count(" ") + 1 >= _MIN_SENTENCE_WORDS

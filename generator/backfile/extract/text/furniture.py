"""Page furniture in scraped text: which lines are no part of an article, judged from one text alone. Owns the shapes of
such lines (a button, a counter, a prompt to the reader, an address of a picture, a consent line); their words, by
language, are left to `furniture.toml`, and where a text ends to `tail`. A line is furniture only when nearly every word
of it is a word of furniture: leaving some in is the smaller fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.extract.text.furniture_words import Lexicon, folded, lexicons, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 400
"""Consent lines and comment forms run to a few sentences; what is longer is never furniture."""
_PROMPT_WORDS = 16
_WEAK_WORDS = 10

_LABEL_CLASSES = ("label", "comment", "network", "share", "piece", "write", "count", "more", "none", "glue")
_TELLING = ("label", "comment", "mood", "count", "share", "channel")

FULL_STOPS = ".。।۔"
_QUESTION_MARKS = "?؟;？"
_QUOTES = re.compile(r"[\"“”„«»‹›「」]")
_ARROWS = re.compile(r"^[»›]|[«»‹›]$|\s[»›]\s")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/]+(?P<path>/\S*)?|(?P<bare>/?[\w.%+-]*/[\w.%+/-]+\.[a-z]{2,5})|data:\S+", re.IGNORECASE
)
_ASSET = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|bmp|css|js|mjs|woff2?|ttf)(?:[?#]\S*)?$", re.IGNORECASE)
_AVATARS = re.compile(r"/(?:avatars?|gravatar)\b", re.IGNORECASE)
_ASSET_FOLDER = re.compile(r"/(?:assets|static|pixel|sprites?|icons?|placeholder)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[km]?")
_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTED = re.compile(r"\s+[>›»/|•·→]\s+|\s*[›»→]\s*")
_LED = re.compile(r"(?P<lead>[^:|>»–—]{3,40})\s?[:|>»–—]\s*(?P<rest>\S.*)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line was found to be."""

    rule: str
    """Name of the rule, as it stands in `RemovedText.rule`."""
    strong: bool
    """Whether the line is furniture by itself; a weak one only beside a strong one."""
    sure: bool = False
    """Whether it may go when nothing beside it is furniture; a strong line alone may as well be the text's last."""
    opens: bool = False
    """Whether it can stand over a list of other articles' headlines."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and what the rules ask of it."""

    text: str
    written: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def stopped(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.endswith(tuple(FULL_STOPS)) and not self.text.endswith("...")

    @property
    def asks(self) -> bool:
        """Whether it ends like a question."""
        return self.text.endswith(tuple(_QUESTION_MARKS))

    def unknown(self, lexicon: Lexicon) -> tuple[int, int]:
        """Count the words that furniture is not made of: those in lower case, and those with a capital."""
        strange = [
            written
            for written, word in zip(self.written, self.words, strict=True)
            if not any(word in words for words in lexicon.words.values()) and not _NUMBER.fullmatch(word)
        ]
        capitals = sum(word[0].isupper() for word in strange)
        return len(strange) - capitals, capitals

    def core(self, lexicon: Lexicon) -> int:
        """Count the words that stand for something."""
        return sum(word not in lexicon["glue"] and not _NUMBER.fullmatch(word) for word in self.words)


@lru_cache(maxsize=4096)
def judge(text: str) -> Verdict | None:
    """Say whether the line `text` is furniture, in any of the languages known; strong verdicts come first."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if verdict := _wordless(text):
        return verdict
    written = words_of(text)
    line = _Line(text, written, folded(written))
    if not line.words or _QUOTES.search(_ARROWS.sub(" ", text)):
        return None
    verdicts = [verdict for lexicon in lexicons() for verdict in _verdicts(line, lexicon)]
    if not any(verdict.strong for verdict in verdicts):
        verdicts += _sentences(text)
    strong = [verdict for verdict in verdicts if verdict.strong]
    opening = next((verdict for verdict in verdicts if verdict.opens), None)
    sure = next((verdict for verdict in strong if verdict.sure), None)
    return opening or sure or next(iter(strong or verdicts), None)


def _sentences(text: str) -> Iterator[Verdict]:
    """Judge a line of several sentences: each must be furniture, or be a short question before a prompt."""
    first, *others = _SENTENCE.split(text)
    if others and all((verdict := judge(other)) and verdict.strong for other in others):
        verdict = judge(others[-1])
        question = first.endswith("?") and len(first.split()) <= 5
        if verdict and (question or judge(first)):
            yield verdict


def _wordless(text: str) -> Verdict | None:
    """Judge by shape alone: an address, or a line without a letter."""
    if address := _ADDRESS.fullmatch(text):
        path = address["path"] or address["bare"] or text
        asset = bool(text.startswith("data:") or _ASSET.search(path) or _AVATARS.search(path))
        foldered = address["path"] and _ASSET_FOLDER.search(path)
        return Verdict("asset address", strong=asset, sure=asset) if asset or foldered else None
    if any(char.isalpha() for char in text):
        return None
    if text.isdecimal() or len(text) == 1:
        return Verdict("counter", strong=False)
    pictures = any(ord(char) > 0x2190 and not char.isalnum() for char in text)
    return Verdict("counter", strong=True) if pictures and any(char.isdigit() for char in text) else None


def _verdicts(line: _Line, lexicon: Lexicon) -> Iterator[Verdict]:
    for rule in (_copyright, _form, _counter, _other_articles, _prompt, _question, _led, _label, _crumbs, _weak):
        if verdict := rule(line, lexicon):
            yield verdict


def _copyright(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """`© 2020 The Post`, `All rights reserved`. A mark without a year may be the credit of a photograph, and stays.

    Behind the word instead of the sign stand names alone: `Copyright: the law since 2020` is a sentence about it.
    """
    mark = _COPYRIGHT.match(line.text)
    lowered = line.text.casefold()
    reserved = any(phrase in lowered for phrase in lexicon.rights) and (mark or len(line.words) <= 14)
    dated = mark and _YEAR.search(mark["rest"]) and len(line.words) <= 12
    told = mark and mark["rest"].startswith(":") and line.unknown(lexicon)[0] > 0
    return Verdict("copyright", strong=True, sure=bool(reserved)) if reserved or (dated and not told) else None


def _form(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find the small print of comment forms and the request to accept cookies: several words of it, hardly another."""
    words = [word for word in line.words if word in lexicon["form"] and word not in lexicon["glue"]]
    if len(set(words)) < 4 or sum(line.unknown(lexicon)) > len(line.words) // 6:
        return None
    return Verdict("consent" if any(word.startswith("cookie") for word in words) else "form", strong=True, sure=True)


def _counter(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """`12 comments`, `Comments (3)`, `No comments yet`, `5 min read`."""
    if len(line.words) > 7 or line.words in lexicon.idioms or line.asks:
        return None
    numbers = [word for word in line.words if _NUMBER.fullmatch(word)]
    rest = [word for word in line.words if not _NUMBER.fullmatch(word)]
    if not all(
        lexicon.holds(word, "count", "none", "minutes", "read", "more", "label", "glue", "share") for word in rest
    ):
        return None
    counted = lexicon["count"].among(rest)
    timed = lexicon["minutes"].among(rest) and any(
        lexicon.holds(word, "read", "more", "label", "count") for word in rest
    )
    without = lexicon["none"].among(rest) and counted
    if without or (numbers and (counted or timed) and not line.stopped):
        return Verdict("counter", strong=True, sure=bool(lexicon["sure"].among(rest)))
    return None


def _pairs(line: _Line, lexicon: Lexicon) -> Iterator[tuple[str, str, list[int]]]:
    """Give each kind of prompt whose verb and object both stand in the line, with the places of its verbs."""
    for rule, verbs, objects in (
        ("comment prompt", ("write", "comment"), ("comment",)),
        ("share prompt", ("share",), ("piece", "network")),
        ("follow prompt", ("follow",), ("channel", "network")),
        ("read-on prompt", ("read",), ("more",)),
        ("comment prompt", ("write",), ("ask",)),
    ):
        doing = [place for place, word in enumerate(line.words) if lexicon.holds(word, *verbs)]
        done = [place for place, word in enumerate(line.words) if lexicon.holds(word, *objects)]
        if doing and done and len({*doing, *done}) > 1:
            yield rule, objects[0], doing


def _prompt(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find an order to the reader: its verb stands first, but for small words, or last as an infinitive."""
    if len(line.words) > _PROMPT_WORDS or line.asks:
        return None
    small, capitals = line.unknown(lexicon)
    allowed = line.core(lexicon) - small - capitals
    if small > (0 if line.stopped and allowed < 5 else min(1, allowed // 2)) or capitals > min(2, allowed // 2):
        return None
    yours = lexicon["you"].among(line.words)
    for rule, objects, verbs in _pairs(line, lexicon):
        first = next(place for place, word in enumerate(line.words) if word not in lexicon["glue"] or place in verbs)
        ordered = first in verbs or (len(line.words) - 1 in verbs and not line.stopped)
        vague = objects in ("ask", "more") and (line.stopped or small or (objects == "ask" and not yours))
        if ordered and not vague:
            return Verdict(rule, strong=True, sure=bool(lexicon["sure"].among(line.words)))
    return None


def _question(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find a question about this page or the reader's opinion of it."""
    if not line.asks or len(line.words) > 14 or any(line.unknown(lexicon)):
        return None
    you, ask, piece, comment = (lexicon[name].among(line.words) for name in ("you", "ask", "piece", "comment"))
    if (comment and you) or (piece and ask and (you or len(ask) > 1)):
        return Verdict("reader question", strong=True, sure=True)
    return Verdict("reader question", strong=False) if you and ask else None


def _led(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """`Read also: …` and its like before another article's headline."""
    match = _LED.fullmatch(line.text)
    if not match or len(line.words) > 25:
        return None
    words = words_of(match["lead"])
    lead = _Line(match["lead"].strip(), words, folded(words))
    if any(lead.unknown(lexicon)) or not any(rule == "read-on prompt" for rule, *_ in _pairs(lead, lexicon)):
        return None
    return Verdict("read-on prompt", strong=True)


def _label(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find a button, a widget's heading or a bar of them: no sentence, and no other word in it."""
    if len(line.words) > _WEAK_WORDS or line.asks or line.words in lexicon.idioms:
        return None
    if not all(lexicon.holds(word, *_LABEL_CLASSES) or _NUMBER.fullmatch(word) for word in line.words):
        return None
    if line.stopped and line.core(lexicon) < 4:
        return None
    marked = [word for word in line.words if lexicon.holds(word, "label", "comment", "network")]
    named = [word for word in marked if len(word) > 1]
    if not named or line.core(lexicon) < 1 or all(word in lexicon["glue"] for word in named):
        return None
    return Verdict("label", strong=True, sure=all(word in lexicon["sure"] for word in line.words))


def _crumbs(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """`Home > News > World`: short parts, the first of them a door."""
    parts = [part for part in _PARTED.split(line.text) if part]
    if len(parts) < 2 or any(len(part.split()) > 3 for part in parts) or line.stopped:
        return None
    first = folded(words_of(parts[0]))
    known = len(first) == 1 and first[0] in lexicon["label"]
    return Verdict("navigation", strong=True) if known else None


def _other_articles(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find the heading over a list of other articles."""
    if line.words in lexicon.headings:
        return Verdict("other articles", strong=True, opens=True)
    if len(line.words) > 8 or line.stopped or line.asks or any(line.unknown(lexicon)):
        return None
    if not lexicon["related"].among(line.words) or (line.core(lexicon) < 1 and len(line.words) < 4):
        return None
    others = [word for word in line.words if lexicon.holds(word, "related", "piece", "label", "more", "glue")]
    clear = len(others) == len(line.words) and len(line.words) > 1
    return Verdict("other articles", strong=clear, opens=clear) if clear else None


def _weak(line: _Line, lexicon: Lexicon) -> Verdict | None:
    """Find only words of furniture, one of them telling, in no shape that the other rules know."""
    rest = [word for word in line.words if not _NUMBER.fullmatch(word)]
    if len(line.words) > _WEAK_WORDS or line.stopped or line.asks or ":" in line.text or sum(line.unknown(lexicon)) > 1:
        return None
    numbered = len(rest) < len(line.words)
    if numbered and lexicon["ago"].among(rest) and len(line.words) <= 5:
        return Verdict("time of a comment", strong=False)
    telling = [word for word in rest if lexicon.holds(word, *_TELLING) and word not in lexicon["glue"]]
    strange = sum(line.unknown(lexicon))
    return Verdict("label", strong=False) if len(telling) > strange or (telling and strange == 1 and numbered) else None

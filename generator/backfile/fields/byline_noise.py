"""What pages print beside the names of a byline: dates, reading times, prompts of links and buttons, placeholders of
templates, names of accounts. Owns removing it from a byline, and which strings are no name at all.

The words are in `byline_noise.toml`. `bylines` splits what is left into names.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.fields import credit_words
from backfile.fields.credit_words import alternatives, pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FILE = Path(__file__).with_suffix(".toml")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{%[^%]*%\}|<%[^%]*%>|\$\{[^{}]*\}|\[object \w+\]|%%?[A-Za-z_]+%%?")
"""Expressions of templates that were not filled in."""
_EMPTY_PARENTHESES = re.compile(r"[(\[{]\s*[)\]}]")
_ACCOUNT = re.compile(
    r"(?:[a-z]{0,5}[-_.]?admin|administrator|user|author|editor)[-_.]?\d*|(?:admin|user)[-_.]\w+|[a-z]+\snews"
)
"""Names of accounts that systems or sites make, in lower case: `wp_admin`, `user123`, `merrow news`."""
_NUMERIC = r"\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d{1,2}([./-])\s?\d{1,2}\1\s?\d{2,4}"
_EAST_ASIAN = r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?(?:\d{1,2}\s?[日일])?"
_CLOCK = (
    r"\d{1,2}(?::\d\d){1,2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}[.h]\d\d(?:\s?Uhr)?"
    r"|\d{1,2}[時时시]\s?\d{1,2}[分분]"
)
_ZONE = r"(?:\s?\(?(?:Uhr|Z|UTC|GMT|[ECMP][SD]T|E[TS]|[CP]T|M?E?CES?T|[A-Z]{2}T)\b\)?(?:[+-]\d{1,2}(?::\d\d)?)?)?"
_SENTENCE_WORDS = 5
_MOST_LOWER = 2
_CASELESS_WORDS = 8
_EAST_ASIAN_NAME = 24
"""A name in Chinese, Japanese or Korean has no more characters, even with a role and a place."""
_EAST_ASIAN_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def noise_words(key: str) -> frozenset[str]:
    """Return the words of a key of `byline_noise.toml`, of all languages, in lower case."""
    return frozenset(word for table in _tables().values() for word in table.get(key, ()))


def remove_noise(byline: str) -> str:
    """Return a byline with a semicolon for each date, prompt, reading time and placeholder in it."""
    byline = _EMPTY_PARENTHESES.sub(" ", _PLACEHOLDER.sub(";", byline))
    if any(map(str.isdigit, byline)):
        byline = _day_and_time().sub(";", _reading_time().sub(";", byline))
    elif ":" in byline:
        byline = _reading_time().sub(";", byline)
    byline = _prompt_before().sub(r"\1", byline)
    return ";".join(_prompt_after().split(part, maxsplit=1)[0] for part in byline.split(";"))


def strip_labels(name: str) -> str:
    """Return a name without the words that were around a date: `Published`, `on`, `Tuesday`, `March`."""
    parts = name.split()
    while len(parts) > 2 and parts[-1].strip(".,:").casefold() in _around_dates() | noise_words("month"):
        parts.pop()
    return " ".join(parts)


def is_no_name(name: str) -> bool:
    """Return whether a piece of a byline is certainly not a name: the name of an account, a prompt, a word beside dates
    such as a month, or a sentence.
    """
    folded = name.strip(" .:,→»›").casefold()
    if folded in _no_names() or folded.lstrip("@") in noise_words("account") or _ACCOUNT.fullmatch(name):
        return True
    return folded in _around_dates() or folded in noise_words("month") or is_sentence(name)


def is_sentence(text: str) -> bool:
    """Return whether a text has more words in lower case than a name with its particles, or is too long for a name."""
    parts = text.split()
    if text.lower() == text.upper():
        if _EAST_ASIAN_LETTER.search(text):
            return len(text) > _EAST_ASIAN_NAME
        return len(parts) > _CASELESS_WORDS
    lower = [part for part in parts if part[0].islower() and part.casefold() not in _particles()]
    return len(parts) >= _SENTENCE_WORDS and len(lower) > _MOST_LOWER


@cache
def _particles() -> frozenset[str]:
    """Return the words in lower case inside names, and between two names."""
    keys = ("surname_particle", "and", "and_lower")
    return frozenset(word for key in keys for word in credit_words.words(key))


@cache
def _no_names() -> frozenset[str]:
    prompts = noise_words("prompt") | noise_words("prompt_after") | noise_words("prompt_before")
    labels = (*credit_words.words("keywords"), *credit_words.words("section"), *credit_words.words("source"))
    return prompts | noise_words("others") | noise_words("reading_time") | frozenset(labels)


@cache
def _around_dates() -> frozenset[str]:
    keys = ("published", "modified", "on", "at", "clock")
    words = (word.casefold() for key in keys for word in credit_words.words(key))
    return frozenset(word for word in words if len(word) > 1) | _weekdays() | {"am", "pm", "a.m", "p.m", "est", "edt"}


@cache
def _weekdays() -> frozenset[str]:
    """Return the names of weekdays that are no names of persons: not the short ones, such as `Jo`."""
    return frozenset(word.casefold() for word in credit_words.words("weekdays") if len(word) > 3)


@cache
def _day_and_time() -> re.Pattern[str]:
    """Return the pattern of days and times, with the words that belong to them: `on Tuesday, March 12, 2019`."""
    month = rf"{pattern('months')}[^\W\d_]{{0,8}}\.?"
    ordinal, of = pattern("ordinal"), pattern("of")
    day_first = rf"\d{{1,2}}(?:\.|{ordinal})?(?:\s{of})?\s?{month}(?:(?:,|\s{of})?\s?\d{{4}})?"
    year_first = rf"\d{{4}}\.?\s{month}\s\d{{1,2}}\.?"
    no_name = rf"(?!\.?\s(?:{of}\s)?{month}(?!\w))"  # `Anna Mayer 12 March 2020`: the surname begins like a month
    month_first = rf"{month}\s?\d{{1,2}}{pattern('ordinal', 'en')}?(?!\d){no_name}(?:,?\s?\d{{4}})?|{month}\s\d{{4}}"
    words = _around_dates().union(credit_words.words("weekdays"))
    short = alternatives({*credit_words.words("at"), *credit_words.words("article")} - words)
    around = rf"(?:{alternatives(words)}|(?-i:{short}))"  # `Robert A. 12 March`: with a capital, it is of the name
    before = rf"(?:(?<!\w){around}[.:]?,?\s*)*"
    return re.compile(
        rf"{before}(?<![\w.])(?:{_NUMERIC}|{_EAST_ASIAN}|{year_first}|{day_first}|{month_first}|(?:{_CLOCK}){_ZONE})(?!\d)[,.]?",
        re.IGNORECASE,
    )


@cache
def _reading_time() -> re.Pattern[str]:
    """Return the pattern of a reading time. Its label can follow the name directly, where a page has no space."""
    labels, minutes = alternatives(noise_words("reading_time")), alternatives(noise_words("minutes"))
    labelled = rf"(?i:{labels})\s*[:\uff1a]?\s*(?:ca\.?\s*)?\d+[\s-]*(?i:{minutes})?"
    return re.compile(rf"{labelled}|(?<!\w)\d{{1,3}}[\s-]*(?i:{minutes})(?!\w)\.?|(?i:{labels})\s*[:\uff1a].*")


@cache
def _prompt_before() -> re.Pattern[str]:
    """Return the pattern of a prompt before a name. Group: what separates it from the text before it."""
    return re.compile(
        rf"(^|[;|,\u2022\u00b7]\s*){alternatives(noise_words('prompt_before'))}(?:\s*:\s*|\s+|$)", re.IGNORECASE
    )


@cache
def _prompt_after() -> re.Pattern[str]:
    """Return the pattern of a prompt behind a name; with a capital, it can follow without a space."""
    phrases = noise_words("prompt_after")
    glued = alternatives(word for word in phrases if _EAST_ASIAN_LETTER.search(word))
    return re.compile(rf"\s*(?:(?<!\w){alternatives(phrases)}(?!\w)|(?<=\w)\s?{glued}$).*", re.IGNORECASE)

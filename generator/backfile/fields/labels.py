"""Parsers for single lines of text, publications, languages and keywords. Owns which strings are not the name of a
publication, which language codes there are, and how a string is split into keywords.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.fields.keyword_words import is_home
from backfile.markup.plain_text import collapse_spaces, one_line, strip_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEB_ADDRESS = re.compile(r"(?:[a-z][a-z\d+.-]*:)?//\S*|www\.\S+", re.IGNORECASE)
_PLATFORMS = frozenset(
    "blogger blogger.com blogspot blogspot.com wordpress wordpress.com tumblr squarespace wix".split()
)


def parse_text(values: Sequence[str]) -> str | None:
    """Return the first value that is not empty on one line (`one_line`); None when all are empty."""
    return next((text for value in values if (text := one_line(value))), None)


_UNREADABLE_SECTION = re.compile(
    r"[/\\].*|\S+/|(?=[^a-z]*[a-z])[a-z\d_-]+(?:/[a-z\d_-]+)+"  # a path: /world/harbour, news/world
    r"|(?i:[\w-]+\.(?:html?|php|aspx?|jsp))"  # a file
    r"|\S+=\S*|(?i:[a-z]+://\S*|www\.\S+)|[\[{<%$].*"  # a parameter, an address, data or a template
    r"|\d+|(?i:(?:id|sec|section|channel|cat|category|node|term)[_:#-]?\d+)|[a-z]\w*:\d{3,}"  # a number
    r"|(?=\D*\d)[\da-f]{8,}(?:-[\da-f]+)*|[a-z\d]+(?:_[a-z\d]+)+"  # an identifier
    r"|(?i:null|none|undefined|nan|n/a|true|false)"
)
"""Names of sections that only the software of a site reads. A path is in small letters or has a slash at an end;
`Politics/Economy` is a name."""


def parse_section(values: Sequence[str]) -> str | None:
    """Return the first value that readers would take for the name of a section; None if there is none."""
    names = (one_line(value) for value in values)
    return next(
        (name for name in names if name and not (_UNREADABLE_SECTION.fullmatch(name) or is_home(name))),
        None,
    )


def parse_source(values: Sequence[str]) -> str | None:
    """Return the first value that names a publication: not a web address, and not the software of a site."""
    names = (collapse_spaces(strip_controls(value)) for value in values)
    return next(
        (name for name in names if name and not _WEB_ADDRESS.fullmatch(name) and name.casefold() not in _PLATFORMS),
        None,
    )


_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z\d])", re.IGNORECASE)
_NOT_A_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
"""Codes of ISO 639 for an undetermined language, several languages, no linguistic content, and uncoded languages."""


def parse_language(values: Sequence[str]) -> str | None:
    """Return the first value that is a language tag, in the spelling of BCP 47: `en`, `pt-BR`, `zh-Hant-TW`.

    The list of languages and the replacements of outdated codes (`eng` by `en`) come from Unicode's CLDR.
    """
    from babel.core import get_global

    for value in values:
        match = _LANGUAGE.match(value.strip())
        if match is None:
            continue
        language = get_global("language_aliases").get(match[1].lower(), match[1].lower())
        if language in _NOT_A_LANGUAGE or language not in _languages():
            continue
        script, region = (match[2] or "").title(), (match[3] or "").upper()
        return "-".join(part for part in (language, script, region) if part)
    return None


@cache
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").languages)


_SEPARATORS = re.compile(r"[,;\uff0c\uff1b\u3001]")
_OTHER_SEPARATORS = (
    re.compile(r"\s*[|\n]\s*"),
    re.compile(r"\s+(?=#)"),
    re.compile(r"(?<=[\u3040-\u9fff\uac00-\ud7af]) (?=[^\W\d_])"),
)
"""What separates the keywords of a single string without commas: bars and lines, the mark of each, spaces between words
of Chinese or Japanese."""
_REFERENCE = re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]+\d*);")
_MOST_ESCAPES = 3
_INVERTED_NAME = re.compile(r"(?=[^\W\d_a-z])[^\W\d_][\w'\u2019-]*, (?=[^\W\d_a-z])[^\W\d_][\w'\u2019-]*")


def parse_keywords(values: Sequence[str]) -> tuple[str, ...]:
    """Return the keywords in their order and spelling, without repetitions (case ignored).

    A single string is a list, separated by semicolons if it has any, else by commas. Of several strings each is one
    keyword and may contain a comma ("Business, Finance"), unless all of them look like lists. Several inverted names
    ("Blum, Anna") are not lists.
    """
    tidy = (collapse_spaces(strip_controls(_without_references(value))).strip(" ,;") for value in values)
    distinct = [value for value in dict.fromkeys(tidy) if value]
    inverted = len(distinct) > 1 and all(_INVERTED_NAME.fullmatch(value) for value in distinct)
    if not inverted and all(_SEPARATORS.search(value) for value in distinct):
        distinct = [piece for value in distinct for piece in _split_list(value)]
    elif len(distinct) == 1:
        distinct = next((parts for by in _OTHER_SEPARATORS if len(parts := by.split(distinct[0])) > 1), distinct)
    keywords: dict[str, str] = {}
    for keyword in map(str.strip, distinct):
        if keyword:
            keywords.setdefault(keyword.casefold(), keyword)
    return tuple(keywords.values())


def _without_references(value: str) -> str:
    """Return a value with the characters for which references of HTML stand, also where they were escaped twice."""
    for _ in range(_MOST_ESCAPES):
        if not _REFERENCE.search(value):
            break
        value = html.unescape(value)
    return value


def _split_list(value: str) -> list[str]:
    return re.split("[;\uff1b]", value) if re.search("[;\uff1b]", value) else _SEPARATORS.split(value)

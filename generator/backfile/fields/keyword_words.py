"""Words of keywords that are not for readers, from `keywords.toml`. Owns how a keyword is compared with a list: without
case, in some lists without spaces and hyphens too, and word by word for links to other keywords.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("keywords.toml")
_SHORTEST_JOINED = 8
"""Letters from which a listed word is found without its spaces and hyphens, too: `texttospeech`."""


@cache
def listed(key: str) -> frozenset[str]:
    """Return the words of a key of `keywords.toml`."""
    return frozenset(tomllib.loads(_FILE.read_text("utf-8"))[key])


def is_part_of_page(keyword: str) -> bool:
    """Return whether a keyword says what a page is or where a site shows it, by the lists of `keywords.toml`."""
    folded = keyword.casefold()
    return any(is_listed(folded, key) for key in ("form", "wire", "navigation", "page"))


def is_listed(folded: str, key: str) -> bool:
    """Return whether a list has a keyword, also without its spaces and hyphens."""
    if folded in listed(key):
        return True
    joined = letters_of(folded)
    return len(joined) >= _SHORTEST_JOINED and joined in _joined(key)


def is_navigation(folded: str) -> bool:
    """Return whether a keyword is a link to other keywords, by the lists or by its words: `See all tags`."""
    if folded in listed("navigation"):
        return True
    words = frozenset(folded.split())
    more, topics = words & listed("more"), words & listed("topics")
    return bool(more and topics) and words <= more | topics | listed("between")


def is_home(section: str) -> bool:
    """Return whether the name of a section is that of the first page of a site."""
    return section.casefold() in listed("home")


@cache
def _joined(key: str) -> frozenset[str]:
    return frozenset(map(letters_of, listed(key)))


def letters_of(name: str) -> str:
    """Return the letters and digits of a name, without case."""
    return "".join(filter(str.isalnum, name.casefold()))

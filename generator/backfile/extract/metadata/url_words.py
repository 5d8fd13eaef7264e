"""Words in the URL of an article: `/2019/03/pier-mended-again.html`. Owns finding them, and comparing them with those
of a title. Sites make this part of a URL from the headline, so it tells a headline from what was added to it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_LETTERS = 3
_NAMED_SHARE = 0.6
"""Share of the words of a headline that a URL has, at least, if it was made from the headline."""
_LEAST_WORDS = 2
_HEADLINE_WORDS = 4
_LONGEST = 2_000
_SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"), ("\u00e6", "a"), ("\u00f8", "o"), ("\u0131", "i"))
"""Two ways to write one letter in URLs -> the one that is compared."""


class UrlWords:
    """The words of the part of a URL that has most of them."""

    def __init__(self, urls: Iterable[str]) -> None:
        paths = (_path_of(url[:_LONGEST]) for url in urls)
        parts = [_words_of(re.sub(r"\.[a-z]{3,5}$", "", part)) for path in paths for part in path.split("/")]
        longest: list[str] = max(parts, key=len, default=[])
        self._words = frozenset(longest)

    def include(self, text: str) -> bool:
        """Return whether the URL has at least half of the words of a text; false for a text without words."""
        words = set(_words_of(text))
        return bool(words) and 2 * len(words & self._words) >= len(words)

    def come_from(self, headline: str) -> bool:
        """Return whether the URL was made from a headline, or from most of its words."""
        return self.share(headline) >= _NAMED_SHARE

    def share(self, headline: str) -> float:
        """Return how many words the URL and a headline share, as a part of those of the shorter one."""
        words = set(_words_of(headline))
        shared = len(words & self._words)
        return shared / min(len(words), len(self._words)) if shared >= min(_LEAST_WORDS, len(words) or 1) else 0.0


def headlines_in(urls: Iterable[str]) -> tuple[str, ...]:
    """Return the last parts of URLs that were made from a headline, in words: `pier mended again by volunteers`."""
    names = (_path_of(url[:_LONGEST]).rstrip("/").rpartition("/")[2] for url in urls)
    parts = (re.findall(r"[^\W_]+", re.sub(r"(?:[-_]+\d+)*(?:\.[a-z]{3,5})?$", "", name)) for name in names)
    return tuple(dict.fromkeys(" ".join(words) for words in parts if len(words) >= _HEADLINE_WORDS))


def folders_of(url: str) -> list[str]:
    """Return the names of the folders in the path of a URL."""
    return [folder for folder in _path_of(url[:_LONGEST]).split("/")[:-1] if folder]


def _path_of(url: str) -> str:
    """Return the path of a URL; an empty string for one that cannot be parsed."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def _words_of(text: str) -> list[str]:
    """Return the words of a text with three letters or more, in the spelling in which they are compared."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    text = "".join(char for char in text if not unicodedata.combining(char))
    for spelling, compared in _SPELLINGS:
        text = text.replace(spelling, compared)
    return [word for word in re.findall(r"[^\W_]+", text) if len(word) >= _LEAST_LETTERS and not word.isdigit()]

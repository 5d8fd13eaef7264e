"""The words of the archive, from which the search suggests one if a query has a word that no article has.

They are one file, which a browser loads only when a query finds little; so their number is limited. Pagefind's own
index has only the stems of words, in parts by their first letters. `theme/assets/javascripts/search/suggest.js` reads
the file.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import Counter

from backfile.markup.unspaced import UNSPACED

MAX_WORDS = 30_000
MIN_LENGTH, MAX_LENGTH = 4, 30
"""Letters of a word. Shorter words are too much alike."""
_MARKS = "".join(mark for mark in map(chr, range(0x0300, 0x2000)) if unicodedata.category(mark).startswith("M"))
_WORD = re.compile(f"[\\w{_MARKS}]+")
_NO_LETTER = re.compile(rf"[\d_{UNSPACED}]")
"""What no word has. Scripts without spaces have no words to compare."""


class Vocabulary:
    """Counts in how many articles a word is."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        """Of the articles, by spelling."""

    def add(self, tokens: str) -> None:
        """Count the words of an article; `tokens` as `tokenize` writes them."""
        # In this order, a spelling without capitals replaces the others.
        self.counts.update({word.lower(): word for word in sorted(set(_WORD.findall(tokens)))}.values())

    def words(self) -> dict[str, int]:
        """Return the words, each with the number of articles: at most `MAX_WORDS`, the most frequent.

        A word is without capitals if it ever is, else in its most frequent spelling. If there are too many words, those
        of one article are left out first: they are names, and errors.
        """
        # Loops over hundreds of thousands of words: nothing is called for a word that need not be.
        words = [
            word
            for word in self.counts
            if MIN_LENGTH <= len(word) <= MAX_LENGTH
            and ((word.isascii() and word.isalpha()) or not _NO_LETTER.search(word))
        ]
        folded = [word.lower() for word in words]
        totals: dict[str, int] = {}
        for name, word in zip(folded, words, strict=True):
            totals[name] = totals.get(name, 0) + self.counts[word]
        if len(totals) > MAX_WORDS:
            totals = {name: count for name, count in totals.items() if count > 1}
        kept = dict(sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:MAX_WORDS])
        spellings: dict[str, tuple[bool, int, str]] = {}
        for name, word in zip(folded, words, strict=True):
            if name in kept:
                rank = word != name, -self.counts[word], word
                spellings[name] = min(rank, spellings.get(name, rank))
        return {spellings[name][2]: count for name, count in kept.items()}

    def packed(self) -> bytes:
        """Return the file, compressed with gzip: words between spaces, in lines.

        Line n has the words of 2^n articles and more, below 2^(n+1), in the order of their letters.
        """
        lines: dict[int, list[str]] = {}
        for word, count in self.words().items():
            lines.setdefault(count.bit_length() - 1, []).append(word)
        text = "\n".join(" ".join(sorted(lines.get(rank, ()))) for rank in range(max(lines, default=-1) + 1))
        return gzip.compress(text.encode(), mtime=0)

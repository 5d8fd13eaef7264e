"""Resemblance: whether a scraped text and another article seem to be the same article. Owns the rule by which the
report of an ingest says so: they have one headline, and at least half of the shorter text is in the other one.

It does not decide which articles are one: `identity` does. Both articles keep their pages.
"""

from __future__ import annotations

import re
import unicodedata

from backfile.archive import identity
from backfile.archive.front_matter import span
from backfile.archive.text_overlap import Triples, share_half_of_smaller, split_triples, split_words
from backfile.article import Article

MAX_COMPARED = identity.MAX_COMPARED
"""Articles with one headline that an article is compared with at most: each comparison reads a page."""

_LINK_TARGET = re.compile(r"(?<=(?<!\\)\])\([^)]*\)")
"""The address after the text of a link or an image in Markdown: it is no text of the article."""


def fold_headline(article: Article) -> str | None:
    """Return the words of the headline, without differences of case and marks; None for a headline without words."""
    return " ".join(split_words(_compose(article.headline))) or None


def page_triples(page_text: str) -> Triples:
    """Return the triples of words of the body of a page. In: the whole page."""
    return split_triples(_LINK_TARGET.sub("", _compose(page_text[span(page_text)[1] :])))


def seem_same(body: Triples, other: Triples) -> bool:
    """Return whether two articles with one headline seem to be one. In: their `page_triples`.

    The shorter text counts, because a scraped text can have only the beginning, or lines around the article as well.
    """
    return share_half_of_smaller(body, other)


def _compose(string: str) -> str:
    return unicodedata.normalize("NFC", string)

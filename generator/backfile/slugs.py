"""Slugs: the parts of file names and URLs that are made from headlines and labels."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from slugify import slugify

LABEL_SLUG_LENGTH = 60
"""The maximum length of the slug of a label, without its digest."""

_PLAIN_LABEL = re.compile("[a-z0-9]+(?:[ -][a-z0-9]+)*")

_RESERVED = frozenset(
    "index readme con prn aux nul".split() + [f"{name}{n}" for name in ("com", "lpt") for n in range(10)]
)
"""Names that Windows reserves, and names that MkDocs reads as the index of a folder."""


def slug(text: str, length: int = 80) -> str:
    """Return the slug of a text: lower-case ASCII letters, digits and single hyphens; empty if no character fits.

    Words stay whole if `length` permits. A name of `_RESERVED` gets a trailing `-page`.
    """
    name = slugify(text, max_length=length, word_boundary=True, save_order=True) or slugify(text, max_length=length)
    return f"{name}-page" if name in _RESERVED else name


@lru_cache(maxsize=1 << 16)
def label_slug(label: str) -> str:
    """Return the slug of a tag, an author or a source. Labels that differ only in case have the same slug.

    A space becomes one hyphen, and a hyphen two. If the slug does not identify the label (C, C++ and C# all become
    `c`), a digest of the label is appended.
    """
    folded = label.casefold()
    if _PLAIN_LABEL.fullmatch(folded) and len(folded) <= LABEL_SLUG_LENGTH and folded not in _RESERVED:
        return folded.replace("-", "--").replace(" ", "-")
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "_".join(filter(None, (slug(label, LABEL_SLUG_LENGTH), digest)))

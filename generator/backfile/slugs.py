"""Slugs: names of files and addresses, from headlines and labels."""

from __future__ import annotations

import hashlib
import re

from slugify import slugify

LABEL_SLUG_LENGTH = 60


_PLAIN_LABEL = re.compile("[a-z0-9]+(?:[ -][a-z0-9]+)*")


_RESERVED = frozenset(
    "index readme con prn aux nul".split() + [f"{name}{n}" for name in ("com", "lpt") for n in range(10)]
)


def slug(text: str, length: int = 80) -> str:
    """Make a name for files and addresses: lower-case ASCII letters, digits and single hyphens; empty if nothing fits.

    Words are kept whole where `length` allows. Names that Windows reserves, and those that MkDocs takes for a folder's
    index, get a trailing `-page`.
    """
    found = slugify(text, max_length=length, word_boundary=True, save_order=True) or slugify(text, max_length=length)
    return f"{found}-page" if found in _RESERVED else found


def label_slug(label: str) -> str:
    """Name the page of a tag, an author, a source: labels have one name if they differ in nothing but case.

    A space becomes a hyphen and a hyphen two. Where that does not tell the label (C, C++ and C# all give `c`), a digest
    of it is appended.
    """
    folded = label.casefold()
    if _PLAIN_LABEL.fullmatch(folded) and len(folded) <= LABEL_SLUG_LENGTH and folded not in _RESERVED:
        return folded.replace("-", "--").replace(" ", "-")
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "_".join(filter(None, (slug(label, LABEL_SLUG_LENGTH), digest)))

"""An article without its text as plain values, and back. Owns which of its values are lists, and which records."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from backfile.article import Article, Coverage, Markdown, Origin

_TUPLES = frozenset({"authors", "keywords", "subjects", "tags"})
_REPEATED = frozenset({"source", "section", "kicker", "language", "dateline", "rights", "reader", "host", "collection"})
"""Values that many articles have in common: each string is in memory once."""
_TIMES = frozenset({"published", "modified", "retrieved"})
_NOTHING: Mapping[str, Any] = {}
"""For all that is empty: a dictionary for each takes 250 bytes an article."""


def article_values(article: Article) -> dict[str, object]:
    """Return the values of an article without its text; those that are empty are left out."""
    values = _values(article, without=("body", "origin"))
    origin = _values(article.origin, without=("fidelity",))
    origin["fidelity"] = {name: [share.kept, share.of] for name, share in article.origin.fidelity.items()}
    return {**values, "origin": origin}


def read_article(values: Mapping[str, Any]) -> Article:
    """Return the article of which `article_values` returned the values, without its text."""
    others = _read(values, {"extra": _NOTHING})
    origin = _read(others.pop("origin"), {"fields": _NOTHING, "images": _NOTHING})
    fidelity = {name: Coverage(*share) for name, share in origin.pop("fidelity").items()}
    return Article(body=Markdown(""), origin=Origin(fidelity=fidelity or _NOTHING, **origin), **others)


def _read(values: Mapping[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Add values to those of `found`, and return them. What many articles have in common are the same objects."""
    for name, value in values.items():
        if name in _REPEATED:
            found[name] = sys.intern(value)
        elif name in _TUPLES:
            found[name] = tuple(map(sys.intern, value))
        elif name in _TIMES:
            found[name] = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        else:
            found[name] = value
    return found


def _values(record: Article | Origin, without: tuple[str, ...]) -> dict[str, object]:
    """Return the values of a record that are not empty. Its strings that must not be missing are kept as well."""
    found = ((field.name, getattr(record, field.name)) for field in fields(record) if field.name not in without)
    kept = {name: value for name, value in found if value or isinstance(value, str)}
    return {name: _plain(name, value) for name, value in kept.items()}


def _plain(name: str, value: Any) -> object:
    if name in _TIMES:
        return value.isoformat()  # `plain_values` reads values faster that have no dates in its own form.
    return list(value) if name in _TUPLES else dict(value) if isinstance(value, Mapping) else value

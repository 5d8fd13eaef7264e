"""An article without its text as plain values, and back. Owns which of its values are lists, and which records."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from backfile.article import Article, Coverage, Markdown, Origin

_TUPLES = frozenset({"authors", "keywords", "subjects", "tags"})
_REPEATED = frozenset({"source", "section", "kicker", "language", "dateline", "rights", "reader", "host", "collection"})
"""Values that many articles have in common: each string is in memory once."""
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
    origin = _shared(values["origin"])
    fidelity = {name: Coverage(*share) for name, share in origin.pop("fidelity").items()}
    others = _shared({name: value for name, value in values.items() if name != "origin"})
    origin = {"fields": _NOTHING, "images": _NOTHING, **origin, "fidelity": fidelity or _NOTHING}
    return Article(body=Markdown(""), origin=Origin(**origin), **{"extra": _NOTHING, **others})


def _shared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of which those that many articles have in common are the same objects."""
    lists = {name: tuple(map(sys.intern, values[name])) for name in _TUPLES.intersection(values)}
    return {**values, **lists, **{name: sys.intern(values[name]) for name in _REPEATED.intersection(values)}}


def _values(record: Article | Origin, without: tuple[str, ...]) -> dict[str, object]:
    """Return the values of a record that are not empty. Its strings that must not be missing are kept as well."""
    found = ((field.name, getattr(record, field.name)) for field in fields(record) if field.name not in without)
    kept = {name: value for name, value in found if value or isinstance(value, str)}
    return {name: list(value) if name in _TUPLES else _as_dict(value) for name, value in kept.items()}


def _as_dict(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value

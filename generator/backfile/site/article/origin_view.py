"""The origin of an article as its template prints it: input file, places of the fields, fidelity.

Everything is read from the field `origin` of escaped front matter. How fidelity is measured is defined in
`backfile.conversion.fidelity`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any

from backfile.archive.page import shares_of
from backfile.article import Coverage
from backfile.conversion import fidelity
from backfile.i18n.catalogs import Catalog
from backfile.site.article.date_view import date_view
from backfile.site.article.metadata_values import text_of


def origin_rows(origin: Any, t: Catalog) -> Iterator[tuple[str, str]]:
    """Yield key and value of each known fact about the origin, in the order of the page format."""
    if not isinstance(origin, Mapping):
        return
    for key in ("file", "record", "sha256", "reader"):
        text = text_of(origin.get(key))
        if text:
            yield key, text
    retrieved = date_view(origin.get("retrieved"), t)
    if retrieved:
        yield "retrieved", ", ".join(filter(None, (retrieved.day, retrieved.clock)))


def fidelity_rows(origin: Any) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield what is counted, and how much of it the article has of its page: `kept`, `of`, `percent`."""
    shares = _shares(origin)
    for key in fidelity.KEYS:
        if share := shares.get(key):
            yield key, {"kept": share.kept, "of": share.of, "percent": fidelity.percent(share)}


def missing_text(origin: Any) -> int | None:
    """Return how many percent of its page's main text the article lacks; None if it lacks little, or it is unknown."""
    text = _shares(origin).get("text")
    return 100 - fidelity.percent(text) if text is not None and fidelity.is_low(text) else None


def is_damaged(origin: Any) -> bool:
    """Return whether the input of an article was damaged."""
    return isinstance(origin, Mapping) and bool(origin.get("damaged"))


def _shares(origin: Any) -> dict[str, Coverage]:
    counts = origin.get("fidelity") if isinstance(origin, Mapping) else None
    return dict(shares_of(counts)) if isinstance(counts, Mapping) else {}


def keys_by_place(origin: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each place in the input, sorted, with the front-matter keys whose values were found there."""
    places = origin.get("fields") if isinstance(origin, Mapping) else None
    keys: dict[str, list[str]] = {}
    for key, place in places.items() if isinstance(places, Mapping) else ():
        if text := text_of(place):
            keys.setdefault(text, []).append(escape(unescape(str(key))))
    return tuple((place, tuple(names)) for place, names in sorted(keys.items()))

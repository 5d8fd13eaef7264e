"""The page of an article: front matter and Markdown. `load(dump(article)) == article`.

The format is a public contract, described in the handbook. Owns which keys a page has and what they hold; the YAML is
written and read by `front_matter`, the digest that shows an owner's edits is in `seals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, cast

from backfile.archive.front_matter import EMPTY_PAGE, PageError, front_matter, is_torn, plain_values, quoted, split
from backfile.archive.seals import Seal, is_sealed_twice, read_seal, with_seal
from backfile.article import Article, Coverage, Json, Markdown, Origin, PageSummary, When
from backfile.fields import FIELDS, FieldKind
from backfile.fields.listed import listed

__all__ = [
    "EMPTY_PAGE",
    "EXTRA",
    "KEYS",
    "RESERVED",
    "PageError",
    "Seal",
    "differing",
    "dump",
    "dump_list",
    "from_meta",
    "front_matter",
    "is_sealed_twice",
    "is_torn",
    "load",
    "plain_values",
    "read_seal",
    "shares_of",
    "split",
    "summary",
]

KEYS = {field.key: field.attribute for field in FIELDS if not field.in_origin}
"""Front-matter key -> field of `Article`, in the order they are written; `origin` and the owner's own keys follow."""

EXTRA = "extra"
"""The front-matter key of a mapping: the owner's keys whose names are reserved for the program."""
RESERVED = ("featured", "robots", "withdrawn", EXTRA)
"""Front-matter keys that format 2 reserves for the program, beside `KEYS` and `origin`."""
ORIGIN_KEYS = (
    "file",
    "record",
    "collection",
    "sha256",
    "kept",
    "reader",
    "host",
    "retrieved",
    "damaged",
    "fields",
    "fidelity",
    "images",
    "seal",
)
"""Keys under `origin`, in the order they are written; `kept` is reserved for containers."""
_LISTS = frozenset(field.key for field in FIELDS if field.kind is FieldKind.LIST)


def dump(article: Article) -> str:
    """Return the page's text with its seal. Equal articles have equal texts; empty keys are left out."""
    values = {key: value for key, value in _program_values(article).items() if value not in (None, [])}
    head = front_matter({**values, "origin": {**_origin(article.origin), "seal": ""}, **article.extra})
    return with_seal(head + (f"\n{article.body}\n" if article.body else ""))


def dump_list(title: str, kind: str, body: str) -> str:
    """Return a list page's text with its seal. `title` is plain text, `kind` the kind of list, `body` Markdown."""
    return with_seal(f'---\ntitle: {quoted(title)}\nkind: {quoted(kind)}\nseal: ""\n---\n\n{body}\n')


def _program_values(article: Article) -> dict[str, object]:
    """Return the program's keys of an article with their values."""
    values = {key: getattr(article, name) for key, name in KEYS.items()}
    return {key: list(value) if key in _LISTS else _plain_time(value) for key, value in values.items()}


def _origin(origin: Origin) -> dict[str, object]:
    names = sorted(set(origin.images.values()))
    values = {
        "file": origin.file,
        "record": origin.record,
        "collection": origin.collection,
        "sha256": origin.sha256,
        "reader": origin.reader,
        "host": origin.host,
        "retrieved": _plain_time(origin.retrieved),
        "damaged": origin.damaged,
        "fields": dict(sorted(origin.fields.items())),
        "fidelity": {key: f"{share.kept} of {share.of}" for key, share in sorted(origin.fidelity.items())},
        "images": {name: sorted(url for url in origin.images if origin.images[url] == name) for name in names},
    }
    return {key: value for key, value in values.items() if value not in (None, {})}


def _plain_time(value: object) -> object:
    """Return a time whose zone has seconds, as local mean times have, in UTC: YAML cannot write such zones."""
    if isinstance(value, datetime) and (offset := value.utcoffset()) is not None and offset.seconds % 60:
        return value.astimezone(UTC)
    return value


def load(text: str) -> Article:
    """Return the article that a page's text holds. Raises PageError when it holds none.

    Front-matter keys without a field in `Article` are in its `extra`.
    """
    return from_meta(*split(text))


def from_meta(front_matter: Mapping[str, Any], body: str) -> Article:
    """Return the article of a page's front matter and body. Raises PageError when `title` or `origin` is missing."""
    meta = dict(front_matter)
    origin = meta.pop("origin", None)
    if not isinstance(origin, dict) or not meta.get("title"):
        raise PageError("its front matter lacks `title` or `origin`")
    values: dict[str, Any] = {}
    for key, name in KEYS.items():
        value = meta.pop(key, None)
        if value is not None:
            values[name] = _list(value) if key in _LISTS else _time(value) if name in _TIMES else str(value)
    return Article(body=Markdown(body), origin=_load_origin(origin), extra=cast("Mapping[str, Json]", meta), **values)


def differing(page: Article, article: Article) -> Iterator[str]:
    """Yield the front-matter keys, and `body`, in which the article read from a page differs from `article`."""
    reloaded = load(dump(article))
    keys = {name: key for key, name in KEYS.items()}
    for name in (field.name for field in fields(Article)):
        if name != "extra" and getattr(page, name) != getattr(reloaded, name):
            yield keys.get(name, name)


_summarized = attrgetter(*(field.name for field in fields(PageSummary) if field.name != "path"))
_TIMES = frozenset(field.attribute for field in FIELDS if field.kind is FieldKind.DATE)


def summary(path: str, article: Article) -> PageSummary:
    """Return what lists show of the article whose page is at `path`, under docs/ (see `fields.listed`)."""
    return PageSummary(path, *_summarized(listed(article)))


def _load_origin(values: dict[str, Any]) -> Origin:
    fields, images, fidelity = (values.get(key) for key in ("fields", "images", "fidelity"))
    record, collection, host, damaged = (
        None if values.get(key) is None else str(values[key]) for key in ("record", "collection", "host", "damaged")
    )
    return Origin(
        file=str(values.get("file", "")),
        sha256=str(values.get("sha256", "")),
        reader=str(values.get("reader", "")),
        record=record,
        collection=collection,
        host=host,
        retrieved=_time(values.get("retrieved")),
        damaged=damaged or None,
        fields={str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {},
        images={url: str(name) for name in images for url in _list(images[name])} if isinstance(images, dict) else {},
        fidelity=dict(shares_of(fidelity)) if isinstance(fidelity, dict) else {},
    )


def shares_of(fidelity: Mapping[Any, Any]) -> Iterator[tuple[str, Coverage]]:
    """Yield name and share of each entry of `fidelity` that can be read: `4120 of 4120`."""
    for key, value in fidelity.items():
        if match := re.fullmatch(r"([0-9]{1,12}) of ([0-9]{1,12})", str(value)):
            yield str(key), Coverage(int(match[1]), int(match[2]))


def _list(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in items if item is not None)


def _time(value: object) -> When | None:
    """Return a time with a zone, or a date: a time without a zone is known to the day only."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.date()
    return value if isinstance(value, date) else None

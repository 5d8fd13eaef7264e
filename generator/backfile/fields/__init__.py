"""Fields: parsing of strings, as readers and extractors found them, into typed values; names of places.

`FIELDS` is the one table of the fields of an article and of their limits. Each parser is in the module of its subject:
`dates`, `bylines` (with `roles`), `urls`, `labels`. `parse` runs the table over a clipping; `limits` cuts values that
are too long, and `listed` is an article as other pages show it. Which place of an input has a candidate for a field is
decided by `readers` and `extract`; front matter is written by `archive.page`, in the order of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fields.bylines import split_byline, without_publication
from backfile.fields.dates import parse_first_date
from backfile.fields.field import Field, FieldKind, ParseContext
from backfile.fields.keywords import PageNames, read_keywords
from backfile.fields.labels import parse_keywords, parse_language, parse_section, parse_source, parse_text
from backfile.fields.limits import Limit
from backfile.fields.urls import parse_absolute_url, parse_url

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FIELDS", "Field", "FieldKind", "ParseContext"]


def _parse_date(values: Sequence[str], context: ParseContext) -> object:
    return parse_first_date(values, context.language)


def _parse_authors(values: Sequence[str], context: ParseContext) -> tuple[str, ...]:
    return without_publication(split_byline(values), context.publications)


def _parse_subjects(values: Sequence[str], context: ParseContext) -> tuple[str, ...]:
    names = PageNames(context.publications, context.headlines, context.authors)
    return read_keywords(parse_keywords(values), names)


_LINE, _URL, _SUBJECTS = Limit(120), Limit(2_000, is_whole=True), Limit(100, 100)
_FEW = Limit(60, 10)

FIELDS = (
    Field("headline", "title", "headline", lambda values, _: parse_text(values), Limit(300)),
    Field("dek", "description", "dek", lambda values, _: parse_text(values), Limit(1_000)),
    Field("published", "date", "published", _parse_date, None, FieldKind.DATE),
    Field("modified", "updated", "modified", _parse_date, None, FieldKind.DATE),
    Field("byline", "authors", "authors", _parse_authors, Limit(100, 20, 1_000), FieldKind.LIST),
    Field("source", "source", "source", lambda values, _: parse_source(values), _LINE),
    Field("section", "section", "section", lambda values, _: parse_section(values), _LINE),
    Field("kicker", "kicker", "kicker", lambda values, _: parse_text(values), _LINE),
    Field("dateline", "dateline", "dateline", lambda values, _: parse_text(values), _LINE),
    Field("language", "language", "language", lambda values, _: parse_language(values), Limit(35, is_whole=True)),
    Field("url", "url", "url", lambda values, context: parse_url(values, context.base_url), _URL),
    Field("image", "image", "image", lambda values, context: parse_absolute_url(values, context.base_url), _URL),
    Field("rights", "rights", "rights", lambda values, _: parse_text(values), Limit(500)),
    Field("keywords", "keywords", "keywords", _parse_subjects, _SUBJECTS, FieldKind.LIST),
    Field("subjects", "subjects", "subjects", None, _FEW, FieldKind.LIST),
    Field("tags", "tags", "tags", None, _SUBJECTS, FieldKind.LIST),
    Field("retrieved", "retrieved", "retrieved", _parse_date, None, FieldKind.DATE, in_origin=True),
)
"""The fields, in the order of front matter."""

"""Parsing of the fields of a clipping. Owns the choice among the candidates of a field, the headline of an article that
has none, and the problems for dates that cannot be parsed. The parsers are in the table `fields.FIELDS`.

The first candidate of a field that can be parsed is used. No value is invented, except a headline, which every article
has; `origin.fields` then names `fallback` as its place. A language that no candidate states is told from the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.article import Article, Clipping, FieldCandidate, Form, Markdown, ParsedFields
from backfile.fields import FIELDS, FieldKind, ParseContext
from backfile.fields.fallback_headline import opening_words
from backfile.fields.labels import parse_language, parse_text
from backfile.fields.text_language import detect_language
from backfile.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Fate(StrEnum):
    """What happened to a candidate."""

    TAKEN = "taken"
    REFUSED = "refused"
    """It could not be parsed."""
    NOT_NEEDED = "not-needed"
    """A more trusted candidate was taken."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate for a field, and what happened to it."""

    field: str
    """The field's front-matter key."""
    values: tuple[str, ...]
    """The strings, as found."""
    via: str
    """The place of the strings in the input: `json-ld`, `meta`, …"""
    fate: Fate


def parse_fields(clipping: Clipping) -> ParsedFields:
    """Parse the fields of a clipping: of each, the candidates in their order, until one can be parsed."""
    context = _make_context(clipping)
    values: dict[str, object] = {}
    taken: dict[str, int] = {}
    for field in FIELDS:
        for index, candidate in enumerate(clipping.fields.get(field.name, ()) if field.parse else ()):
            if field.parse and (value := field.parse(candidate.values, context)):
                values[field.name], taken[field.name] = value, index
                break
    return ParsedFields(values, taken)


def add_language(clipping: Clipping, text: str) -> Clipping:
    """Return a clipping with the language of `text`, its article, if no candidate states one and it is certain.

    In: a clipping with parsed fields. They are parsed again with the language, which decides about dates.
    """
    parsed = clipping.parsed or parse_fields(clipping)
    language = None if "language" in parsed.values else detect_language(text)
    if language is None:
        return replace(clipping, parsed=parsed)
    candidates = (*clipping.fields.get("language", ()), FieldCandidate((language,), "text"))
    told = replace(clipping, fields={**clipping.fields, "language": candidates})
    return replace(told, parsed=parse_fields(told))


def parse(clipping: Clipping) -> tuple[Article, tuple[Problem, ...]]:
    """Return a clipping's article with typed fields, but without body and tags, and problems for unreadable dates.

    `origin.fields` names the place of each value: `fallback` for a headline from the body or from the file's name.
    Fields that extraction has parsed are not parsed again.
    """
    parsed = clipping.parsed or parse_fields(clipping)
    values = parsed.values
    via = {
        field.key: clipping.fields[field.name][parsed.taken[field.name]].via for field in FIELDS if field.name in values
    }
    of_origin: dict[str, Any] = {field.attribute: values.get(field.name) for field in FIELDS if field.in_origin}
    of_article: dict[str, Any] = {
        field.attribute: values[field.name] for field in FIELDS if field.name in values and not field.in_origin
    }
    if "headline" not in values:
        of_article["headline"], via["title"] = _fallback_headline(clipping), "fallback"
    origin = replace(clipping.origin, **of_origin, fields=via)
    article = Article(body=Markdown(""), extra=clipping.extra, origin=origin, **of_article)
    return article, tuple(_unparsed_dates(clipping, values))


def explain(clipping: Clipping) -> tuple[Candidate, ...]:
    """Return every candidate of every field, in the order of `FIELDS`, with what `parse` does with it."""
    taken = (clipping.parsed or parse_fields(clipping)).taken
    return tuple(
        Candidate(field.key, candidate.values, candidate.via, _fate(index, taken.get(field.name)))
        for field in FIELDS
        for index, candidate in enumerate(clipping.fields.get(field.name, ()))
    )


def _fate(index: int, taken: int | None) -> Fate:
    if taken is None or index < taken:
        return Fate.REFUSED
    return Fate.TAKEN if index == taken else Fate.NOT_NEEDED


def _make_context(clipping: Clipping) -> ParseContext:
    languages = (parse_language(candidate.values) for candidate in clipping.fields.get("language", ()))
    publications = tuple(value for candidate in clipping.fields.get("source", ()) for value in candidate.values)
    return ParseContext(next(filter(None, languages), None), clipping.base_url, publications)


def _fallback_headline(clipping: Clipping) -> str:
    """Return a headline for an article without one: its first heading or sentence, else the name of its file."""
    if words := opening_words(clipping.body, html=clipping.form is not Form.TEXT):
        return words
    name = PurePosixPath(clipping.origin.file.removesuffix(".gz")).stem
    return parse_text((name,)) or clipping.origin.file or "-"


def _is_meant_as_date(string: str) -> bool:
    """Return whether a string is not empty and not one of the impossible dates that some systems write for none."""
    return bool(string.strip()) and not string.strip().startswith(("0000-00-00", "0001-01-01"))


def _unparsed_dates(clipping: Clipping, values: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem for each date field that has candidates, but no value."""
    for field in FIELDS:
        if field.kind is not FieldKind.DATE or field.name in values:
            continue
        strings = [string for candidate in clipping.fields.get(field.name, ()) for string in candidate.values]
        if string := next(filter(_is_meant_as_date, strings), None):
            yield Problem(
                ProblemKind.DATE,
                clipping.origin.file,
                f"`{field.key}` cannot be read from {parse_text((string,)) or ''!r}",
                "If you know it, add it to the page by hand.",
                clipping.origin.record,
            )

"""Parsing of the fields of a clipping. Owns the choice among the candidates of a field, and the headline of an article
that has none. The parsers and limits are in the table `fields.FIELDS`, the wording of problems is in `remarks`.

The first candidate of a field that can be parsed is used. No value is invented, except a headline, which every article
has; `origin.fields` then names `fallback` as its place. A language that no candidate states is told from the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.article import Article, Clipping, FieldCandidate, Form, Markdown, ParsedFields
from backfile.fields import FIELDS, Field, ParseContext
from backfile.fields.bylines import split_byline
from backfile.fields.fallback_headline import MAX_LENGTH, opening_words
from backfile.fields.labels import parse_language, parse_text
from backfile.fields.limits import cut_text
from backfile.fields.listed import limited
from backfile.fields.remarks import remarks
from backfile.fields.text_language import MIN_WEIGHT, THREE_PARTS, detect_language

if TYPE_CHECKING:
    from backfile.problems import Problem

_OF_TEMPLATES = "en"


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
    place: str = ""
    """As in `FieldCandidate`, like the next two."""
    votes: tuple[str, ...] = ()
    why: str = ""


def parse_fields(clipping: Clipping) -> ParsedFields:
    """Parse the fields of a clipping: of each, the candidates in their order, until one can be parsed."""
    context = _make_context(clipping)
    values: dict[str, object] = {}
    taken: dict[str, int] = {}
    for field in FIELDS:
        for index, candidate in enumerate(clipping.fields.get(field.name, ())):
            if (value := _parse_candidate(field, candidate, context)) and limited(field, value):
                values[field.name], taken[field.name] = value, index
                break
    return ParsedFields(values, taken)


def add_language(clipping: Clipping, text: str) -> Clipping:
    """Return a clipping with the language of `text`, its article, if no candidate states one and it is certain.

    English that is stated counts as not stated if a longer text is certainly in another language: it is what templates
    of sites have before anybody changes it. Other languages that are stated are never changed.

    In: a clipping with parsed fields. They are parsed again with the language, which decides about dates.
    """
    parsed = clipping.parsed or parse_fields(clipping)
    stated = str(parsed.values.get("language", "")).split("-")[0]
    language = detect_language(text, THREE_PARTS if stated else MIN_WEIGHT) if stated in ("", _OF_TEMPLATES) else None
    if language is None or language == stated:
        return replace(clipping, parsed=parsed)
    told, others = FieldCandidate((language,), "text"), clipping.fields.get("language", ())
    candidates = (told, *others) if stated else (*others, told)
    with_language = replace(clipping, fields={**clipping.fields, "language": candidates})
    return replace(with_language, parsed=parse_fields(with_language))


def parse(clipping: Clipping) -> tuple[Article, tuple[Problem, ...]]:
    """Return a clipping's article with typed fields, but without body and tags, and remarks on them.

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
        field.attribute: limited(field, values[field.name])
        for field in FIELDS
        if field.name in values and not field.in_origin
    }
    if "headline" not in values:
        of_article["headline"], via["title"] = _fallback_headline(clipping), "fallback"
    origin = replace(clipping.origin, **of_origin, fields=via)
    article = Article(body=Markdown(""), extra=clipping.extra, origin=origin, **of_article)
    return article, tuple(remarks(clipping, values, _too_long(clipping, parsed)))


def explain(clipping: Clipping) -> tuple[Candidate, ...]:
    """Return every candidate of every field, in the order of `FIELDS`, with what `parse` does with it."""
    taken = (clipping.parsed or parse_fields(clipping)).taken
    return tuple(
        Candidate(
            field.key,
            candidate.values,
            candidate.via,
            _fate(index, taken.get(field.name)),
            candidate.place,
            candidate.votes,
            candidate.why,
        )
        for field in FIELDS
        for index, candidate in enumerate(clipping.fields.get(field.name, ()))
    )


def _fate(index: int, taken: int | None) -> Fate:
    if taken is None or index < taken:
        return Fate.REFUSED
    return Fate.TAKEN if index == taken else Fate.NOT_NEEDED


def _parse_candidate(field: Field, candidate: FieldCandidate, context: ParseContext) -> object:
    """Return the value of a candidate; a false value if it cannot be parsed."""
    return field.parse(candidate.values, context) if field.parse else None


def _too_long(clipping: Clipping, parsed: ParsedFields) -> dict[str, str]:
    """Return the fields of which a candidate was not used because its value is too long, with that value."""
    context = _make_context(clipping)
    found: dict[str, str] = {}
    for field in FIELDS:
        if field.limit is None or not field.limit.is_whole:
            continue
        for candidate in clipping.fields.get(field.name, ())[: parsed.taken.get(field.name)]:
            value = _parse_candidate(field, candidate, context)
            if isinstance(value, str) and limited(field, value) is None:
                found.setdefault(field.name, value)
    return found


def _make_context(clipping: Clipping) -> ParseContext:
    languages = (parse_language(candidate.values) for candidate in clipping.fields.get("language", ()))
    publications, *titles = (_all_values(clipping, name) for name in ("source", "headline", "dek"))
    headlines = tuple(value for values in titles for value in values)
    authors = split_byline(_all_values(clipping, "byline"))
    return ParseContext(next(filter(None, languages), None), clipping.base_url, publications, headlines, authors)


def _all_values(clipping: Clipping, field: str) -> tuple[str, ...]:
    return tuple(value for candidate in clipping.fields.get(field, ()) for value in candidate.values)


def _fallback_headline(clipping: Clipping) -> str:
    """Return a headline for an article without one: its first heading or sentence, else the name of its file."""
    if words := opening_words(clipping.body, html=clipping.form is not Form.TEXT):
        return words
    name = PurePosixPath(clipping.origin.file.removesuffix(".gz")).stem
    return cut_text(parse_text((name,)) or clipping.origin.file or "-", MAX_LENGTH)

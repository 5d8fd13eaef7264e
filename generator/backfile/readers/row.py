"""A record of a data set as a clipping: names and values, from JSON or a table. Owns which value becomes the body and
in which form, and the strings of the fields; which name has which field is left to `columns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import chain, islice
from textwrap import shorten
from typing import Any

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText, RawHtml
from backfile.fields.urls import find_host, registered_name
from backfile.problems import Problem, ProblemKind
from backfile.readers import html
from backfile.readers.columns import NOTHING, Columns, find_columns, is_personal, names_persons, without_addresses
from backfile.readers.publication_status import find_unpublished, is_flag
from backfile.readers.saved_from import saved_hosts

_PREVIEWED = 60
"""So many characters of a value are shown."""
_MOST_VALUES = 200
"""So many values of a list are read."""
_TAG = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|ul|ol|li|blockquote|figure|img|table|article|section|em|strong|b|i|a)|br)\b[^<>]*>",
    re.IGNORECASE,
)
_NAMES = ("name", "url", "@id", "value", "text", "href", "title", "#text", "@value")
"""The keys under which an object has the string that it stands for, as in JSON-LD and ninjs."""


def parse_row(values: Mapping[str, Any], origin: Origin, mapping: Mapping[str, str]) -> Iterator[Clipping | Problem]:
    """Yield the clipping of a record, or a refusal. In: names and values; the owner's mapping."""
    columns = find_columns(values, mapping)
    fields = field_candidates(values, columns, "data")
    found = next(((name, body) for name in columns.body if (body := find_body(values[name]))), None)
    if found is None:
        yield no_text_problem(origin.file, list(values), origin.record)
        return
    name, body = found
    # A text under a name that is also that of a description is no dek.
    fields.pop("dek", None) if name in columns.fields.get("dek", ()) else None
    form, text = _form_of(body, fields)
    url = fields["url"][0].values[0] if "url" in fields else None
    if form is Form.PAGE:
        origin = replace(origin, host=_found_at(values, columns))
    yield Clipping(
        origin,
        form,
        text,
        fields,
        base_url=url if url and find_host((url,)) else None,
        unpublished=find_unpublished(values),
    )


def _found_at(values: Mapping[str, Any], columns: Columns) -> str | None:
    """Return the host at which a crawler found the whole page of a record, as it says; None if it does not.

    The page itself can claim any address. Of several sites none is believed: both names are no site's host.
    """
    texts = (text for name in columns.places for text in _limited(values[name], every=True))
    hosts = saved_hosts([*texts])
    sites = {registered_name(host.partition(":")[0]): host for host in reversed(hosts)}
    return " ".join([host for host in hosts if host in sites.values()][:2]) or None


def preview_row(values: Mapping[str, Any], mapping: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield each name of a record, the field that it becomes or `ignored`, and the beginning of its value."""
    columns = find_columns(values, mapping)
    for name, value in values.items():
        text = value if isinstance(value, str) else str(value)
        yield name, columns.fate(name) or "ignored", shorten(text[:500], _PREVIEWED, placeholder="…")


def has_text(values: object, mapping: Mapping[str, str]) -> bool:
    """Return whether a value is a record with a text."""
    if not isinstance(values, dict):
        return False
    return any(find_body(values[name]) for name in find_columns(values, mapping).body)


def record_name(values: Mapping[str, Any], mapping: Mapping[str, str]) -> str | None:
    """Return what identifies a record in its file: its id, or its address; None without one."""
    columns = find_columns(values, mapping)
    for name in (*columns.identity, *columns.fields["url"]):
        if found := next(_strings(values[name]), None):
            return found
    return None


def no_text_problem(file: str, names: list[str], record: str | None) -> Problem:
    """Return the refusal of a record, or a file of records, that has no text. In: the names that it has."""
    shown = ", ".join(repr(name[:40]) for name in names[:12]) + (" and others" if len(names) > 12 else "")
    reason = f"no text of an article is in it; it has {shown}" if names else "no article is in it"
    step = (
        "If one of these has the text, name it: --map body=NAME. A list of addresses is no article: save their pages."
    )
    return Problem(ProblemKind.NO_BODY, file, reason, step, record)


def without_personal(values: Any, *, of_person: bool = False) -> tuple[Any, bool]:
    """Return values without personal data, and whether there was any. In: whether they name a person."""
    if isinstance(values, dict):
        kept = {
            name: without_personal(value, of_person=of_person or names_persons(name))
            for name, value in values.items()
            if not is_personal(name)
        }
        changed = len(kept) < len(values) or any(changed for _, changed in kept.values())
        return {name: value for name, (value, _) in kept.items()}, changed
    if isinstance(values, list):
        items = [without_personal(value, of_person=of_person) for value in values]
        return [value for value, _ in items], any(changed for _, changed in items)
    if of_person and isinstance(values, str):
        name = without_addresses(values)
        return name, name != values
    return values, False


def find_body(value: Any) -> str | None:
    """Return the text or HTML in a value: a string, paragraphs in a list, or the sections of Fundus and ninjs."""
    if isinstance(value, str):
        return value if value.strip() and value.strip().lower() not in NOTHING else None
    if isinstance(value, list):
        if value and all(isinstance(item, dict) and "value" in item for item in value):
            return find_body(value[0]["value"])
        parts = [item for item in value if isinstance(item, str) and item.strip()]
        return "\n\n".join(parts) or None
    if isinstance(value, dict) and isinstance(value.get("sections"), list):
        return _sections(value) or None
    return None


def _sections(body: Mapping[str, Any]) -> str:
    """Return the HTML of sections with headings and paragraphs (Fundus)."""
    parts = [f"<p>{escape(text)}</p>" for text in _texts(body.get("summary"))]
    for section in body["sections"]:
        if isinstance(section, dict):
            parts += [f"<h2>{escape(text)}</h2>" for text in _texts(section.get("headline"))]
            parts += [f"<p>{escape(text)}</p>" for text in _texts(section.get("paragraphs"))]
    return "".join(parts)


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


def _form_of(body: str, fields: Mapping[str, tuple[FieldCandidate, ...]]) -> tuple[Form, RawHtml | PlainText]:
    if html.is_document(body[:5000].encode("utf-8", "replace")):
        return Form.PAGE, RawHtml(body)
    if _TAG.search(body):
        return Form.FRAGMENT, RawHtml(body)
    headline = fields["headline"][0].values[0] if "headline" in fields else ""
    # A scraped text begins with its headline: the steps that read it expect it there.
    begins = body.lstrip()[: len(headline) + 1].strip() == headline.strip()
    return Form.TEXT, PlainText(body if begins or not headline else f"{headline}\n\n{body}")


def field_candidates(values: Mapping[str, Any], columns: Columns, via: str) -> dict[str, tuple[FieldCandidate, ...]]:
    """Return the candidates of the fields in the values of a record. In: what the place of the values is called."""
    fields: dict[str, tuple[FieldCandidate, ...]] = {}
    for field, names in columns.fields.items():
        kept = [name for name in names if field != "published" or not is_flag(values[name])]
        found = ((name, tuple(_limited(values[name]))) for name in kept)
        candidates = tuple(FieldCandidate(strings, via, name) for name, strings in found if strings)
        if candidates:
            fields[field] = candidates
    return fields


def _limited(value: Any, *, every: bool = False) -> list[str]:
    strings: list[str] = []
    for text in _strings(value, every=every):
        strings.append(text)
        if len(strings) == _MOST_VALUES:
            break
    return strings


def _strings(value: Any, depth: int = 0, *, every: bool = False) -> Iterator[str]:
    """Yield the strings in a value; with `every`, all for which an object can stand, else the first."""
    if isinstance(value, str):
        if value.strip() and value.strip().lower() not in NOTHING:
            yield value.strip()
    elif isinstance(value, bool) or value is None or depth > 8:
        return
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, depth + 1, every=every)
    elif isinstance(value, dict):
        named = ([*_strings(value[name], depth + 1, every=every)] for name in _NAMES if name in value)
        yield from chain.from_iterable(islice(filter(None, named), None if every else 1))

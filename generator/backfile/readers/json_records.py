"""The objects of an array or of lines of JSON as records: which of them are articles, and what is said of others."""

from __future__ import annotations

import hashlib
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from backfile.article import Origin
from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers.columns import is_personal
from backfile.readers.decode import REPLACEMENT, replacement_problem
from backfile.readers.json_values import NoJson, decode_json, dumps, loads
from backfile.readers.reader import Record
from backfile.readers.row import has_text, no_text_problem, record_name, without_personal
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from backfile.readers.reader import InputSource

_MOST_DAMAGED = 5_000
"""After so many values that are no objects, none of which before had a text, an array counts as one of other things."""
_ARTICLES = ("Article", "Posting", "Report", "CreativeWork")
"""Ends of the types of schema.org that are articles."""
_WITH_TEXT = (*_ARTICLES, "WebPage", "Review", "Recipe", "HowTo", "Story")
"""And of those that are articles if they have a text. Others, such as comments, are none."""
REPAIR = "Repair it, or take it out of the file, and run again."


def articles(
    source: InputSource, items: Iterator[tuple[int, bytes | None]], *, is_certain: bool
) -> Iterator[Record | Problem]:
    """Yield the records of an array or of lines, if one of the objects has a text.

    Otherwise, yield one refusal that names their keys, but not if `is_certain` of an array beside others; and one of
    values that are damaged.
    """
    textless, others, damaged = array("Q"), list[range](), list[Problem]()
    names: list[str] = []
    for number, data in items:
        is_whole = data is not None and len(data) <= source.max_bytes
        values = loads(data) if data and is_whole else None
        if has_text(values, source.mapping):
            yield from (no_text_problem(source.file, names, str(each)) for each in textless)
            yield from (no_object(source.file, each) for each in chain.from_iterable(others))
            yield from damaged
            yield from _records(source, chain([(number, data)], items))
            return
        if data and is_whole and _is_other(values, data):
            _add(number, others)
        elif not isinstance(values, dict):
            damaged += [each for each in records_of(source, number, data) if isinstance(each, Problem)]
        elif _is_article(values):
            names = names or [*values]
            textless.append(number)
        if len(damaged) == _MOST_DAMAGED:
            break
    rest = next(items, None)
    if damaged:
        yield _damaged(damaged, rest and rest[0])
    if is_certain:
        deque(items, maxlen=0)  # An array of other things is skipped to its end.
    elif not damaged or (names and not rest):
        yield no_text_problem(source.file, names, None)


def _damaged(problems: list[Problem], rest: int | None) -> Problem:
    """Return the refusal of values that are damaged where no other one has a text. In: the number of the value from
    which on nothing is read.
    """
    first, many = problems[0], len(problems)
    if rest is None and many == 1:
        return first
    reason = f"{first.reason}; in its list or file are {many:,} such values, and before them is no text of an article"
    if rest is None:
        return replace(first, reason=reason.replace("before", "beside"))
    step = "Repair them, or take them out of the file, and run again."
    return replace(first, reason=f"{reason}, so from value {rest} on nothing of it is read", next_step=step)


def _is_other(values: object, data: bytes) -> bool:
    """Return whether a value is one of another kind than an object."""
    return data.startswith(b"[") or not isinstance(values, dict | NoJson)


def _add(number: int, ranges: list[range]) -> None:
    """Add a number to ranges: an array of other things can have any number of values."""
    start = ranges.pop().start if ranges and ranges[-1].stop == number else number
    ranges.append(range(start, number + 1))


def _records(source: InputSource, items: Iterator[tuple[int, bytes | None]]) -> Iterator[Record | Problem]:
    return chain.from_iterable(records_of(source, number, data) for number, data in items)


def records_of(source: InputSource, number: int | str, data: bytes | None) -> Iterator[Record | Problem]:
    """Yield the record of an object, after remarks, or a refusal; nothing for an object of JSON-LD without a text that
    is no article.
    """
    if data is None or len(data) > source.max_bytes:
        reason = f"it is larger than {source.max_bytes // MEGABYTE} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        yield Problem(ProblemKind.TOO_LARGE, source.file, reason, step, str(number))
        return
    values = loads(data)
    if isinstance(values, NoJson):
        yield invalid(source.file, str(number), values)
    elif not isinstance(values, dict):
        yield no_object(source.file, number)
    elif not _is_article(values) and not has_text(values, source.mapping):
        return
    elif not _is_article(values) and not _is_article(values, _WITH_TEXT):
        reason = f"it is no article, but of the type {one_line(str(values['@type'])[:40])}"
        yield Problem(ProblemKind.LEFT_OUT, source.file, reason, "If it is one, remove its `@type`.", str(number))
    else:
        kept = kept_bytes(values, data)
        name = record_name(values, source.mapping) or hashlib.sha256(kept).hexdigest()[:16]
        if not has_text(values, source.mapping):
            yield no_text_problem(source.file, [key for key in values if not is_personal(key)], name)
            return
        yield from replaced_bytes(source.file, name, data, kept)
        yield Record(kept, name)


def kept_bytes(values: Any, data: bytes) -> bytes:
    """Return the bytes of a value without what is personal in it. In: also the bytes that were read."""
    kept, changed = without_personal(values)
    return dumps(kept) if changed else data


def replaced_bytes(file: str, name: str | None, data: bytes, kept: bytes) -> Iterator[Problem]:
    """Yield the remark on bytes that could not be decoded where the record does not show it, as it is written anew. In:
    the names of the file and the record, what was read, and the record.
    """
    if kept is not data and REPLACEMENT.encode() in kept:
        problem = replacement_problem(decode_json(data), Origin(file, "", "json", name))
        yield from filter(None, [problem])


def _is_article(values: dict[str, Any], types: tuple[str, ...] = _ARTICLES) -> bool:
    """Return whether an object is an article by its type in JSON-LD; also one that has none."""
    kinds = values.get("@type")
    names = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return kinds is None or any(name.endswith(types) for name in names)


def no_object(file: str, number: int | str) -> Problem:
    """Return the refusal of another value in the place of an object."""
    return invalid(file, str(number), "it is no object")


def invalid(file: str, record: str | None, reason: str) -> Problem:
    """Return the refusal of what is no JSON, or no object."""
    return Problem(ProblemKind.UNREADABLE, file, reason, REPAIR, record)

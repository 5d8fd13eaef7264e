"""Remarks on fields, and their wording: dates that cannot be read, dates in the future, values beyond their limits."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from backfile.fields import FIELDS, Field, FieldKind
from backfile.fields.future_dates import is_future, last_day
from backfile.fields.labels import parse_text
from backfile.fields.limits import cut_text
from backfile.fields.listed import limited
from backfile.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.article import Clipping, When

_QUOTED = 60
"""How many characters of a string that is no date are quoted."""


def remarks(clipping: Clipping, values: Mapping[str, Any], refused: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the remarks on the fields of a clipping.

    In: the parsed values by field name, not yet cut; of the fields of which a value was too long to be used, that
    value.
    """
    retrieved: When | None = values.get("retrieved")
    for field in FIELDS:
        value = values.get(field.name)
        parts = (_of_date(clipping, field, value, retrieved), _of_limit(field, value), _of_refused(field, refused))
        for kind, reason, step in chain.from_iterable(parts):
            yield Problem(kind, clipping.origin.file, reason, step, clipping.origin.record)


_Remark = tuple[ProblemKind, str, str]


def _of_date(clipping: Clipping, field: Field, value: Any, retrieved: When | None) -> Iterator[_Remark]:
    """Yield the remark on a date that cannot be read, or lies in the future."""
    if field.kind is not FieldKind.DATE:
        return
    if value is None:
        strings = (string for candidate in clipping.fields.get(field.name, ()) for string in candidate.values)
        if string := next(filter(_is_meant_as_date, strings), None):
            quoted = cut_text(parse_text((string,)) or "", _QUOTED)
            step = "If you know it, add it to the page by hand."
            yield ProblemKind.DATE, f"`{field.key}` cannot be read from {quoted!r}", step
        return
    saved = None if field.in_origin else retrieved
    if is_future(value, saved):
        reason = f"`{field.key}` is {value:%Y-%m-%d}, in the future: the last possible day is {last_day(saved)}"
        step = "The page has the date as found, and lists show the article without it; correct it if you know it."
        yield ProblemKind.DATE, reason, step


def _is_meant_as_date(string: str) -> bool:
    """Return whether a string is not empty and not one of the impossible dates that some systems write for none."""
    return bool(string.strip()) and not string.strip().startswith(("0000-00-00", "0001-01-01"))


def _of_limit(field: Field, value: Any) -> Iterator[_Remark]:
    """Yield the remark on a value of which a part is left out."""
    if field.limit is None or value is None or (kept := limited(field, value)) == value:
        return
    if field.kind is not FieldKind.LIST:
        limit = f"at most {field.limit.length:,} are written"
        yield _LIMIT, f"`{field.key}` has {len(value):,} characters: {limit}", _STEP
        return
    if len(kept) < len(value):
        reason = f"`{field.key}` has {len(value):,} entries, {sum(map(len, value)):,} characters in all"
        yield _LIMIT, f"{reason}: the first {len(kept):,} are written", _STEP
    if any(entry != whole for entry, whole in zip(kept, value, strict=False)):
        longest = max(map(len, value))
        limit = f"at most {field.limit.length:,} are written"
        yield _LIMIT, f"an entry of `{field.key}` has {longest:,} characters: {limit}", _STEP


def _of_refused(field: Field, refused: Mapping[str, str]) -> Iterator[_Remark]:
    """Yield the remark on a value that is not used because it is too long."""
    if field.limit is not None and field.name in refused:
        length = f"a value of {len(refused[field.name]):,} characters is not used"
        yield _LIMIT, f"`{field.key}` has at most {field.limit.length:,} characters: {length}", _STEP


_LIMIT = ProblemKind.LIMIT
_STEP = "The original has the whole value; compare the page with it."

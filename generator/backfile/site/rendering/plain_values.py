"""Values as JSON, such that reading gives just what was written: those that front matter can have, and no others."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

_TIME, _DAY = "\0time", "\0day"
_MARKS = frozenset({_TIME, _DAY})
"""A time and a day are an object with one of these keys, and their text. Reading a value is then left to JSON."""
_SAME = (str, int, float, bool, type(None))


class NotPlainError(Exception):
    """A value that JSON cannot express without a loss."""


def write(value: object) -> str:
    """Return a value as JSON. Raises NotPlainError for one of another kind, as an owner's YAML may have."""
    try:
        return json.dumps(_marked(value), ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError) as error:
        raise NotPlainError(str(error)) from error


def read(text: str | bytes) -> Any:
    """Return the value that `write` wrote. Raises ValueError for what is no JSON."""
    text = text if isinstance(text, str) else text.decode()
    return (_DECODER if _ESCAPED in text else _WITHOUT_DATES).decode(text)


def _marked(value: object) -> object:
    kind = type(value)
    if kind in _SAME:
        return value
    if kind is datetime:
        return {_TIME: value.isoformat()}  # type: ignore[attr-defined]
    if kind is date:
        return {_DAY: str(value)}
    if isinstance(value, list) and kind is list:
        return [*map(_marked, value)]
    if isinstance(value, dict) and kind is dict and all(type(key) is str for key in value):
        if len(value) == 1 and not _MARKS.isdisjoint(value):
            raise NotPlainError("a key that is a mark")
        return {key: _marked(part) for key, part in value.items()}
    raise NotPlainError(kind.__name__)


def _plain(found: dict[str, Any]) -> Any:
    if len(found) != 1 or _MARKS.isdisjoint(found):
        return found
    ((mark, text),) = found.items()
    return datetime.fromisoformat(text) if mark == _TIME else date.fromisoformat(text)


_ESCAPED = "\\u0000"
"""How the marks begin in JSON."""
_DECODER, _WITHOUT_DATES = json.JSONDecoder(object_hook=_plain), json.JSONDecoder()

"""Values as JSON, such that reading gives just what was written: those that front matter can have, and no others."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

_TIME, _DAY, _LIST = "time", "day", "list"
"""The first element of each list says what it is: a time, a day, or a list of what follows."""
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
    return _plain(json.loads(text))


def _marked(value: object) -> object:
    kind = type(value)
    if kind in _SAME:
        return value
    if kind is datetime:
        return [_TIME, value.isoformat()]  # type: ignore[attr-defined]
    if kind is date:
        return [_DAY, str(value)]
    if isinstance(value, list) and kind is list:
        return [_LIST, *map(_marked, value)]
    if isinstance(value, dict) and kind is dict and all(type(key) is str for key in value):
        return {key: _marked(part) for key, part in value.items()}
    raise NotPlainError(kind.__name__)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        mark, *parts = value
        if mark == _TIME:
            return datetime.fromisoformat(parts[0])
        return date.fromisoformat(parts[0]) if mark == _DAY else [_plain(part) for part in parts]
    return value

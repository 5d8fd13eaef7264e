"""Tests of values that are kept as JSON: reading gives just what was written."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site.rendering import plain_values

# YAML gives offsets in minutes, and never zones by name.
ZONES = st.none() | st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.datetimes(timezones=ZONES)
VALUES = st.recursive(SCALARS, lambda part: st.lists(part) | st.dictionaries(st.text(), part), max_leaves=20)


@given(VALUES)
def test_reading_gives_what_was_written(value: object) -> None:
    try:
        text = plain_values.write(value)
    except plain_values.NotPlainError:
        return
    assert plain_values.read(text) == value


@pytest.mark.parametrize("value", [{"\0day": "2020-01-01"}, {1: "a"}, (1, 2), b"a"])
def test_what_json_cannot_express_is_refused(value: object) -> None:
    with pytest.raises(plain_values.NotPlainError):
        plain_values.write(value)


@pytest.mark.parametrize("value", [date(2020, 1, 1), datetime(2020, 1, 1, 9), [date(2020, 1, 1)], {"\0day": 1, "a": 2}])
def test_days_and_times_keep_their_kind(value: object) -> None:
    found = plain_values.read(plain_values.write(value))
    assert found == value
    assert type(found) is type(value)

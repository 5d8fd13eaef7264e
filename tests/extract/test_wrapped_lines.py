"""Lines that a program broke are joined, in time in proportion to their length."""

from __future__ import annotations

import pytest

from backfile.extract.text.furniture_words import split_words
from backfile.extract.text.wrapped_lines import join, unwrap


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["the key", "and the lock"], "the key and the lock"),
        (["the har\u00ad", "bour"], "the har\u00adbour"),
        (["the well-", "known key"], "the well-known key"),
        (["the Merrow-", "Cope ferry"], "the Merrow- Cope ferry"),
        (["the key -", "and the lock"], "the key - and the lock"),
        (["the key", "-", "and the lock"], "the key - and the lock"),
        (["港の", "鍵です。"], "港の鍵です。"),
        (["port: 港", "harbour"], "port: 港 harbour"),
        (["a"], "a"),
    ],
)
def test_join(lines: list[str], joined: str) -> None:
    assert join(lines) == joined


def test_a_line_that_is_not_full_ends_a_paragraph() -> None:
    chunk = ["The harbour was closed for the whole winter,", "and nobody had the key.", "A locksmith came."]
    assert list(unwrap(chunk, 45)) == ["The harbour was closed for the whole winter, and nobody had the key.", chunk[2]]


def test_a_very_long_paragraph() -> None:
    line = "abcdefghij " * 6 + "abcd"
    assert list(unwrap([line] * 100_000, 72)) == [" ".join([line] * 100_000)]


@pytest.mark.parametrize("line", ["The key's lock, 3 times_over: a-b", "", " \t", "½ Tür’s, ท่าเรือ_x"])
def test_words_of_ascii_lines_are_those_of_others(line: str) -> None:
    assert split_words(line) == split_words(f"{line} 港")[:-1]

"""Tests of the reading time, by words or, in scripts without spaces, by letters."""

import pytest

from backfile.site.article.reading_time import minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        (" \n", 0),
        ("A word.", 1),
        ("word " * 238 * 7, 7),
        ("слово " * 238 * 3, 3),
        ("字" * 400 * 5, 5),
        ("字" * 400 + " word" * 238, 2),
        ("[a](https://e.example/b) " * 238 * 2, 2),
    ],
)
def test_minutes(text: str, expected: int) -> None:
    assert minutes(text) == expected

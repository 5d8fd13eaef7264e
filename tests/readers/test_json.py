"""Where articles are in JSON, and that nothing of it is dropped without a word."""

from __future__ import annotations

import pytest

from backfile import convert
from backfile.readers import json_records
from backfile.settings.schema import MEGABYTE, Settings

TEXT = "The pier was mended in the spring, at last, and nobody on the quay was late for the ferry again."

_MANY_DAMAGED = {
    "lines": ("a.jsonl", "{broken}\n" * 3 + '{"text": "TEXT"}', 0, [("1", "value 4 on nothing")]),
    "lines, and no more": ("a.jsonl", '{"id": 1}\n' + "{broken}\n" * 3, 0, [("2", "3 such values"), (None, "'id'")]),
    "few lines": ("a.jsonl", "{broken}\n" * 2 + '{"id": 1}', 0, [("1", "2 such values"), (None, "'id'")]),
    "an array": ("a.json", "[{broken}, {broken}, {broken}, " + '{"text": "TEXT"}' + "]", 0, [("1", "value 4")]),
    "beside articles": (
        "a.json",
        '{"a": [{broken}, {broken}, {broken}, {"text": "TEXT"}], "b": [{"text": "TEXT"}]}',
        1,
        [("1", "value 4 on nothing of it"), (None, "valid")],
    ),
    "few beside articles": (
        "a.json",
        '{"a": [1, {broken}, {"id": 1}], "b": [{"text": "TEXT"}]}',
        1,
        [("2", "valid"), (None, "valid")],
    ),
    "too large beside articles": (
        "a.json",
        '{"a": [{"id": "' + "x" * 3 * MEGABYTE + '"}], "b": [{"text": "TEXT"}]}',
        1,
        [("1", "larger than 1 MB")],
    ),
}
"""What is in a file: its name, its text, the number of its articles, and each problem: its record, words of it."""


@pytest.mark.parametrize("name", _MANY_DAMAGED)
def test_damaged_values_of_a_list_without_a_text_are_counted_and_reported(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_records, "_MOST_DAMAGED", 3)
    file, text, articles, expected = _MANY_DAMAGED[name]
    results = list(convert(text.replace("TEXT", TEXT).encode(), file=file, settings=Settings(max_megabytes=1)))
    problems = [problem for result in results for problem in result.problems]
    assert [problem.record for problem in problems] == [record for record, _ in expected]
    assert all(words in problem.reason for problem, (_, words) in zip(problems, expected, strict=True))
    assert all(problem.next_step for problem in problems)
    assert len([result for result in results if result.article]) == articles

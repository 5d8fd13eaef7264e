"""Where articles are in JSON, and that nothing of it is dropped without a word."""

from __future__ import annotations

import io
import json

import pytest

from backfile import convert
from backfile.problems import ProblemKind
from backfile.readers import json_articles, json_records
from backfile.readers.json_scanner import JsonScanner
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


def _story(marker: str) -> dict[str, object]:
    return {"title": f"Story {marker}", "text": f"{TEXT} Marker {marker}."}


_LONG = {"text": f"{TEXT} {TEXT} {TEXT} Marker L."}
_OUTSIDE_LISTS: dict[str, tuple[object, str]] = {
    "the article and others": ({"status": "ok", "article": _story("A"), "related": [_story("B")]}, "AB"),
    "only the article": ({"status": {"text": "ok"}, "data": _story("A")}, "A"),
    "by their ids": ({"articles": {"17": _story("A"), "18": _story("B")}, "pinned": [_story("C")]}, "ABC"),
    "deep": ({"a": {"b": {"c": {"d": {"_source": _story("A")}}}}, "more": [_story("B")]}, "AB"),
    "lists in an article": ({"article": {**_story("A"), "related": [_story("B")]}, "pinned": [_story("C")]}, "ABC"),
    "a long text": ({"page": _LONG, "more": [_story("B")]}, "LB"),
    "a date": ({"page": {"text": f"{TEXT} Marker D.", "date": "2020-01-02"}, "more": [_story("B")]}, "DB"),
    "parts of an article": ({"article": {**_story("A"), "box": _story("B")}, "more": [_story("C")]}, "AC"),
    "a short text": ({"status": {"text": f"Done. Marker A. {TEXT}"}, "more": [_story("B")]}, "B"),
    "persons": ({"author": _story("A"), "editor": {"1": _story("B")}, "more": [_story("C")]}, "C"),
    "images, rights, networks": ({"image": _story("A"), "license": _story("B"), "og": _story("D")}, ""),
    "comments": ({"comments": {"1": _story("A")}, "replies": {"1": _story("B")}, "more": [_story("C")]}, "C"),
}
"""The value of a file, and the articles that are read."""


@pytest.mark.parametrize("whole", [json_articles._WHOLE, 1_500])
@pytest.mark.parametrize("name", _OUTSIDE_LISTS)
def test_objects_that_are_in_no_list_are_articles(name: str, whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    value, expected = _OUTSIDE_LISTS[name]
    monkeypatch.setattr(json_articles, "_WHOLE", whole)  # The second one makes files that are read in parts.
    value = {**value, "filler": "x" * 2_000} if isinstance(value, dict) else value
    results = list(convert(json.dumps(value).encode(), file="a.json"))
    texts = [str(result.article) for result in results if result.article]
    assert [next(mark for mark in "ABCDL" if f"Marker {mark}" in text) for text in texts] == list(expected)
    assert sum(len(result.problems) for result in results) == (0 if expected else 1)


@pytest.mark.parametrize("chunk", [1, 3, 7, 1 << 16])
def test_the_object_that_is_next_is_returned_and_not_skipped(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backfile.readers.json_scanner._CHUNK", chunk)
    first = {"a": ['"]}', {"b": "\\"}], "c": {}}
    data = json.dumps(first).encode()
    scanner = JsonScanner(io.BytesIO(data + b' {"d": 1}'), 1_000)
    assert scanner.peek() == b"{"
    assert scanner.next_object(5) is None
    assert scanner.next_object(1_000) == scanner.next_object(len(data)) == data
    assert scanner.value() == data
    assert scanner.peek() == b"{"
    assert scanner.next_object(100) == b'{"d": 1}'


def _dated(marker: str) -> dict[str, object]:
    return {**_story(marker), "date": "2020-01-02"}


_BELOW_A_TEXT: dict[str, tuple[dict[str, object], int]] = {
    "an export": ({"content": "All articles of our site.", "articles": [_dated("A"), _dated("B")]}, 2),
    "by their ids": (
        {"text": "All articles.", "data": {"posts": {"1": _dated("A"), "2": {**_story("B"), "url": "x"}}}},
        2,
    ),
    "sections": ({**_dated("A"), "sections": [{"title": "One", "text": TEXT}, {"title": "Two", "text": TEXT}]}, 0),
    "comments and persons": ({**_dated("A"), "comments": [_dated("B")], "author": _dated("D")}, 0),
}
"""The value of a file, and the number of articles in it that are not read."""


@pytest.mark.parametrize("name", _BELOW_A_TEXT)
def test_articles_in_an_object_with_a_text_are_reported(name: str) -> None:
    value, count = _BELOW_A_TEXT[name]
    results = list(convert(json.dumps(value).encode(), file="a.json"))
    assert len([result for result in results if result.article]) == 1
    reasons = [problem.reason for each in results for problem in each.problems if problem.kind is ProblemKind.SEVERAL]
    assert [reason.rpartition(": ")[2] for reason in reasons] == [str(count)] * bool(count)

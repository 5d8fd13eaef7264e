"""Lines that the owner accepted are removed at the edges of texts, and no others.

Each case is a folder `tests/corpus/furniture/NAME/` of texts, a furniture.yml, and the result for each text in
`expected.json`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, FieldCandidate, Form, Origin, PlainText
from backfile.extract import extract
from backfile.extract.text.furniture_yml import load
from backfile.extract.text.owner_lines import (
    ANY_SOURCE,
    EDGE_LINES,
    NO_LINES,
    accepted_lines,
    kept_lines,
    remove_accepted_lines,
    unknown_edge_lines,
)
from backfile.settings.layout import FURNITURE_YML

CASES = sorted((Path(__file__).parents[1] / "corpus" / "furniture").iterdir())


def text(body: str, file: str = "post/a.txt", source: str | None = None) -> Clipping:
    fields = {"source": (FieldCandidate((source,), "x"),)} if source else {}
    return Clipping(Origin(file, "0" * 64, "text"), Form.TEXT, PlainText(body), fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    accepted = load(case / FURNITURE_YML)
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    files = [file.relative_to(case).as_posix() for file in sorted(case.rglob("*.txt"))]
    assert list(expected) == files
    for file in files:
        clipping = extract(text((case / file).read_text("utf-8"), file), accepted)
        result = {
            "headline": clipping.fields["headline"][0].values[0],
            "body": clipping.body.split("\n\n"),
            "removed": [[removed.rule, removed.text] for removed in clipping.removed],
        }
        assert result == expected[file], file


LINES = st.text(st.sampled_from("ab \t\u00a0'\"#:{}[]|>&*!%@`-,?\\é\x1b\x07"), min_size=1, max_size=12).filter(
    str.strip
)
TEXTS = st.lists(LINES, max_size=30).map("\n\n".join)


@given(body=TEXTS, lines=st.lists(LINES))
def test_texts_of_other_sources_are_unchanged(body: str, lines: list[str]) -> None:
    clipping = text(body)
    assert remove_accepted_lines(clipping, NO_LINES) is clipping
    assert remove_accepted_lines(clipping, accepted_lines({"bay": lines, "a.txt": lines})) is clipping


@given(body=TEXTS, lines=st.lists(LINES))
def test_only_accepted_lines_are_removed(body: str, lines: list[str]) -> None:
    result = remove_accepted_lines(text(body), accepted_lines({"Post": lines}))
    removed_lines = [removed.text for removed in result.removed]
    assert {" ".join(line.split()) for line in removed_lines} <= {" ".join(line.split()) for line in lines}
    remaining = [line.strip() for line in result.body.splitlines() if line.strip()]
    assert sorted(remaining + removed_lines) == sorted(line.strip() for line in body.splitlines() if line.strip())


def test_an_accepted_line_inside_a_text_stays() -> None:
    staying = [f"Paragraph {number}." for number in range(EDGE_LINES)]
    body = "\n".join(["Menu", *staying, "Menu", *staying, "Menu", "Menu"])
    result = remove_accepted_lines(text(body), accepted_lines({ANY_SOURCE: ["Menu"]}))
    assert [line for line in result.body.splitlines() if line] == [*staying, "Menu", *staying]


@pytest.mark.parametrize(
    ("file", "source"),
    [("POST/x/a.txt", None), ("elsewhere/a.txt", " Post "), ("a.txt", "Post")],
)
def test_an_entry_names_a_source_or_the_first_folder(file: str, source: str | None) -> None:
    assert remove_accepted_lines(text("Menu\n\nA text.", file, source), accepted_lines({"Post": ["Menu"]})).removed
    assert not remove_accepted_lines(
        text("Menu\n\nA text.", "x/Post/a.txt"), accepted_lines({"Post": ["Menu"]})
    ).removed


ARTICLE = """\
The ferry has a new captain

The ferry to Merrow was built for forty people and has never carried fewer than that.

A second ferry has been asked for in every budget since the year of the flood.
"""
HEAD, END = ("Menu", "Share on Facebook"), ("12 comments", "Share on Facebook", "Reply")
SCRAPED = "\n\n".join((*HEAD, ARTICLE, *END))


@pytest.mark.parametrize("form", Form)
def test_lines_to_keep_are_those_of_the_source_of_the_folder_and_of_any_source(form: Form) -> None:
    accepted = accepted_lines({}, {"post": ["a  line"], "THE BAY": ["b"], ANY_SOURCE: ["c"], "other": ["d"]})
    clipping = replace(text("", "Post/a.txt", "The  Bay"), form=form)
    assert kept_lines(clipping, accepted) == ({"a line", "b", "c"} if form is Form.TEXT else set())
    assert kept_lines(text("", "a.txt"), accepted) == {"c"}


@pytest.mark.parametrize("name", ["post", ANY_SOURCE])
def test_a_kept_line_is_not_removed_by_another_entry(name: str) -> None:
    accepted = accepted_lines({"post": ["Menu", "Up"], ANY_SOURCE: ["Menu", "Down"]}, {name: ["Menu"]})
    assert accepted.of(text("")) == {"Up", "Down"}
    clipping = remove_accepted_lines(text("Menu\nUp\nA text."), accepted)
    assert [line for line in clipping.body.splitlines() if line] == ["Menu", "A text."]


@pytest.mark.parametrize("line", sorted({*HEAD, *END}))
def test_a_kept_line_is_not_removed_by_any_rule(line: str) -> None:
    removed = extract(text(SCRAPED), accepted_lines({"post": ["Menu"]}))
    assert line in {item.text for item in removed.removed}
    kept = extract(text(SCRAPED), accepted_lines({"post": ["Menu"]}, {"post": [line]}))
    assert kept.body.splitlines().count(line) == SCRAPED.splitlines().count(line)
    assert line not in {item.text for item in kept.removed}
    assert kept.fields == removed.fields


def test_a_kept_line_is_not_proposed_as_furniture() -> None:
    accepted = accepted_lines({}, {"post": ["Menu"]})
    clipping = text("Menu\n\nBar\n\nA text.")
    assert unknown_edge_lines(clipping, clipping, accepted) == ("Bar", "A text.")

"""Markdown with front matter, as other programs write it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import convert
from backfile.problems import ProblemKind
from backfile.readers.front_matter_forms import FrontMatterError, split
from backfile.readers.markdown_syntax import render
from tests.readers.corpus import cases, check, file_of


@pytest.mark.parametrize("case", cases("markdown"), ids=lambda case: case.name)
def test_each_note_becomes_what_is_expected(case: Path) -> None:
    check(case)


def test_markup_of_other_programs_is_named_once_a_kind() -> None:
    (case,) = (case for case in cases("markdown") if case.name == "obsidian_clipper")
    (result,) = convert(file_of(case))
    (remark,) = (problem for problem in result.problems if problem.kind is ProblemKind.MARKUP)
    assert remark.reason.count("wiki links") == 1
    assert "callouts" in remark.reason


@pytest.mark.parametrize("number", ["9" * 5000, f"0x{'f' * 5000}", f"0b{'1' * 20_000}"])
@pytest.mark.parametrize(
    "form", ["+++\n{0} = {1}\n+++\n", "---\n{0}: {1}\n---\n", '{{\n"{0}": {1}\n}}\n', "---\n{1}: x\n---\n"]
)
@pytest.mark.parametrize("key", ["weight", "date"])
def test_numbers_of_thousands_of_digits_cost_no_more_than_their_note(form: str, key: str, number: str) -> None:
    text = (
        f"{form.format(key, number)}\nThe pier was mended in the spring, at last, and nobody was late for the ferry.\n"
    )
    (result,) = convert(text.encode(), file="note.md")
    assert result.article or result.is_record


@given(st.text(alphabet="-+{}:% \n\t#[]=!>|`~abc<\"'", max_size=60))
def test_any_text_is_split_and_rendered(text: str) -> None:
    try:
        _, body = split(text)
    except FrontMatterError:
        return
    assert text.endswith(body)
    render(body)


@pytest.mark.parametrize("unit", ["[[", "{{< ", "> [!x] ", "==a", "`", "%%", "![[a|", "{% ", "<a ", "*_", "a: b\n"])
def test_repeated_marks_take_seconds_at_most(unit: str) -> None:
    """markdown-it-py needs more than proportional time for some: 0.4 s for 8,000."""
    start = time.process_time()
    with suppress(FrontMatterError):
        render(split(unit * 8_000)[1])
    assert time.process_time() - start < 5


def test_three_backticks_around_words_begin_no_code(tmp_path: Path) -> None:
    text = "# Pier\n\n``` mended ``` and painted, as [[Harbour]] says. %%not for readers%%\n\nThe end of it all.\n"
    (tmp_path / "pier.md").write_text(text)
    (result,) = convert(tmp_path / "pier.md")
    assert result.article
    assert "[[" not in result.article.body
    assert "not for readers" not in result.article.body

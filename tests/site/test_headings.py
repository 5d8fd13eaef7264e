"""Tests of headings below the headline: no level is skipped, other elements do not change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site.article.headings import empty_headers_as_cells, renumber_headings


@pytest.mark.parametrize(
    ("levels", "expected"),
    [("23", "23"), ("33", "22"), ("3432", "2322"), ("1", "2"), ("146", "234"), ("123456", "234566"), ("6264", "2233")],
)
def test_levels_of_headings(levels: str, expected: str) -> None:
    html = "".join(f'<h{level} id="a{level}">A <em>b</em></h{level}><p>c</p>' for level in levels)
    assert "".join(re.findall(r"<h(\d)", renumber_headings(html))) == expected
    assert renumber_headings(html).count("</h") == len(levels)


@given(st.lists(st.integers(1, 6)))
def test_no_level_is_skipped(levels: list[int]) -> None:
    written = re.findall(r"<h(\d)>x</h\1>", renumber_headings("".join(f"<h{level}>x</h{level}>" for level in levels)))
    assert len(written) == len(levels)
    for before, after in zip(["1", *written], written, strict=False):
        assert 2 <= int(after) <= int(before) + 1


def test_other_elements_do_not_change() -> None:
    html = '<p title="<h4>">&lt;h5&gt; <a href="../h3/">h3</a></p><hr>'
    assert renumber_headings(html) == html


def test_a_header_without_text_is_a_cell() -> None:
    html = (
        '<table><tr><th></th><th style="text-align: right;"> </th><th>Year</th><th><img alt="A flag"></th></tr></table>'
    )
    assert empty_headers_as_cells(html) == (
        '<table><tr><td></td><td style="text-align: right;"> </td><th>Year</th><th><img alt="A flag"></th></tr></table>'
    )

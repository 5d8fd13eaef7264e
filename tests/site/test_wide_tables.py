"""Tests of the boxes of tables."""

from __future__ import annotations

import pytest

from backfile.site.article.wide_tables import box_tables

START, END = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">', "</div></div>"
CELL = "<tr><td>a</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a &lt;table&gt;</p>", None),
        (f"<table>{CELL}", f"{START}<table>{CELL}{END}"),
        (f'<i title="<table>"></i><table dir="x">{CELL}', f'<i title="<table>"></i>{START}<table dir="x">{CELL}{END}'),
        (f"<table>{CELL}<table>{CELL}", f"{START}<table>{CELL}{END}" * 2),
        (f"<table><tr><td><table>{CELL}</table>", f"{START}<table><tr><td><table>{CELL}</table>{END}"),
        (f'<table class="highlighttable">{CELL}', None),
        (f'<table class="highlighttable"><tr><td><table>{CELL}</td></tr></table>', None),
    ],
    ids=["none", "one", "attributes", "two", "in a cell", "with a class", "in one with a class"],
)  # fmt: skip
def test_each_table_has_one_box(html: str, expected: str | None) -> None:
    assert box_tables(html) == (expected or html)

"""The depth of elements is counted as a browser would nest them."""

import pytest

from backfile.article import RawHtml
from backfile.markup.nesting import depth


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<p>b<p>c", 1),
        ("<ul><li>a<li>b</ul>", 2),
        ("<table><tr><td>" * 40, 120),
        ("<div>" * 300, 300),
        ("<!-- " + "<div>" * 300 + "-->", 0),
        ("<script>" + "'<div>'" * 300 + "</script><p>x", 1),
        ("<b>" * 50 + "</b>" * 50 + "<p>x", 50),
        ("<br>" * 500, 0),
        ("<div title='</div>'>" * 60 + "</div>" * 60, 60),
        ("<!-->" + "<div>" * 30, 30),
        ("<!--->" + "<div>" * 30, 30),
        ("<a title='<script>'>" + "<div>" * 30, 31),
        ("<p data-x='" + "<div>" * 300 + "'>x", 1),
        ("<p data-x='" + "<div>" * 300, 1),
        # A capital letter that becomes two characters in lower case.
        ("<title>" + "\u0130" * 40 + "</title>" + "<script></script>" * 40, 1),
    ],
)
def test_depth(markup: str, expected: int) -> None:
    assert depth(RawHtml(markup)) == expected

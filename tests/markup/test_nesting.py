"""The depth of elements is counted as a browser would nest them."""

import pytest

from backfile.article import RawHtml
from backfile.markup.nesting import MOST_ATTRIBUTES, measure_nesting


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
    assert measure_nesting(RawHtml(markup)).depth == expected


@pytest.mark.parametrize(
    "unit", [" a{}=b", " a{}", '/a{}="x y"', "a{}='<'", ' a{}=">"', "\n'a{}=b", ' a{}"=b', " a{} = {}", "\ta{}=x'"]
)
def test_elements_with_too_many_attributes_are_found(unit: str) -> None:
    """Parsers compare each attribute with all before it: 500 kB of them took more than a minute."""
    many = "".join(unit.replace("{}", str(number)) for number in range(MOST_ATTRIBUTES + 10))
    assert measure_nesting(RawHtml(f"<p>x<p class=a {many}>y</p>")).has_too_many_attributes
    assert measure_nesting(RawHtml(f"<p>x<script {many}>y</script>")).has_too_many_attributes
    assert not measure_nesting(RawHtml(f"<p>x<script>{many}</script><!-- {many} -->")).has_too_many_attributes


@pytest.mark.parametrize("value", ["a b=c " * 5000, "<p a=b>" * 5000, "it's a = 'b' " * 5000])
def test_long_values_are_no_attributes(value: str) -> None:
    for tag in (f'<p title="{value}">', f"<p title = \"{value}\" id='x'>", f'<p title="{value}'):
        assert not measure_nesting(RawHtml(f"{tag}y</p>")).has_too_many_attributes

"""Escaped text renders as that text. What only an archive's own extensions act on is tested with the writer."""

import html

import pytest

from backfile.markup.escape import (
    code_span,
    encode_all,
    encode_meaningful,
    escape,
    escape_destination,
    escape_heading_end,
    escape_line_start,
    escape_paragraph,
    escape_pipes,
    fenced_code,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* [b] `c` \\", "\\*a\\* \\[b\\] \\`c\\` \\\\"),
        ("snake_case _a_", "snake_case \\_a\\_"),
        ("a < b {{ x }} ~ ^", "a &lt; b &#123;&#123; x }} &#126; &#94;"),
        ("AT&T &amp; &#60", "AT&T &amp;amp; &amp;#60"),
        ("a = b == c", "a = b &#61;&#61; c"),
        (":smile: 12:30:45", "&#58;smile: 12:30:45"),
        ("wait!", "wait\\!"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("-a", "-a"),
        ("1986. Ein", "1986\\. Ein"),
        ("1986 Ein", "1986 Ein"),
        ("---", "\\---"),
        ("===", "&#61;=="),
        ("!!! note", "&#33;!! note"),
    ],
)
def test_escape_line_start(line: str, expected: str) -> None:
    assert escape_line_start(line) == expected


def test_pipes_are_escaped_in_paragraphs_of_several_lines_only() -> None:
    assert escape_paragraph("a | b") == "a | b"
    assert escape_paragraph("a | b\n# c") == "a &#124; b\n\\# c"
    assert escape_pipes("a | b") == "a &#124; b"


def test_number_signs_at_the_end_of_a_heading_are_escaped() -> None:
    assert escape_heading_end("C# and F##") == "C# and F&#35;&#35;"


def test_entities_in_a_url_are_escaped() -> None:
    assert escape_destination("https://e.test/?a=1&copy;b&c=2") == "https://e.test/?a=1&amp;copy;b&c=2"


def test_code_is_delimited_by_more_backticks_than_it_contains() -> None:
    assert code_span("a`b``c") == "```a`b``c```"
    assert code_span("`a") == "`` `a ``"
    assert fenced_code("a\n````\nb") == "`````\na\n````\nb\n`````"
    assert code_span("{{ x }}") == "<code>&#123;&#123; x &#125;&#125;</code>"


@pytest.mark.parametrize("text", ["a {{ b }} -8<- *c* [d]: e", "a  b -- c... == d", "<b>&amp;</b> | ~ ^ \u00e9"])
def test_encoded_text_is_the_same_text_without_its_marks(text: str) -> None:
    for encoded in (encode_meaningful(text), encode_all(text)):
        assert html.unescape(encoded) == text
        assert not set("*[]{}<>|~^`") & set(encoded)

"""The sanitizer keeps all words, and lets nothing pass that is not on the allow-list."""

import html

import lxml.html
import nh3
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.article import RawHtml, SafeHtml
from backfile.markup import sanitize
from backfile.markup.plain_text import strip_controls
from tests.markup.documents import TOKENS, documents, words
from tests.markup.rendering import BASE


@settings(max_examples=150)
@given(document=documents)
def test_sanitizing_again_changes_nothing(document: str) -> None:
    safe = sanitize.clean(RawHtml(document), BASE)
    assert sanitize.clean(RawHtml(safe)) == safe


@settings(max_examples=150)
@given(lines=st.lists(words, min_size=1, max_size=5))
def test_no_word_of_a_page_is_lost(lines: list[list[str]]) -> None:
    page = "".join(f"<div>{html.escape(' '.join(line))}<p></p>{html.escape(' '.join(line))}</div>" for line in lines)
    expected = [word for line in lines for word in (*" ".join(line).split(), *" ".join(line).split())]
    result = sanitize.visible_text(sanitize.clean(RawHtml(page))).split()
    assert result == strip_controls(" ".join(expected)).split()


def test_a_second_parser_finds_nothing_outside_the_allow_list() -> None:
    for token in TOKENS:
        safe = sanitize.clean(RawHtml(f"<p>{token}</p><td>{token}</td><svg>{token}<style>{token}</svg>"), BASE)
        assert nh3.clean(safe, attributes={"a": {"href"}}, link_rel=None).split() == SafeHtml(safe).split()


def test_rows_that_a_heading_cell_spans_stay_in_the_head() -> None:
    """Browsers end a cell at the end of its group of rows: otherwise the columns below would move."""
    top = "<tr><th rowspan='3'>Bank</th><th colspan='2'>Friday</th></tr>"
    two = "<tr><th rowspan='2'>noon</th><th>midnight</th></tr><tr><th>(about)</th></tr>"
    body = "<tr><td>Town</td><td>1</td><td>3</td></tr>"
    safe = sanitize.clean(RawHtml(f"<table><thead>{top}{two}</thead>{body}</table>"))
    table = lxml.html.fragment_fromstring(safe)
    assert len(table.find("thead")) == 3
    assert [row.text_content() for row in table.find("tbody")] == ["Town13"]

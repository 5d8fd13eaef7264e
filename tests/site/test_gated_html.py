"""Tests of the expressions for the HTML of the gate: they find every tag, and nothing else."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site.article import gated_html
from backfile.site.article.gated_html import REL, Tag
from backfile.site.article.sanitize_output import gate


def tags(html: str) -> list[Tag]:
    result: list[Tag] = []
    gated_html.replace_tags(html, lambda tag: result.append(tag) or tag.text)
    return result


def test_a_tag_has_its_name_and_attributes() -> None:
    html = '<p title="<b>" lang="de">a</p><br>'
    assert tags(html) == [
        Tag('<p title="<b>" lang="de">', False, "p", ' title="<b>" lang="de"'),
        Tag("</p>", True, "p", ""),
        Tag("<br>", False, "br", ""),
    ]
    assert gated_html.read_attributes(' title="<b>" lang="de"') == {"title": "<b>", "lang": "de"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_the_text_of_gated_html_remains_without_its_tags(text: str, title: str) -> None:
    html = gate(f'<p title="{escape(title)}">{escape(text)}<a href="https://e.example/">{escape(text)}</a></p>')
    assert [tag.name for tag in tags(html)] == ["p", "a", "a", "p"]
    assert gated_html.strip_tags(html) == gated_html.strip_tags(gate(escape(text))) * 2


def test_a_long_name_that_is_cut_off_takes_no_quadratic_time() -> None:
    assert gated_html.strip_tags(f"<{'a' * 200_000}") == f"<{'a' * 200_000}"


def test_external_links_are_found_and_replaced() -> None:
    html = gate('<a href="https://e.example/?a&amp;b" title="<a href=">x</a> <a href="in/">y</a>')
    assert list(gated_html.external_link_targets(html)) == ["https://e.example/?a&amp;b"]
    assert gated_html.replace_external_links(html, lambda link: f"[{link.href}{link.before}{link.after}]") == (
        '[https://e.example/?a&amp;b title="&lt;a href="]x</a> <a href="in/">y</a>'
    )
    assert html.count(REL) == 1


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>A</h2><p>b</p><p title='x'>c</p>", ["b"]),
        ('<p title="a > b">c</p><pre>d</pre><p>e', ["c", "e"]),
    ],
)
def test_paragraphs(html: str, expected: list[str]) -> None:
    assert list(gated_html.paragraphs(html))[: len(expected)] == expected

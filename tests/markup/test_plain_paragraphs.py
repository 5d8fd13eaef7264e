"""Paragraphs of words alone: which are told as such, and that what is written does not depend on telling them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import SafeHtml
from backfile.markup.plain_paragraphs import MARKER, find_unrendered, has_no_markup, split_plain
from backfile.markup.writer import Writer
from backfile.settings.mkdocs_yml import Rendering

LINES = [
    "<p>The wells of Lind ran dry.</p>",
    "<p>Nobody could say why; the frogs moved to the school (“of all places”).</p>",
    "<p>1. A number at the start, and two  blanks.</p>",
    "<p>- A dash at the start</p>",
    "<p>    </p>",
    "<p># A sign: *stars*, under_scores, |pipes|, `code`, [TOC] and {braces}</p>",
    "<p>``` no fence</p>",
    "<p>Term</p>",
    "<p>: its definition?</p>",
    "<p>R&amp;D, and an &lt;element&gt;</p>",
    "<p>With <em>an element</em> in it</p>",
    "<p>With a line break<br>in it, as\u00a0here</p>",
    "<h2>A heading</h2>",
    "<hr>",
    "<ul><li>one</li><li><p>two</p></li></ul>",
    "<blockquote><p>Quoted words</p><p>of two paragraphs</p></blockquote>",
    "<pre>code\n    &lt;p&gt;of it&lt;/p&gt;\n```\nlast</pre>",
    '<figure><img src="https://n.example/a.jpg" alt="Boats"><figcaption>Boats</figcaption></figure>',
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
]
documents = st.lists(st.sampled_from(LINES), max_size=9).map("\n".join).map(SafeHtml)
WRITER = Writer(Rendering().extensions, {})
RENDERING_ALL = Writer((*Rendering().extensions, "attr_list"), {})
"""With an extension that is not in a new archive, all is rendered. It acts on braces only, which are escaped."""


@given(documents)
def test_the_markdown_is_the_same_as_if_all_were_rendered(html: SafeHtml) -> None:
    assert WRITER.write(html) == RENDERING_ALL.write(html)


@given(documents)
def test_splitting_leaves_out_no_text(html: SafeHtml) -> None:
    others, texts = split_plain(html)
    first, *parts = others.split(MARKER)
    pairs = zip(texts, parts, strict=True)
    assert first + "".join(f"<p>{text}</p>{part}" for text, part in pairs) == html


def test_paragraphs_within_blocks_stay() -> None:
    html = "<blockquote>\n<p>Quoted</p>\n</blockquote>\n<p>Not quoted</p>"
    assert split_plain(html) == (html, [])


@pytest.mark.parametrize("text", ["Words, and more words.", "“No”? Ask Tom’s mother (80): 5%!", "Ça\u00a0va", "漢字。"])
def test_words_have_no_markup(text: str) -> None:
    assert has_no_markup(text)


@pytest.mark.parametrize("text", ["", "1. one", "- a", "a *b*", "a\nb", '": a', "a_b", "a|b", "http://a/#b", "a\x02b"])
def test_what_may_have_a_meaning_is_markup(text: str) -> None:
    assert not has_no_markup(text)


def test_paragraphs_without_markup_below_lists_and_html_are_rendered() -> None:
    assert find_unrendered([True, True, False, True, False, True], ["p", "p", "ul", "p", "", "p"]) == {0, 1}
    assert find_unrendered([], []) == set()

"""Tests of the gate: what passes, what does not, and that the text does not change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from backfile.site.article.gated_html import REL
from backfile.site.article.sanitize_output import ATTRIBUTES, TAGS, gate, is_external_url

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<a href='https://e.example/'>", "</a>", "<table><tr><td>", "</td></tr></table>",
        "<img src=x onerror=window.pwnd=1>", "<svg onload=window.pwnd=1>", "<script>window.pwnd=1</script>",
        "<a href='javascript:window.pwnd=1'>", "<p onclick=window.pwnd=1 title='<a href=\"https://x.example\">'>",
        "<iframe src=//e.example></iframe>", "<style>p{}</style>", "<base href=//e.example>", "<form><input autofocus>",
        "<h2 id=__config class='mermaid md-header'>", "</h2>", "<!-- -->", "<p title='<img src=\"https://e.example/\">'>",
        "text", " ", "R&amp;D", "&lt;b&gt;", "a < b", '"', "'", "\u202e", "日本",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_active_content_passes(html: str) -> None:
    for element in lxml_html.fragment_fromstring(gate(html), create_parent="div").iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES.get(element.tag, set()) | ATTRIBUTES["*"] | {"rel", "loading", "class"}
        assert set(element.attrib) <= allowed
        address = element.get("href") or element.get("src") or ""
        assert not address.startswith("javascript:")
        assert element.tag != "img" or not is_external_url(address)
        if element.tag == "a" and is_external_url(address):
            assert element.get("rel") == REL


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_text_does_not_change(text: str) -> None:
    written = lxml_html.Element("p")
    written.text = text
    gated = lxml_html.fragment_fromstring(gate(lxml_html.tostring(written, encoding="unicode")))
    assert (gated.tag, gated.text or "", len(gated)) == ("p", text, 0)


RELS = f'rel="{REL}"'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="../b/">b</a>', '<a href="../b/">b</a>'),
        ('<a href="#x">b</a>', '<a href="#x">b</a>'),
        ('<a href="https://e.example/?a=1&amp;b=2">b</a>', f'<a href="https://e.example/?a=1&amp;b=2" {RELS}>b</a>'),
        ('<a href="//e.example/">b</a>', f'<a href="//e.example/" {RELS}>b</a>'),
        ('<a href="/\\e.example/">b</a>', f'<a href="/\\e.example/" {RELS}>b</a>'),
        ('<img src="a.jpg" alt="A">', '<img src="a.jpg" alt="A" loading="lazy">'),
        (
            '<img src="https://e.example/a.jpg" alt="A &lt;b&gt;">',
            f'<a class="image-elsewhere" href="https://e.example/a.jpg" {RELS}>'
            '<span class="image-elsewhere__label">Image</span> A &lt;b&gt;</a>',
        ),
        (
            '<a href="b/"><img src="https://e.example/a.jpg"></a>',
            '<a href="b/"><span class="image-elsewhere"><span class="image-elsewhere__label">Image</span></span></a>',
        ),
        (
            '<img src="data:image/png;base64,AAAA" alt="A">',
            '<span class="image-elsewhere"><span class="image-elsewhere__label">Image</span> A</span>',
        ),
        ('<h2 id="then">Then</h2>', '<h2 id="then">Then</h2>'),
        ('<h2 id="__config">Then</h2>', "<h2>Then</h2>"),
        (f'<h2 id="{"then-" * 100}">Then</h2>', f'<h2 id="{"then-" * 100}">Then</h2>'),
        ('<th style="text-align: right;">1</th>', "1"),
        (
            '<table><tbody><tr><td style="text-align: right;">1</td><td style="color: red">2</td></tr></tbody></table>',
            '<table><tbody><tr><td style="text-align: right;">1</td><td>2</td></tr></tbody></table>',
        ),
        ('<div class="highlight mermaid">x</div>', '<div class="highlight">x</div>'),
        ('<span class="k md-icon">x</span>', '<span class="k">x</span>'),
        ('<div data-pagefind-body data-md-component="search" id="x">x</div>', "<div>x</div>"),
    ],
)  # fmt: skip
def test_the_output_for_links_images_and_attributes(html: str, expected: str) -> None:
    def canonical(fragment: str) -> bytes:
        return lxml_html.tostring(lxml_html.fragment_fromstring(fragment, create_parent="div"), method="c14n")

    assert canonical(gate(html)) == canonical(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("a.jpg", False),
        ("/a.jpg", False),
        ("../../a:b.jpg", False),
        ("?q=https://e.example", False),
        ("", False),
        ("https://e.example", True),
        ("HTTPS:e.example", True),
        ("mailto:a@e.example", True),
        ("//e.example", True),
        ("\\\\e.example", True),
        ("/\\e.example", True),
        ("/\t/e.example", True),
        ("\x01 //e.example", True),
        ("ht\ntps://e.example", True),
    ],
)
def test_external_urls_are_those_that_browsers_resolve_to_other_sites(url: str, expected: bool) -> None:
    assert is_external_url(url) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a id="fn-1"></a>', '<a id="fn-1"></a>'),
        ('<a id="fn-1"></a><a id="fn-1"></a>', '<a id="fn-1"></a><a></a>'),
        ('<a id="fn-1" href="#x">b</a>', '<a href="#x">b</a>'),
        ('<a id="fn-0"></a><a id="fn-1 "></a><a id="FN-1"></a>', "<a></a><a></a><a></a>"),
        ('<a id="location" name="fn-1"></a><a id="__config"></a>', "<a></a><a></a>"),
        ('<span id="fn-1"></span><p id="fn-1">b</p>', "<span></span><p>b</p>"),
        ('<h2 id="fn-1">Fn 1</h2><h2 id="fn-x">b</h2>', '<h2>Fn 1</h2><h2 id="fn-x">b</h2>'),
    ],
)
def test_an_id_names_a_place_once_and_nothing_else(html: str, expected: str) -> None:
    assert gate(html) == expected

"""What goes in as text comes out as text: through clean, Markdown, and rendering, whatever stands in it."""

import html
import re
from pathlib import Path

import lxml.html
import markdown
import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.article import PlainText, RawHtml, SafeHtml
from backfile.markup import sanitize
from backfile.markup.escape import escape
from backfile.markup.nesting import depth
from backfile.markup.plain_text import strip_controls
from backfile.markup.signature import signatures
from backfile.markup.urls import safe_url
from backfile.markup.writer import Writer
from backfile.settings.mkdocs_yml import Rendering
from tests.markup.documents import TOKENS, documents, words

ARCHIVE = Rendering()
MATERIAL = Rendering(
    tuple(
        "toc tables fenced_code abbr admonition attr_list def_list footnotes md_in_html meta nl2br sane_lists smarty "
        "wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.details "
        "pymdownx.blocks.tab pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.highlight "
        "pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.saneheaders "
        "pymdownx.smartsymbols pymdownx.snippets pymdownx.superfences pymdownx.tabbed pymdownx.tasklist "
        "pymdownx.tilde".split()
    ),
    {"toc": {"permalink": True}},
)
RENDERINGS = {"archive": ARCHIVE, "material": MATERIAL}
WRITERS = {name: Writer(rendering.extensions, rendering.options) for name, rendering in RENDERINGS.items()}
HOSTILE = sorted((Path(__file__).parents[1] / "hostile").glob("[bcmtx]*.html"))
BASE = "https://paper.test/news/"

both = pytest.mark.parametrize("name", RENDERINGS)


def rendered(text: str, name: str) -> str:
    rendering = RENDERINGS[name]
    return markdown.markdown(text, extensions=list(rendering.extensions), extension_configs=dict(rendering.options))


def seen(markup: str) -> list[str]:
    """The words a reader sees, and nothing but words."""
    blocks = re.sub(r"<(/?(?:p|h\d|li|[uo]l|blockquote|pre|div|t\w+|d[dlt]|fig\w+|br|hr|caption)\b)", r" <\1", markup)
    tree = lxml.html.fragment_fromstring(blocks or " ", create_parent="div")
    for link in tree.find_class("headerlink"):
        link.drop_tree()
    return tree.text_content().split()


@both
@settings(max_examples=150)
@given(document=documents)
def test_text_links_and_structure_survive_rendering(name: str, document: str) -> None:
    safe = sanitize.clean(RawHtml(document), BASE)
    text, _ = WRITERS[name].write(safe)
    assert signatures(rendered(text, name)) == signatures(safe)
    assert seen(rendered(text, name)) == seen(safe)


@settings(max_examples=150)
@given(document=documents)
def test_cleaning_again_changes_nothing(document: str) -> None:
    safe = sanitize.clean(RawHtml(document), BASE)
    assert sanitize.clean(RawHtml(safe)) == safe


@settings(max_examples=150)
@given(found=st.lists(words, min_size=1, max_size=5))
def test_no_word_of_a_page_is_lost_by_cleaning(found: list[list[str]]) -> None:
    page = "".join(f"<div>{html.escape(' '.join(line))}<p></p>{html.escape(' '.join(line))}</div>" for line in found)
    wanted = [word for line in found for word in (*" ".join(line).split(), *" ".join(line).split())]
    expected = strip_controls(" ".join(wanted)).split()
    assert sanitize.visible_text(sanitize.clean(RawHtml(page))).split() == expected


@settings(max_examples=300)
@given(found=words, gap=st.sampled_from(["", " "]))
@example(found=["&", "#1"], gap="")
def test_a_line_of_text_shows_as_it_is(found: list[str], gap: str) -> None:
    line = " ".join(strip_controls(gap.join(found)).split())
    text, inert = WRITERS["archive"].write(sanitize.from_text(PlainText(line)))
    assert seen(rendered(text, "archive")) == line.split()
    assert inert == (), "the escaper knows everything that the archive's own extensions act on"


@given(found=st.text())
def test_any_text_becomes_paragraphs(found: str) -> None:
    safe = sanitize.from_text(PlainText(found))
    assert sanitize.visible_text(safe).split() == strip_controls(found).split()
    WRITERS["archive"].write(safe)


def test_a_permanent_link_beside_a_heading_does_not_make_it_inert() -> None:
    text, inert = WRITERS["material"].write(sanitize.clean(RawHtml("<h2>What comes next</h2><p>It rains.</p>")))
    assert (text, inert) == ("## What comes next\n\nIt rains.", ())


@both
@given(label=words.map(" ".join))
def test_list_pages_show_labels_as_they_are(name: str, label: str) -> None:
    label = " ".join(strip_controls(label).split())
    written = escape(label) if name == "archive" else WRITERS[name].escape_label(label)
    link = lxml.html.fragment_fromstring(rendered(f"-   [{written}](a.md)", name)).find(".//a")
    assert link is not None
    assert link.get("href") == "a.md"
    assert link.text_content().split() == label.split()


@both
@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.stem)
def test_hostile_pages(name: str, file: Path) -> None:
    safe = sanitize.clean(RawHtml(file.read_bytes().decode("utf-8", "replace")), BASE)
    text, _ = WRITERS[name].write(safe)
    out = rendered(text, name)
    assert seen(out) == seen(safe)
    body = lxml.html.fragment_fromstring(out or " ", create_parent="div")
    live = [
        e.tag for e in body.iter("script", "iframe", "object", "embed", "form", "input", "style", "base", "meta", "svg")
    ]
    handlers = [a for e in body.iter() for a in getattr(e, "attrib", {}) if a.startswith("on")]
    addresses = [e.get(a, "") for e in body.iter() if isinstance(e.tag, str) for a in ("href", "src")]
    strange = [a for a in addresses if a and not a.startswith(("http://", "https://", "#", "mailto:"))]
    assert live + handlers + strange == []


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("/a b(c)", "https://paper.test/a%20b%28c%29"),
        ("//other.test/x?y[]=1#z", "https://other.test/x?y%5B%5D=1#z"),
        ("JAVA\tSCRIPT:alert(1)", None),
        ("java\x01script:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("http://[bad", None),
        ("http://a b/", None),
        ("", None),
        ("https://bücher.test/ü", "https://bücher.test/ü"),
    ],
)
def test_addresses(found: str, shown: str | None) -> None:
    assert safe_url(found, BASE) == shown


@pytest.mark.parametrize(
    ("markup", "deep"),
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
        # A capital that lower case makes two characters of.
        ("<title>" + "\u0130" * 40 + "</title>" + "<script></script>" * 40, 1),
    ],
)
def test_depth(markup: str, deep: int) -> None:
    assert depth(RawHtml(markup)) == deep


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a b</p></blockquote>"),
        ("<ul><li><pre>a\n  b</pre></li></ul>", "<ul><li><pre>a\n b</pre></li></ul>"),
        ("<p>a<b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<p>a</p>", "a"),
        ("<p>a</p>", "<p hidden>a</p>"),
        ('<a href="x">a</a>', '<a href="y">a</a>'),
        ("<ol><li>a</li></ol>", "<ol><li></li><li>a</li></ol>"),
    ],
)
def test_what_readers_can_tell_apart_differs_in_its_signature(one: str, other: str) -> None:
    assert signatures(one) != signatures(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a<p>b</p></li></ul>", "<ul><li><p>a</p>\n<p>b</p></li></ul>"),
        ("<pre>a\n b</pre>", '<div class="highlight"><pre><span></span><code>a\n b\n</code></pre></div>'),
        ("<table><tr><td>a</td></tr></table>", "<table><thead><tr><th></th></tr></thead><tr><td>a</td></tr></table>"),
    ],
)
def test_what_nobody_can_tell_apart_has_one_signature(one: str, other: str) -> None:
    assert signatures(one) == signatures(other)


def test_code_in_lists_and_quotations_is_markdown() -> None:
    html = "<ul><li>x<pre>a\n  b</pre></li></ul><blockquote><pre>a\n\n  b</pre></blockquote>"
    assert WRITERS["archive"].write(sanitize.clean(RawHtml(html)))[1] == ()


def test_a_list_of_terms_within_a_term_keeps_its_text() -> None:
    html = "<dl><dt><ul><dl><dt><dl><dt>a</dt></dl></dt></dl></ul></dt><dd>b</dd></dl>"
    safe = sanitize.clean(RawHtml(html))
    assert seen(rendered(WRITERS["archive"].write(safe)[0], "archive")) == ["a", "b"]


@both
@pytest.mark.parametrize(
    "text", ["</body><body>", "a</kbd>b", "*a* <b>b</b>", "{{ x }}", "<!-- x -->", "[a](b)", "<html>"]
)
def test_keys_to_press_are_text_too(name: str, text: str) -> None:
    safe = sanitize.clean(RawHtml(f"<p>Press <kbd>{html.escape(text)}</kbd> now</p>"))
    written, inert = WRITERS[name].write(safe)
    assert signatures(rendered(written, name)) == signatures(safe)
    assert inert == () or name == "material"


def test_allow_list_holds_for_anything_parsed_again() -> None:
    """Whatever a second parser makes of the result, it finds nothing that the allow-list does not name."""
    for token in TOKENS:
        safe = sanitize.clean(RawHtml(f"<p>{token}</p><td>{token}</td><svg>{token}<style>{token}</svg>"), BASE)
        assert nh3.clean(safe, attributes={"a": {"href"}}, link_rel=None).split() == SafeHtml(safe).split()


def test_rows_that_a_heading_spans_stay_in_the_head() -> None:
    """A cell does not reach out of its group of rows: browsers cut it off there, and the columns below move."""
    top = "<tr><th rowspan='3'>Bank</th><th colspan='2'>Friday</th></tr>"
    two = "<tr><th rowspan='2'>noon</th><th>midnight</th></tr><tr><th>(about)</th></tr>"
    body = "<tr><td>Town</td><td>1</td><td>3</td></tr>"
    found = sanitize.clean(RawHtml(f"<table><thead>{top}{two}</thead>{body}</table>"))
    table = lxml.html.fragment_fromstring(found)
    assert len(table.find("thead")) == 3
    assert [row.text_content() for row in table.find("tbody")] == ["Town13"]

"""Text of an input is the same text after sanitizing, writing as Markdown, and rendering, whatever it contains."""

import html
from pathlib import Path

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.article import PlainText, RawHtml
from backfile.markup import sanitize
from backfile.markup.escape import escape
from backfile.markup.plain_text import strip_controls
from backfile.markup.signature import signatures
from tests.examples import few
from tests.markup.documents import documents, words
from tests.markup.rendering import BASE, RENDERINGS, WRITERS, rendered, visible_words

HOSTILE = sorted((Path(__file__).parents[1] / "hostile").glob("[bcmtx]*.html"))

both = pytest.mark.parametrize("name", RENDERINGS)


@both
@settings(max_examples=few(60))
@given(document=documents)
def test_text_links_and_structure_are_the_same_after_rendering(name: str, document: str) -> None:
    safe = sanitize.clean(RawHtml(document), BASE)
    text, _ = WRITERS[name].write(safe)
    assert signatures(rendered(text, name)) == signatures(safe)
    assert visible_words(rendered(text, name)) == visible_words(safe)


@settings(max_examples=few(150))
@given(pieces=words, gap=st.sampled_from(["", " "]))
@example(pieces=["&", "#1"], gap="")
def test_a_line_of_text_is_rendered_as_that_text_and_never_inert(pieces: list[str], gap: str) -> None:
    line = " ".join(strip_controls(gap.join(pieces)).split())
    text, inert = WRITERS["archive"].write(sanitize.from_text(PlainText(line)))
    assert visible_words(rendered(text, "archive")) == line.split()
    assert inert == (), "`escape` covers everything that the archive's own extensions act on"


@given(text=st.text())
def test_any_text_becomes_paragraphs(text: str) -> None:
    safe = sanitize.from_text(PlainText(text))
    assert sanitize.visible_text(safe).split() == strip_controls(text).split()
    WRITERS["archive"].write(safe)


def test_a_heading_with_a_permanent_link_is_not_inert() -> None:
    text, inert = WRITERS["material"].write(sanitize.clean(RawHtml("<h2>What comes next</h2><p>It rains.</p>")))
    assert (text, inert) == ("## What comes next\n\nIt rains.", ())


@both
@given(label=words.map(" ".join))
def test_list_pages_show_labels_unchanged(name: str, label: str) -> None:
    label = " ".join(strip_controls(label).split())
    written = escape(label) if name == "archive" else WRITERS[name].escape_label(label)
    link = lxml.html.fragment_fromstring(rendered(f"-   [{written}](a.md)", name)).find(".//a")
    assert link is not None
    assert link.get("href") == "a.md"
    assert link.text_content().split() == label.split()


@both
@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.stem)
def test_hostile_pages_keep_their_text_and_nothing_active(name: str, file: Path) -> None:
    safe = sanitize.clean(RawHtml(file.read_bytes().decode("utf-8", "replace")), BASE)
    text, _ = WRITERS[name].write(safe)
    out = rendered(text, name)
    assert visible_words(out) == visible_words(safe)
    body = lxml.html.fragment_fromstring(out or " ", create_parent="div")
    active = [
        e.tag for e in body.iter("script", "iframe", "object", "embed", "form", "input", "style", "base", "meta", "svg")
    ]
    handlers = [a for e in body.iter() for a in getattr(e, "attrib", {}) if a.startswith("on")]
    urls = [e.get(a, "") for e in body.iter() if isinstance(e.tag, str) for a in ("href", "src")]
    forbidden = [url for url in urls if url and not url.startswith(("http://", "https://", "#", "mailto:"))]
    assert active + handlers + forbidden == []


def test_code_in_lists_and_quotations_is_markdown() -> None:
    markup = "<ul><li>x<pre>a\n  b</pre></li></ul><blockquote><pre>a\n\n  b</pre></blockquote>"
    assert WRITERS["archive"].write(sanitize.clean(RawHtml(markup)))[1] == ()


def test_a_list_of_definitions_inside_a_term_keeps_its_text() -> None:
    markup = "<dl><dt><ul><dl><dt><dl><dt>a</dt></dl></dt></dl></ul></dt><dd>b</dd></dl>"
    safe = sanitize.clean(RawHtml(markup))
    assert visible_words(rendered(WRITERS["archive"].write(safe)[0], "archive")) == ["a", "b"]


@both
@pytest.mark.parametrize(
    "text", ["</body><body>", "a</kbd>b", "*a* <b>b</b>", "{{ x }}", "<!-- x -->", "[a](b)", "<html>"]
)
def test_text_in_kbd_is_escaped(name: str, text: str) -> None:
    safe = sanitize.clean(RawHtml(f"<p>Press <kbd>{html.escape(text)}</kbd> now</p>"))
    written, inert = WRITERS[name].write(safe)
    assert signatures(rendered(written, name)) == signatures(safe)
    assert inert == () or name == "material"

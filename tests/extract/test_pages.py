"""Extraction from whole pages: a folder of cases, and properties of every page.

Each file in `pages/` contains a page (`page`) and what must be extracted from it: `fields` and their values; `via`, the
sources of fields; the visible `text`, or parts of the page's text that it `keeps` and `drops`; `links`, `headings`,
`figures` and their captions, `preformatted` text and parts of the `markup`; the `removed` lines, and the `rules` that
removed them.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.article import Clipping, Form, Origin, RawHtml
from backfile.extract import extract
from backfile.fields import parse
from backfile.markup.sanitize import clean
from backfile.readers import reader_for
from backfile.readers.records import record_data

CASES = sorted(Path(__file__).with_name("pages").glob("*.yml"))


def clipping_of(page: str, file: str = "case.html") -> Clipping:
    reader = reader_for(file)
    assert reader is not None
    (item,) = reader.parse(record_data(reader, file, page.encode()))
    assert isinstance(item, Clipping)
    return extract(item)


def tree(clipping: Clipping) -> lxml.html.HtmlElement:
    cleaned = clean(RawHtml(clipping.body), clipping.base_url)
    return lxml.html.fragment_fromstring(cleaned, create_parent="div")


def visible_words(element: lxml.html.HtmlElement) -> str:
    for block in element.iter("p", "li", "td", "th", "h1", "h2", "h3", "pre", "blockquote", "br", "figure"):
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_page(case: Path) -> None:
    expected: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    clipping = clipping_of(expected["page"])
    assert clipping.form is Form.FRAGMENT
    known, problems = parse.parse(clipping)
    for name, value in expected.get("fields", {}).items():
        parsed = getattr(known.origin if name == "retrieved" else known, name)
        assert (list(parsed) if isinstance(parsed, tuple) else parsed) == value, name
    assert expected.get("via", {}).items() <= dict(known.origin.fields).items()
    assert problems == ()
    body = tree(clipping)
    text = visible_words(tree(clipping))
    if "text" in expected:
        assert text == " ".join(expected["text"].split())
    for part in expected.get("keeps", ()):
        assert part in text
    for part in expected.get("drops", ()):
        assert part not in text
    links = {link.text_content(): link.get("href") for link in body.iter("a")}
    assert expected.get("links", {}).items() <= links.items()
    assert [item.text_content() for item in body.iter("h2", "h3")] == expected.get("headings", [])
    captions = [(item.find(".//img"), visible_words(item.find("figcaption"))) for item in body.iter("figure")]
    figures = {image.get("src"): caption for image, caption in captions if image is not None}
    assert figures == expected.get("figures", {})
    if "preformatted" in expected:
        assert [item.text_content().strip() for item in body.iter("pre")] == [expected["preformatted"].strip()]
    cleaned = clean(RawHtml(clipping.body), clipping.base_url)
    for part in expected.get("markup", ()):
        assert part in cleaned
    assert [item.text for item in clipping.removed] == expected.get("removed", [])
    if "rules" in expected:
        assert [item.rule for item in clipping.removed] == expected["rules"]


def test_the_result_does_not_depend_on_the_pages_before_it() -> None:
    pages = {case: yaml.safe_load(case.read_text(encoding="utf-8"))["page"] for case in CASES}
    alone = {case: clipping_of(page) for case, page in pages.items()}
    order = [*CASES, *CASES]
    random.Random(7).shuffle(order)
    assert all(clipping_of(pages[case]) == alone[case] for case in order)


def test_a_fragment_is_not_changed() -> None:
    fragment = Clipping(Origin("a.html", "0" * 64, "html"), Form.FRAGMENT, RawHtml("<h1>x</h1><nav>y</nav>"))
    assert extract(fragment) is fragment


SENTENCES = [
    "The wells of Lind ran dry one after the other in the second week of March.",
    "Nobody in the valley could say why, and the frogs moved to the school, where they sit on the stairs.",
    "A report will be written once somebody has been found who can write one, said the mayor on Monday.",
    "Whoever still has water in the cellar is asked to tell the office, which is open until noon.",
    "In the old days, people say, a dry well was filled with stones, and a wet one with songs.",
]
SENTENCE = st.sampled_from(SENTENCES)
INLINE = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["em", "strong", "code", "kbd", "q", "del", "sup"]), SENTENCE
)
RUN = st.lists(SENTENCE | INLINE, min_size=1, max_size=3).map(" ".join)
ITEMS = st.lists(RUN.map("<li>{}</li>".format), min_size=1, max_size=3).map("".join)
LISTS = st.one_of(
    ITEMS.map("<ul>{}</ul>".format),
    ITEMS.map('<ol start="3">{}</ol>'.format),
    st.builds("<ol><li>{}<ul>{}</ul></li></ol>".format, RUN, ITEMS),
    st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, RUN, RUN),
)
BLOCKS = st.one_of(
    RUN.map("<p>{}</p>".format),
    LISTS,
    st.builds("<blockquote><p>{}</p><p>{}</p><footer>The mayor</footer></blockquote>".format, RUN, RUN),
    st.builds("<table><tr><th>A</th><th>B</th></tr><tr><td>{}</td><td></td></tr></table>".format, RUN),
    st.builds("<pre><code>def well():\n    return '{}'</code></pre>".format, SENTENCE),
    st.builds("<p>{}<br>{}</p>".format, RUN, RUN),
)


@given(st.lists(BLOCKS, min_size=1, max_size=5).map("".join))
@settings(max_examples=60)
def test_blocks_between_two_paragraphs_keep_their_markup(blocks: str) -> None:
    ends = [f"<p>{' '.join(SENTENCES)} {word}</p>" for word in ("Thus it began.", "Thus it ended.")]
    article = f"{ends[0]}{blocks}{ends[1]}"
    page = f'<body class="x"><nav><a href="/">Home</a></nav><article class="a">{article}</article></body>'
    assert clean(RawHtml(clipping_of(page).body)) == clean(RawHtml(article))

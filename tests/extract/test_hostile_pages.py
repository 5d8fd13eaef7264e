"""Hostile pages: nothing visible is lost, nothing crashes, whatever is fed in."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Clipping, RawHtml
from backfile.extract import extract
from backfile.fields import parse
from backfile.markup.sanitize import clean
from backfile.readers import InputData, reader_for

HOSTILE = Path(__file__).parent.parent / "hostile"
PAGES = sorted(page for kind in "bcmtx" for page in HOSTILE.glob(f"{kind}*.html"))
PARSERS_DIFFER = {"x23-noscript"}
"""Markup in which scripting decides what is text: browsers and parsers disagree on it."""
BIG: Mapping[str, Callable[[int], str]] = runpy.run_path(str(HOSTILE / "big.py"))["G"]

SOUP = [
    *("<article>", "</article>", "<p>", "</p>", "<div class=a>", "</div>", "<h1>", "</h1>", "<li>", "<svg>", "word "),
    *("<table><tr><td>", "</table>", "<script type='application/ld+json'>", "</script>", "<title>", "</title>"),
    *('{"@type":"Article","author":[[{}]],"headline":7}', '{"@type":"Article","keywords":{"name":[1]}}', "\0", "&#0;"),
    *("<base href='http://[x'>", "<link rel=canonical href='http://[x'>", "<meta name=date content='2020-13-40'>"),
    *("<time datetime=x>", "<a rel=tag href=/tag/x>", "</a>", "<!--", "-->", "<br>", "<frameset>", "<plaintext>"),
    *("<template>", "<html lang=''>", "<body>", "</html>", "<form>", "<aside>", "<img data-src=x>", "<math>"),
]


def clippings(data: bytes) -> list[Clipping]:
    reader = reader_for("page.html")
    assert reader is not None
    return [found for found in reader.read(InputData("page.html", data, "0" * 64)) if isinstance(found, Clipping)]


def visible(html: str) -> str:
    cleaned = clean(RawHtml(html))
    return " ".join(lxml.html.fragment_fromstring(cleaned, create_parent="div").text_content().split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_all_that_the_article_shows_is_in_the_body(page: Path) -> None:
    (clipping,) = clippings(page.read_bytes())
    _, found, article = clipping.body.partition("<article>")
    shown = visible(article.partition("</article>")[0] if found else clipping.body)
    extracted = extract(clipping)
    kept = [item.text for item in extracted.removed] + [visible(extracted.body)]
    if page.stem in PARSERS_DIFFER:
        assert all(char in "\"'>" for char in shown)
    else:
        assert " ".join(kept).split() == shown.split()


@pytest.mark.parametrize("framed", [False, True], ids=["bare", "in a designed page"])
@pytest.mark.parametrize("name", sorted(BIG))
def test_large_input_of_every_shape_is_read(name: str, framed: bool) -> None:
    article = BIG[name](150)
    page = f'<body class="x"><nav>Home</nav><article>{article}</article></body>' if framed else article
    for clipping in clippings(page.encode()):
        extracted = extract(clipping)
        assert parse.parse(extracted)[0].headline
        assert set("".join(visible(article).split())) <= set("".join(visible(extracted.body).split()))


@given(st.lists(st.sampled_from(SOUP), max_size=25).map("".join))
def test_any_soup_is_read(soup: str) -> None:
    for clipping in clippings(soup.encode()):
        extracted = extract(clipping)
        assert parse.parse(extracted)[0].headline

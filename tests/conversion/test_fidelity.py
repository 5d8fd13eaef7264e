"""Fidelity: how much of the main content of a page is in its article, from the page to the report."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.article import ContentPassage, Coverage, MainContent, Origin, RawHtml, SafeHtml
from backfile.conversion import fidelity
from backfile.conversion.fidelity import WrittenArticle
from backfile.extract.page import reference_content
from backfile.extract.parse_html import parse_html

STORY = [
    "The ferry to Merrow was built for forty people and four sheep, and has never carried fewer than that.",
    "On Tuesday it carried a piano, which the harbour master had not been told of, and which was not tied down.",
    "Nobody was hurt, and the piano is said to be in better tune than before, but the sheep have refused to board.",
    "A second ferry has been asked for in every budget since 1987, and will be asked for again in the spring.",
    "Until then, the harbour board says, pianos go by the road, which takes a day longer and has no sea in it.",
    "The sheep could not be reached for comment, and their owner would not be drawn on what they had said to him.",
]
BASE = "https://a.test/x/"
OTHERS = [
    "A reader writes that the pier is not what it was, and that it was never much to begin with, he thinks.",
    "Another answers that the pier is exactly what it was, which is the whole of the trouble with that pier.",
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(story: str, around: str = "", head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><nav><p>{OTHERS[0]}</p></nav><div id=x><article><h1>The ferry</h1>"
        f"<div>{story}</div></article>{around}</div></body></html>"
    )


def reference(html: str) -> MainContent:
    return reference_content.find_reference_content(parse_html(html))


def written(
    texts: list[str], markup: str = "", images: str = "", base: str | None = "https://a.test/x/"
) -> WrittenArticle:
    return WrittenArticle(SafeHtml(markup), texts, RawHtml(images), (), base)


def test_opinions_on_a_page() -> None:
    comments = f"<section>{paragraphs([*OTHERS, *OTHERS[:1]])}</section>"
    body = "{" + f'"@type": "NewsArticle", "articleBody": "{" ".join(STORY)}"' + "}"
    content = reference(page(paragraphs(STORY), comments, f'<script type="application/ld+json">{body}</script>'))
    assert content.opinions == ("marked", "dense", "headed", "structured")
    assert [each.text for each in content.passages] == STORY
    assert {each.opinions for each in content.passages} == {content.opinions}


@pytest.mark.parametrize("missing", range(len(STORY) + 1))
def test_missing_passages_are_counted_and_listed(missing: int) -> None:
    content = reference(page(paragraphs(STORY)))
    measured = fidelity.measure(content, written(STORY[missing:]))
    counts = [len("".join(text.split())) for text in STORY]
    assert measured.fidelity == {"text": Coverage(sum(counts[missing:]), sum(counts))}
    assert [each.text for each in measured.left_out] == STORY[:missing]
    assert dict(measured.opinions).keys() == {"marked", "dense", "headed"}


def test_markup_and_line_ends_are_not_counted() -> None:
    story = paragraphs([text.replace(" and ", " <em>and</em>\n  ") for text in STORY])
    assert fidelity.measure(reference(page(story)), written(["\n\n".join(STORY)])).left_out == ()


def test_text_outside_paragraphs_is_counted() -> None:
    story = "<br><br>".join(STORY)
    measured = fidelity.measure(reference(page(f"{story}<div>More</div>")), written(STORY))
    assert measured.fidelity["text"].kept == measured.fidelity["text"].of > 500


def test_a_single_opinion_is_not_counted() -> None:
    """Comments are the longest text on a page that does not mark its article, and are not its main text."""
    alone = f"<html><body><div>{paragraphs(STORY)}</div></body></html>"
    measured = fidelity.measure(reference(alone), written(STORY[:1]))
    assert measured.fidelity == {}
    assert [name for name, _ in measured.opinions] == ["dense"]
    disagreeing = (
        f"<html><body><main>{paragraphs(STORY[:3])}</main><div>{paragraphs(STORY[3:] + OTHERS)}</div></body></html>"
    )
    assert fidelity.measure(reference(disagreeing), written([])).fidelity == {}


def test_a_summary_in_structured_data_is_not_counted() -> None:
    passages = tuple(
        ContentPassage(text, ("marked", "dense", *(["structured"] if place == 0 else [])))
        for place, text in enumerate(STORY)
    )
    measured = fidelity.measure(MainContent(("marked", "dense", "structured"), passages), written(STORY[:1]))
    assert measured.fidelity["text"].of == sum(len("".join(text.split())) for text in STORY)


def test_links_and_images() -> None:
    """Links of the text to other pages are counted, and images of the article that are neither icons nor links."""
    links = '<a href="/one">one</a> <a href="two?a=1&amp;b=ü">two</a> <a href="#n">3</a> <a href="javascript:x()">4</a>'
    story = paragraphs([f"{links} {STORY[0]}", *STORY[1:]])
    pictures = (
        '<figure><img src="a.jpg"><img src="a-large.jpg"><figcaption>A ferry</figcaption></figure><img src="b.jpg">'
        '<img src="dot.gif" width="1" height="1"><a href="/other"><img src="c.jpg"></a><aside><img src="d.jpg"></aside>'
    )
    content = reference(page(f"{pictures}{story}", "<img src=e.jpg>"))
    assert content.images == (("a.jpg", "a-large.jpg"), ("b.jpg",))
    markup = '<a href="https://a.test/one">one</a> <a href="https://a.test/x/two?a=1&amp;b=%C3%BC">two</a>'
    images = '<img src="a-large.jpg">'
    shares = fidelity.measure(content, written(STORY, markup, images)).fidelity
    assert (shares["links"], shares["images"]) == (Coverage(2, 2), Coverage(1, 2))
    shares = fidelity.measure(content, written(STORY, "", images, base=None)).fidelity
    assert (shares["links"], shares["images"]) == (Coverage(0, 2), Coverage(0, 2))
    with_images = replace(written(STORY, "", images, base=None), images=("a-large.jpg",))
    assert fidelity.measure(content, with_images).fidelity["images"] == Coverage(1, 2)


@pytest.mark.parametrize(
    ("lost", "is_counted"),
    [
        (f"<div>{OTHERS[0]}</div>", True),
        (f"<div><span>{OTHERS[0]}</span></div>", True),
        (f"<section><div><p>{OTHERS[0]}</p></div></section>", True),
        (f"<ul><li>{OTHERS[0]}</li></ul>", True),
        (f"{OTHERS[0]}<br><br>", True),
        (f'<div class="support">{paragraphs(OTHERS)}</div>', False),
        (f'<div class="reader-comments"><p>{OTHERS[0]}</p></div>', False),
        (f'<form><p>{OTHERS[0]}</p><input name="mail"></form>', False),
        (f'<h3><a href="/other">Another piece</a></h3><p>{OTHERS[0]}</p>', False),
        (f'<div class="image-caption">{OTHERS[0]}</div>', False),
        (f"<p>{OTHERS[0][:20]}<style>.gallery {{ margin: auto; padding: 0 0 0 0 }}</style></p>", False),
    ],
)
def test_what_a_reader_would_miss_is_counted(lost: str, is_counted: bool) -> None:
    story = f"<div>{paragraphs(STORY[:3])}{lost}{paragraphs(STORY[3:])}</div>"
    shares = fidelity.measure(reference(page(story)), written(STORY)).fidelity["text"]
    assert (shares.kept < shares.of) is is_counted


def test_advertising_in_a_paragraph_is_not_counted() -> None:
    story = paragraphs([*STORY[:3], f"{STORY[3]}<div>Advertisement</div>{STORY[4]}", *STORY[5:]])
    assert fidelity.measure(reference(page(story)), written(STORY)).left_out == ()


def test_text_in_other_places_is_counted_if_it_is_most_of_the_text() -> None:
    story = f'{paragraphs(STORY[:1])}<div class="b">{paragraphs(STORY[1:])}</div>'
    shares = fidelity.measure(reference(page(story)), written(STORY[:1])).fidelity["text"]
    assert shares.kept < shares.of / 2


@pytest.mark.parametrize(
    ("coverage", "reported"),
    [(Coverage(969, 1000), True), (Coverage(970, 1000), False), (Coverage(0, 499), False), (None, False)],
)
def test_much_missing_text_is_reported(coverage: Coverage | None, reported: bool) -> None:
    origin = Origin("a.html", "0" * 64, "html", fidelity={"text": coverage} if coverage else {})
    problems = list(fidelity.problems(origin))
    assert bool(problems) is reported
    if problems:
        assert str(problems[0]).startswith("a.html: only 96% of its main text is in the article. ")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_100_percent_means_all(kept: int, more: int) -> None:
    assert (fidelity.percent(Coverage(kept, kept + more)) == 100) == (more == 0 and kept > 0)


def test_the_time_for_opinions_is_proportional_to_the_page() -> None:
    """Strings in a block that has another block at its end, and paragraphs deep in a page."""
    strings = f"<div>{f'<b>{STORY[0]}</b>' * 20_000}<div></div></div>"
    deep = f"{'<div>' * 200}{''.join(f'<p>{n} {STORY[0]}</p>' for n in range(20_000))}"
    for page_html in (strings, deep):
        tree = parse_html(f"<html><body>{page_html}</body></html>")
        start = time.process_time()
        reference_content.find_reference_content(tree)
        assert time.process_time() - start < 5


def test_the_search_for_missing_passages_is_limited() -> None:
    """200,000 passages that are not in an article of a megabyte: a search for each would take a minute."""
    passages = tuple(ContentPassage(f"{place} {STORY[0]}", ("marked", "dense")) for place in range(200_000))
    start = time.process_time()
    measured = fidelity.measure(MainContent(("marked", "dense"), passages), written(["x" * 1_000_000]))
    assert time.process_time() - start < 5
    assert measured.fidelity["text"].kept == 0

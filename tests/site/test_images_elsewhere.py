"""What stands in the place of images that the archive does not have: quiet lines, without addresses as text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from backfile.i18n.catalogs import catalog_for
from backfile.site.article.images_elsewhere import count_images_elsewhere, join_images_elsewhere
from backfile.site.article.sanitize_output import gate

T = catalog_for("en")


def image(number: int, description: str = "") -> str:
    return f'<img src="https://e.example/{number}.jpg" alt="{description}">'


def shown(html: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(join_images_elsewhere(gate(html), T), create_parent="div")


def lines(html: str) -> list[str]:
    return [" ".join(child.text_content().split()) for child in shown(html)]


def targets(html: str) -> list[str]:
    return [link.get("href") for link in shown(html).iter("a")]


ADDRESSES = [f"https://e.example/{number}.jpg" for number in (1, 2, 3)]
SEVERAL = "3 images that are not kept here"
GALLERIES = {
    "paragraphs": "".join(f"<p>{image(number)}</p>\n" for number in (1, 2, 3)),
    "one paragraph": f"<p>{image(1)}<br>\n{image(2)} {image(3)}</p>",
    "figures": "".join(f"<figure>{image(number)}</figure>" for number in (1, 2, 3)),
    "figures with paragraphs": "".join(f"<figure><p>{image(number)}</p></figure>" for number in (1, 2, 3)),
    "a list": f"<ul>\n<li>{image(1)}</li>\n<li><p>{image(2)}</p></li>\n<li>{image(3)}</li>\n</ul>",
    "a mixture": f"<p>{image(1)}</p><ol><li>{image(2)}</li></ol><figure>{image(3)}</figure>",
}


@pytest.mark.parametrize("name", GALLERIES)
def test_a_gallery_is_one_line_that_unfolds_to_its_links(name: str) -> None:
    gallery = f"<p>Before.</p>\n{GALLERIES[name]}\n<p>After.</p>"
    assert lines(gallery) == ["Before.", f"{SEVERAL}Image 1Image 2Image 3", "After."]
    [details] = shown(gallery).findall("details")
    assert details.find("summary").text_content() == SEVERAL
    assert details.get("open") is None
    assert targets(gallery) == ADDRESSES


def test_descriptions_are_in_the_line_or_behind_it_and_no_address_is_text() -> None:
    gallery = f"<p>{image(1, 'A ferry')}</p><p>{image(2)}</p><p>{image(3, 'A pier &amp; a &lt;b&gt;')}</p>"
    assert lines(gallery) == [f"{SEVERAL}Image A ferryImage 2Image A pier & a <b>"]
    assert lines(f"<p>{image(1, 'A ferry')}</p>") == ["Image A ferry"]
    assert lines(f"<p>{image(1)}</p>") == ["An image that is not kept here"]
    assert lines(f"<p>He said {image(1)} it.</p>") == ["He said Image it."]


def test_images_between_text_are_not_joined_and_all_are_counted() -> None:
    html = (
        f"<p>{image(1)}</p><p>Text.</p><p>{image(2)} A.</p><table><tbody><tr><td>{image(3)}</td></tr></tbody></table>"
    )
    assert shown(html).find(".//details") is None
    assert targets(html) == ADDRESSES
    assert count_images_elsewhere(join_images_elsewhere(gate(html + GALLERIES["a list"]), T)) == 6


def test_images_that_are_links_stay_links() -> None:
    gallery = f'<p><a href="https://a.example/">{image(1)}</a></p><p><a href="../b/">{image(2)}</a></p>'
    assert lines(gallery) == ["2 images that are not kept hereImage 1Image 2"]
    assert targets(gallery) == ["https://a.example/", "../b/"]


@pytest.mark.parametrize(
    ("description", "caption", "line"),
    [
        ("A ferry", "<b>A</b> ferry, at night.", "Image A ferry, at night."),
        ("A &amp; B", "A &amp; B. Photo: C", "Image A & B. Photo: C"),
        ("A ferry", "The ferry at night", "Image A ferry The ferry at night"),
        ("A fer", "A ferry", "Image A fer A ferry"),
        ("", "A ferry", "Image A ferry"),
    ],
)
def test_a_caption_is_the_line_and_its_words_are_not_repeated(description: str, caption: str, line: str) -> None:
    html = f"<figure>{image(1, description)}\n<figcaption>{caption}</figcaption></figure>"
    assert lines(html) == [line]
    [figure] = shown(html)
    assert figure.classes == {"figure-elsewhere"}
    assert "figure-elsewhere" not in gate(f"<figure>{image(1)}</figure><p>{caption}</p>")


def test_a_figure_with_an_image_of_the_archive_stays_a_figure() -> None:
    gated = gate(f'<figure><img src="a.jpg" alt="A">{image(1, "A")}<figcaption>A</figcaption></figure>')
    assert "figure-elsewhere" not in gated


def test_text_that_looks_like_the_links_does_not_change() -> None:
    text = '&lt;a class="image-elsewhere" href="x"&gt; class="image-elsewhere"'
    html = gate(f"<figure><p>{text} {image(1, 'A ferry')}</p><figcaption>A ferry</figcaption></figure>")
    assert count_images_elsewhere(html) == 1
    assert '<a class="image-elsewhere" href="x">' in lxml_html.fragment_fromstring(html).text_content()


PIECES = st.sampled_from(
    ["<p>", "</p>", "<figure>", "</figure>", "<ul>", "</ul>", "<li>", "</li>", "<br>", " ", "text", "<figcaption>A b",
     "</figcaption>", "<a href='../c/'>", "</a>", image(1), image(2, "A"), image(3, '"&gt;'), '<img src="a.jpg">']
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_link_no_image_and_no_text_is_lost(html: str) -> None:
    gated = gate(html)
    before = lxml_html.fragment_fromstring(gated, create_parent="div")
    after = lxml_html.fragment_fromstring(join_images_elsewhere(gated, T), create_parent="div")
    for found in (before, after):
        for label in found.find_class("image-elsewhere__label"):
            label.drop_tree()
    assert [link.attrib for link in before.iter("a", "img")] == [link.attrib for link in after.iter("a", "img")]
    assert before.text_content().split() == after.text_content().split()


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<p>{image(number)}</p>" for number in range(20_000)),
        "<ul>" + f"<li>{image(1)}</li>" * 20_000 + "<li>text</li></ul>",
        "<figure>" * 150 + image(1) * 20_000,
        f"<p>{image(1)} " + "<br>" * 20_000 + "text</p>",
    ],
)
def test_many_images_take_linear_time(html: str) -> None:
    gated = gate(html)
    start = time.process_time()
    join_images_elsewhere(gated, T)
    assert time.process_time() - start < 2

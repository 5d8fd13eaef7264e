"""Tests of which parts of an article's page are searched."""

import pytest

from backfile.site.article.sanitize_output import gate
from backfile.site.search.built_page import read_built_page

ADDRESS = "https://images.example/xylophone.png"


def parts(body: str) -> tuple[str, str]:
    """Return the text of an article, and what belongs to its images."""
    page = read_built_page(
        f'<h1 class="article__headline">A</h1><div class="article__body">{gate(body)}</div>'.encode()
    )
    assert page
    return page.text, page.images


@pytest.mark.parametrize(
    ("body", "text", "images"),
    [
        (f'<p>One<img src="{ADDRESS}">two</p>', "One two", ""),
        (f'<p>One<img src="{ADDRESS}" alt="A ferry">two</p>', "One two", "A ferry"),
        (
            f'<figure><img src="{ADDRESS}" alt="A ferry"><figcaption>At sea</figcaption></figure>One',
            "One",
            "A ferry At sea",
        ),
        ("<figure><blockquote>One</blockquote><figcaption>Two</figcaption></figure>Three", "One Three", "Two"),
        (f'<p><img src="{ADDRESS}" alt="A"> <img src="{ADDRESS}" alt="A"></p>', "", "A"),
    ],
)
def test_descriptions_and_captions_of_images_are_searched_apart_from_the_text_and_urls_are_not(
    body: str, text: str, images: str
) -> None:
    assert parts(body) == (text, images)


def test_the_language_of_an_article_is_that_of_its_head() -> None:
    page = '<header class="article__head" lang="{}"></header><div class="article__body">x</div>'
    assert [getattr(read_built_page(page.format(tag).encode()), "language", None) for tag in ("de", "")] == ["de", ""]

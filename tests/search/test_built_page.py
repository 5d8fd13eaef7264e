"""Tests of which parts of an article's page are searched."""

from backfile.site.article.sanitize_output import gate
from backfile.site.search.built_page import read_built_page

ADDRESS = "https://images.example/xylophone.png"


def text(body: str) -> str:
    page = read_built_page(
        f'<h1 class="article__headline">A</h1><div class="article__body">{gate(body)}</div>'.encode()
    )
    assert page
    return page.text


def test_the_description_of_an_image_is_searched_and_its_url_is_not() -> None:
    assert text(f'<p>One<img src="{ADDRESS}">two</p>') == "One two"
    assert text(f'<p>One<img src="{ADDRESS}" alt="A ferry">two</p>') == "One A ferry two"

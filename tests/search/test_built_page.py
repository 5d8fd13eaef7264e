"""What of an article's page is searched."""

from backfile.site.article.sanitize_output import gate
from backfile.site.search.built_page import read_built_page

ADDRESS = "https://images.example/xylophone.png"


def text(body: str) -> str:
    found = read_built_page(
        f'<h1 class="article__headline">A</h1><div class="article__body">{gate(body)}</div>'.encode()
    )
    assert found
    return found.text


def test_an_images_description_is_searched_and_its_address_is_not() -> None:
    assert text(f'<p>One<img src="{ADDRESS}">two</p>') == "One two"
    assert text(f'<p>One<img src="{ADDRESS}" alt="A ferry">two</p>') == "One A ferry two"

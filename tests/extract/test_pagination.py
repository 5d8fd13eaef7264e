"""Articles of several pages: parts of an article are distinguished from other articles."""

import pytest

from backfile.extract.page.pagination import is_next_part
from tests.extract.test_pages import clipping_of

AT = "https://gazette.test/2019/05/ferry"


@pytest.mark.parametrize(
    ("url", "previous"),
    [
        (f"{AT}/2/", f"{AT}/"),
        (f"{AT}/2", AT),
        (f"{AT}/page/2/", f"{AT}/"),
        (f"{AT}?page=2", AT),
        (f"{AT}.html?p=2", f"{AT}.html"),
        (f"{AT}-2.html", f"{AT}.html"),
        (f"{AT}/seite-2", AT),
        (f"{AT},2.html", f"{AT}.html"),
        (f"{AT}/3/", f"{AT}/2/"),
        (f"{AT}?page=10", f"{AT}?page=9"),
    ],
)
def test_the_next_part_has_the_url_of_the_part_before_it_with_the_next_number(url: str, previous: str) -> None:
    assert is_next_part(url, previous)
    assert not is_next_part(previous, url)


@pytest.mark.parametrize(
    ("url", "previous"),
    [
        ("https://gazette.test/2019/05/piano", AT),
        (f"{AT}-returns", AT),
        (f"{AT}-2020", AT),
        (AT, AT),
        ("https://gazette.test/1235", "https://gazette.test/1234"),
        (f"{AT}/4/", f"{AT}/2/"),
        ("https://other.test/2/", "https://gazette.test/"),
    ],
)
def test_another_article_is_not_the_next_part(url: str, previous: str) -> None:
    assert not is_next_part(url, previous)


def part(url: str, *, head: str) -> str:
    """Return a saved page with a part of an article."""
    text = "<p>The ferry to Merrow was built for forty people and four sheep, and has never carried fewer.</p>"
    saved = f"<!-- saved from url=(0030){url} -->"
    return f"{saved}<html><head><title>The ferry</title>{head}</head><body><article>{text}</article></body></html>"


def test_a_later_part_does_not_have_the_url_of_the_first() -> None:
    canonical = f'<link rel="canonical" href="{AT}/">'
    first = clipping_of(part(f"{AT}/", head=f'{canonical}<link rel="next" href="/2019/05/ferry/2/">'))
    last = clipping_of(part(f"{AT}/2/", head=f'{canonical}<link rel="prev" href="{AT}/">'))
    assert first.next_page == f"{AT}/2/"
    assert last.next_page is None
    urls = [[value for item in each.fields["url"] for value in item.values] for each in (first, last)]
    assert urls == [[f"{AT}/", f"{AT}/"], [f"{AT}/2/"]]

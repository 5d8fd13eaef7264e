"""Which pictures of an article are links to their files."""

from __future__ import annotations

import pytest

from backfile.site.article.picture_links import link_pictures

SRC = f"../../../../images/ab/{'c' * 38}.jpg"
LINK = f'<a class="picture" href="{SRC}"'


def image(attributes: str = 'alt="A" width="900" height="100"', src: str = SRC) -> str:
    return f'<img src="{src}" {attributes} loading="lazy">'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (image(), f"{LINK}>{image()}</a>"),
        (f"<p>{image()} {image()}</p>", f"<p>{LINK}>{image()}</a> {LINK}>{image()}</a></p>"),
        (
            image('alt=" " width="90" height="500"'),
            f'{LINK} aria-label="R&amp;D">' + image('alt=" " width="90" height="500"') + "</a>",
        ),
        (image('alt="A" width="319" height="319"'), None),
        (image('alt="A"'), None),
        (image(src="own/a.jpg"), None),
        (f'<a href="../b/">{image()}</a>', None),
        (f'<a href="../b/"><b>{image()}</b></a>', None),
        ("<p>No picture &lt;img&gt;</p>", None),
    ],
)
def test_large_pictures_of_the_archive_that_are_no_links_are_linked(html: str, expected: str | None) -> None:
    assert link_pictures(html, "R&D") == (expected or html)


def test_a_place_within_the_article_is_no_link_around_pictures() -> None:
    html = f'<p><a id="fn-1"></a>{image()}</p>'
    assert link_pictures(html, "Open") == f'<p><a id="fn-1"></a>{LINK}>{image()}</a></p>'

"""Dates that a page only prints: their places, their labels, and the time that the search takes."""

from __future__ import annotations

import time

import pytest

from backfile.extract.metadata.page_times import find_times
from backfile.extract.page.printed_dates import find_printed_dates
from backfile.extract.parse_html import parse_html

PARAGRAPH = (
    f"<p>{'The harbour at Merrow was dredged for the first time in forty years, and all came to look. ' * 2}</p>"
)


def printed(html: str, *headlines: str) -> dict[str, str]:
    tree = parse_html(f"<html><body>{html}</body></html>")
    return {date.field: date.text for date in find_printed_dates(tree, headlines or ("Rope",))}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("<p>4 April 2019</p>", {"published": "4 April 2019"}),
        ("<p>Updated 4 April 2019</p>", {"modified": "4 April 2019"}),
        ("<p>4 April 2019 | Updated: 5 April 2019</p>", {"published": "4 April 2019", "modified": "5 April 2019"}),
        ("<p>Ada Quill – April 4, 2019</p>", {"published": "April 4, 2019"}),
        ("<p>Ada Quill, 4 April 2019</p>", {"published": "4 April 2019"}),
        ("<p>Anna Mayer 4 April 2019</p>", {"published": "4 April 2019"}),
        ("<p>Harbour concert, 4 April 2019</p>", {}),
        ("<p>Posted by Ada Quill on April 4, 2019</p>", {"published": "April 4, 2019"}),
        ("<p>4 April 2019: a concert at the pier</p>", {}),
        ("<p>Deadline: 4 April 2019</p>", {}),
        ("<aside>4 April 2019</aside>", {}),
        ('<div class="related">4 April 2019</div>', {}),
        ("<p>4 April</p>", {}),
    ],
)
def test_a_row_below_the_headline(row: str, found: dict[str, str]) -> None:
    assert printed(f"<h1>Rope</h1>{row}{PARAGRAPH}") == found


def test_only_the_place_of_the_headline_counts() -> None:
    site = "<div>Thursday, 4 April 2019</div>"
    assert printed(f"{site}<div><h1>Rope</h1>{PARAGRAPH}</div>") == {}
    assert printed(f"<div><p>4 April 2019</p><h1>Rope</h1>{PARAGRAPH}</div>") == {"published": "4 April 2019"}
    assert printed(f"<h1>Rope</h1>{PARAGRAPH * 2}<p>4 April 2019</p>{PARAGRAPH}") == {}


def test_a_headline_that_no_line_repeats_is_the_heading_above_the_text() -> None:
    assert printed(f"<h2>Rope</h2><p>4 April 2019</p>{PARAGRAPH}", "Another") == {"published": "4 April 2019"}


def test_a_time_that_only_its_name_calls_a_change_is_the_publication_without_another() -> None:
    one = '<article><time class="updated" datetime="2019-04-04">x</time></article>'
    assert find_times(parse_html(one)) == {"published": "2019-04-04"}
    two = f'<article><time class="published" datetime="2019-04-01">x</time>{one}</article>'
    assert find_times(parse_html(two)) == {"published": "2019-04-01", "modified": "2019-04-04"}


@pytest.mark.parametrize(
    "unit",
    [
        "<p>4 April 2019</p>",
        "<h2>Rope</h2>",
        "<time datetime='2019-04-04'>x</time>",
        "<div class='related'><time datetime='2019-04-04'>x</time></div>",
        "<p>4 April 2019<br>",
        "<span class='date'>",
    ],
)
def test_the_time_grows_with_the_length_only(unit: str) -> None:
    tree = parse_html(f"<html><body><main><h1>Rope</h1>{unit * 20_000}</main></body></html>")
    started = time.process_time()
    find_printed_dates(tree, ["Rope", "Nets"])
    find_times(tree)
    assert time.process_time() - started < 6

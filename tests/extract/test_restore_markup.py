"""What comes back around chosen strings: paragraphs whole, gaps between them filled, labels and links left out."""

import pytest

from backfile.extract.dom import parse, text
from backfile.extract.page.restore_markup import completed, reduce
from backfile.extract.page.string_numbers import Strings, numbers

FIRST = "The wells of Lind ran dry one after the other in the second week of March."
LAST = "Whoever still has water in the cellar is asked to tell the office before noon."
BETWEEN = "A well is counted once, and only once, whatever its owner calls it in the spring."


def body(html: str, *chosen: str) -> str:
    """The text that comes back when the strings beginning with `chosen` were chosen."""
    page = parse(f"<html><body><article>{html}</article></body></html>")
    parts = [part for item, number in numbers(page) for part in ((number, item.text), (number + 1, item.tail))]
    wanted = {place for place, string in parts if (string or "").strip().startswith(chosen)}
    strings = Strings(page)
    assert strings.among(wanted), "the strings are on the page"
    reduce(page.body, strings, completed(page.body, strings, wanted))
    return text(page)


@pytest.mark.parametrize("inline", ["<strong></strong>", "<em>a</em>", "<span></span><b></b>"])
def test_a_paragraph_comes_back_whole(inline: str) -> None:
    found = body(
        f"<p>The mayor said: I{inline} heard nothing at all, neither water nor frogs, for an hour.</p>", "The mayor"
    )
    assert found.startswith("The mayor said: I")
    assert found.endswith("heard nothing at all, neither water nor frogs, for an hour.")


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        (f"<p>{BETWEEN}</p>", True),
        (f"<ul><li>{BETWEEN}</li></ul>", True),
        (f"<blockquote><p>{BETWEEN}</p></blockquote>", True),
        (f'<p>{BETWEEN[:40]}<a href="/x">{BETWEEN} {BETWEEN}</a>, as people say.</p>', True),
        ("<p>Advertisement</p>", False),
        (f'<p><a href="/x">{BETWEEN}</a></p>', False),
        (f'<p style="display: none">{BETWEEN}</p>', False),
        (f"<aside><p>{BETWEEN}</p></aside>", False),
    ],
)
def test_what_reads_as_text_between_kept_paragraphs_comes_back(between: str, kept: bool) -> None:
    found = body(f"<p>{FIRST}</p>{between}<p>{LAST}</p>", "The wells", "Whoever")
    assert found.startswith(FIRST)
    assert found.endswith(LAST)
    assert (len(found) > len(f"{FIRST} {LAST}")) is kept


def test_a_heading_comes_back_with_the_text_below_it() -> None:
    found = body(f"<p>{FIRST}</p><h2>What the law says</h2><p>{LAST}</p><h2>Other news</h2>", "The wells", "Whoever")
    assert found == f"{FIRST} What the law says {LAST}"


def test_running_text_is_long_and_not_for_the_most_part_links() -> None:
    page = parse(f"<body><p>{FIRST} {LAST}</p><p>{FIRST[:60]}</p><p><a href='/'>{FIRST} {LAST}</a></p>{BETWEEN}</body>")
    strings = Strings(page)
    assert list(map(strings.length, strings.prose(strings.span(page.body)))) == [len(f"{FIRST} {LAST}"), len(BETWEEN)]


def test_nothing_comes_back_after_the_last_kept_paragraph() -> None:
    assert body(f"<p>{FIRST}</p><p>{LAST}</p><p>{BETWEEN}</p>", "The wells", "Whoever") == f"{FIRST} {LAST}"

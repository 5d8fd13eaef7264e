"""Completing a selection of strings: whole paragraphs and the gaps between them are kept, labels and links are not."""

import pytest

from backfile.extract.dom import visible_text
from backfile.extract.page.restore_markup import complete_selection, remove_unselected
from backfile.extract.page.site_links import SiteLinks
from backfile.extract.page.string_numbers import NumberedStrings, number_elements
from backfile.extract.parse_html import parse_html

FIRST = "The wells of Lind ran dry one after the other in the second week of March."
LAST = "Whoever still has water in the cellar is asked to tell the office before noon."
BETWEEN = "A well is counted once, and only once, whatever its owner calls it in the spring."


def restore(html: str, *starts: str) -> str:
    """Return the text of the article that belongs to the strings that begin with one of `starts`."""
    page = parse_html(f"<html><body><article>{html}</article></body></html>")
    parts = [part for item, number in number_elements(page) for part in ((number, item.text), (number + 1, item.tail))]
    selected = {number for number, string in parts if (string or "").strip().startswith(starts)}
    strings = NumberedStrings(page)
    assert strings.intersect_visible(selected), "the strings are on the page"
    remove_unselected(page.body, strings, complete_selection(page.body, strings, selected, SiteLinks(page.body)))
    return visible_text(page)


@pytest.mark.parametrize("inline", ["<strong></strong>", "<em>a</em>", "<span></span><b></b>"])
def test_a_paragraph_is_kept_whole(inline: str) -> None:
    text = restore(
        f"<p>The mayor said: I{inline} heard nothing at all, neither water nor frogs, for an hour.</p>", "The mayor"
    )
    assert text.startswith("The mayor said: I")
    assert text.endswith("heard nothing at all, neither water nor frogs, for an hour.")


@pytest.mark.parametrize(
    ("between", "is_kept"),
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
def test_text_between_selected_paragraphs_is_kept(between: str, is_kept: bool) -> None:
    text = restore(f"<p>{FIRST}</p>{between}<p>{LAST}</p>", "The wells", "Whoever")
    assert text.startswith(FIRST)
    assert text.endswith(LAST)
    assert (len(text) > len(f"{FIRST} {LAST}")) is is_kept


def test_a_heading_is_kept_with_the_text_below_it() -> None:
    text = restore(f"<p>{FIRST}</p><h2>What the law says</h2><p>{LAST}</p><h2>Other news</h2>", "The wells", "Whoever")
    assert text == f"{FIRST} What the law says {LAST}"


@pytest.mark.parametrize(
    ("below", "is_kept"),
    [
        (f"<p>{BETWEEN}</p>", True),
        (f"<h2>The count</h2><p>{BETWEEN}</p>", False),
        ("<p>Pictures of the wells</p>", False),
        (f'<p><a href="/x">{BETWEEN}</a></p>', False),
        (f"<div><p>{BETWEEN}</p></div>", False),
        (f'<p><img src="/x.jpg" alt=""></p><ul><li><a href="/x">{BETWEEN}</a></li></ul><p>{BETWEEN}</p>', False),
    ],
)
def test_below_the_last_selected_paragraph_only_sentences_in_the_same_place_are_kept(below: str, is_kept: bool) -> None:
    text = restore(f"<p>{FIRST}</p><p>{LAST}</p>{below}", "The wells", "Whoever")
    assert text == (f"{FIRST} {LAST} {BETWEEN}" if is_kept else f"{FIRST} {LAST}")

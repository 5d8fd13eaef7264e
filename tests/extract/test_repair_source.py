"""The repair of sources: sound markup stays as it is, and the time is linear."""

from __future__ import annotations

import time

import pytest

from backfile.extract.parse_html import parse_html
from backfile.extract.repair_source import repair_source

SOUND = [
    "<p>One</p><!-- a comment --><p>Two</p>",
    "<!-- <div> <!-- of the editor --> <p>Three</p>",
    "<!--[if lt IE 9]><script src='a.js'></script><![endif]--><!-- x --><p>Four</p>",
    "<!--[if !IE]><!--><p>Five</p><!--<![endif]-->",
    "<script>document.write('<iframe><!-- <noscript><div>');</script><p>Six</p>",
    "<textarea><p>typed</p></textarea><iframe src='x'></iframe><iframe title='a > b'></iframe>",
    "<noscript><img src='a.gif'><p>No <b>scripts</b></p></noscript>",
    "<svg><title>Rope</title></svg><title>Harbour</title>",
]
REPEATED = ["<!-- a >", "<![CDATA[", "<iframe>", "<textarea a=\"'", "<noscript><div></noscript>", "<svg><p>", "<title>"]


@pytest.mark.parametrize("source", SOUND)
def test_sound_markup_is_not_changed(source: str) -> None:
    assert repair_source(source) == source


@pytest.mark.parametrize(
    ("tag", "is_kept"),
    [
        ("<script>", False),
        ('<SCRIPT Type="text/javascript" src="a.js">', False),
        ("<script type=module>", False),
        ('<script type="application/json" id="a">', False),
        ('<script type="application/ld+json">', True),
        ('<script data-type="module" type="application/ld+json">', True),
        ('<script title=" type=module " type="text/x-template">', True),
        ("<script type='math/tex; mode=display'>", True),
    ],
)
def test_programs_are_left_out(tag: str, is_kept: bool) -> None:
    assert repair_source(f"{tag}1</script><p>Rope</p>") == f"{tag}{'1' if is_kept else ''}</script><p>Rope</p>"


@pytest.mark.parametrize("character", ["&#1;", "&#xb;", "\x0b", "\x00", "\uffff"])
def test_noscript_with_open_elements_may_have_characters_that_xml_forbids(character: str) -> None:
    tree = parse_html(f"<noscript>Low{character} water <b>at six</noscript><p>Harbour</p>")
    assert (tree.findtext("body/noscript/b"), tree.findtext("body/p")) == ("at six", "Harbour")


@pytest.mark.parametrize("part", REPEATED)
def test_the_time_is_linear(part: str) -> None:
    start = time.process_time()
    parse_html("<html><body>" + part * 20_000 + "<p>End</p>")
    assert time.process_time() - start < 10


def test_a_drawing_ends_at_the_first_element_that_it_cannot_contain() -> None:
    body = parse_html("<body><svg><g><path d='M0'>one</path></g><p>A</p>b</svg>c<p>D</p>").body
    assert [(child.tag, child.tail) for child in body] == [("svg", None), ("p", "bc"), ("p", None)]


def test_labels_of_drawings_stay_in_them() -> None:
    body = parse_html("<body><svg><foreignObject><p>Rope</p></foreignObject></svg><p>A</p>").body
    assert [child.tag for child in body] == ["svg", "p"]

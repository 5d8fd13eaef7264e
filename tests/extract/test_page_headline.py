"""The headline of a page: what sites add to titles is removed, what belongs to headlines stays, and the places vote."""

from __future__ import annotations

import time

import pytest

from backfile.extract import metadata
from backfile.extract.metadata.site_names import SiteNames
from backfile.extract.metadata.title_parts import find_rests, headline_key, normal_form, remove_names
from backfile.extract.metadata.url_words import UrlWords
from backfile.extract.parse_html import parse_html

HEADLINE = "Low water at the gauge"
NAMES = SiteNames(["Tide Post", "Merrow"], ["www.tide-post.example"])


@pytest.mark.parametrize(
    "title",
    [
        *["{} - Tide Post", "{} | Tide Post", "{} * Tide Post * by Ada Quill", "{} · Tide Post", "{}｜Tide Post"],
        *["{}ㅣTide Post", "{} : Tide Post", "{} — The Tide Post", "{} (Tide Post)", "【Tide Post】{}", "{}_Tide Post"],
        *["Tide Post » {}", "Tide Post: {}", "Tide Post | {}", "{} – Tide Post Online", "{} // Tide Post"],
        *["{}, Tide Post", "{} | tide-post.example", "{} :: TidePost"],
    ],
)
def test_names_of_the_site_are_removed(title: str) -> None:
    assert remove_names(title.format(HEADLINE), NAMES.include) == HEADLINE


@pytest.mark.parametrize(
    "title",
    [
        *[
            "Spurs 2 - 1 Leeds",
            "Q&A | The week",
            "Why Tide Post moved",
            "Covid-19 closes the ferry",
            "Storm off Merrow",
        ],
        *["Tide Post", "The harbour, Merrow", "Storm: the gauge at Merrow"],
    ],
)
def test_headlines_stay_whole(title: str) -> None:
    assert remove_names(title, NAMES.include) == title


@pytest.mark.parametrize(
    ("longer", "headline", "rests"),
    [
        ("Soulradio » Number two", "Number two", ["soulradio"]),
        ("X-정치ㅣSite", "X", ["정치|site"]),
        ("A | Pier mended | B", "Pier mended", ["a", "b"]),
        ("Pier mended (Site)", "Pier mended", ["site"]),
        ("Covid-19 rises", "Covid", None),
        ("Pier mended again", "Pier mended", None),
        ("Pier mended", "Pier mended", None),
    ],
)
def test_a_headline_within_a_longer_string(longer: str, headline: str, rests: list[str] | None) -> None:
    found = find_rests(normal_form(longer), normal_form(headline))
    assert (found if found is None else [rest.text for rest in found]) == rests


def test_spellings_of_one_headline_have_one_key() -> None:
    assert headline_key("“Low water” – at the gauge") == headline_key('"Low Water" : At the gauge!')
    assert headline_key("हिन्दी") != headline_key("हनद")
    assert headline_key("?!") == "?!"


def test_words_of_a_url() -> None:
    words = UrlWords(["https://x.example/news/2019/03/kuehltuerme-in-merrow-gesprengt.12.html"])
    assert words.come_from("Kühltürme in Merrow gesprengt")
    assert words.include("Merrow")
    assert not words.come_from("Der Hafen ist leer")
    assert not words.include("Politik")


def explain_vote(html: str) -> list[tuple[str, tuple[str, ...], str]]:
    found = metadata.collect_fields(parse_html(html))["headline"]
    return [(item.values[0], item.votes, item.why) for item in found]


def test_the_vote_is_recorded() -> None:
    html = f"<title>{HEADLINE} | Tide Post</title><meta property='og:title' content='Gauge news'><h1>{HEADLINE}</h1>"
    first, *_, last = explain_vote(html)
    assert first == (HEADLINE, ("h1", "title"), "more kinds of places have it than any other")
    assert last == (f"{HEADLINE} | Tide Post", (), "")


@pytest.mark.parametrize(
    "html",
    [
        "<title>x | y</title>" + "<h1>x</h1>" * 20_000,
        "<title>x | y</title>" + "<b>x</b>" * 20_000,
        "<title>x - y</title>" + '<a href="/" class="logo">x</a>' * 20_000,
        f"<title>{'a - b | ' * 20_000}</title><h1>a</h1>",
        f"<title>{chr(160) * 100_000}| b</title><h1>a</h1>",
    ],
    ids=["h1", "b", "logos", "marks", "spaces"],
)
def test_hostile_pages_take_linear_time(html: str) -> None:
    tree, start = parse_html(html), time.process_time()
    metadata.collect_fields(tree)
    assert time.process_time() - start < 5

"""Tests of what queries find and how results show it: excluded words, suggested queries, marks, excerpts, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from backfile.i18n.catalogs import catalog_for, languages
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article, search

TEXTS = {
    "Harbour lights": "The harbour lights go out, one by one. A painter keeps them.",
    "Harbour office": "The harbour-master has an office. The clock there kept another tide.",
    "Night ferry": "The night ferry leaves the harbour. Its lamp is an art, said the artists; the tides wait at "
    "McNaught’s NightMarket.",
    "Article of art": "Articles by artists only. The night is long, the ferry is late.",
    "Die Straße": "Der Bürgermeister überquert die Straße. Die Häuser schweigen.",
    "Kapı": "Kapı açık, Iğdır uzak. İstanbul yağmurlu.",
    "图书馆": "漂浮的图书馆今天回到了河边。",
    "河边": "孩子们在河边等待新书。",
    "المكتبة": "تعود المكتبة العائمة إلى النهر.",
    "L’élection": "L’homme a été élu. Les élections municipales.",
    "Pictures": "![an-old-harbour-in-winter-with-rowers](https://outside.example/a.jpg)\n\n"
    "The text begins here, with no picture. It has a long end, so that its end is not shown. "
    + "More words follow. "
    * 40,
    "Late words": "Nothing is said of it here. " * 40
    + "Then a tide came in. The clock stopped. Of nothing else was spoken. " * 2,
    "Hostile": "<b>Zebra</b> &lt;img src=x onerror=window.pwnd=1&gt; zebras.",
}
"""Headline -> text in Markdown."""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable) -> Iterator[str]:
    pages = {
        f"articles/2020/01/{number:02}.md": article(text, title=title, date=date(2020, 1, 1 + number), origin=ORIGIN)
        for number, (title, text) in enumerate(TEXTS.items())
    }
    config = load(make_archive(tmp_path_factory.mktemp("words"), pages))
    build(config)
    with served(config.site) as url:
        yield url


def results(visit: Callable, address: str, query: str, **options: object) -> Page:
    page = visit(f"{address}search/?{urlencode({'q': query})}", **options)
    expect(page.locator(".search-page__status")).to_contain_text("found")
    return page


def titles(page: Page) -> Locator:
    return page.locator(".search-page .search__title")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("harbour -clock", {"Harbour lights", "Night ferry", "Pictures"}),
        ("harbour -tide", {"Harbour lights", "Pictures"}),  # and its other forms
        ("night -art", set()),
        ("artists -art", set()),
        ("ferry −harbour", {"Article of art"}),
        ("harbour -master", {"Harbour lights", "Night ferry", "Pictures"}),
        ("harbour -harbour-master", {"Harbour lights", "Night ferry", "Pictures"}),
        ('harbour -"harbour lights"', {"Harbour office", "Night ferry", "Pictures"}),
        ("harbour -“lights go”", {"Harbour office", "Night ferry", "Pictures"}),
        ('harbour -"lights harbour"', {"Harbour lights", "Harbour office", "Night ferry", "Pictures"}),
        ("harbour -xylophone", {"Harbour lights", "Harbour office", "Night ferry", "Pictures"}),
        ("harbour -clo", {"Harbour lights", "Harbour office", "Night ferry", "Pictures"}),  # no beginnings
        ("harbour-master", {"Harbour office"}),
        ("harbour - lights", {"Harbour lights"}),
        ("-harbour night", {"Article of art"}),
        ("河边 -图书馆", {"河边"}),
        ("die -Straße", set()),
        ("kapı -istanbul", set()),
        ("élu -homme", set()),
        ("harbour -harbour", set()),
    ],
)
def test_excluded_words_and_phrases(visit: Callable, words: str, query: str, found: set[str]) -> None:
    page = results(visit, words, query)
    expect(titles(page)).to_have_count(len(found))
    assert set(titles(page).all_text_contents()) == found


def test_a_query_of_excluded_words_finds_the_other_articles_the_newest_first(visit: Callable, words: str) -> None:
    page = results(visit, words, "-harbour -night -nothing")
    expect(titles(page)).to_have_text(["Hostile", "L’élection", "المكتبة", "河边", "图书馆", "Kapı", "Die Straße"])
    expect(page.locator(".search-page mark")).to_have_count(0)
    page.goto(words)
    search(page, "-harbour -night -nothing")
    expect(page.locator("dialog .search__title").first).to_have_text("Hostile")


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("harbor lihgts", "harbour lights"),
        ("HARBOUUR", "harbour"),
        ("night “fery”", "night “ferry”"),
        ("strasse", "Straße"),
        ("kapi", "Kapı"),
        ("burgermiester", "Bürgermeister"),
        ("electons", "élections"),
        ("المكتبه", "المكتبة"),
        ("harbor -lihgts", "harbour -lihgts"),
        ("xylophone", None),
        ("lights 图书倌", None),
        ("lights clock ferry", None),  # all known; no article has them all
        ("harbor xylophone", None),  # what is suggested finds something
        ("zbra <img src=x onerror=window.pwnd=1>", "Zebra <img src=x onerror=window.pwnd=1>"),
    ],
)
def test_similar_words_of_the_archive_are_suggested(
    visit: Callable, words: str, query: str, suggested: str | None
) -> None:
    page = results(visit, words, query)
    expect(titles(page)).to_have_count(0)
    suggestion = page.locator(".search-page__suggestion")
    if not suggested:
        page.wait_for_load_state("networkidle")
        expect(suggestion).to_be_hidden()
        return
    expect(suggestion).to_have_text(f"Did you mean {suggested}?")
    page.get_by_role("button", name=suggested).click()
    expect(titles(page)).not_to_have_count(0)
    expect(suggestion).to_be_hidden()
    expect(page.locator(".search-page__input")).to_have_value(suggested)
    expect(page.locator(".search-page__input")).to_be_focused()
    page.wait_for_url(f"**/search/?{urlencode({'q': suggested})}")


def test_the_dialog_suggests_words_too(visit: Callable, words: str) -> None:
    page = visit(words)
    search(page, "harbor lights")
    page.get_by_role("button", name="harbour lights").click()
    expect(page.locator("dialog .search__title")).to_have_text(["Harbour lights"])
    page.get_by_role("link", name="All results, with filters").click()
    page.wait_for_url("**/search/?q=harbour+lights")


def test_the_words_are_loaded_only_if_little_is_found(visit: Callable, words: str) -> None:
    page = visit(f"{words}search/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.locator(".search-page__input").fill("harbour")
    expect(titles(page)).to_have_count(4)
    page.wait_for_load_state("networkidle")
    assert "words.txt.gz" not in loaded
    page.locator(".search-page__input").fill("harbor")
    expect(page.locator(".search-page__suggestion")).to_be_visible()
    assert loaded.count("words.txt.gz") == 1


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("master", {"master"}),
        ("harbour-master", {"harbour-master"}),
        ("harbour office", {"Harbour", "office", "harbour"}),
        ("homme", {"homme"}),
        ("l'homme", {"L’homme"}),
        ("rowers", {"rowers"}),
        ("market", {"Market"}),
        ("nightmarket", {"NightMarket"}),
        ("mcnaught", {"McNaught"}),
        ("élection", {"élection", "élections"}),
        ("图书", {"图书"}),
        ("zebra", {"Zebra", "zebras"}),
    ],
)
def test_marks_are_only_on_the_matching_part_of_a_compound(
    visit: Callable, words: str, query: str, marks: set[str]
) -> None:
    page = results(visit, words, query)
    titles(page).first.wait_for()
    assert set(page.locator(".search-page mark").all_text_contents()) == marks


def test_descriptions_of_images_are_shown_after_the_text(visit: Callable, words: str) -> None:
    page = results(visit, words, "pictures")
    expect(page.locator(".search-page .search__excerpt")).to_have_text(re.compile("^The text begins here"))
    page = results(visit, words, "rowers")
    expect(page.locator(".search-page .search__excerpt")).to_contain_text("The text begins here, with no picture.")
    expect(page.locator(".search-page .search__excerpt")).to_contain_text(" · an-old-harbour-in-winter-with-rowers")


def test_an_excerpt_has_all_words_if_they_are_near_and_begins_with_a_sentence(visit: Callable, words: str) -> None:
    page = results(visit, words, "tide clock")
    excerpt = page.locator(".search-page .search__item", has_text="Late words").locator(".search__excerpt")
    expect(excerpt).to_contain_text("… Then a tide came in. The clock stopped.")


@pytest.mark.parametrize("language", sorted(languages()))
def test_days_are_written_as_everywhere_on_the_site(visit: Callable, words: str, language: str) -> None:
    page = visit(words)
    page.evaluate("language => document.documentElement.lang = language", language)
    shown = page.evaluate(
        "day => import('/assets/javascripts/search/say.js').then(say => say.formatDay(day))", "2020-03-02"
    )
    assert shown == catalog_for(language).day(date(2020, 3, 2))
    for text in ("2020", "2020-02-31", ""):
        assert (
            page.evaluate("day => import('/assets/javascripts/search/say.js').then(say => say.formatDay(day))", text)
            == text
        )

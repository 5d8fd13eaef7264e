"""Tests of the search in many languages, with sites in other languages, and of tokens joined to text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.search.tokenize import PART, tokenize
from tests.browser.clippings import search
from tests.browser.languages import ARTICLES, NOWHERE, pages

STEMMED = ("city", "gazebos")
"""Queries that find other forms of a word only if the theme has their language."""


@pytest.fixture(scope="module")
def libraries(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable, served: Callable
) -> Iterator[Callable[[str], str]]:
    """`libraries(language)`: the address of the archive with a theme in that language."""
    built: dict[str, str] = {}
    open_servers = []

    def address(language: str) -> str:
        if language not in built:
            settings = f"site_name: L\ntheme: {{name: material, language: {language}}}\nplugins: [backfile]\n"
            config = load(make_archive(tmp_path_factory.mktemp(language), pages(), settings))
            build(config)
            open_servers.append(served(config.site))
            built[language] = open_servers[-1].__enter__()
        return built[language]

    yield address
    for server in open_servers:
        server.__exit__(None, None, None)


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_language_is_found_in_any_language_of_the_site(
    visit: Callable, libraries: Callable, language: str, name: str
) -> None:
    _, title, _, words = ARTICLES[name]
    page = visit(f"{libraries(language)}search/")
    for query in words:
        if language == "en" or query not in STEMMED:
            page.goto(f"{libraries(language)}search/?{urlencode({'q': query})}")
            expect(page.locator(".search-page .search__title"), query).to_have_text([title])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_words_that_no_article_has_are_not_found(visit: Callable, libraries: Callable, language: str) -> None:
    page = visit(f"{libraries(language)}search/")
    for query in NOWHERE:
        page.goto(f"{libraries(language)}search/?{urlencode({'q': query})}")
        expect(page.locator(".search-page__none"), query).to_be_visible()


@pytest.mark.parametrize("name", ["german", "arabic", "chinese", "japanese", "thai"])
def test_every_language_is_found_from_an_article_in_another(visit: Callable, libraries: Callable, name: str) -> None:
    _, title, _, (query, *_) = ARTICLES[name]
    page = visit(f"{libraries('en')}articles/2020/06/hebrew/")
    search(page, query)
    expect(page.locator("dialog .search__title")).to_have_text([title])


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("子供たち", ["子供たち"]),
        ("หนังสือ", ["หนังสือ"]),
        ("homme", ["homme"]),
        ("gdp增长", ["GDP增长"]),
        ('"les élections municipales"', ["Les", "élections", "municipales"]),
    ],
)
def test_the_words_of_the_query_are_marked(visit: Callable, libraries: Callable, query: str, marks: list[str]) -> None:
    page = visit(f"{libraries('en')}search/?{urlencode({'q': query})}")
    expect(page.locator(".search-page .search__excerpt mark")).to_have_text(marks)


@pytest.mark.parametrize("name", ["chinese", "japanese", "thai", "french", "hebrew"])
def test_excerpts_are_the_text_of_the_article(visit: Callable, libraries: Callable, name: str) -> None:
    _, title, body, _ = ARTICLES[name]
    page = visit(f"{libraries('en')}search/?{urlencode({'q': title})}")
    expect(page.locator(".search-page .search__title")).to_have_text([title])
    expect(page.locator(".search-page .search__excerpt")).to_have_text(body)


SOME = st.text(st.sampled_from("aé\u0301 日本語がกี่น้ \u00ad'’״׳\"—–.,_-・。ー３5א־شَ\n"), max_size=20)


@pytest.fixture(scope="module")
def reader(chromium: Browser, libraries: Callable) -> Iterator[Callable[[str], str]]:
    """`reader(tokens)`: the text of tokens, joined as in search results."""
    page: Page = chromium.new_page()
    page.goto(f"{libraries('en')}search/")
    page.evaluate("import('/assets/javascripts/search/words.js').then(words => window.words = words)")
    join = """tokens => tokens.split(' ').map(words.readToken)
        .map(({ text, space }) => text + (space ? ' ' : '')).join('').trim()"""
    yield lambda tokens: page.evaluate(join, tokens)
    page.close()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=SOME | st.text())
def test_tokens_are_joined_to_the_original_text(reader: Callable, text: str) -> None:
    plain = " ".join("".join(character for character in text if character not in "\u00ad\u200b\u2060\ufeff").split())
    tokens = tokenize(text)
    assert PART not in tokens.split(" ")
    assert unicodedata.normalize("NFC", reader(tokens)) == unicodedata.normalize("NFC", plain)

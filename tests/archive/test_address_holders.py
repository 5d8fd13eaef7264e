"""Who holds an address that several articles claim."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from backfile.archive import identity_yml
from backfile.archive.address_holders import AddressRules, find_holders
from backfile.archive.identity_sites import Sites, make_sites
from backfile.archive.identity_yml import NO_RULINGS
from backfile.article import Article, Markdown, Origin

ORIGIN = Origin("in/a.html", "ab" * 32, "html")
PIER = "https://www.gazette.example/2020/pier/"
FORMS = (
    PIER,
    "http://www.gazette.example/2020/pier/",
    "https://www.gazette.example/2020/pier",
    "https://m.gazette.example:443/2020/./%70ier/?utm_source=x",
)


def claimant(url: str | None, *, saved: bool = False) -> Article:
    origin = replace(ORIGIN, host="m.gazette.example" if saved else "elsewhere.example")
    return Article("East pier to be mended", Markdown("The board met."), origin, url=url)


@pytest.mark.parametrize("form", FORMS)
def test_the_article_saved_from_the_address_holds_it_in_any_order(form: str) -> None:
    articles = {"genuine": claimant(PIER, saved=True), "other": claimant(form), "third": claimant(FORMS[-1])}
    for order in permutations(articles):
        assert find_holders({path: articles[path] for path in order}) == {"gazette.example/2020/pier": "genuine"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("saved", [False, True])
def test_of_equal_claimants_none_holds_it(form: str, saved: bool) -> None:
    assert find_holders({"a": claimant(PIER, saved=saved), "b": claimant(form, saved=saved)}) == {}


@pytest.mark.parametrize("saved", [False, True])
def test_the_owner_decides_who_holds_it(saved: bool) -> None:
    articles = {"articles/a.md": claimant(PIER), "articles/b.md": claimant(FORMS[1], saved=saved)}
    rulings = identity_yml.parse("articles/a.md:\n  apart: [articles/b.md]\n", Path("identity.yml"))
    assert find_holders(articles, AddressRules(Sites(), rulings)) == {"gazette.example/2020/pier": "articles/a.md"}
    third = {"articles/c.md": claimant(PIER)}
    assert find_holders(articles | third, AddressRules(Sites(), rulings)) == (
        {"gazette.example/2020/pier": "articles/b.md"} if saved else {}
    )


def test_the_only_claimant_holds_an_address_wherever_it_was_saved() -> None:
    assert find_holders({"a": claimant(PIER)}) == {"gazette.example/2020/pier": "a"}


def test_a_site_that_moved_has_its_addresses_on_both_hosts() -> None:
    sites = make_sites((("new-gazette.example", "gazette.example"),))
    articles = {"genuine": claimant(PIER, saved=True), "other": claimant("https://new-gazette.example/2020/pier")}
    addresses = {"new-gazette.example/2020/pier", "gazette.example/2020/pier"}
    assert find_holders(articles, AddressRules(sites, NO_RULINGS)) == dict.fromkeys(addresses, "genuine")
    assert find_holders(articles).keys() == addresses


def test_case_makes_a_difference_unless_it_is_ignored() -> None:
    articles = {"a": claimant(PIER, saved=True), "b": claimant(PIER.upper())}
    assert find_holders(articles) == {"gazette.example/2020/pier": "a", "gazette.example/2020/PIER": "b"}
    assert find_holders(articles, ignore_case=True) == {"gazette.example/2020/pier": "a"}


@pytest.mark.parametrize("url", [None, "https://gazette.example/", "https://gazette.example/./", "https://["])
def test_home_pages_are_no_addresses_of_articles(url: str | None) -> None:
    assert find_holders({"a": claimant(url)}) == {}

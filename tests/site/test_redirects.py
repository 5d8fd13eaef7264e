"""Tests of redirects, read back as hosts read them: no URL in an article can add a rule."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.site.outputs.own_paths import OwnPaths
from backfile.site.outputs.redirects import (
    CONTESTED,
    MAX_LINE,
    MAX_SAME_HASH,
    MAX_SOURCE,
    OWN_PATH,
    TOO_LONG,
    Redirect,
    Redirects,
    SitePlace,
    _nginx_hash,
    find_redirects,
    nginx_file,
    redirects_file,
)
from tests.site.example_articles import UNKNOWN

HOSTILE = st.lists(
    st.text(st.sampled_from("aZ0/?:*$\\\"' \n\r\t#{};~%&=é文\u2028\x00|^`<>[]@"), max_size=12), min_size=1, max_size=5
)
_LINE = re.compile(r"(/[A-Za-z0-9/%@!&'()+,;=~._-]*) (/articles/\d+/) 301")
_RULE = re.compile(r'    "(/[^"\\\n{}\s]*)" "(/articles/\d+/)";')


def found(
    *urls: str, domain: str = "old.example", base: str = "/", used: tuple[str, ...] = (), saved: tuple[int, ...] = ()
) -> Redirects:
    """Return the redirects of articles with these URLs; those numbered in `saved` were saved from their URL."""
    articles = {
        f"articles/{number}.md": replace(
            UNKNOWN,
            url=url,
            origin=replace(UNKNOWN.origin, host="old.example" if number in saved else None),
        )
        for number, url in enumerate(urls)
    }
    page_urls = {path: f"{path.removesuffix('.md')}/" for path in articles}
    return find_redirects(articles, SitePlace(domain, base, page_urls), OwnPaths(used, base))


def redirects_of(*urls: str, **options: object) -> tuple[Redirect, ...]:
    return found(*urls, **options).rules  # type: ignore[arg-type]


def parse_redirects(text: str) -> list[tuple[str, str]]:
    assert "\r" not in text
    return [_LINE.fullmatch(line).groups() for line in text.split("\n") if line]


def parse_nginx(text: str) -> list[tuple[str, str]]:
    head, default, *lines, end, rest = text.split("\n")
    assert (head, default, end, rest) == ("map $request_uri $archived {", '    default "";', "}", "")
    return [_RULE.fullmatch(rule).groups() for rule in lines]


def test_urls_of_the_old_domain_are_redirected_to_their_pages() -> None:
    rules = redirects_of(
        "https://www.old.example/2009/story.html",
        "http://old.example/story?id=7&p=$1",
        "https://elsewhere.example/2009/other.html",
        "https://old.example/",
        "https://OLD.example/été/a:b*",
        base="/sub/",
    )
    assert redirects_file(rules) == (
        "/2009/story.html /sub/articles/0/ 301\n/%C3%A9t%C3%A9/a%3Ab%2A /sub/articles/4/ 301\n"
    )
    assert parse_nginx(nginx_file(rules).replace("/sub/", "/")) == [
        ("/2009/story.html", "/articles/0/"),
        ("/story?id=7&p=$1", "/articles/1/"),
        ("/%C3%A9t%C3%A9/a:b*", "/articles/4/"),
    ]
    assert not redirects_of("https://old.example/a", domain="sold.example")
    assert redirects_of("https://old.example/a", domain="www.Old.example/")


LOOKALIKES = (
    "http://m.old.example/a/",
    "https://old.example/./a",
    "https://old.example:443/%61",
    "http://OLD.example/A",
)


@pytest.mark.parametrize("other", LOOKALIKES)
def test_a_url_of_two_articles_has_the_redirect_of_the_one_saved_there(other: str) -> None:
    assert found("https://www.old.example/a", other).left_out == {CONTESTED: ("articles/0.md", "articles/1.md")}
    first, second = "https://www.old.example/a", other
    for urls, saved in (((first, second), 0), ((second, first), 1)):
        [rule] = redirects_of(*urls, saved=(saved,))
        assert (rule.path, rule.target) == ("/a", f"/articles/{saved}/")
    assert not redirects_of(first, other, saved=(0, 1))


def test_queries_distinguish_urls() -> None:
    assert len(redirects_of("https://old.example/a?x", "https://old.example/a?y", "https://old.example/a")) == 3


def test_no_redirect_replaces_a_page_of_the_site() -> None:
    used_paths = ("./", "index.html", "tags/", "tags/index.html", "assets/a.css", "articles/0/", "feed.xml")
    for path in (
        "/tags/",
        "/tags",
        "/TAGS/index.html",
        "/%74ags/",
        "/assets/a.css",
        "/articles/0/",
        "/feed.xml",
        "/index.html",
    ):
        assert not redirects_of(f"https://old.example{path}", used=used_paths), path
    assert redirects_of("https://old.example/tags/", base="/sub/", used=used_paths)


@settings(max_examples=100)
@given(HOSTILE)
def test_any_url_is_written_as_one_line_and_read_back(paths: list[str]) -> None:
    rules = redirects_of(*(f"https://old.example/{path}" for path in paths))
    lines = parse_redirects(redirects_file(rules))
    nginx_rules = parse_nginx(nginx_file(rules))
    assert len(nginx_rules) == len(rules) >= len(lines)
    for rule, (uri, target) in zip(rules, nginx_rules, strict=True):
        source = f"{rule.path}?{rule.query}" if rule.query else rule.path
        assert unquote(uri, errors="strict" if "%" not in source else "replace") == unquote(source)
        assert target == rule.target
    assert [unquote(path) for path, _ in lines] == [unquote(rule.path) for rule in rules if not rule.query]


OWN = (
    "robots.txt feed.xml feed.json sitemap.xml sitemap-2.xml opensearch.xml 404.html 404 index.html favicon.ico sw.js "
    "_headers _headers.nginx _redirects _redirects.nginx _worker.js .well-known/security.txt .netlify/functions/a "
    "cdn-cgi/trace pagefind/pagefind-worker.js pagefind/fragment/en_1.pf_fragment addresses/0.json search/ search "
    "assets/javascripts/a.js assets/../robots.txt ./robots.txt %72obots.txt ROBOTS.TXT a/..%2Frobots.txt /robots.txt "
    "articles/2031/03/a/ articles/2020/03/pier.md articles/2020/03/pier/index.md articles%2F2020 ARTICLES/a history/ "
    "tags/ tags/later/ tags/feed.xml dates/2031/ authors/ada/ sources/x/ sections/x/ images/a.png handbook/ "
    "pier/own.css"
).split()


@pytest.mark.parametrize("base", ["/", "/sub/", "/sub"])
@pytest.mark.parametrize("path", OWN)
def test_no_redirect_has_a_path_that_the_site_has_or_may_have(path: str, base: str) -> None:
    root = base.rstrip("/")
    result = found(
        f"https://old.example{root}/{path}", f"https://old.example{root}/a?{path}", base=base, used=("pier/own.css",)
    )
    assert result.left_out == {OWN_PATH: ("articles/0.md",)}
    assert [rule.target for rule in result.rules] == [f"{base}articles/1/"]


@pytest.mark.parametrize(
    "path", ["2020/03/robots.txt", "tagset/", "news/articles/7", "a.md", "pagefinder.html", "wp/feed.xml"]
)
def test_other_paths_are_redirected(path: str) -> None:
    assert redirects_of(f"https://old.example/{path}")
    assert redirects_of("https://old.example/tags/x", base="/sub/")


@pytest.mark.parametrize("unit", ["b", "\u6587", "a/", "%20", '"'])
@pytest.mark.parametrize("mark", ["", "x?q="])
def test_an_address_that_is_too_long_has_no_redirect_and_is_reported(unit: str, mark: str) -> None:
    lengths = [50, 300, 700, 5000]
    result = found(*(f"https://old.example/{mark}{(unit * length)[:length]}x{length}" for length in lengths))
    assert result.left_out[TOO_LONG]
    assert result.rules
    for line in nginx_file(result.rules).split("\n")[2:-2]:
        assert len(line.split('"')[1]) <= MAX_SOURCE
    assert all(len(line) <= MAX_LINE for line in redirects_file(result.rules).split("\n"))


def test_addresses_that_nginx_would_put_into_one_bucket_are_few() -> None:
    """In nginx's hash, `c0` and `an`, and all words of them, have one value."""
    words = ["".join(word) for word in product(("c0", "an"), repeat=6)]
    assert {_nginx_hash(f"/{word}") for word in words} == {_nginx_hash(f"/{words[0]}")}
    result = found(*(f"https://old.example/{word}" for word in words), saved=(63,))
    assert len(result.rules) == MAX_SAME_HASH
    assert "/articles/63/" in [rule.target for rule in result.rules]
    assert len(result.left_out[CONTESTED]) == len(words) - MAX_SAME_HASH

"""Tests of redirects, read back as hosts read them: no URL in an article can add a rule."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.site.outputs.redirects import find_redirects, nginx_file, redirects_file
from tests.site.example_articles import UNKNOWN

HOSTILE = st.lists(
    st.text(st.sampled_from("aZ0/?:*$\\\"' \n\r\t#{};~%&=é文\u2028\x00|^`<>[]@"), max_size=12), min_size=1, max_size=5
)
_LINE = re.compile(r"(/[A-Za-z0-9/%@!&'()+,;=~._-]*) (/articles/\d+/) 301")
_RULE = re.compile(r'    "(/[^"\\\n{}\s]*)" "(/articles/\d+/)";')


def redirects_of(*urls: str, domain: str = "old.example", base: str = "/", used_paths: tuple[str, ...] = ()) -> list:
    articles = {f"articles/{number}.md": replace(UNKNOWN, url=url) for number, url in enumerate(urls)}
    return find_redirects(
        articles, {path: f"{path.removesuffix('.md')}/" for path in articles}, domain, base, used_paths
    )


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


def test_a_url_of_two_articles_has_no_redirect() -> None:
    assert not redirects_of("https://old.example/a", "http://www.old.example/a")
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
        assert not redirects_of(f"https://old.example{path}", used_paths=used_paths), path
    assert redirects_of("https://old.example/tags/", base="/sub/", used_paths=used_paths)


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

"""Original addresses and where they lead, read back as hosts read them: what an article says is nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.site.outputs.redirects import find_redirects, nginx_file, redirects_file
from tests.site.published import UNKNOWN

HOSTILE = st.lists(
    st.text(st.sampled_from("aZ0/?:*$\\\"' \n\r\t#{};~%&=é文\u2028\x00|^`<>[]@"), max_size=12), min_size=1, max_size=5
)
_LINE = re.compile(r"(/[A-Za-z0-9/%@!&'()+,;=~._-]*) (/articles/\d+/) 301")
_RULE = re.compile(r'    "(/[^"\\\n{}\s]*)" "(/articles/\d+/)";')


def found(*urls: str, domain: str = "old.example", base: str = "/", places: tuple[str, ...] = ()) -> list:
    articles = {f"articles/{number}.md": replace(UNKNOWN, url=url) for number, url in enumerate(urls)}
    return find_redirects(articles, {path: f"{path.removesuffix('.md')}/" for path in articles}, domain, base, places)


def as_hosts_read(text: str) -> list[tuple[str, str]]:
    assert "\r" not in text
    return [_LINE.fullmatch(line).groups() for line in text.split("\n") if line]


def as_nginx_reads(text: str) -> list[tuple[str, str]]:
    head, default, *rules, end, rest = text.split("\n")
    assert (head, default, end, rest) == ("map $request_uri $archived {", '    default "";', "}", "")
    return [_RULE.fullmatch(rule).groups() for rule in rules]


def test_addresses_of_the_old_domain_lead_to_their_pages() -> None:
    made = found(
        "https://www.old.example/2009/story.html",
        "http://old.example/story?id=7&p=$1",
        "https://elsewhere.example/2009/other.html",
        "https://old.example/",
        "https://OLD.example/été/a:b*",
        base="/sub/",
    )
    assert redirects_file(made) == (
        "/2009/story.html /sub/articles/0/ 301\n/%C3%A9t%C3%A9/a%3Ab%2A /sub/articles/4/ 301\n"
    )
    assert as_nginx_reads(nginx_file(made).replace("/sub/", "/")) == [
        ("/2009/story.html", "/articles/0/"),
        ("/story?id=7&p=$1", "/articles/1/"),
        ("/%C3%A9t%C3%A9/a:b*", "/articles/4/"),
    ]
    assert not found("https://old.example/a", domain="sold.example")
    assert found("https://old.example/a", domain="www.Old.example/")


def test_what_two_articles_have_leads_nowhere() -> None:
    assert not found("https://old.example/a", "http://www.old.example/a")
    assert len(found("https://old.example/a?x", "https://old.example/a?y", "https://old.example/a")) == 3


def test_no_address_takes_the_place_of_a_page() -> None:
    places = ("./", "index.html", "tags/", "tags/index.html", "assets/a.css", "articles/0/", "feed.xml")
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
        assert not found(f"https://old.example{path}", places=places), path
    assert found("https://old.example/tags/", base="/sub/", places=places)


@settings(max_examples=100)
@given(HOSTILE)
def test_whatever_addresses_say_each_is_one_line_that_says_it(paths: list[str]) -> None:
    made = found(*(f"https://old.example/{path}" for path in paths))
    lines = as_hosts_read(redirects_file(made))
    rules = as_nginx_reads(nginx_file(made))
    assert len(rules) == len(made) >= len(lines)
    for move, (asked, to) in zip(made, rules, strict=True):
        said = f"{move.path}?{move.query}" if move.query else move.path
        assert unquote(asked, errors="strict" if "%" not in said else "replace") == unquote(said)
        assert to == move.target
    assert [unquote(path) for path, _ in lines] == [unquote(move.path) for move in made if not move.query]

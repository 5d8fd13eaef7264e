"""URLs are written in one canonical form."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backfile
from backfile.fields.urls import SECOND_LEVEL, names_below, parse_url, registered_name


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("HTTPS://User:pw@News.Test:443/A/b?utm_source=x&id=1&fbclid=2#top", "https://news.test/A/b?id=1"),
        ("http://news.test", "http://news.test/"),
        ("http://news.test:8080/?gclid=1", "http://news.test:8080/"),
        ("/story?id=7", "https://base.test/story?id=7"),
        ("//news.test/a", "https://news.test/a"),
        ("https://bücher.test/größe", "https://bücher.test/größe"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("https://news.test/a?utm=1&q=a%20b", "https://news.test/a?utm=1&q=a%20b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:ada@news.test", None),
        ("ftp://news.test/a", None),
        ("https://", None),
        ("http://[x", None),
        ("https://news.test:99999/", None),
        ("", None),
    ],
)
def test_canonical_form(value: str, url: str | None) -> None:
    assert parse_url([value], "https://base.test/x/") == url


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-zA-Z.:@\[\]0-9]{1,20}/?[a-z=&?#;%]{0,20}", fullmatch=True))
def test_a_canonical_url_stays_the_same(value: str) -> None:
    once = parse_url([value])
    assert once is None or parse_url([once]) == once


@pytest.mark.parametrize(
    ("host", "registered", "below"),
    [
        ("www.gazette.example", "gazette.example", ["www", "gazette"]),
        ("WWW.Gazette.co.uk", "gazette.co.uk", ["www", "gazette"]),
        ("news.m.gazette.com.br", "gazette.com.br", ["news", "m", "gazette"]),
        ("www.taz.de", "taz.de", ["www", "taz"]),
        ("m.nos.nl", "nos.nl", ["m", "nos"]),
        ("m.co.uk", "m.co.uk", ["m"]),
        ("co.uk", "co.uk", ["co"]),
        ("gazette.com", "gazette.com", ["gazette"]),
        ("www.co.com", "co.com", ["www", "co"]),
        ("localhost", "localhost", ["localhost"]),
    ],
)
def test_the_registered_name_of_a_host(host: str, registered: str, below: list[str]) -> None:
    assert registered_name(host) == registered
    assert names_below(host) == below


def test_the_site_knows_the_same_registries() -> None:
    script = Path(backfile.__file__).with_name("site") / "theme" / "assets" / "javascripts" / "original.js"
    assert f"(?:{'|'.join(sorted(SECOND_LEVEL))})" in script.read_text("utf-8")

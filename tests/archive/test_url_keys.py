"""Keys by which URLs are compared: what makes a difference to which of them."""

from __future__ import annotations

import pytest

from backfile.archive.url_keys import coarse_key, host_key, lookup_key, server_path, url_key


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.Old.example/Pier/?utm_source=x&a=1#then", ("old.example/pier", "a=1")),
        ("http://old.example:80/pier", ("old.example/pier", "")),
        ("https://old.example:8443/%C3%A9t%C3%A9/", ("old.example:8443/été", "")),
        ("https://old.example/été", ("old.example/été", "")),
        ("https://old.example/%FF%zz?q=%C3%A9", ("old.example/\ufffd%zz", "q=é")),
        ("https://Bücher.example/Straße", ("xn--bcher-kva.example/straße", "")),
        ("https://straße.example/", ("xn--strae-oqa.example", "")),
        ("javascript:alert(1)", None),
        ("mailto:a@old.example", None),
    ],
)
def test_lookup_key_has_one_form_for_equal_addresses(address: str, expected: tuple[str, str] | None) -> None:
    assert lookup_key(address) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.paper.test/Pier/?a=1", "paper.test/Pier?a=1"),
        ("http://paper.test/Pier?a=1", "paper.test/Pier?a=1"),
        ("https://paper.test/", "paper.test"),
        ("https://paper.test/caf%C3%A9", "paper.test/caf%C3%A9"),
    ],
)
def test_url_key_ignores_scheme_www_and_trailing_slash(url: str, expected: str) -> None:
    assert url_key(url) == expected


@pytest.mark.parametrize("path", ["/A/b", "/a/b/", "/a/b.html", "/a/b/index.html", "/%61/b"])
def test_server_path_is_the_same_for_all_spellings_of_a_path(path: str) -> None:
    assert server_path(path) == "/a/b"


@pytest.mark.parametrize(
    "address",
    ["http://www.paper.test/Pier/", "https://Paper.test/pier?a=1#b", "x://WWW.paper.test/pier"],
)
def test_coarse_key_ignores_everything_but_host_and_path(address: str) -> None:
    assert coarse_key(address) == "paper.test/pier"


@pytest.mark.parametrize("host", ["paper.test", " www.Paper.test. ", "WWW.PAPER.TEST/"])
def test_host_key_ignores_www_and_case(host: str) -> None:
    assert host_key(host) == "paper.test"

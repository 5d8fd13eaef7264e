"""The comparison of URLs: each rule by a table, and by properties that every comparison must have."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive.url_keys import address_key, link_site, lookup_key, server_path, site_key

ONE_ADDRESS = [
    ("scheme", "https://paper.test/pier", "http://paper.test/pier"),
    ("case of the scheme", "https://paper.test/pier", "HTTPS://paper.test/pier"),
    ("www", "https://paper.test/pier", "https://www.paper.test/pier"),
    ("mobile", "https://paper.test/pier", "http://m.paper.test/pier"),
    ("mobile, in full", "https://paper.test/pier", "https://mobile.paper.test/pier"),
    ("AMP", "https://www.paper.test/pier", "https://amp.paper.test/pier"),
    ("two versions", "https://paper.test/pier", "https://www.m.paper.test/pier"),
    ("a name with two letters", "https://nr.nl/a", "https://m.nr.nl/a"),
    ("case of the host", "https://paper.test/pier", "https://Paper.TEST/pier"),
    ("a dot after the host", "https://paper.test/pier", "https://paper.test./pier"),
    ("user", "https://paper.test/pier", "https://ada:secret@paper.test/pier"),
    ("default port", "https://paper.test/pier", "https://paper.test:443/pier"),
    ("default port of HTTP", "https://paper.test/pier", "http://paper.test:80/pier"),
    ("an empty port", "https://paper.test/pier", "https://paper.test:/pier"),
    ("internationalized host", "https://b\u00fccher.test/a", "https://xn--bcher-kva.test/a"),
    ("its case", "https://b\u00fccher.test/a", "https://B\u00dcCHER.test/a"),
    ("its composition", "https://b\u00fccher.test/a", "https://bu\u0308cher.test/a"),
    ("full width", "https://paper.test/a", "https://\uff50aper\uff0etest/a"),
    ("an ideographic dot", "https://paper.test/a", "https://paper\u3002test/a"),
    ("a soft hyphen", "https://paper.test/a", "https://pa\u00adper.test/a"),
    ("an encoded host", "https://paper.test/a", "https://p%61per.test/a"),
    ("slash", "https://paper.test/pier", "https://paper.test/pier/"),
    ("slashes", "https://paper.test/pier", "https://paper.test/pier//"),
    ("slash before the query", "https://paper.test/pier?a=1", "https://paper.test/pier/?a=1"),
    ("no path", "https://paper.test?p=7", "https://paper.test/?p=7"),
    ("fragment", "https://paper.test/pier", "https://paper.test/pier#then"),
    ("one dot", "https://paper.test/pier", "https://paper.test/./pier"),
    ("two dots", "https://paper.test/pier", "https://paper.test/a/../pier"),
    ("encoded dots", "https://paper.test/pier", "https://paper.test/a/%2E%2e/pier"),
    ("dots above the root", "https://paper.test/pier", "https://paper.test/../pier"),
    ("an encoded letter", "https://paper.test/pier", "https://paper.test/%70ier"),
    ("an encoded tilde", "https://paper.test/~ada", "https://paper.test/%7Eada"),
    ("case of the encoding", "https://paper.test/%c3%a9", "https://paper.test/%C3%A9"),
    ("no ASCII", "https://paper.test/caf\u00e9", "https://paper.test/caf%C3%A9"),
    ("brackets", "https://paper.test/a(1)", "https://paper.test/a%281%29"),
    ("comma and colon", "https://paper.test/a,1:2", "https://paper.test/a%2C1%3A2"),
    ("a percent sign", "https://paper.test/100%", "https://paper.test/100%25"),
    ("tracking", "https://paper.test/pier", "https://paper.test/pier?utm_source=x&fbclid=1"),
    ("tracking among others", "https://paper.test/pier?a=1", "https://paper.test/pier?a=1&UTM_medium=x"),
    ("tracking, encoded", "https://paper.test/pier", "https://paper.test/pier?%75tm_source=x"),
    ("an empty query", "https://paper.test/pier", "https://paper.test/pier?"),
    ("an empty parameter", "https://paper.test/pier?a=1&b=2", "https://paper.test/pier?a=1&&b=2"),
    ("an encoded query", "https://paper.test/pier?q=gr\u00fcn", "https://paper.test/pier?q=gr%C3%BCn"),
]
TWO_ADDRESSES = [
    ("case of the path", "https://paper.test/Pier", "https://paper.test/pier"),
    ("a value", "https://paper.test/pier?page=1", "https://paper.test/pier?page=2"),
    ("a parameter", "https://paper.test/pier", "https://paper.test/pier?page=1"),
    ("order of parameters", "https://paper.test/pier?a=1&b=2", "https://paper.test/pier?b=2&a=1"),
    ("file name", "https://paper.test/pier", "https://paper.test/pier.html"),
    ("index", "https://paper.test/pier/", "https://paper.test/pier/index.html"),
    ("port", "https://paper.test/pier", "https://paper.test:8443/pier"),
    ("host", "https://paper.test/pier", "https://news.paper.test/pier"),
    ("hosts of which one is the end of the other", "https://paper.test/pier", "https://mpaper.test/pier"),
    ("a public suffix", "https://m.co.uk/pier", "https://amp.co.uk/pier"),
    ("a domain", "https://m.test/pier", "https://test/pier"),
    ("an encoded slash", "https://paper.test/a/b", "https://paper.test/a%2Fb"),
    ("an encoded question mark", "https://paper.test/a?b", "https://paper.test/a%3Fb"),
    ("an encoded ampersand", "https://paper.test/?a=1&b=2", "https://paper.test/?a=1%26b=2"),
    ("an encoded plus", "https://paper.test/?q=a+b", "https://paper.test/?q=a%2Bb"),
    ("an encoded percent sign", "https://paper.test/%2561", "https://paper.test/%61"),
    ("an inner slash", "https://paper.test/a/b", "https://paper.test/a//b"),
    ("sharp s", "https://stra\u00dfe.test/a", "https://strasse.test/a"),
    ("where the query begins", "https://paper.test/a?b/c", "https://paper.test/a/c?b"),
]


@pytest.mark.parametrize(("what", "one", "other"), ONE_ADDRESS)
def test_these_make_no_difference(what: str, one: str, other: str) -> None:
    assert address_key(one) == address_key(other) is not None, what
    assert link_site(one) == link_site(other) == site_key((address_key(one) or "").partition("/")[0].partition("?")[0])


def test_address_without_a_scheme_is_one_of_the_web() -> None:
    assert address_key("//paper.test/pier") == address_key("https://paper.test/pier")


@pytest.mark.parametrize(("what", "one", "other"), TWO_ADDRESSES)
def test_these_make_a_difference(what: str, one: str, other: str) -> None:
    assert None is not address_key(one) != address_key(other) is not None, what


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "mailto:a@old.test",
        "",
        "https://",
        "https://[",
        "https://a%2Fb.test/x",
        "https://a\u2100b.test/x",
        f"https://{'a' * 254}/x",
        "https://paper.test:x/a",
    ],
)
def test_what_is_no_web_address_has_no_key(address: str) -> None:
    assert address_key(address) is None


_PARTS = st.text(st.sampled_from("aZ0/?&=+;:@%2Fe.~ ()'\u00e9\u00df\u6587#*,\\|"), max_size=14)
_PLAIN_PATHS = st.text(st.sampled_from("aZ0/.~-_"), max_size=14)
_HOSTS = st.sampled_from(
    "paper.test www.paper.test WWW.Paper.test m.co.uk amp.m.nr.nl paper.test:80 paper.test:443 u@paper.test "
    "b\u00fccher.test \u0130.test [::1]:8080 www.test paper.test. mobile.www.a.b.test p%61per.test".split()
)
_SCHEMES = st.sampled_from(["http", "https"])
_PLAIN = st.builds("{}://{}/{}".format, _SCHEMES, _HOSTS, _PLAIN_PATHS)
ADDRESSES = st.builds("{}://{}/{}?{}".format, _SCHEMES, _HOSTS, _PARTS, _PARTS) | _PLAIN


@given(ADDRESSES)
def test_the_key_of_a_key_is_that_key(address: str) -> None:
    key = address_key(address)
    assert key is not None
    assert key.isascii()
    assert address_key(f"https://{key}") == key
    assert link_site(address) == link_site(f"https://{key}")


@given(st.lists(ADDRESSES, min_size=2, max_size=6))
def test_equal_keys_are_an_equivalence(addresses: list[str]) -> None:
    """What is one address for the strict key is one for each looser comparison, whatever stands between."""
    keys = [address_key(address) for address in addresses]
    for (one, key), (other, other_key) in combinations(zip(addresses, keys, strict=True), 2):
        assert address_key(one) == key
        if key == other_key:
            assert link_site(one) == link_site(other)
            assert lookup_key(key or "") == lookup_key(other_key or "")


@given(ADDRESSES, st.sampled_from(["#x", "?utm_source=a", "/"]))
def test_what_makes_no_difference_can_be_added(address: str, added: str) -> None:
    place, mark, query = address.partition("#")[0].strip().partition("?")
    forms = {
        "#x": f"{place}{mark}{query}#x",
        "?utm_source=a": f"{place}?{query}&utm_source=a",
        "/": f"{place}/{mark}{query}",
    }
    assert address_key(forms[added]) == address_key(f"{place}{mark}{query}")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("old.test/Pier?a=1", ("old.test/pier", "a=1")),
        ("old.test:8443/%C3%89t%C3%A9", ("old.test:8443/\u00e9t\u00e9", "")),
        ("old.test/%FF%25zz?q=%C3%A9", ("old.test/\ufffd%zz", "q=\u00e9")),
        ("old.test?p=7", ("old.test", "p=7")),
    ],
)
def test_a_reader_who_looks_up_an_address_need_not_know_its_case(key: str, expected: tuple[str, str]) -> None:
    assert lookup_key(key) == expected


@pytest.mark.parametrize(
    "path", ["/A/b", "/a/b/", "/a/b.html", "/a/b/index.html", "/%61/b", "//a//b", "/a/./b", "/x/../a/b", "/a%2Fb"]
)
def test_server_path_is_the_same_for_all_spellings_of_a_path(path: str) -> None:
    assert server_path(path) == "/a/b"


@pytest.mark.parametrize(
    "host", ["paper.test", " www.Paper.test. ", "WWW.PAPER.TEST/", "m.paper.test", "paper.test:443"]
)
def test_site_key_ignores_versions_and_case(host: str) -> None:
    assert site_key(host) == "paper.test"


def test_a_long_address_takes_time_in_proportion_to_its_length() -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        for text in ("a/../", "%61%2f", "\u00e9", "&a=1", "(", "/."):
            address_key(f"https://paper.test/{text * length}?{text * length}")
        address_key(f"https://{'www.' * length}paper.test/")
        address_key("https://" + "\u00e9" * length + ".test/")
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 8 * max(seconds(10_000), 0.02)

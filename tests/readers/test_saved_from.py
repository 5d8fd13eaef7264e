"""The host that a page was saved from, by its address."""

from __future__ import annotations

import pytest

from backfile.readers.saved_from import other_host, saved_host

CAPTURE = "web.archive.org/web/20200101000000"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Gazette.test:8080/a", "www.gazette.test:8080"),
        ("file:///home/a/page.html", None),
        ("https://gazette.test/web/20200101000000/https://herald.test/", "gazette.test"),
        (f"https://{CAPTURE}/https://gazette.test/a?b", "gazette.test"),
        (f"https://www.{CAPTURE}if_/http://gazette.test:81/a", "gazette.test:81"),
        (f"http://{CAPTURE}/gazette.test/20210101000000/http://evil.test", "gazette.test"),
        (f"https://{CAPTURE}/https:/gazette.test", "gazette.test"),
        (f"https://{CAPTURE}/https://gazette.test@evil.test/", "evil.test"),
        ("https://wayback.archive-it.org/1234/20200101000000/https://gazette.test/a", "gazette.test"),
        ("https://arquivo.pt/wayback/20200101000000/http://gazette.test/a", "gazette.test"),
        ("https://gazette-test.cdn.ampproject.org/v/s/evil.test/a", "evil.test"),
        ("https://gazette-test.cdn.ampproject.org/a", "gazette-test.cdn.ampproject.org"),
        ("blob:https://evil.test/2b1f", "evil.test"),
        ("view-source:Blob:https://evil.test:81/2b1f", "evil.test:81"),
        ("about:reader?url=https%3A%2F%2Fgazette.test%2Fa", None),
        ("C:\\page.html", None),
        ("page.html", None),
    ],
)
def test_the_host_is_that_of_the_page_that_is_shown(address: str, host: str | None) -> None:
    assert saved_host(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "https://archive.ph/{}",
        "https://gazette-test.translate.goog/{}",
        "https://r.jina.ai/https://gazette.test/{}",
        "https://web.archive.org/save/{}",
        "https://webcache.googleusercontent.com/search?q={}",
    ],
)
def test_of_other_copies_each_is_a_place_of_its_own(address: str) -> None:
    first, second = (saved_host(address.format(name)) or "" for name in ("a", "b" * 5000))
    assert first != second
    assert first == saved_host(address.format("a"))
    assert len(second) < 60
    assert "/" in first, "it is no host"


@pytest.mark.parametrize(
    "address",
    [
        "data:text/html,{}",
        "blob:null/{}",
        "ftp://gazette.test/{}",
        "https://evil.test\\@gazette.test/{}",
        "https://[{}]/",
        "http://{}.test" + ".a" * 200,
        "chrome-extension://{}/page.html",
    ],
)
def test_an_address_that_is_no_web_address_is_a_place_of_its_own(address: str) -> None:
    first, second = (saved_host(address.format(name)) or "" for name in ("a", "b"))
    assert first != second
    assert first == saved_host(address.format("a"))
    assert "/" in first, "it is no host"


@pytest.mark.parametrize(
    ("site", "address", "host"),
    [
        ("https://evil.co.uk/", "https://gazette.co.uk/a", "evil.co.uk"),
        ("https://www.evil.de/", "https://www.taz.de/a", "www.evil.de"),
        ("https://www.rtl.de/", "https://www.taz.de/a", "www.rtl.de"),
        ("https://evil.me.uk/", "https://gazette.me.uk/a", "evil.me.uk"),
        ("https://www.taz.de/", "https://m.taz.de/a", None),
        ("https://www.bbc.co.uk/", "https://www.bbc.com/a", None),
        ("https://blogs.gazette.test:81/", "https://m.gazette.test/a", None),
        ("https://planet.test:81/", "https://gazette.test/a", "planet.test:81"),
        ("https://planet.test/", "", None),
        ("feed", "https://gazette.test/a", None),
        ("urn:uuid:1", "https://gazette.test/a", None),
    ],
)
def test_only_a_site_of_another_name_is_another(site: str, address: str, host: str | None) -> None:
    assert other_host(site, address) == host

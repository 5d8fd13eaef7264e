"""Tests of the sitemap, with the schema of the protocol, and of robots.txt, with Python's own parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from backfile.site.outputs import sitemap
from backfile.site.outputs.sitemap import SitemapPage
from tests.site.example_articles import PIER, UNKNOWN

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SCHEMA = f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"
           elementFormDefault="qualified">
  <xs:simpleType name="address"><xs:restriction base="xs:anyURI">
    <xs:minLength value="12"/><xs:maxLength value="2048"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="when"><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
  <xs:complexType name="place"><xs:all>
    <xs:element name="loc" type="address"/>
    <xs:element name="lastmod" type="when" minOccurs="0"/>
  </xs:all></xs:complexType>
  <xs:element name="urlset"><xs:complexType><xs:sequence>
    <xs:element name="url" type="place" maxOccurs="50000"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="sitemapindex"><xs:complexType><xs:sequence>
    <xs:element name="sitemap" type="place" maxOccurs="50000"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
"""The elements of the protocol that the sitemap uses."""
VALID = etree.XMLSchema(etree.fromstring(SCHEMA))
SITE = "https://c.example/sub/"


def read(text: str) -> list[tuple[str, str | None]]:
    root = etree.fromstring(text.encode())
    VALID.assertValid(root)
    return [(place.findtext("{*}loc"), place.findtext("{*}lastmod")) for place in root]


def sitemap_pages(count: int) -> list[SitemapPage]:
    return [SitemapPage(f"{SITE}articles/{number:03}/?a&b") for number in range(count)]


def test_a_small_site_has_one_sitemap_with_the_articles_dates() -> None:
    when = (
        None,
        date(2020, 3, 2),
        datetime(2019, 11, 6, 8, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(1880, 1, 1, tzinfo=timezone(timedelta(seconds=2079))),
    )
    [(name, text)] = sitemap.sitemap([SitemapPage(f"{SITE}?a&b", changed) for changed in when], SITE)
    assert name == "sitemap.xml"
    dates = [None, "2020-03-02", "2019-11-06T08:30:00+05:30", "1879-12-31T23:25:21Z"]
    assert read(text) == [(f"{SITE}?a&b", changed) for changed in dates]


def test_last_modified_is_the_later_of_published_and_modified() -> None:
    assert sitemap.last_modified(PIER) == PIER.modified
    assert sitemap.last_modified(replace(PIER, modified=datetime(1999, 1, 1, tzinfo=UTC))) == PIER.published
    assert sitemap.last_modified(replace(PIER, published=date(2019, 11, 6))) == PIER.modified
    assert sitemap.last_modified(UNKNOWN) is None


@pytest.mark.parametrize(("urls", "size"), [(7, 1 << 20), (50_000, 500), (1, 1)])
def test_a_large_sitemap_is_split_into_parts_within_the_limits(urls: int, size: int) -> None:
    pages = sitemap_pages(20)
    (name, index), *parts = sitemap.sitemap(pages, SITE, urls, size)
    assert name == "sitemap.xml"
    assert [place for place, _ in read(index)] == [f"{SITE}{name}" for name, _ in parts]
    assert [place for _, text in parts for place, _ in read(text)] == [page.url for page in pages]
    for _, text in parts:
        assert len(read(text)) <= urls
        assert len(text.encode()) <= size or len(read(text)) == 1


def test_a_sitemap_at_the_limit_is_not_split() -> None:
    [(_, text)] = sitemap.sitemap(sitemap_pages(20), SITE)
    size = len(text.encode())
    assert len(list(sitemap.sitemap(sitemap_pages(20), SITE, 20, size))) == 1
    assert len(list(sitemap.sitemap(sitemap_pages(20), SITE, 20, size - 1))) == 3
    assert len(list(sitemap.sitemap(sitemap_pages(20), SITE, 19, size))) == 3


@pytest.mark.parametrize("site", ["", "https://c.example/", SITE])
@pytest.mark.parametrize("indexed", [True, False])
def test_robots_txt_permits_or_forbids_the_site(site: str, indexed: bool) -> None:
    robots = RobotFileParser()
    robots.parse(sitemap.robots(site, indexed=indexed).splitlines())
    assert robots.can_fetch("Anybot", f"{site or 'https://c.example/'}articles/a/") is indexed
    assert robots.site_maps() == ([f"{site}sitemap.xml"] if site and indexed else None)

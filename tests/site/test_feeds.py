"""Tests of feeds, with feedparser and a schema of JSON Feed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from backfile.article import Article, Markdown, Origin
from backfile.markup.plain_text import one_line
from backfile.site.outputs import feeds
from tests.site.example_articles import ARTICLES, PIER, UNKNOWN

FEED = feeds.Feed(
    "Clippings & <Co>", "What \"we\" 'kept'", "Clippings", *(f"https://c.example/{at}" for at in ("", "a", "j"))
)
HERE = "https://c.example/articles/a/"
DATED = {name: article for name, article in ARTICLES.items() if feeds.feed_time(article)}

_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": '^https?://[^\\s"<>]+$'}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": {"name": _TEXT, "url": _ADDRESS, "avatar": _ADDRESS},
        "additionalProperties": False,
    },
}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        **dict.fromkeys(("id", "title", "content_html", "content_text", "summary", "language"), _TEXT),
        **dict.fromkeys(("url", "external_url", "image", "banner_image"), _ADDRESS),
        **dict.fromkeys(("date_published", "date_modified"), _DATE),
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": _TEXT},
    },
    "additionalProperties": False,
}
SPECIFICATION = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "description", "user_comment", "language"), _TEXT),
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), _ADDRESS),
        "authors": _AUTHORS,
        "expired": {"type": "boolean"},
        "items": {"type": "array", "items": _ITEM},
    },
    "additionalProperties": False,
}
"""JSON Feed 1.1, as jsonfeed.org specifies it."""
validator = Draft202012Validator(SPECIFICATION)


def both(*articles: Article) -> tuple[feedparser.FeedParserDict, dict]:
    entries = [feeds.feed_entry(article, HERE, "The lead text.") for article in articles]
    text = feeds.atom(FEED, entries)
    etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    read = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.bozo_exception
    data = json.loads(feeds.json_feed(FEED, entries))
    assert not list(validator.iter_errors(data))
    return read, data


@pytest.mark.parametrize("name", DATED)
def test_both_formats_have_the_fields_of_the_article(name: str) -> None:
    article = DATED[name]
    read, data = both(article)
    [entry], [item] = read.entries, data["items"]
    title, dek = one_line(article.headline), one_line(article.dek)
    assert (entry.title, entry.title_detail.type, item["title"]) == (title, "text/plain", title)
    assert (entry.summary, entry.summary_detail.type, item["content_text"]) == (dek, "text/plain", dek)
    names = [one_line(author) for author in article.authors]
    assert [author["name"] for author in item["authors"]] == [author.name for author in entry.authors] == names
    assert item["tags"] == [tag.term for tag in entry.tags] == [one_line(tag) for tag in article.tags]
    assert entry.rights == one_line(article.rights)
    assert entry.link == item["url"] == item["id"] == entry.id == HERE
    assert [link.href for link in entry.links if link.rel == "via"] == [item["external_url"]]


def test_both_formats_have_the_fields_of_the_feed() -> None:
    read, data = both(PIER)
    assert (read.feed.title, read.feed.subtitle) == (data["title"], data["description"])
    assert data["title"] == "Clippings & <Co>"
    assert {link.rel: link.href for link in read.feed.links} == {"self": FEED.atom, "alternate": FEED.page}
    assert read.feed.updated == read.entries[0].updated == data["items"][0]["date_modified"] == "2019-11-06T08:30:00Z"
    assert read.entries[0].published == data["items"][0]["date_published"] == "2019-11-05T09:00:00Z"
    assert data["items"][0]["language"] == read.entries[0].title_detail.language == "en-GB"


def test_dates_of_days_local_times_and_retrieval() -> None:
    saved = replace(UNKNOWN, origin=replace(UNKNOWN.origin, retrieved=date(2011, 2, 3)))
    local = replace(UNKNOWN, published=datetime(1880, 1, 1, tzinfo=timezone(timedelta(seconds=2079))))
    read, data = both(replace(UNKNOWN, published=date(2020, 3, 2)), saved, local)
    assert [entry.updated for entry in read.entries] == [
        "2020-03-02T00:00:00Z",
        "2011-02-03T00:00:00Z",
        "1879-12-31T23:25:21Z",
    ]
    assert "published" not in read.entries[1]
    assert "date_published" not in data["items"][1]
    assert data["items"][1]["content_text"] == "The lead text."
    assert "authors" not in data["items"][1]
    assert feeds.feed_time(UNKNOWN) is None
    with pytest.raises(ValueError, match="no date"):
        feeds.feed_entry(UNKNOWN, HERE, "")


@settings(max_examples=50)
@given(st.text(min_size=1), st.text(), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_any_text_in_an_article_is_read_back(headline: str, tag: str, url: str, when: datetime) -> None:
    article = Article(
        headline=headline,
        body=Markdown(""),
        origin=Origin("a", "0", "html"),
        tags=(tag,),
        authors=(tag,),
        language=tag,
        url=f"https://e.example/{url}",
        published=when,
    )
    entries = [feeds.feed_entry(article, HERE, tag)]
    document = etree.fromstring(feeds.atom(FEED, entries).encode())
    atom = {"a": "http://www.w3.org/2005/Atom"}
    title = " ".join(document.xpath("string(//a:entry/a:title)", namespaces=atom).split())
    assert title == " ".join(one_line(headline).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").split())
    assert document.xpath("count(//a:entry)", namespaces=atom) == 1
    assert {etree.QName(element).namespace for element in document.iter()} == {atom["a"]}
    [item] = json.loads(feeds.json_feed(FEED, entries))["items"]
    assert " ".join(item.get("title", "").split()) == title

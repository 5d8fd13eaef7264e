"""Tests of the view of an article: front matter is escaped exactly once, whatever an owner or an input wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from html import escape, unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive.front_matter import split
from backfile.i18n.catalogs import catalog_for
from backfile.site.article.date_view import DateView
from backfile.site.article.escape_metadata import escape_all, escape_meta, escape_once
from backfile.site.article.label_link import LabelLink
from backfile.site.article.text_direction import direction
from backfile.site.article.view import article_view
from backfile.slugs import label_slug

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)
DAY, MORNING = date(2020, 3, 2), datetime(2020, 3, 2, 8, 5, tzinfo=UTC)
INDIA = timezone(timedelta(hours=5, minutes=30))
EN = catalog_for("en")
KEYS = "title description date updated authors source section kicker dateline language url image rights".split()


def no_page(label: str) -> None:
    return None


@given(st.text())
def test_a_title_is_escaped_once(text: str) -> None:
    assert escape_once(escape(text)) == escape(text)
    assert escape_once(escape_once(text)) == escape_once(text)


@given(st.dictionaries(st.sampled_from([*KEYS, "keywords", "tags", "origin"]), VALUES))
def test_every_string_of_any_front_matter_is_escaped(meta: dict[str, Any]) -> None:
    def strings(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, tuple):
            return [text for inner in value for text in strings(inner)]
        if isinstance(value, DateView):
            return strings((value.day, value.clock, value.iso))
        return strings((value.text, value.url)) if isinstance(value, LabelLink) else []

    view = article_view(escape_all(meta), no_page, EN)
    for name in view.__slots__:
        for text in strings(getattr(view, name)):
            assert escape(unescape(text)) == text


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (DAY, DateView("2 March 2020", iso="2020-03-02")),
        (MORNING, DateView("2 March 2020", "08:05", "2020-03-02T08:05:00+00:00")),
        (MORNING.replace(tzinfo=INDIA), DateView("2 March 2020", "08:05", "2020-03-02T08:05:00+05:30")),
        ("some day", DateView("some day")),
        (1984, DateView("1984")),
        ("", None),
        (None, None),
    ],
)
def test_dates_in_words(when: object, expected: DateView | None) -> None:
    assert article_view({"date": when}, no_page, EN).published == expected


@pytest.mark.parametrize(
    ("updated", "expected"),
    [
        (MORNING, None),
        (MORNING.astimezone(INDIA), None),
        (MORNING.replace(second=30), None),
        (DAY, None),
        (MORNING.replace(hour=9), DateView("", "09:05", "2020-03-02T09:05:00+00:00")),
        (
            MORNING.replace(hour=15, tzinfo=INDIA),
            DateView("2 March 2020", "15:05", "2020-03-02T15:05:00+05:30"),
        ),
        (MORNING.replace(hour=7), None),
        (MORNING.replace(tzinfo=INDIA), None),
        (MORNING.replace(hour=7, tzinfo=None), DateView("2 March 2020", "07:05", "2020-03-02T07:05:00")),
        (MORNING.replace(day=3), DateView("3 March 2020", "08:05", "2020-03-03T08:05:00+00:00")),
        (date(2020, 3, 3), DateView("3 March 2020", iso="2020-03-03")),
    ],
)
def test_the_update_is_printed_without_what_it_shares_with_the_publication(
    updated: object, expected: DateView | None
) -> None:
    assert article_view({"date": MORNING, "updated": updated}, no_page, EN).updated == expected


@pytest.mark.parametrize(("kicker", "printed"), [("The harbour", ""), ("Peace talks", "Peace talks"), ("?", "?")])
def test_a_kicker_with_the_words_of_the_section_is_not_printed(kicker: str, printed: str) -> None:
    assert (
        article_view({"kicker": kicker, "section": "The harbour" if printed != "?" else "!"}, no_page, EN).kicker
        == printed
    )


def test_a_dek_that_the_text_or_headline_repeats_is_not_printed() -> None:
    body = "<p>Kabul: They met.</p>\n<p>They met on Sunday.</p>"
    repeated = article_view(
        {"title": "A meeting", "description": "Kabul: They met.", "dateline": "Kabul"}, no_page, EN, body
    )
    assert (repeated.dek, repeated.dateline) == ("", "")
    own = article_view(
        {"title": "A meeting", "description": "They met on Sunday.", "dateline": "Doha"}, no_page, EN, body
    )
    assert (own.dek, own.dateline) == ("They met on Sunday.", "Doha")
    assert article_view({"title": "R&amp;D “now”", "description": "R&amp;D now"}, no_page, EN, body).dek == ""
    assert article_view({"title": "?", "description": "!"}, no_page, EN, body).dek == "!"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a?b=1&amp;c=2", "example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/", ""),
        ("http://[", ""),
        ("/etc/passwd", ""),
    ],
)
def test_only_http_urls_become_links(url: str, host: str) -> None:
    view = article_view({"url": url, "image": url}, no_page, EN)
    assert (view.host, view.url, view.image) == (host, url if host else "", url if host else "")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("", "auto"), ("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("ur", "rtl"), ("az-Arab", "rtl"),
        ("ku-Latn", "ltr"), ("ur-Latn-PK", "ltr"), ("zh-Hant", "ltr"),
    ],
)  # fmt: skip
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected
    assert article_view({"language": language}, no_page, EN).direction == expected


def test_list_pages_are_looked_up_by_unescaped_labels() -> None:
    meta = {"tags": ["R&amp;D", "C++"], "authors": "Ada", "source": "R&amp;D", "date": date(2009, 3, 1)}
    urls = {f"tags/{label_slug('R&D')}.md": "tags/r/", "authors/ada.md": "authors/ada/", "dates/2009/03.md": "march/"}
    view = article_view(meta, urls.get, EN)
    assert view.tags == (LabelLink("R&amp;D", "tags/r/"), LabelLink("C++", None))
    assert (view.authors, view.source) == ((LabelLink("Ada", "authors/ada/"),), LabelLink("R&amp;D", None))
    assert view.published
    assert view.published.url == "march/"


@pytest.mark.parametrize("value", ["!!set {? '<b>'}", "{'<b>': 1}", "'<b>'", "!!omap [a: '<b>']", "[{'<b>': [<b>]}]"])
def test_no_value_of_front_matter_is_printed_as_markup(value: str) -> None:
    """Templates print whole values, and YAML makes bytes, sets and pairs of tags."""
    meta = escape_meta(split(f"---\ntitle: {value}\ntags: [{value}]\norigin: {value}\n---\n")[0])
    assert "<" not in str(meta)
    assert str(meta).count("&lt;b&gt;") >= 3


def test_what_occurs_again_in_front_matter_is_escaped_once() -> None:
    """YAML's aliases: a few lines can stand for billions of values, or for a list that contains itself."""
    value: list[object] = ["<b>"]
    for _ in range(60):
        value = [value, value]
    value.append(value)
    escaped = escape_all(value)
    assert escaped[0] is escaped[1]
    assert escaped[2] is escaped
    while isinstance(escaped, list):
        escaped = escaped[0]
    assert escaped == "&lt;b&gt;"

"""Tests of the views of list pages: numbers are those of the articles, links lead to existing pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from xml.etree import ElementTree as Tree

import pytest

from backfile.article import PageSummary
from backfile.i18n.catalogs import catalog_for
from backfile.lists import LISTS, ListContext, newest_first
from backfile.markup.escape import escape
from backfile.site.article.label_link import LabelLink
from backfile.site.list_pages.label_rows import LabelRows
from backfile.site.list_pages.records import ListPageView
from backfile.site.list_pages.view import ListPageViews
from tests.browser.clippings import HOSTILE

MANY = 60
"""Number of articles with which a year has a page of its own."""


def summaries() -> Iterator[PageSummary]:
    for number in range(MANY):
        day = datetime(2009, 1 + number % 3, 5, 23, 30, tzinfo=UTC)
        about = ("Ada Quill", "Bo")[: 1 + number % 2]
        yield PageSummary(
            f"articles/a{number}.md", "A", None, day, "Gazette", "Sea", about, None, ("Harbour", "harbour")
        )
    yield PageSummary(
        "articles/b.md", "B", None, date(2011, 5, 2), "Weekly", None, ("Bo",), None, ("Harbour", "Storms")
    )
    yield PageSummary("articles/c.md", "C", None, date(2011, 5, 2), "Weekly", None, (), None, ("Storms", "Once"))
    yield PageSummary("articles/d.md", "D", None, None, None, None, (), None, ("Storms",))


def views(articles: list[PageSummary], language: str = "en") -> ListPageViews:
    context = ListContext("Clippings", escape, catalog_for(language))
    pages = {page.path for kind in LISTS for page in kind.pages(newest_first(articles), context)}
    urls = {path: path.removesuffix("index.md").replace(".md", "/") for path in pages}
    return ListPageViews(articles, urls.get, catalog_for(language))


def test_the_filter_finds_parents_without_articles() -> None:
    pages = {"tags/storms.md": "tags/storms/", "tags/coast.md": "tags/coast/", "tags/harbour.md": "tags/harbour/"}
    parents = ["Coast", "Harbour", "Nowhere"]
    found = ListPageViews(list(summaries()), pages.get, catalog_for("en"), parents=parents)
    file = LabelRows(found.labels, None, catalog_for("en"), parents).file("tags", "tags/labels.json")
    rows = {row[0]: row[1:] for row in json.loads(file)}
    assert rows["Coast"] == [0, "coast/"]
    assert [row[0] for name, row in rows.items() if name.lower() == "harbour"] != [0]
    assert "Nowhere" not in rows


def view_of(path: str, language: str = "en") -> ListPageView:
    return views(list(summaries()), language).view(path, path.removesuffix("index.md").replace(".md", "/"))


def rows(view: ListPageView) -> list[tuple[str, str | None, str]]:
    chart = view.chart or view.calendar
    return [(row.label.text, row.label.url, row.number) for row in chart.rows] if chart else []


def related_labels(view: ListPageView) -> dict[str, list[tuple[str, str]]]:
    return {kind: [(row.label.text, row.number) for row in rows] for kind, rows in view.related_labels}


def test_years_of_the_chart_link_to_their_pages() -> None:
    assert rows(view_of("index.md")) == [("2009", "dates/2009/", "60"), ("2011", "dates/2011/", "2")]
    assert rows(view_of("dates/index.md")) == [("2009", "2009/", "60"), ("2011", "2011/", "2")]


def test_a_label_has_a_chart_and_related_labels() -> None:
    harbour = view_of("tags/harbour.md")
    assert rows(harbour) == [("2009", "2009/", "60"), ("2011", "#2011", "1")]
    # Storms and Weekly have one article in common with it, which says nothing.
    assert related_labels(harbour) == {
        "Authors": [("Ada Quill", "60"), ("Bo", "31")],
        "Sources": [("Gazette", "60")],
        "Sections": [("Sea", "60")],
    }
    assert related_labels(view_of("authors/bo.md"))["Authors"] == [("Ada Quill", "30")]
    assert view_of("sources/weekly.md").chart is None, "one year is no chart"


def test_a_year_has_a_calendar_and_links_to_earlier_and_later() -> None:
    view = view_of("dates/2009.md")
    assert rows(view) == [
        ("5 January 2009", "01/#day-05", "20"),
        ("5 February 2009", "02/#day-05", "20"),
        ("5 March 2009", "03/#day-05", "20"),
    ]
    assert view.calendar
    assert [(month.name, month.number, month.url) for month in view.calendar.months][2:4] == [
        ("March", "20", "03/"),
        ("April", "", None),
    ]
    assert view.calendar.months[2].description == "March 2009: 20 articles"
    assert (view.earlier, view.later) == (None, LabelLink("2011", "../2011/"))
    month = view_of("dates/2011/05.md")
    assert (month.earlier, month.later) == (LabelLink("March 2009", "../../2009/03/"), None)


def test_an_outdated_page_of_a_year_without_articles_has_an_empty_calendar() -> None:
    view = view_of("dates/1999.md")
    assert view.calendar
    assert [month.number for month in view.calendar.months] == [""] * 12
    assert rows(view) == []


@pytest.mark.parametrize("path", ["tags/index.md", "dates/undated.md", "tags/harbour/2009.md", "tags/none.md"])
def test_other_list_pages_have_an_empty_view(path: str) -> None:
    assert view_of(path) == ListPageView()


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("tags/index.md", "63 articles, 2009 to 2011"),
        ("dates/2009.md", "60 articles"),
        ("dates/2011/05.md", "2 articles"),
        ("tags/harbour.md", "61 articles, 2009 to 2011"),
        ("sources/weekly.md", "2 articles"),
        ("tags/harbour/2009.md", ""),
        ("index.md", "63 articles, 2009 to 2011"),
    ],
)
def test_a_list_is_described_by_how_many_articles_it_has(path: str, about: str) -> None:
    assert views(list(summaries())).description(path) == about


def test_the_view_is_empty_without_articles() -> None:
    assert views([]).view("index.md", "") == ListPageView()


def test_days_and_numbers_are_in_the_language_of_the_site() -> None:
    assert rows(view_of("dates/2009.md", "de"))[2][0] == "5. März 2009"
    assert view_of("dates/2009.md", "ar").calendar.months[2].description == "مارس 2009: 20 مقالة"
    assert list(related_labels(view_of("tags/harbour.md", "fr"))) == ["Auteurs", "Sources", "Rubriques"]


def test_a_chart_of_a_very_long_span_has_only_years_with_articles() -> None:
    articles = [PageSummary(f"articles/{year}.md", "A", published=date(year, 3, 4)) for year in (812, 1999, 2001)]
    chart = views(articles).view("index.md", "").chart
    assert chart
    assert [row.label.text for row in chart.rows] == ["0812", "1999", "2001"]
    assert len(Tree.fromstring(f'<html xmlns:xlink="xlink">{chart.svg}</html>').findall("svg/a")) == 3


def test_hostile_labels_are_escaped_once() -> None:
    labels = tuple(HOSTILE.values())
    articles = [
        PageSummary(f"articles/{year}.md", "A", None, date(year, 1, 1), labels[0], labels[1], labels, None, labels)
        for year in (2001, 2002)
    ]
    path = next(views(articles).labels.of_kind("tags")).name
    view = views(articles).view(f"tags/{path}.md", f"tags/{path}/")
    named = {row.label.text for _, rows in view.related_labels for row in rows}
    assert {unescape(text) for text in named} <= set(labels)
    assert not any(mark in text for text in named for mark in "<>\"'")


@pytest.mark.parametrize(
    ("kind", "index"),
    [(kind, "labels") for kind in ("tags", "authors", "sources", "sections")]
    + [("dates", "lists"), ("tag", ""), ("date", ""), ("home", ""), ("", "")],
)
def test_a_page_that_lists_labels_or_other_lists_says_so(kind: str, index: str) -> None:
    assert views(list(summaries())).view("a.md", "a/", kind).index == index

"""List pages: whatever articles there are, each is found in every list it belongs to, and one more changes little."""

from __future__ import annotations

import posixpath
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.article import Entry
from generator.indexes import INDEXES, ListPage, newest_first
from generator.markdown import escape
from generator.page import label_slug

LABELS = st.sampled_from(
    ["Taliban", "taliban", "C++", "C", "Straße", "STRASSE", "<b>", "سلمى", "2020", "index", "北京"]
)
DAYS = st.none() | st.dates(date(2019, 11, 1), date(2020, 2, 28)) | st.just(date(812, 3, 4))


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Give entries, some years and months of which are too many for one page."""
    made: list[Entry] = []
    for batch, (day, labels, source) in enumerate(
        draw(st.lists(st.tuples(DAYS, st.lists(LABELS, max_size=3), st.none() | LABELS), max_size=6))
    ):
        for number in range(draw(st.sampled_from([1, 2, 51, 60]))):
            headline = draw(st.sampled_from(["A pier", "Æther", "1984", "*", "Zebra"])) + f" {number}"
            folder = f"{day:%Y/%m}" if day else "undated/00"
            path = f"articles/{folder}/{batch}-{number}.md"
            made.append(Entry(path, headline, None, day, source, source, tuple(labels[:1]), None, tuple(labels)))
    return made


def listed(found: Iterable[Entry]) -> dict[str, ListPage]:
    """Give the list pages by their paths."""
    ordered = newest_first(found)
    pages = list(chain.from_iterable(index.pages(ordered, "Clippings", escape) for index in INDEXES))
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


@cache
def links(page: ListPage) -> list[str]:
    """Give where a page's links lead, as paths under docs/."""
    tree = html.document_fromstring(f"<main>{markdown.markdown(page.body)}</main>")
    return [posixpath.normpath(posixpath.join(posixpath.dirname(page.path), href)) for href in tree.xpath("//a/@href")]


def reached(start: str, pages: dict[str, ListPage]) -> set[str]:
    """Give the articles that one comes to from a list page, down through its parts and never up."""
    found: set[str] = set()
    for path in links(pages[start]):
        if path.startswith("articles/"):
            found.add(path)
        elif path.startswith(f"{start.removesuffix('.md')}/"):
            found |= reached(path, pages)
    return found


@settings(max_examples=30, deadline=None)
@given(entries())
def test_every_article_is_in_every_list_it_belongs_to(found: list[Entry]) -> None:
    pages = listed(found)
    for page in pages.values():
        assert all(path in pages or path.startswith("articles/") for path in links(page))
        here = [path for path in links(page) if path.startswith("articles/")]
        assert len(here) == len(set(here))
    for entry in found:
        wanted = [f"tags/{label_slug(tag)}.md" for tag in entry.tags]
        wanted += [f"authors/{label_slug(author)}.md" for author in entry.authors]
        if entry.source and entry.section:
            wanted += [f"sources/{label_slug(entry.source)}.md", f"sections/{label_slug(entry.section)}.md"]
        day = entry.published
        wanted.append(f"dates/{day.year:04}/{day.month:02}.md" if day else "dates/undated.md")
        for path in wanted:
            assert path in links(pages[f"{path.split('/')[0]}/index.md"]) or path.count("/") > 1
            assert entry.path in reached(path, pages)


@settings(max_examples=20, deadline=None)
@given(entries(), st.randoms())
def test_lists_do_not_depend_on_order(found: list[Entry], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert listed(shuffled) == listed(found)


def test_a_day_is_that_of_the_article_itself() -> None:
    late = datetime.fromisoformat("2019-12-31T23:30:00-05:00")
    assert late.astimezone(UTC).year == 2020
    assert "dates/2019/12.md" in listed([Entry("articles/2019/12/a.md", "A", published=late)])


@pytest.mark.parametrize("most", [49, 50, 51, 300])
def test_one_more_article_changes_few_lists(most: int) -> None:
    """All lists at the edge of being parted: the worst that one article can do."""
    labels = [f"Label {number}" for number in range(8)]
    new = Entry("articles/2009/03/new.md", "New", None, date(2009, 3, 9), "Paper", "Town", ("A B", "C D"), None, ())
    new = replace(new, tags=tuple(labels))
    there = [
        replace(new, path=f"articles/{year}/{month:02}/{number}.md", published=date(year, month, 8))
        for year, month in ((2008, 3), (2009, 3), (2009, 4), (2010, 1))
        for number in range(most)
    ]
    before, after = listed(there), listed([*there, new])
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert len(changed) <= 58, "with the article and its original sixty files"

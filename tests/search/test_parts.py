"""Tests of the parts of a large index: which articles are in which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site.search import parts
from backfile.site.search.entries import Listed
from backfile.site.search.facets import FacetRow
from backfile.site.search.parts import Limit, divide

DAYS = st.one_of(
    st.just(""),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str),
    st.dates(date(2019, 11, 1), date(2021, 2, 1)).map(str),
    st.just("2020-03-22"),
)
ARTICLES = st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=60).map(
    lambda rows: [article(number, day, letters) for number, (day, letters) in enumerate(rows)]
)


@pytest.fixture(autouse=True, scope="module")
def limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "WHOLE", Limit(8, 200))
        patch.setattr(parts, "PART", Limit(4, 100))
        yield


def article(number: int, day: str, letters: int = 1) -> Listed:
    return Listed(f"{number}/index.html", FacetRow("", f"{number}/", day, "", (), ()), letters, "")


@given(ARTICLES)
def test_each_article_is_in_one_part_and_parts_are_in_the_order_of_days(articles: list[Listed]) -> None:
    divided = divide(articles)
    assert sorted(a.page for part in divided for a in part.articles) == sorted(a.page for a in articles)
    assert len({part.name for part in divided}) == len(divided)
    assert all(parts.PART.permits(part.articles) for part in divided) or not divided[0].name
    days = [{a.row.day for a in part.articles} for part in divided]
    dated = [found for found in days if found != {""}]
    assert not any("" in found for found in dated) or not divided[0].name
    assert all(min(newer) >= max(older) for newer, older in pairwise(dated))
    assert all(found == {""} for found in days[len(dated) :])


@given(ARTICLES, DAYS)
def test_one_more_article_changes_one_part_or_divides_it(articles: list[Listed], day: str) -> None:
    before, after = divide(articles), divide([*articles, article(1000, day)])
    if not before[0].name:
        return
    gone, new = set(before) - set(after), set(after) - set(before)
    assert len(gone) <= 1
    old = {a for part in gone for a in part.articles}
    assert {a for part in new for a in part.articles} - old == {article(1000, day)}


@given(ARTICLES.flatmap(st.permutations))
def test_the_order_of_the_articles_does_not_matter(articles: list[Listed]) -> None:
    in_order = divide(sorted(articles, key=lambda a: a.page))
    assert [(p.name, set(p.articles)) for p in divide(articles)] == [(p.name, set(p.articles)) for p in in_order]


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2020-01-01"] * 8, [""]),
        (["2020-01-01"] * 4 + ["2021-01-01"] * 4 + [""], ["2021", "2020", "undated"]),
        (["2020-01-01"] * 4 + ["2020-09-01"] * 5, ["2020-09-01_1", "2020-09-01_0", "2020-01_2020-08"]),
        ([""] * 9, ["undated_1", "undated_01", "undated_001", "undated_000"]),
        (
            ["2020-01-01"] * 4 + ["2020-12-01"] * 4 + ["2020-12-17"],
            ["2020-12-17_2020-12-31", "2020-12-01_2020-12-16", "2020-01_2020-08"],
        ),
        (["2010-01-01"] * 4 + ["2020-12-01"] * 4 + [""], ["2016_2047", "1984_2015", "undated"]),
    ],
)
def test_parts_are_named_by_their_days(days: list[str], names: list[str]) -> None:
    assert [part.name for part in divide([article(number, day) for number, day in enumerate(days)])] == names

"""Tests of related articles: neighbours in a publication, shared tags, links."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from backfile.article import Article, Markdown, Origin
from backfile.site.article.related import RARE_TAG_MAX, REFERRING_MAX, RelatedArticles, related_articles


def article(
    day: date | None = None, source: str | None = "The Daily", tags: tuple[str, ...] = (), **more: str
) -> Article:
    origin = Origin("a.html", "ab" * 32, "html")
    return Article("A headline", Markdown(""), origin, published=day, source=source, tags=tags, **more)


def related(articles: dict[str, Article], **more: object) -> dict[str, RelatedArticles]:
    return related_articles(articles, more.get("source_of", str), more.get("referring", {}))


def test_older_and_newer_follow_the_dates_of_one_publication() -> None:
    days = {
        "b": article(date(2020, 3, 2)),
        "a": article(datetime(2020, 3, 2, 23, tzinfo=UTC)),
        "old": article(date(1999, 1, 1), "THE DAILY"),
        "other": article(date(2020, 3, 1), "Weekly"),
        "undated": article(),
        "nobody's": article(date(2020, 3, 1), None),
    }
    result = related(days)
    assert {path: (one.older, one.newer) for path, one in result.items()} == {
        "a": ("b", None),
        "b": ("old", "a"),
        "old": (None, "b"),
        "other": (None, None),
        "undated": (None, None),
        "nobody's": (None, None),
    }


def test_publications_with_the_same_name_in_sources_yml_are_one() -> None:
    both = {"a": article(date(2020, 1, 1), "Daily"), "b": article(date(2020, 1, 2), "The Daily")}
    assert related(both, source_of=lambda _: "The Daily")["b"].older == "a"
    assert related(both)["b"].older is None
    assert related(both, source_of=lambda _: None)["b"].older is None


def test_related_articles_share_most_rare_tags_and_then_are_nearest_in_time() -> None:
    tagged = {
        "here": article(date(2020, 1, 10), None, ("Pier", "Harbour", "News")),
        "two": article(date(1990, 1, 1), None, ("pier", "HARBOUR")),
        "near": article(date(2020, 1, 9), None, ("Pier",)),
        "far": article(date(2020, 1, 20), None, ("Pier",)),
        "undated": article(None, None, ("Harbour",)),
        "none": article(date(2020, 1, 10), None, ("Bell",)),
    }
    tagged |= {f"news{number}": article(date(2020, 1, 10), None, ("News",)) for number in range(RARE_TAG_MAX)}
    assert related(tagged)["here"].related == ("two", "near", "far", "undated")
    del tagged["news0"]
    assert related(tagged)["here"].related == ("two", "news1", "news10", "news11", "news12"), (
        "50 have it now: it is rare"
    )


def test_neighbours_and_referring_articles_are_not_repeated_as_related() -> None:
    tagged = {name: article(date(2020, 1, day), tags=("Pier",)) for day, name in enumerate("abcd", 1)}
    assert related(tagged)["b"] == RelatedArticles("a", "c", ("d",))
    assert related(tagged, referring={"b": {"d"}})["b"] == RelatedArticles("a", "c", (), ("d",))


def test_referring_articles_are_the_newest_first_and_limited() -> None:
    many = {f"{day:02}": article(date(2020, 1, day), None) for day in range(1, REFERRING_MAX + 5)}
    result = related({**many, "here": article(), "undated": article()}, referring={"here": {"undated", *many}})["here"]
    assert result.referring[:2] == ("24", "23")
    assert (len(result.referring), result.more) == (REFERRING_MAX, 5)


ARTICLES = st.dictionaries(
    st.sampled_from([f"articles/{name}.md" for name in "abcdefgh"]),
    st.builds(
        article,
        st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
        st.sampled_from(["Daily", "daily", "Weekly"]) | st.none(),
        st.lists(st.sampled_from(["x", "X", "y", "z"]), unique=True).map(tuple),
    ),
)


@given(ARTICLES, st.randoms())
def test_related_articles_do_not_depend_on_the_order_of_the_input(articles: dict, chance) -> None:
    shuffled = list(articles.items())
    chance.shuffle(shuffled)
    result = related(articles)
    assert related(dict(shuffled)) == result
    for path, one in result.items():
        assert path not in (one.older, one.newer, *one.related)
        assert not one.older or result[one.older].newer == path

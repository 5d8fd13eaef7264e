"""Tags that are one thing have one list, under one spelling; tags of the owner's vocabulary keep theirs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.article import PageSummary
from backfile.lists.tag_spellings import respell_all, tag_spellings
from backfile.tags.label_key import label_key


def summaries(*tags_of_articles: tuple[str, ...]) -> list[PageSummary]:
    return [
        PageSummary(f"articles/{number}.md", "A pier", None, None, None, None, (), None, tags)
        for number, tags in enumerate(tags_of_articles)
    ]


def test_lists_have_the_commonest_spelling() -> None:
    articles = summaries(("Ukraine-Krieg",), ("Ukrainekrieg", "Kiew"), ("Ukrainekrieg", "ukraine krieg"))
    listed = [summary.tags for summary in respell_all(articles, ())]
    assert listed == [("Ukrainekrieg",), ("Ukrainekrieg", "Kiew"), ("Ukrainekrieg",)]


def test_the_spelling_of_the_vocabulary_replaces_others() -> None:
    assert tag_spellings(summaries(("elections",), ("elections",)), {"Election"}) == {"elections": "Election"}


def test_two_labels_of_the_vocabulary_are_never_one() -> None:
    articles = summaries(("Election",), ("Elections",), ("Elections",))
    assert [summary.tags for summary in respell_all(articles, ("Election", "Elections"))] == [
        ("Election",),
        ("Elections",),
        ("Elections",),
    ]


@given(st.lists(st.lists(st.sampled_from("Trump trump Élan elan élans USA".split()), max_size=4).map(tuple)), st.data())
def test_spellings_do_not_depend_on_the_order_of_articles(tags: list[tuple[str, ...]], data: st.DataObject) -> None:
    articles = summaries(*tags)
    spellings = tag_spellings(articles, ())
    assert tag_spellings(data.draw(st.permutations(articles)), ()) == spellings
    listed = [tag for summary in respell_all(articles, ()) for tag in summary.tags]
    assert len(set(listed)) == len(set(map(label_key, listed)))

"""Merges, renames and splits: the articles that have the old tag change, and no others, whatever tags.yml holds."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.article import Article, Markdown, Origin
from backfile.problems import SettingsError
from backfile.tags.tagging import tag
from backfile.tags.vocabulary import edit_tags_yml as edits
from backfile.tags.vocabulary.replacements import TagSet
from backfile.tags.vocabulary.tags_yml import parse
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.examples import few

LABELS = [
    "Ferries", "ferries", "Ferry traffic", "Harbour", "Old harbour", "Climate", "Climate change", "Warming", "Zoë",
    "Night market", "Market", "Bridge", "Bridge (game)", "Pier", "Lighthouse", "Cards",
]  # fmt: skip
"""Labels of which texts have the words, and of which some have the words of others."""
ENTRIES = [
    "Ferries: {aliases: [ferry traffic]}\n", "Harbour:\n", "Market: {aliases: [Night market], parents: [Trade]}\n",
    "Bridge (game): {aliases: [bridge], with: [cards]}\n", "Warming: {exact: true}\n", "Pier: {automatic: false}\n",
    "Climate: {distinct: [Climate change]}\n", "Cards: {blocked: true}\n", "Zoë: {replaces: [Lighthouse]}\n",
    "Lights: {aliases: [lighthouse, pier]}\n",
]  # fmt: skip
LIMIT = 4

labels = st.sampled_from(LABELS)
articles = st.builds(
    lambda keywords, words: Article(
        "It rained", Markdown(" ".join(words * 2)), Origin("a", "0", "text"), language="en", keywords=tuple(keywords)
    ),
    st.lists(labels, max_size=7, unique=True),
    st.lists(labels.map(str.lower) | labels | st.sampled_from(["nobody", "spoke."]), max_size=12),
)
steps = st.one_of(
    st.tuples(st.just("rename"), st.lists(labels, min_size=1, max_size=1), labels),
    st.tuples(st.just("merge"), st.lists(labels, min_size=1, max_size=3), labels),
    st.tuples(st.just("split"), st.lists(labels, min_size=1, max_size=1), st.sampled_from(["Part", "Other part"])),
)


def vocabulary_of(source: str) -> Vocabulary:
    return parse(source, Path("tags.yml"))


def edited(source: str, step: tuple[str, list[str], str]) -> str:
    name, old, new = step
    if name == "merge":
        return edits.merge(source, old, new)
    return edits.rename(source, old[0], new) if name == "rename" else edits.split(source, old[0], new, ["nobody"])


def tags(each: Article, source: str) -> tuple[str, ...]:
    return tag(each, each.body, vocabulary_of(source), LIMIT)


def with_replaced_tags(
    before: tuple[str, ...], step: tuple[str, list[str], str], each: Article, source: str, new_source: str
) -> tuple[str, ...]:
    """Return tags with the new one in the place of the old ones. In: tags.yml before and after the step."""
    name, _, new = step
    if name == "split" and "nobody" not in each.body:
        return before
    identity = vocabulary_of(source).replacements.identity
    new = next((label for label in vocabulary_of(new_source).terms if identity(label) == identity(new)), new)
    parts = {
        label.casefold(): part
        for part, settings in (yaml.safe_load(source) or {}).items()
        for label in (settings or {}).get("split_from", [])
        if "nobody" in each.body
    }
    concerned = old_tags(step, source)
    while name != "split" and new.casefold() in parts:
        new = parts[new.casefold()]
    after: dict[str, str] = {}
    for each_tag in before:
        replaced = new if each_tag in concerned else each_tag
        after.setdefault(identity(replaced), replaced)
    return tuple(after.values())


def old_tags(step: tuple[str, list[str], str], source: str) -> TagSet:
    return TagSet.of(
        [label for label in step[1] if label != step[2]], vocabulary_of(source).replacements.searched_labels
    )


def takes_back(step: tuple[str, list[str], str], source: str) -> bool:
    """Return whether a merge names a replaced tag as its own target: it takes back the rename of a spelling."""
    name, labels, new = step
    return name == "merge" and leads_back(step, source) and new.casefold() in map(str.casefold, labels)


def leads_back(step: tuple[str, list[str], str], source: str) -> bool:
    """Return whether an edit leads back to a replaced tag: its articles get the spelling that they had before."""
    name, _, new = step
    entries = (yaml.safe_load(source) or {}).values()
    replaced = {label.casefold() for settings in entries for label in (settings or {}).get("replaces", ())}
    return name != "split" and new.casefold() in replaced


@settings(max_examples=few(40))
@given(st.lists(st.sampled_from(ENTRIES), unique=True, max_size=5), st.lists(steps, max_size=5), st.lists(articles))
def test_the_articles_with_the_old_tag_change_and_no_others(
    entries: list[str], sequence: list[tuple[str, list[str], str]], archive: list[Article]
) -> None:
    source = "".join(entries)
    for step in sequence:
        if takes_back(step, source):
            continue
        try:
            new_source = edited(source, step)
            vocabulary_of(new_source)
        except (edits.EditError, SettingsError):
            continue
        concerned = old_tags(step, source)
        for each in archive:
            before, after = tags(each, source), tags(each, new_source)
            expected = with_replaced_tags(before, step, each, source, new_source)
            if leads_back(step, source):
                identity = vocabulary_of(new_source).replacements.identity
                assert [*map(identity, after)] == [*map(identity, expected)], (step, source, new_source)
            else:
                assert after == expected, (step, source, new_source)
            assert after == before or any(label in concerned for label in before)
        source = new_source

"""Edits of tags.yml by command: their results, and that the rest of the file stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backfile.problems import SettingsError
from backfile.tags.vocabulary import edit_tags_yml as edits
from backfile.tags.vocabulary.tags_yml import parse

SOURCE = """\
# The vocabulary of the harbour desk.

Climate change:  # asked for by the weather desk
  aliases: [global warming, "climate crisis"]
  # this one is broad
  parents:
    - Environment

# About ships.
Ferries:
Ships: {parents: [Ferries], distinct: [Shops]}
Breaking news: {blocked: true}
Bridge (game):
  aliases: [bridge]
  with: [cards]
# the end
"""


def read(text: str) -> dict[str, dict[str, object] | None]:
    entries: dict[str, dict[str, object] | None] = yaml.safe_load(text)
    return entries


def comments(text: str) -> list[str]:
    return sorted(line.partition("# ")[2].strip() for line in text.splitlines() if "# " in line)


def match_text(edit: Callable[..., str], *arguments: object) -> Callable[[str], str]:
    """Return an edit after which texts are searched for the old words."""
    return lambda source: edit(source, *arguments, match_text=True)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda s: edits.rename(s, "Ferries", "Boats"), {"Boats": {"replaces": ["Ferries"], "match_text": False}}),
        (lambda s: edits.rename(s, "Ferries", "Boats"), {"Ships": {"parents": ["Boats"], "distinct": ["Shops"]}}),
        (match_text(edits.rename, "Ferries", "Boats"), {"Boats": {"aliases": ["Ferries"]}, "Ferries": None}),
        (match_text(edits.rename, "Ferries", "Boats"), {"Ships": {"parents": ["Boats"], "distinct": ["Shops"]}}),
        (lambda s: edits.block(s, "Yes"), {"Yes": {"blocked": True}}),
        (lambda s: edits.merge(s, ["on", "1:30"], "No"), {"No": {"replaces": ["on", "1:30"], "match_text": False}}),
        (match_text(edits.merge, ["on", "1:30"], "No"), {"No": {"aliases": ["on", "1:30"]}}),
        (match_text(edits.rename, "Ferries", "ferries"), {"ferries": {}, "Ferries": None}),
        (lambda s: edits.rename(s, "Ferries", "ferries"), {"ferries": {"replaces": ["Ferries"]}, "Ferries": None}),
        (lambda s: edits.rename(s, "Pier", "Piers"), {"Piers": {"replaces": ["Pier"], "match_text": False}}),
        (match_text(edits.rename, "Pier", "Piers"), {"Piers": {"aliases": ["Pier"]}}),
        (
            lambda s: edits.rename(edits.rename(s, "Pier", "Piers"), "Piers", "Jetty"),
            {"Jetty": {"replaces": ["Pier", "Piers"], "match_text": False}, "Piers": None},
        ),
        (
            lambda s: edits.rename(edits.rename(s, "Pier", "Piers"), "Piers", "Pier"),
            {"Pier": {"replaces": ["Piers"], "match_text": False}, "Piers": None},
        ),
        (
            lambda s: edits.rename(s, "Climate change", "climate crisis"),
            {
                "Climate change": {"aliases": ["global warming", "climate crisis"]},
                "climate crisis": {"replaces": ["Climate change"], "match_text": False, "parents": ["Environment"]},
            },
        ),
        (
            match_text(edits.rename, "Climate change", "climate crisis"),
            {"climate crisis": {"aliases": ["global warming", "Climate change"], "parents": ["Environment"]}},
        ),
        (
            lambda s: edits.merge(s, ["Climate change", "Warming"], "Weather"),
            {
                "Weather": {
                    "replaces": ["Climate change", "Warming"],
                    "match_text": False,
                    "parents": ["Environment"],
                },
                "Climate change": {"aliases": ["global warming", "climate crisis"]},
            },
        ),
        (
            match_text(edits.merge, ["Climate change", "Warming"], "Weather"),
            {
                "Weather": {
                    "aliases": ["Climate change", "global warming", "climate crisis", "Warming"],
                    "parents": ["Environment"],
                },
                "Climate change": None,
            },
        ),
        (lambda s: edits.merge(s, ["Bridge (game)"], "Games"), {"Games": {"replaces": ["Bridge (game)"]}}),
        (lambda s: edits.merge(s, ["Ferries"], "Ships"), {"Ships": {"replaces": ["Ferries"], "distinct": ["Shops"]}}),
        (match_text(edits.merge, ["Ferries"], "Ships"), {"Ships": {"aliases": ["Ferries"], "distinct": ["Shops"]}}),
        (
            lambda s: edits.split(s, "Ferries", "Ferry (game)", ["dice"]),
            {"Ferry (game)": {"match_text": False, "split_from": ["Ferries"], "with": ["dice"]}},
        ),
        (match_text(edits.split, "Ferries", "Ferry (game)", ["dice"]), {"Ferry (game)": {"aliases": ["Ferries"]}}),
        (lambda s: edits.block(s, "Ferries"), {"Ferries": {"blocked": True}}),
        (lambda s: edits.block(s, "Top ten"), {"Top ten": {"blocked": True}}),
        (lambda s: edits.unblock(s, "Breaking news"), {"Breaking news": None}),
        (lambda s: edits.set_distinct(s, "Ships", "Sheep"), {"Ships": {"distinct": ["Shops", "Sheep"]}}),
        (lambda s: edits.set_distinct(s, "Ships", "Shops"), {"Ships": {"distinct": ["Shops"]}}),
    ],
)
def test_an_edit_changes_its_entries_and_keeps_the_rest(edit, expected) -> None:  # type: ignore[no-untyped-def]
    text = edit(SOURCE)
    parse(text, Path("tags.yml"))
    after = read(text)
    for label, settings in expected.items():
        if settings is None:
            assert label not in after
        else:
            nonempty = {key: value for key, value in (after[label] or {}).items() if value}
            assert nonempty.items() >= {key: value for key, value in settings.items() if value}.items()
    edited = {*expected, "Boats", "Ferries", "Ships", "Climate change", "Weather", "Games"}
    before = read(SOURCE)
    assert {label: s for label, s in after.items() if label not in edited} == {
        label: s for label, s in before.items() if label not in edited
    }
    assert comments(text) == comments(SOURCE)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda s: edits.rename(s, "Ferries", "Ships"), "merge 'Ferries' --into 'Ships'"),
        (match_text(edits.merge, ["Bridge (game)"], "Games"), "has `with`"),
        (lambda s: edits.rename(s, "Pier", "global warming"), "is an alias of `Climate change`"),
        (lambda s: edits.merge(edits.merge(s, ["Pier"], "Quay"), ["Pier"], "Jetty"), "is `Quay` now"),
        (lambda s: edits.merge(edits.merge(s, ["Pier"], "Quay"), ["Jetty"], "Pier"), "is `Quay` now"),
        (lambda s: edits.merge(s, ["Ships"], "Breaking news"), "has `blocked`"),
        (lambda s: edits.split(s, "Ships", "Ferries", ["x"]), "Name another"),
        (lambda s: edits.unblock(s, "Ships"), "not blocked"),
        (lambda s: edits.merge(s, ["Breaking news"], "News"), "has `blocked`"),
        (lambda s: edits.merge(s, ["Ships"], "Ships"), "Name the tags"),
        (lambda s: edits.rename(s, "Ships", "Ships"), "is called `Ships` already"),
        (lambda s: edits.block(s, "Global Warming"), "is an alias of `Climate change`"),
        (lambda s: edits.set_distinct(s, "Ships", "ships"), "differ at most in case"),
        (lambda s: edits.block(s, "!!!"), "has no letter"),
        (lambda s: edits.rename(s, "Ships", "Night\nferries"), "cannot be seen"),
        (lambda s: edits.merge(s, ["Ships"], "\u202eserref"), "cannot be seen"),
        (lambda s: edits.split(s, "Ships", "x" * 61, ["y"]), "more than 60 characters"),
    ],
)
def test_an_impossible_edit_is_refused_with_a_next_step(edit, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(edits.EditError, match=message.replace("(", r"\(")):
        edit(SOURCE)


@pytest.mark.parametrize("source", ["", "# Nothing yet.\n", "# Nothing yet."])
def test_the_first_entry_is_added_below_the_comments(source: str) -> None:
    text = edits.block(source, "Top ten")
    assert text.startswith(source)
    assert read(text) == {"Top ten": {"blocked": True}}


LABELS = st.sampled_from(["Climate change", "Ferries", "Ships", "Breaking news", "Bridge (game)", "Pier", "Zoë", "No"])


@given(st.lists(st.tuples(st.sampled_from(["rename", "merge", "block", "set_distinct"]), LABELS, LABELS), max_size=6))
def test_any_sequence_of_edits_results_in_a_valid_vocabulary(steps: list[tuple[str, str, str]]) -> None:
    text = SOURCE
    for name, label, other in steps:
        if label == other:
            continue
        try:
            result = {
                "rename": lambda text=text, label=label, other=other: edits.rename(text, label, other),
                "merge": lambda text=text, label=label, other=other: edits.merge(text, [label], other),
                "block": lambda text=text, label=label: edits.block(text, label),
                "set_distinct": lambda text=text, label=label, other=other: edits.set_distinct(text, label, other),
            }[name]()
            parse(result, Path("tags.yml"))
        except (edits.EditError, SettingsError):
            continue  # refused, and the file stays as it was
        text = result
    assert "# The vocabulary of the harbour desk." in text


def test_entries_in_flow_style_are_removed_alone() -> None:
    source = "{Warming: {aliases: [heat]}, Pier: {blocked: true}, Aa: }\n"
    assert read(edits.unblock(source, "Pier")) == {"Warming": {"aliases": ["heat"]}, "Aa": None}
    assert read(edits.merge(source, ["Aa"], "Warming", match_text=True)) == {
        "Warming": {"aliases": ["heat", "Aa"]},
        "Pier": {"blocked": True},
    }


def test_a_number_sign_inside_a_text_is_not_a_comment() -> None:
    text = edits.merge("C#:  # the language\n  aliases: [csharp, F#]\nPier:\n", ["C#"], "Pier", match_text=True)
    assert comments(text) == ["the language"]
    assert len(text.splitlines()) == 3


def test_an_entry_is_found_without_regard_to_case() -> None:
    assert read(edits.block("Top stories:\n  aliases: [tops]\n", "top stories")) == {
        "Top stories": {"aliases": ["tops"], "blocked": True}
    }

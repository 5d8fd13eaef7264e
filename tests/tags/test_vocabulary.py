"""The vocabulary: its labels replace their aliases, and the settings of its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tags.articles import TREATY, tags_of, vocabulary


def test_labels_of_the_vocabulary_may_share_words(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, "Climate change:\nClimate:\n")
    assert tags_of("Climate change is climate.", vocabulary=words) == ("Climate change", "Climate")


VOCABULARY = """
Climate change:
  aliases: [global warming, climate crisis]
Breaking news:
  blocked: true
Harbour League:
  blocked: true
  aliases: [doha]
United States:
  aliases: [US, "C++"]
Ferries:
"""


def test_the_vocabulary_replaces_aliases_blocks_labels_and_matches_whole_words(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, VOCABULARY)
    assert tags_of("It is Global\nWarming, says she; ferries run.", vocabulary=words) == ("Climate change", "Ferries")
    assert tags_of("It told us of C and global warmings.", vocabulary=words) == ()
    assert tags_of("They write C++.", vocabulary=words) == ("United States",)
    assert tags_of("Nothing.", keywords=("breaking news", "climate crisis"), vocabulary=words) == ("Climate change",)
    assert tags_of("Nothing.", headline="The climate crisis", vocabulary=words) == ("Climate change",)
    assert {"Harbour League", "Doha"}.isdisjoint(tags_of(TREATY, vocabulary=words))


@pytest.mark.parametrize(
    ("entry", "text", "keyword", "expected"),
    [
        ("Ferries:", "It was a long day at the old pier.\n\nNobody came, and the ferries slept.", None, ()),
        ("Ferries:", "It was a long day at the old pier.\n\nNo ferries, no ferries at all.", None, ("Ferries",)),
        ("Orbán: {aliases: [Peč]}", "In Pec they met Orban and went home.", None, ("Orbán",)),
        ("Fähre: {exact: true}", "Die fahre ist da, die Fahre auch.", None, ()),
        ("Fähre: {exact: true}", "Die Fähre ist da, die kleine.", None, ("Fähre",)),
        ("Fähre: {exact: true}", "The fahre X is it. See the fahre X.", "fahre X", ("fahre X",)),
        ("Ferries: {automatic: false}", "It was ferries, ferries and ferries again.", None, ()),
        ("Ferries: {automatic: false, aliases: [boats]}", "", "boats", ("Ferries",)),
        ("Georgia (state): {aliases: [Georgia], with: [Atlanta]}", "Georgia is far, Georgia is wide.", None, ()),
        (
            "Bridge (game): {aliases: [bridge], with: [a trick]}\nBridges: {aliases: [bridge]}",
            "They sat down to bridge and had not one a trick.",
            None,
            ("Bridge (game)",),
        ),
        (
            "Bridge (game): {aliases: [bridge], with: [a trick]}\nBridges: {aliases: [bridge]}",
            "They sat down on the bridge and ate their bread.",
            "bridge",
            ("Bridges",),
        ),
        (
            "Turkey: {exact: true}\nTurkeys: {exact: true, aliases: [turkey]}",
            "The turkey ran all the way to Turkey.",
            None,
            ("Turkeys", "Turkey"),
        ),
    ],
)
def test_the_settings_of_an_entry_limit_its_words(
    tmp_path: Path, entry: str, text: str, keyword: str | None, expected: tuple[str, ...]
) -> None:
    words = vocabulary(tmp_path, entry)
    tags = tags_of(text, keywords=(keyword,) if keyword else (), vocabulary=words, language="en")
    assert tags == expected

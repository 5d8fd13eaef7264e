"""Suggested merges: similar tags are found, and different ones are not."""

from __future__ import annotations

from backfile.tags.suggestions import suggest_merges
from backfile.tags.vocabulary.vocabulary import Vocabulary


def test_similar_tags_are_suggested_for_a_merge() -> None:
    similar = [
        ("Frankreich", "France", "French"),
        ("États-Unis", "USA", "United States"),
        ("Schools", "School"),
        ("Cities", "City"),
        ("Zoë Blum", "Zoe Blum", "zoë blum"),
        ("Путин", "Putin"),
        ("Blum Zoé", "Zoé Blum"),
        ("Recession", "Recesion"),
    ]
    for group in similar:
        [merge] = suggest_merges(dict.fromkeys(group, 1), Vocabulary())
        assert {merge.into, *merge.labels} == set(group)
    different = ["Austria", "Australia", "Niger", "Nigeria", "Boss", "Bos", "1998", "1999", "Iran", "Iraq"]
    assert suggest_merges(dict.fromkeys(different, 1), Vocabulary()) == []

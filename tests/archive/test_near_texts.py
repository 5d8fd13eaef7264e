"""Tests of the choice of the articles with which a save is compared."""

from __future__ import annotations

from backfile.archive.identity import MAX_COMPARED
from backfile.archive.near_texts import Sign, choose, sign_of
from backfile.article import Article, Markdown, Origin

SAVE = Article(
    "The pier",
    Markdown("In week one the council paid for the pier, and in week two for lamps."),
    Origin("", "0" * 64, "html"),
)


def test_the_texts_of_a_limited_number_of_claimants_are_looked_at() -> None:
    """The one whose text is that of the save is the last or is too far away."""
    for place, is_found in ((1024, True), (1025, False)):
        looked_at = []

        def find_sign(number: int, place: int = place, looked_at: list[int] = looked_at) -> Sign:
            looked_at.append(number)
            return sign_of(SAVE) if number == place else Sign(frozenset(), None)

        chosen = choose(range(5000), SAVE, find_sign)
        assert (len(chosen), len(looked_at), place in chosen) == (MAX_COMPARED, 1000, is_found)

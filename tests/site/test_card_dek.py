"""The text under a headline in lists: without datelines, in whole words."""

from __future__ import annotations

import pytest

from backfile.site.list_pages.card_dek import card_dek

BOARD = "The harbour board of Merrow said on Monday that the company would resume the ferry in spring."
LONG = "A harbour that has no ships, and that has never had any ships of its own as far as anybody in Merrow rem"


@pytest.mark.parametrize(
    ("dek", "dateline", "expected"),
    [
        ("", "", BOARD),
        ("The dek.", "", "The dek."),
        ("MERROW (Reuters) - Two boats met.", "", "Two boats met."),
        ("MERROW, 5 May (AP) — Two boats met.", "", "Two boats met."),
        ("Brüssel (dpa) – Zwei Boote.", "", "Zwei Boote."),
        ("NEW MERROW — Two boats met.", "", "Two boats met."),
        ("Merrow – Two boats met.", "Merrow", "Two boats met."),
        ("Merrow – Two boats met.", "", "Merrow – Two boats met."),
        ("NATO – what it is.", "", "NATO – what it is."),
        ("Merrow (CDU) – what it is.", "Elsewhere", "what it is."),
        ("MERROW (Reuters) - The harbour board of Merrow said on Monday that the compan", "", f"{BOARD[:51]}…"),
        (f"{BOARD[:55]}...", "", f"{BOARD[:51]}…"),
        (f"{BOARD[:55]}…", "", f"{BOARD[:51]}…"),
        (BOARD[:59], "", BOARD[:59]),
        ("And then there were none…", "", "And then there were none…"),
        (f"{LONG}…", "", f"{LONG[:-4]}…"),
        (f"{LONG}ains", "", f"{LONG}ains"),
    ],
)
def test_a_card_has_whole_words_and_no_dateline(dek: str, dateline: str, expected: str) -> None:
    assert card_dek(dek, f"MERROW (Reuters) - {BOARD}", dateline) == expected


def test_a_card_ends_with_a_sentence_if_that_is_not_short() -> None:
    assert card_dek(f"{BOARD} It was late, and the lamps of the harbour were out. Nobody knew.", "") == BOARD
    assert card_dek(f"It was late. {BOARD[:-1]} in spite of all that was said about it before", "") == (
        "It was late. The harbour board of Merrow said on Monday that the company would resume the ferry in spring in "
        "spite of all that was said about it…"
    )


@pytest.mark.parametrize("text", ["港に船がない。" * 30, "港 に" + "船がない" * 30, "港に船が" * 30])
def test_wide_characters_count_twice(text: str) -> None:
    assert 36 <= len(card_dek(text, "")) <= 73


@pytest.mark.parametrize("word", ["pier ", "pier", "木"])
def test_a_card_has_little_of_a_long_text(word: str) -> None:
    for dek in ("", word * 400):
        assert 0 < len(card_dek(dek, word * 100)) <= 146

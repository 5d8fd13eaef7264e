"""Prompts between paragraphs go; captions, subheadings and sentences there stay."""

from __future__ import annotations

import pytest

from backfile.extract.text.middle import take_prompts
from backfile.extract.text.paragraphs import Block, split_blocks
from backfile.extract.text.remaining import RemainingText

FIRST = "The harbour was closed for the whole of the winter, and nobody could say who had the key to it."
SECOND = "A locksmith came from the other side of the bay, looked at the door, and said that it had no lock."
THIRD = "In the spring the harbour master found a key in his coat, but it was the one of the piano at home."


def take(line: str, below: str = SECOND, **options: frozenset[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the blocks that are left of a text with a line between paragraphs, and the removed lines with rules."""
    text = RemainingText(list(split_blocks("\n\n".join([FIRST, line, below, THIRD]))), **options)
    take_prompts(text)
    return [block.text for block in text.blocks], [(removed.rule, removed.text) for removed in text.removed]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", "advert"),
        ("Article content", "advert"),
        ("Story continues below advertisement", "advert"),
        ("Anzeige", "advert"),
        ("Publicité", "advert"),
        ("広告", "advert"),
        ("We apologize, but this video has failed to load.", "media"),
        ("Lesen Sie auch: Fähre hat neuen Kapitän", "related"),
        ("Read also: The ferry has a new captain", "related"),
        ("À lire aussi : Le bac a un nouveau capitaine", "related"),
    ],
)
def test_a_prompt_is_removed(line: str, kind: str) -> None:
    assert take(line) == ([FIRST, SECOND, THIRD], [(f"label: {kind}", line)])


@pytest.mark.parametrize(
    "line",
    [
        "Two divers on the slipway of Merrow. Photo: Lena Voss",
        "Photo: Lena Voss",
        "Older than the chapel",
        "Related articles",
        "Comments",
        "Share",
        "Newsletter",
        "Read also:",
        "The advertisement was never paid.",
        "- Advertisement in the window",
    ],
)
def test_other_lines_stay(line: str) -> None:
    assert take(line) == ([FIRST, line, SECOND, THIRD], [])


def test_a_subheading_that_the_text_below_takes_up_stays() -> None:
    below = "An advertisement in the window of the inn offered a reward for the key, and a second one for the piano."
    assert take("Advertisement", below)[1] == []


def test_labels_are_subheadings_where_several_others_are() -> None:
    blocks = split_blocks("\n\n".join([FIRST, "Comments", SECOND, "Advertisement", THIRD, "Newsletter", FIRST]))
    text = RemainingText(list(blocks))
    take_prompts(text)
    assert text.blocks == list(blocks)


def test_a_kept_prompt_and_one_in_a_block_of_lines_stay() -> None:
    assert take("Advertisement", keep=frozenset({"Advertisement"}))[1] == []
    text = RemainingText([Block((FIRST,)), Block(("Advertisement", "Anzeige")), Block((SECOND,)), Block((THIRD,))])
    take_prompts(text)
    assert not text.removed


def test_without_prose_nothing_is_removed() -> None:
    text = RemainingText([Block(("roses",)), Block(("Advertisement",)), Block(("violets",))])
    take_prompts(text)
    assert [block.text for block in text.blocks] == ["roses", "Advertisement", "violets"]

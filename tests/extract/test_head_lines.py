"""The lines under the headline: a byline and a date below a dek are read, too."""

from __future__ import annotations

import pytest

from backfile.article import Clipping, Form, Origin, PlainText
from backfile.extract.text.steps import extract_text
from tests.extract.lost_lines import extract_string, values_of

PARAGRAPH = (
    "The harbour was closed for the whole of the winter, and in the spring nobody could say who had the key to it. "
    "A locksmith came from the other side of the bay, looked at the door for an hour, and said that it had no lock."
)
DEKS = [
    "For a winter nobody knew who had the key.",
    "The harbour master says that the key was lost at sea, and that he will say nothing more about it before summer",
]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("dek", DEKS)
def test_credits_below_a_dek_are_fields_and_the_dek_stays(dek: str, gap: str) -> None:
    lines = ["Harbour without a key", dek, "By Ada Mercer", "Published: 14 May 2022", PARAGRAPH, PARAGRAPH[::-1]]
    clipping = extract_string(gap.join(lines))
    assert clipping.body.split("\n\n") == [dek, *lines[4:]]
    assert values_of(clipping, "byline") == ["byadamercer"]
    assert values_of(clipping, "published") == ["14may2022"]


def test_a_signature_below_the_first_paragraph_of_two_stays() -> None:
    lines = ["Harbour without a key", PARAGRAPH, "Two of us found the door open.", "By Ada Mercer", PARAGRAPH[::-1]]
    assert "By Ada Mercer" in extract_string("\n\n".join(lines)).body


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        (("By", "Orla Venn"), "orlavenn"),
        (("Von", "Jette Harms"), "jetteharms"),
        (("Text:", "Jette Harms"), "jetteharms"),
        (("Orla Venn", "Transport reporter"), "orlavenn"),
    ],
)
def test_a_byline_takes_two_lines(lines: tuple[str, str], byline: str) -> None:
    clipping = extract_string("\n\n".join(["Harbour without a key", *lines, PARAGRAPH, PARAGRAPH[::-1]]))
    assert values_of(clipping, "byline") == [byline]
    assert clipping.body.split("\n\n") == [PARAGRAPH, PARAGRAPH[::-1]]


def test_a_kept_line_is_no_second_line_of_a_byline() -> None:
    text = "\n\n".join(["Harbour without a key", "Orla Venn", "Transport reporter", PARAGRAPH, PARAGRAPH[::-1]])
    clipping = extract_text(Clipping(Origin("a.txt", "0", "text"), Form.TEXT, PlainText(text)), {"Transport reporter"})
    assert "Transport reporter" in clipping.body

"""The credits in a run of lines above the headline or below the end."""

from __future__ import annotations

import pytest

from backfile.extract.text.credit_run import read_run
from backfile.extract.text.line_signs import read_line


def read(*lines: str, below: bool = False) -> dict[str, list[str]]:
    return dict(read_run([read_line(line, number) for number, line in enumerate(lines)], below=below))


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (("News", "By Lena Voss"), {"byline": ["By Lena Voss"]}),
        (("Published: 14 May 2022",), {"published": ["14 May 2022"]}),
        (("14 May 2022", "Lena Voss"), {"published": ["14 May 2022"], "byline": ["Lena Voss"]}),
        (("14 May 2022", "09:30"), {"published": ["14 May 2022 09:30"]}),
        (("Lena Voss", "Reporter"), {"byline": ["Lena Voss"]}),
        (("Lena Voss", "3 min read"), {"byline": ["Lena Voss"]}),
        (("14 May 2022",), {}),
        (("Lena Voss",), {}),
        (("News", "Merrow"), {}),
    ],
    ids=lambda value: " / ".join(value),
)
def test_above_the_headline(lines: tuple[str, ...], fields: dict[str, list[str]]) -> None:
    assert read(*lines) == fields


def test_two_names_without_a_role_are_no_byline() -> None:
    assert "byline" not in read("14 May 2022", "Lena Voss", "Karel Dub")


def test_credits_below_the_first_label_are_of_other_articles() -> None:
    lines = ("By Lena Voss", "Related articles", "Published: 14 May 2022", "By Karel Dub")
    assert read(*lines, below=True) == {"byline": ["By Lena Voss"]}


def test_subjects_end_at_the_next_rule() -> None:
    assert read("Topics", "#Merrow", "Diving,", "12 comments", "Cope", below=True) == {"keywords": ["Merrow", "Diving"]}
    assert read("Topics", "Merrow") == {}


def test_at_most_twelve_subjects() -> None:
    subjects = [f"Harbour {letter}" for letter in "abcdefghijklmnop"]
    assert read("Topics", *subjects, below=True)["keywords"] == subjects[:12]

"""The headline, and the lines above it: repetition, titles of pages, menus, kickers, prose."""

from __future__ import annotations

import pytest

from backfile.extract.text.headline import find_headline, is_page_title, is_same_line
from backfile.extract.text.line_signs import read_line
from tests.extract.lost_lines import extract_string

HEADLINE = "Divers look for the bell of the chapel"
PROSE = (
    "Divers have begun to look for the bell of the chapel of Merrow, which fell into the harbour in a storm.",
    "The parish has put aside some money for the search, which is less than a new bell would cost this year.",
    "Nobody has seen the bell for two hundred years, but the divers found eleven anchors and a cooking pot.",
)
JAPANESE = (
    "港町の礼拝堂の鐘を探すために、二人の潜水士が月曜日から作業を始めた。鐘は嵐の夜に海へ落ちたとされる。",
    "教区の議長は「綱も塔もある。足りないのは鐘だけだ」と話し、捜索は六月の末まで続く見通しだと説明した。",
)


def find(*lines: str) -> str | None:
    """Return the line that is the headline."""
    number = find_headline([read_line(line, at) for at, line in enumerate(lines)])
    return None if number is None else lines[number]


@pytest.mark.parametrize(
    "above",
    [
        (),
        (HEADLINE,),
        (f"{HEADLINE} | The Harbour Post",),
        (f"{HEADLINE} - The Harbour Post", "Home", "News"),
        ("Home", "News", "Share on Facebook"),
        ("Menu", "Merrow", "Log in"),
        ("Merrow:",),
    ],
    ids=lambda lines: " / ".join(lines) or "nothing",
)
def test_lines_above_the_headline(above: tuple[str, ...]) -> None:
    assert find(*above, HEADLINE, "By Ada Mercer", *PROSE) == HEADLINE


def test_a_headline_that_is_repeated_below_a_menu() -> None:
    assert find("News", "Local", HEADLINE, HEADLINE, *PROSE) == HEADLINE


@pytest.mark.parametrize("lines", [PROSE, ("Merrow:", *PROSE), ("(Update)", *PROSE)])
def test_no_headline(lines: tuple[str, ...]) -> None:
    assert find(*lines) is None


def test_a_headline_in_a_script_without_spaces() -> None:
    assert (
        find("港町新聞", "礼拝堂の鐘を潜水士が探す", "礼拝堂の鐘を潜水士が探す", *JAPANESE)
        == "礼拝堂の鐘を潜水士が探す"
    )
    assert find("礼拝堂の鐘を潜水士が探す", *JAPANESE) == "礼拝堂の鐘を潜水士が探す"


def test_a_repeated_sentence_far_below_much_text_is_no_headline() -> None:
    assert find(*PROSE, "And the bell rang", "And the bell rang", "Once more.") != "And the bell rang"


def test_the_kicker_is_a_field_and_prose_above_stays() -> None:
    clipping = extract_string("\n\n".join(["Merrow:", HEADLINE, HEADLINE, *PROSE]))
    assert [candidate.values for candidate in clipping.fields["kicker"]] == [("Merrow",)]
    clipping = extract_string("\n\n".join([PROSE[1], HEADLINE, HEADLINE, PROSE[0], PROSE[2], *PROSE[:2]]))
    assert clipping.body.startswith(PROSE[1])


def test_a_repeated_dek_is_a_field() -> None:
    dek = "Divers have begun to look for the bell of the chapel of Merrow"
    clipping = extract_string("\n\n".join([HEADLINE, dek, *PROSE]))
    assert [candidate.values for candidate in clipping.fields["dek"]] == [(dek,)]
    assert clipping.body == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        (f"{HEADLINE} | The Harbour Post", True),
        (f"{HEADLINE} – Harbour Post", True),
        (HEADLINE, False),
        (f"{HEADLINE} of Merrow", False),
        (f"{HEADLINE} |", False),
    ],
)
def test_is_page_title(line: str, is_title: bool) -> None:
    assert is_page_title(line, HEADLINE) is is_title


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("“The bell” is gone", "THE  BELL is gone.", True),
        ("«Die Glocke» ist weg!", "„Die Glocke“ ist weg", True),
        ("The bell is gone", "The bells are gone", False),
    ],
)
def test_is_same_line(one: str, other: str, same: bool) -> None:
    assert is_same_line(one, other) is same

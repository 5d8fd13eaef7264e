"""The signs of a line: its form, its words, and the lines around it."""

from __future__ import annotations

import pytest

from backfile.extract.text.line_signs import Line, Sign, read_line
from backfile.extract.text.neighbour_signs import read_tail
from backfile.extract.text.paragraphs import Block
from backfile.extract.text.sign_weights import WEIGHTS, weigh

PROSE = "The harbour was closed for the whole of the winter, and nobody could say who had the key to it."
FORMS = list(Sign)[:8]


def signs(*lines: str, separate: bool = True) -> list[frozenset[Sign]]:
    blocks = [Block((line,)) for line in lines] if separate else [Block(lines)]
    return [line.signs for line in read_tail(blocks).lines]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (" ".join([PROSE] * 3), Sign.VERY_LONG),
        (f"{PROSE} It rained every day.", Sign.LONG_SENTENCE),
        (f"{PROSE} It rained every day", Sign.LONG_PHRASE),
        (PROSE, Sign.SENTENCE),
        (PROSE.rstrip("."), Sign.PHRASE),
        ("The council met.", Sign.SHORT_SENTENCE),
        ("Older than the chapel of the harbour", Sign.SHORT_PHRASE),
        ("Merrow", Sign.FEW_LETTERS),
        ("and left.", Sign.FEW_LETTERS),
    ],
)
def test_each_line_has_one_form(text: str, form: Sign) -> None:
    assert [sign for sign in read_line(text).signs if sign in FORMS] == [form]


@pytest.mark.parametrize(
    ("text", "sign", "rule", "evidence"),
    [
        ("Share on Facebook", Sign.LABEL, "label: share", 1),
        ("12 comments", Sign.LABEL, "label: comments", 2),
        ("Lesen Sie auch: Fähre hat neuen Kapitän", Sign.LABEL, "label: related", 2),
        ("Advertisement", Sign.LABEL, "label: advert", 2),
        ("Photo: Lena Voss/HPA", Sign.CAPTION, None, 0),
        ("By Ada Mercer", Sign.CREDIT, "line about the article", 1),
        ("Ada Mercer writes about the coast.", Sign.AUTHOR_NOTE, None, 0),
        ("Sources:", Sign.END_MATTER, None, 0),
        ("Harbour wall to be repaired by …", Sign.CUT_OFF, None, 0),
    ],
)
def test_words(text: str, sign: Sign, rule: str | None, evidence: int) -> None:
    line = read_line(text)
    assert sign in line.signs
    assert (line.rule, line.evidence) == (rule, evidence)


def test_a_kept_line_has_no_other_words() -> None:
    line = read_line("12  comments", keep={"12 comments"})
    assert line.signs == {Sign.FEW_LETTERS, Sign.KEPT}
    assert (line.rule, line.evidence) == (None, 0)


@pytest.mark.parametrize(
    ("lines", "number", "sign"),
    [
        ((PROSE, "Merrow", "Cope", "Merrow"), 3, Sign.REPEATED),
        ((PROSE, "The harbour needs the following:", "A key"), 2, Sign.INTRODUCED),
        ((PROSE, "Sources:", "The book of the parish"), 2, Sign.INTRODUCED),
        ((PROSE, "Related articles", "The ferry has a captain"), 2, Sign.UNDER_LABEL),
        ((PROSE, "200 g flour", "½ cup of milk"), 1, Sign.STRUCTURED),
    ],
)
def test_lines_around(lines: tuple[str, ...], number: int, sign: Sign) -> None:
    assert sign in signs(*lines)[number]
    assert sign not in signs(*lines)[0]


def test_lines_of_one_block() -> None:
    assert all(Sign.IN_BLOCK in found for found in signs("Roses are red", "the sea is green", separate=False))
    assert not any(Sign.IN_BLOCK in found for found in signs("Roses are red", "the sea is green"))


def test_an_item_of_a_list_is_of_the_article() -> None:
    lines = read_tail([Block((PROSE,)), Block(("- Share", "- Comments", "- Key"))]).lines
    assert [line.rule for line in lines] == [None] * 4


def test_words_above_a_long_run_of_prose_are_not_read() -> None:
    tail = read_tail([Block((text,)) for text in (PROSE, "12 comments", PROSE, PROSE, PROSE, "12 comments")])
    assert [line.evidence for line in tail.lines] == [0, 0, 0, 2]
    assert (tail.prose_above, tail.prose_width_above) == (1, len(PROSE))
    assert tail.width_above == len(PROSE) + len("12 comments")


def test_every_sign_has_a_weight() -> None:
    assert set(WEIGHTS) == set(Sign)
    assert weigh(Line("", 0, frozenset({Sign.LABEL, Sign.FEW_LETTERS}))) == -6.5

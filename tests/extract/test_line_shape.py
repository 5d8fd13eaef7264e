"""The shape of a line: width, ends of sentences, prose and structures, in several scripts."""

from __future__ import annotations

import pytest

from backfile.extract.text import line_shape

LONG = "The harbour was closed for the whole of the winter, and nobody could say who had the key to it"


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("harbour", 7), ("Häfen", 5), ("港の鍵", 7), ("항구", 5), ("ท่าเรือ", 9), ("гавань", 6)],
)
def test_width(text: str, width: int) -> None:
    assert line_shape.width(text) == width


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It rained.", True),
        ("It rained!”", True),
        ("It rained …", True),
        ("It rained. (kas)", True),
        ("It rained. DM", True),
        ("It rained. ◼", True),
        ("雨が降った。", True),
        ("「雨が降り続いていると言った」", True),
        ("बारिश हुई।", True),
        ("فهل أمطرت؟", True),
        ("ฝนตกหนักตลอดทั้งคืนที่ผ่านมา", True),
        ("ฝนตก", False),
        ("It rained", False),
        ("It rained (kas)", False),
        ("Said:", False),
        ("「雨」", False),
    ],
)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert line_shape.ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (f"{LONG}.", True),
        (LONG, False),
        (f"{LONG} …", False),
        (f"{LONG}, {LONG} …", True),
        (" ".join([LONG] * 3), True),
        (f", {LONG}.", False),
        ("It rained.", False),
        ("昨日から降り続いていた雨は、今朝になってようやく止んだと港町の船長が言った。", True),
    ],
)
def test_is_prose(text: str, prose: bool) -> None:
    assert line_shape.is_prose(text) is prose


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("- a lock", "list"),
        ("3. a lock", "list"),
        ("Tide\tHeight", "columns"),
        ("Tide | Height", "columns"),
        ("200 g flour", "quantity"),
        ("½ cup of milk", "quantity"),
        ("Height: 3 m", "term"),
        ("Merrow – Cope 3-1", "score"),
        ("A harbour without a key", None),
    ],
)
def test_structure(text: str, structure: str | None) -> None:
    assert line_shape.structure(text) == structure


@pytest.mark.parametrize(("text", "fragment"), [("and left.", True), (", he said.", True), ("He left.", False)])
def test_is_fragment(text: str, fragment: bool) -> None:
    assert line_shape.is_fragment(text) is fragment


@pytest.mark.parametrize(
    ("text", "heading", "taken"),
    [
        ("Many comments were written by hand.", "Comments", True),
        ("Die Anzeigen hingen im Fenster.", "Anzeige", True),
        ("It rained.", "Comments", False),
        ("Share of the harbour in all trade", "Share this harbour", False),
    ],
)
def test_takes_up(text: str, heading: str, taken: bool) -> None:
    assert line_shape.takes_up(text, heading) is taken


@pytest.mark.parametrize(("text", "several"), [("港の鍵です", True), ("港", False), ("a key", True), ("key", False)])
def test_has_words(text: str, several: bool) -> None:
    assert line_shape.has_words(text) is several


def test_a_line_of_digits_takes_linear_time() -> None:
    assert line_shape.structure("1" * 300_000) is None

"""The handbook's page on scraped texts says what the code does: weights, languages, and the fate of each line."""

from __future__ import annotations

import re
from pathlib import Path

from backfile.article import Clipping, Form, Origin, PlainText
from backfile.conversion.line_fates import ExplainedLine, LineFate, explain_lines
from backfile.extract.text.label_tables import LabelKind, list_languages
from backfile.extract.text.sign_weights import WEIGHTS
from backfile.extract.text.steps import extract_text

PAGE = (Path(__file__).parents[2] / "docs" / "handbook" / "texts.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table that has a heading row."""
    table = PAGE.partition(f"{heading}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def fate(line: ExplainedLine) -> str:
    if line.fate is LineFate.REMOVED:
        return f"removed: {line.rule}"
    return ", ".join(line.fields) if line.fate is LineFate.FIELD else str(line.fate)


def test_weights() -> None:
    assert rows("| Sign | Weight |") == [[str(sign), f"{weight:g}"] for sign, weight in WEIGHTS.items()]


def test_languages_and_kinds_of_labels() -> None:
    listed = re.findall(r"`(\w+)`", PAGE.partition("There are tables for ")[2].partition(".\n")[0])
    assert listed == [language for language in list_languages() if language != "any"]
    assert all(f"`{kind}`" in PAGE for kind in LabelKind)


def test_the_fate_of_each_line_of_the_example() -> None:
    text = PAGE.partition("```text\n")[2].partition("```")[0]
    found = Clipping(Origin("divers.txt", "0" * 64, "text"), Form.TEXT, PlainText(text))
    lines = explain_lines(found, extract_text(found))
    assert rows("| Line | Fate |") == [[str(line.line), fate(line)] for line in lines]

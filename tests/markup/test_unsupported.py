"""Texts that were not written by the writer, and that Python-Markdown would render too slowly."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.archive.front_matter import body_of
from backfile.markup.unsupported import renders_slowly

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "word [" * 5_000,
        "![" * 5_000,
        "[" * 2_000 + "]" * 2_000,
        "]" * 3_000 + "[" * 3_000,
        "<a " * 3_000,
        "<!--" * 3_000,
        "*a " * 20_000,
        "> " + "[" * 3_000,
        "```\na\n```\n\n" * 3_000,
    ],
)
def test_slow_texts_are_recognized(text: str) -> None:
    assert renders_slowly(f"A first paragraph.\n\n{text}\n\nA last one.")


@pytest.mark.parametrize("text", ["[a](b) " * 2_000, "<b>a</b> " * 2_000, "a [b\n\n" * 5_000, "`a` *b* " * 500])
def test_texts_of_articles_are_not(text: str) -> None:
    assert not renders_slowly(text)


def test_pages_of_the_samples_and_of_the_handbook_are_not() -> None:
    slow = [page.name for page in DOCS.rglob("*.md") if renders_slowly(body_of(page.read_text("utf-8")))]
    assert slow == []

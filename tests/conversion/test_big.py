"""Inputs made to be slow or deep: each becomes an article with all its text, or is refused, but never an exception."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import markdown
import pytest
from markdown.treeprocessors import InlineProcessor

from backfile.article import Markdown
from backfile.conversion.converter import Converter
from backfile.markup.plain_text import strip_controls
from backfile.markup.unsupported import MAX_COPIED
from backfile.markup.writer import Writer
from backfile.problems import ProblemKind
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.settings.mkdocs_yml import Rendering
from backfile.settings.schema import Settings
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.hostile.big import GENERATORS, page
from tests.markup.rendering import rendered, visible_words

RENDERING = Rendering()
CONVERTER = Converter(Settings(), Writer(RENDERING.extensions, RENDERING.options), Vocabulary())
SIZE = 1000
ONE_BLOCK = [
    name for name in GENERATORS if name.startswith("md-") and name not in ("md-quote-lines", "md-paras", "md-fn")
]
ONE_BLOCK += ["wide-br", "wide-a", "wide-em", "wide-code", "wide-img", "wide-sub", "half-open"]
LINEAR = 5
"""The maximum ratio of the times for an input and one of four times its size: 4, and a margin for noise and for lists
of blocks that are moved."""


def text(name: str) -> list[str]:
    return strip_controls(
        re.sub(r"<[^>]*>", " ", GENERATORS[name](SIZE)) if not name.startswith("md-") else GENERATORS[name](SIZE)
    ).split()


@pytest.mark.parametrize("name", GENERATORS)
def test_big_inputs(name: str) -> None:
    reader = reader_for("a.html")
    assert reader is not None
    (result,) = CONVERTER.convert(record_data(reader, "a.html", page(name, SIZE).encode()), reader)
    if name.startswith("nested"):
        assert [problem.kind for problem in result.problems] == [ProblemKind.TOO_DEEP]
    else:
        assert result.article is not None
        assert visible_words(rendered(Markdown(result.article.body), "archive")) == text(name)


class Counting(InlineProcessor):
    """Python-Markdown's loop over inline marks, which copies the text for each; counts the characters copied."""

    copied = 0

    def _InlineProcessor__applyPattern(self, *arguments: Any) -> Any:  # noqa: N802
        result = self._of_parent(*arguments)
        self.copied += len(result[0]) if result[1] else 0
        return result

    _of_parent = InlineProcessor._InlineProcessor__applyPattern


@pytest.mark.parametrize("name", ONE_BLOCK)
def test_the_text_copied_for_inline_marks_is_limited(name: str) -> None:
    reader = reader_for("a.html")
    assert reader is not None
    (result,) = CONVERTER.convert(record_data(reader, "a.html", page(name, 10 * SIZE).encode()), reader)
    assert result.article is not None
    renderer = markdown.Markdown(extensions=list(RENDERING.extensions))
    counting = Counting(renderer)
    renderer.treeprocessors.register(counting, "inline", 20)
    renderer.convert(result.article.body)
    assert counting.copied <= MAX_COPIED


@pytest.mark.parametrize(("name", "size"), [("wide-lists", 2000), ("wide-li", 8000)])
def test_a_very_long_page_is_reported(name: str, size: int) -> None:
    reader = reader_for("a.html")
    assert reader is not None
    (result,) = CONVERTER.convert(record_data(reader, "a.html", page(name, size).encode()), reader)
    assert result.article is not None
    [problem] = result.problems
    assert (problem.kind, problem.file) == (ProblemKind.LONG, "a.html")
    assert f"{result.article.body.count(chr(10)) + 1:,} lines" in problem.reason


@pytest.mark.soak
@pytest.mark.parametrize("name", GENERATORS)
def test_the_time_is_proportional_to_the_size(name: str) -> None:
    command = [sys.executable, "benchmarks/big.py", name]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    *_, ratio, _, _ = done.stdout.splitlines()[-1].split("|")
    assert float(ratio) <= LINEAR, done.stdout

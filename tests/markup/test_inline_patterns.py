"""Tests of a converter that leaves out inline patterns: it writes what Python-Markdown writes, and it leaves out."""

from __future__ import annotations

from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.inlinepatterns import SimpleTagInlineProcessor

from backfile.markup.inline_patterns import leave_out_patterns

EXTENSIONS = ("toc", "tables", "pymdownx.superfences")
PIECES = (
    *"`\\[]()<>&*_!:;#|-~ab1é\n",
    "  \n",
    "\n\n",
    "http://e.example/",
    "a@e.example",
    "&amp;",
    "<b>",
    "</b>",
    "<!-- -->",
    "[a]: /b\n",
    "![a](b)",
    "[a][a]",
    "**a**",
    "\\*",
    "\x02",
    "\x03",
)


def converter() -> Any:
    made = markdown.Markdown(extensions=[*EXTENSIONS])
    leave_out_patterns(made)
    return made


CONVERTER = converter()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_the_html_is_that_of_python_markdown(text: str) -> None:
    assert CONVERTER.reset().convert(text) == markdown.markdown(text, extensions=[*EXTENSIONS])


def test_a_pattern_that_is_not_known_is_applied() -> None:
    made = markdown.Markdown()
    made.inlinePatterns.register(SimpleTagInlineProcessor(r"(=)(\w+)=", "mark"), "mark", 50)
    leave_out_patterns(made)
    assert made.convert("=a=") == "<p><mark>a</mark></p>"


def test_patterns_are_left_out_where_they_cannot_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, all would be applied in silence after a new version of Python-Markdown changed their texts."""
    made, applied = converter(), list[str]()
    inline = made.treeprocessors["inline"]
    apply = inline._InlineProcessor__applyPattern

    def noted(pattern: Any, *rest: Any) -> Any:
        applied.append(pattern.pattern)
        return apply(pattern, *rest)

    monkeypatch.setattr(inline, "_InlineProcessor__applyPattern", noted)
    made.convert("Plain text.")
    assert applied == []
    made.convert("A *word*.")
    assert set(applied) == {r"\*|_"}

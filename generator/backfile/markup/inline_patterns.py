"""Applying Python-Markdown's inline patterns only where they can match: most texts have few of the characters.

Owns the table of what a text must have for a pattern to match. The HTML is that of Python-Markdown: a pattern that
cannot match changes nothing. A pattern that is not in the table, because an extension or a newer version of
Python-Markdown brings it, is always applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Sequence

    import markdown

KEEPING_PATTERNS = frozenset({"toc", "tables", "fenced_code", "pymdownx.superfences"})
"""The extensions of a new archive and of MkDocs: after `reset`, a converter with them is like new, and its patterns
never change."""
_INLINE = "inline"
"""Python-Markdown's name of the processor."""
_NEEDED = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": "`",
    r"\\(.)": "\\",
    r"(?<!\!)\[": "[",
    r"\!\[": "![",
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": "<",
    r"<([^<> !]+@[^@<> ]+)>": "<",
    r"  \n": "  \n",
    r"""(<(\/?+[a-zA-Z][^\s"'<>@]*+(?:\s+[^\s"'=<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?+)*+\s*+/?|"""
    r"!--(?:(?!<!--|-->).)*--|[?](?:(?!<[?]|[?]>).)*[?]|!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*\]\])>)": "<",
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": "&",
}
"""The regular expression of a pattern -> what each text has that it matches."""
_EMPHASIS = r"\*|_"
"""Of emphasis, by two characters."""


class _Patterns(InlineProcessor):  # type: ignore[misc]
    """Python-Markdown's processor of inline patterns, which leaves out those that cannot match."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._needed: Sequence[tuple[Any, str, str]] = [(each, *_needed(each.pattern)) for each in md.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Apply the patterns from one on, in the place of Python-Markdown's method."""
        start, index = 0, len(self._needed) if isinstance(data, AtomicString) else patternIndex
        while index < len(self._needed):
            pattern, one, other = self._needed[index]
            is_matched = False
            if one in data or other in data:
                data, is_matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)
            if not is_matched:
                index, start = index + 1, 0
        return data


def leave_out_patterns(converter: markdown.Markdown) -> None:
    """Let a converter apply only those inline patterns that can match. Its patterns must not change afterwards."""
    converter.treeprocessors.register(_Patterns(converter), _INLINE, _priority(converter))


def _needed(pattern: str) -> tuple[str, str]:
    """Return what a text must have of for a pattern to match, one of both. All texts have an empty string."""
    if pattern == _EMPHASIS:
        return "*", "_"
    needed = _NEEDED.get(pattern, "")
    return needed, needed


def _priority(converter: markdown.Markdown) -> float:
    """Return the place of the processor among the others."""
    found: float = next(item.priority for item in converter.treeprocessors._priority if item.name == _INLINE)
    return found

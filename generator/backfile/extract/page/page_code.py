"""Program code of a page that stands in its text: a script that ended too early, a style sheet or structured data in no
element of their own. Owns telling it from code that an article shows.

An article shows code in elements for code, or in short lines. Code of a page is long, has hardly a space, or calls what
only a page has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.extract.page.article_lines import ArticleLine

RULE = "program code"
_SHORTEST = 40
_MARKS = re.compile(
    r"\bfunction\b[\w\s]*\(|=>\s*[{(]|\)\s*\{|[;}]\s*(?:var|let|const|return|if|for|break|else|case)\b|\);|\};|&&|\|\||[=!]=="
    r'|"@(?:context|type)"\s*:|\b(?:var|let|const)\s+\w+\s*=|"[\w-]+"\s*:\s*["{\[\d]|[\w-]+\s*:\s*[^;{}]{1,40};\s*[\w-]+\s*:'
)
_OF_PAGES = re.compile(
    r"\b(?:document|window)\.\w|\bgoogletag\b|\bdataLayer\b|\badsbygoogle\b|\b(?:get|query)(?:Element|Selector)\w*\("
    r"|\b(?:append|remove)Child\b|\baddEventListener\b|\bjQuery\(|\$\(|\.push\(|\b__\w+|\bCDATA\b|schema\.org|\.innerHTML\b"
)
_PUNCTUATION = re.compile(r"""[{}()\[\];=<>&|!"':,.$_/\\+-]""")
_LEAST_MARKS = 3
_LEAST_PUNCTUATION = 0.1
"""Share of the characters. Prose has less than half of it."""
_MOST_SPACES = 0.08
"""Share of the characters in minified code. Prose has twice as many."""


def find_code(lines: Sequence[ArticleLine]) -> dict[int, str]:
    """Return the numbers of the lines that are program code of the page, with the rule."""
    return {number: RULE for number, line in enumerate(lines) if not line.is_fixed and _is_code(line.text)}


def _is_code(text: str) -> bool:
    if len(text) < _SHORTEST or not any(mark in text for mark in ";{}"):
        return False
    if len(_PUNCTUATION.findall(text)) < _LEAST_PUNCTUATION * len(text):
        return False
    marks, of_pages = len(_MARKS.findall(text)), len(_OF_PAGES.findall(text))
    is_minified = text.count(" ") <= _MOST_SPACES * len(text)
    return (marks > 0 and of_pages > 0 and marks + of_pages >= _LEAST_MARKS) or (is_minified and marks >= _LEAST_MARKS)

"""Declarations of style sheets that hide text from readers, apart from `display` and `visibility`: a place outside of
the screen, a clip without an area, letters without a size. Owns recognizing them in the style of an element, and the
classes and ids that the style sheets of a page hide so.

Scripts show what `opacity`, `height` or a transformation hides: those hide nothing here.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = r"-(?:\d{4,}|[5-9]\d\d)(?:\.\d+)?px|-\d{2,}(?:\.\d+)?r?em|-\d{3,}(?:vw|vh|%)"
_ZERO = r"0*[01](?:px|em)?"
_MOVED = re.compile(rf"(?<![\w-])(?:left|right|top|inset-inline-start)\s*:\s*(?:{_LENGTH})", re.IGNORECASE)
_INDENTED = re.compile(rf"(?<![\w-])text-indent\s*:\s*(?:{_LENGTH})", re.IGNORECASE)
_CLIPPED = re.compile(
    rf"(?<![\w-])clip\s*:\s*rect\(\s*{_ZERO}(?:[\s,]+{_ZERO}){{3}}\s*\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)",
    re.IGNORECASE,
)
_POSITIONED = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_WITHOUT_SIZE = re.compile(
    r"(?<![\w-])font-size\s*:\s*0+(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:!\s*important\s*)?(?:;|$)", re.IGNORECASE
)
_SIGNS = (
    "-999",
    "-1000",
    "-5000",
    ":rect(",
    " rect(",
    ":inset(",
    "font-size:0;",
    "font-size:0}",
    "font-size:0px",
    "font-size: 0",
)
"""Parts of such declarations as they are usually written. Searching for them is faster than for all forms."""
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+\*/")
_NAME = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#][\w-]+)\s*", re.IGNORECASE)
_MOST_RULES = 200
"""Rules of style sheets that are examined."""
_MOST_NAMES, _LONGEST_SHEET = 60, 1_000_000
"""Names that are searched for in a style sheet, and its characters."""
_LONGEST_SELECTOR = 200


def hides_all(style: str) -> bool:
    """Return whether declarations hide an element with all that is in it."""
    is_positioned = _POSITIONED.search(style) is not None
    is_away = _MOVED.search(style) is not None or _CLIPPED.search(style) is not None
    return (is_positioned and is_away) or _INDENTED.search(style) is not None


def hides_letters(style: str) -> bool:
    """Return whether declarations hide the letters of an element, but not those of elements in it with another size."""
    return "font-size" in style and _WITHOUT_SIZE.search(style) is not None


def find_hidden_names(css: str) -> Iterator[tuple[str, bool]]:
    """Yield the classes (`.name`) and ids (`#name`) that a style sheet hides, and whether only their letters: by rules
    for the name alone, outside of conditions, if no other rule names it.
    """
    starts = {start for sign in _SIGNS for start in islice(_find_rules(css, sign), _MOST_RULES)}
    names = 0
    for start in sorted(starts) if len(css) <= _LONGEST_SHEET else ():
        declarations = css[start + 1 : css.find("}", start)]
        is_whole = hides_all(declarations)
        if is_whole or hides_letters(declarations):
            found = _list_names(css, start)
            names += len(found)
            if names > _MOST_NAMES:
                return
            yield from ((name, not is_whole) for name in found if _is_alone(name, css))


def _find_rules(css: str, sign: str) -> Iterator[int]:
    """Yield where the rules with a sign open."""
    at = css.find(sign)
    while at >= 0:
        start, end = css.rfind("{", 0, at), css.find("}", at)
        if start < 0 or end < 0:
            return
        yield start
        at = css.find(sign, end)


def _list_names(css: str, start: int) -> list[str]:
    """Return the names that are selectors of a rule alone. In: the style sheet, and where the rule opens."""
    before = max(css.rfind("}", 0, start), css.rfind("{", 0, start), css.rfind(";", 0, start))
    selector = _COMMENT.sub("", css[max(before + 1, start - _LONGEST_SELECTOR) : start])
    names = [match[1] for each in selector.split(",") if (match := _NAME.fullmatch(each))]
    return names if names and css.count("{", 0, start) == css.count("}", 0, start) else []


def _is_alone(name: str, css: str) -> bool:
    """Return whether a style sheet has a class or id in one selector only."""
    return len(re.findall(rf"{re.escape(name)}(?![\w-])", css)) == 1

"""Declarations of style sheets that hide text from readers, apart from `display` and `visibility`: a place outside of
the screen, a clip without an area, letters without a size. Owns recognizing them in the style of an element, and the
classes and ids that the style sheets of a page hide so.

Scripts show what `opacity`, `height` or a transformation hides: those hide nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

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
_SIGNS = {
    "-999": ("-999",),
    ":-1": (":-1",),
    ": -1": (": -1",),
    "-5000": ("-5000",),
    "rect(": ("rect(",),
    "inset(": (":inset(", ": inset("),
    "font-size:0": ("font-size:0;", "font-size:0}", "font-size:0px"),
    "font-size: 0": ("font-size: 0",),
    "font-size :": ("font-size :",),
}
"""Parts of such declarations as they are usually written, by what they have in common. Searching for them is faster
than for all forms."""
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+\*/")
_COMPOUND = re.compile(r"([a-z][a-z0-9-]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_BETWEEN = re.compile(r"\s*>\s*|\s+")
"""What is between an element of a selector and one in it."""
_CHANGES_PLACE = re.compile(
    r"(?<![\w-])(?:position|left|right|top|inset[\w-]*|clip(?:-path)?|font|font-size|text-indent|transform)\s*:",
    re.IGNORECASE,
)
"""Properties by which another rule can show an element again."""
_ON_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{", re.IGNORECASE)
_BRACE = re.compile("[{}]")
_MOST_RULES = 200
"""Rules of style sheets that are examined."""
_MOST_NAMES, _LONGEST_SHEET = 60, 1_000_000
"""Names that are searched for in a style sheet, and its characters."""
_LONGEST_SELECTOR = 200
_MOST_AROUND, _MOST_OTHERS, _MOST_ON_SCREEN = 30, 20, 500
"""Elements around one that are compared with a selector; other rules for a name; groups of rules for screens."""
_LONGEST_RULE = 5_000


def hides_all(style: str) -> bool:
    """Return whether declarations hide an element with all that is in it."""
    if _POSITIONED.search(style) and (_MOVED.search(style) or _CLIPPED.search(style)):
        return True
    return _INDENTED.search(style) is not None


def hides_letters(style: str) -> bool:
    """Return whether declarations hide the letters of an element, but not those of elements in it with another size."""
    return "font-size" in style and _WITHOUT_SIZE.search(style) is not None


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A selector of a rule of a style sheet: elements by tag, class and id, and elements around them."""

    parts: tuple[str, ...]
    """The elements around, from outside in, and the selected one, each as in CSS: `div.off`."""

    @property
    def name(self) -> str:
        """Return the first class (`.name`) or id (`#name`) of the selected element."""
        return str(_NAME.findall(self.parts[-1])[0])

    def selects(self, element: HtmlElement) -> bool:
        """Return whether the rule is for an element. A child counts as any element within another one."""
        *around, own = self.parts
        if not _fits(element, own):
            return False
        ancestors = islice(element.iterancestors(), _MOST_AROUND)
        return all(any(_fits(outer, part) for outer in ancestors) for part in reversed(around))


def _fits(element: HtmlElement, part: str) -> bool:
    """Return whether an element has the tag, the classes and the id of a part of a selector."""
    match = _COMPOUND.fullmatch(part)
    if match is None or (match[1] or "*").lower() not in ("*", element.tag):
        return False
    own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return own.issuperset(_NAME.findall(match[2]))


def find_hiding_rules(css: str) -> Iterator[tuple[StyleRule, bool]]:
    """Yield the rules by which a style sheet hides elements, and whether only their letters: outside of conditions, if
    no other rule for the same class or id can show them again.
    """
    signs = [sign for common, signs in _SIGNS.items() if common in css for sign in signs]
    starts = {start for sign in signs for start in islice(_find_rules(css, sign), _MOST_RULES)}
    names = 0
    for start in sorted(starts) if len(css) <= _LONGEST_SHEET else ():
        declarations = css[start + 1 : css.find("}", start)]
        is_whole = hides_all(declarations)
        if is_whole or hides_letters(declarations):
            found = list_rules(css, start)
            names += len(found)
            if names > _MOST_NAMES:
                return
            yield from ((rule, not is_whole) for rule in found if _is_alone(rule.name, css, start))


def _find_rules(css: str, sign: str) -> Iterator[int]:
    """Yield where the rules with a sign open."""
    at = css.find(sign)
    while at >= 0:
        start, end = css.rfind("{", 0, at), css.find("}", at)
        if start < 0 or end < 0:
            return
        yield start
        at = css.find(sign, end)


def list_rules(css: str, start: int) -> list[StyleRule]:
    """Return the selectors of a rule that are for a class or an id; none of a rule under a condition but the screen.

    In: the style sheet, and where the rule opens; a negative position for no rule.
    """
    if start < 0:
        return []
    before = max(css.rfind("}", 0, start), css.rfind("{", 0, start), css.rfind(";", 0, start))
    selectors = _COMMENT.sub("", css[max(before + 1, start - _LONGEST_SELECTOR) : start]).split(",")
    each = (tuple(_BETWEEN.split(selector.strip())) for selector in selectors)
    rules = [
        StyleRule(parts)
        for parts in each
        if all(map(_COMPOUND.fullmatch, parts)) and _NAME.search(parts[-1]) is not None
    ]
    return rules if rules and _is_in_effect(css, start) else []


def _is_in_effect(css: str, start: int) -> bool:
    """Return whether a rule is under no condition, or under that of a screen alone."""
    depth = css.count("{", 0, start) - css.count("}", 0, start)
    return depth == 0 or (depth == 1 and any(first < start < end for first, end in _list_on_screen(css)))


@lru_cache(maxsize=1)
def _list_on_screen(css: str) -> tuple[tuple[int, int], ...]:
    """Return where the rules for screens begin and end. Several rules of a style sheet are looked for in them."""
    return tuple(islice(_iter_on_screen(css), _MOST_ON_SCREEN))


def _iter_on_screen(css: str) -> Iterator[tuple[int, int]]:
    end = 0
    while match := _ON_SCREEN.search(css, end):
        depth, end = 1, len(css)
        for brace in _BRACE.finditer(css, match.end()):
            depth += 1 if brace[0] == "{" else -1
            if not depth:
                end = brace.start()
                break
        yield match.end(), end


def _is_alone(name: str, css: str, start: int) -> bool:
    """Return whether no other rule with a class or id says where its element is or how large its letters are.

    In: the name, the style sheet, and where its own rule opens.
    """
    others = list(islice(re.finditer(rf"{re.escape(name)}(?![\w-])", css), _MOST_OTHERS + 1))
    openings = {css.find("{", match.end()) for match in others} - {start, -1}
    return len(others) <= _MOST_OTHERS and not any(map(_CHANGES_PLACE.search, _iter_declarations(css, openings)))


def _iter_declarations(css: str, openings: Iterable[int]) -> Iterator[str]:
    """Yield the declarations of rules. In: the style sheet, and where the rules open."""
    for opening in openings:
        yield css[opening : opening + _LONGEST_RULE].partition("}")[0]

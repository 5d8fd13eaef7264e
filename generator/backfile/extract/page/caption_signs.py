"""Signs of a caption. Owns how a text is recognized as the caption of an image beside it, or as the credit of its
photographer: by its length, its names and its print. Which texts are examined is left to `captions`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.extract.dom import BLOCKS, visible_text
from backfile.extract.element_names import split_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_NAME = re.compile(
    r"(?<![a-z])(?:captions?|(?:fig|thumb)-?caption|cutline|legende?|leyenda|didascalia|dida|pie-?(?:de-?)?foto|epigrafe|podpis|popisek"
    r"|bild(?:unterschrift|text|legende|beschreibung)|bildetekst|billedtekst|kuvateksti|(?:onder|bij)schrift"
    r"|(?:image|img|photo|picture|media|foto)-{0,2}(?:info|title|desc|description|meta|subtitle|label|legend))(?![a-z])"
)
"""Words that sites use in classes and ids of captions."""
_CREDIT = re.compile(
    r"(?<![a-z])(?:credits?|copyright|photographer|cr[eé]ditos?|bild-?quelle|bildnachweis|foto-?autor"
    r"|(?:image|img|photo|picture|media|foto)-{0,2}(?:source|by|author|rights))(?![a-z])"
)
"""Words that sites use in classes and ids of the line that names the photographer."""
LONGEST, LONGEST_EMPHASIZED, LONGEST_UNNAMED = 1_000, 300, 200
"""Characters of a caption: with a name; told by its print alone; told by its place alone."""
_LONGEST_CREDIT = 120
"""Characters of a line beside a caption."""
_MOST_NAMES = 2_000
"""Classes and ids for which it is kept whether they are those of captions."""
_PRINT = ("small", "em", "i", "figcaption", "cite")


def can_be_caption(element: HtmlElement, longest: int) -> bool:
    """Return whether an element has text that is short enough for a caption, and not mostly links."""
    text = visible_text(element)
    linked = sum(len(visible_text(link)) for link in element.iter("a"))
    return 0 < len(text) <= longest and 2 * linked < len(text)


def holds_text_alone(element: HtmlElement) -> bool:
    """Return whether an element has text and no image, and is no link or button."""
    is_link_or_image = element.tag in ("a", "img", "button")
    return not is_link_or_image and next(element.iter("img"), None) is None and visible_text(element) != ""


def is_named(element: HtmlElement, names: str | None = None) -> bool:
    """Return whether an element has the name of a caption. In: also its names, if `split_name` was called before."""
    if _is_name(split_name(element) if names is None else names) or element.tag in ("figcaption", "small"):
        return True
    return element.get("itemprop") in ("caption", "description")


@lru_cache(maxsize=_MOST_NAMES)
def _is_name(names: str) -> bool:
    return _NAME.search(names) is not None


def is_caption_with_credit(holder: HtmlElement, named: Sequence[HtmlElement]) -> bool:
    """Return whether the text of an element with an image consists of captions and at most a short line besides."""
    inner = {each for element in named for each in element.iterdescendants()}
    length = sum(len(visible_text(element)) for element in named if element not in inner)
    return len(visible_text(holder)) - length <= _LONGEST_CREDIT


def is_below_line_break(holder: HtmlElement) -> bool:
    """Return whether an element begins with an image and a line break, and has only a short text after these."""
    if holder.tag not in ("p", "center") or (holder.text or "").strip() or len(holder) < 2 or holder[1].tag != "br":
        return False
    is_image = next(holder[0].iter("img"), None) is not None and not visible_text(holder[0])
    is_next = is_image and not (holder[0].tail or "").strip()
    return is_next and len(visible_text(holder)) <= LONGEST_UNNAMED


def begins_line(element: HtmlElement) -> bool:
    """Return whether no text is before an element in its line; an image begins a line, since it can have a caption."""
    while element is not None and element.tag not in BLOCKS:
        before, parent = element.getprevious(), element.getparent()
        if ((parent.text if before is None else before.tail) or "").strip():
            return False
        if before is not None:
            return before.tag == "br" or before.tag in BLOCKS or not visible_text(before)
        element = parent
    return True


def is_emphasized(block: HtmlElement) -> bool:
    """Return whether all text of a block is in small or emphasized print."""
    text = visible_text(block)
    printed = [element for element in block.iter(*_PRINT) if next(element.iterancestors(*_PRINT), None) is None]
    return 0 < len(text) <= LONGEST_EMPHASIZED and " ".join(filter(None, map(visible_text, printed))) == text


def is_credit(element: HtmlElement) -> bool:
    """Return whether an element is named as the line that names the photographer."""
    is_named_so = holds_text_alone(element) and _CREDIT.search(split_name(element)) is not None
    return is_named_so and len(visible_text(element)) <= _LONGEST_CREDIT

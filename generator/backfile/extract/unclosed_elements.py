"""Elements of a page that were never closed and would take along what follows them. Owns which elements these are:
those that another end tag ends. What is in the tree of a page is repaired by `repair_nesting`.

The tree does not tell an element that was not closed from one with a long content; the tags do.
"""

from __future__ import annotations

import re
from collections import Counter

MARK = "data-unclosed"
"""The attribute of such an element. A page that has it itself has elements that end before their first paragraphs."""
NAMES = (
    *("nav", "aside", "footer", "header", "hgroup", "search", "menu", "dialog", "template", "slot", "details"),
    *("figure", "form", "fieldset", "label", "button", "output", "progress", "meter", "datalist", "optgroup"),
    *("map", "object", "applet", "canvas", "video", "audio", "marquee"),
)
"""Elements whose content is no text of an article, or may be none. HTML requires an end tag of each."""
_AROUND = ("article", "main", "section", "div", "body", "td", "li", "blockquote")
"""Elements within which they stand."""
_ANY_TAG = re.compile(r"<(/?[a-zA-Z]+)(?=[\s/>])")
"""Tags with a name of letters only, as all names here. To search for these names alone takes twice the time."""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|noscript|svg|math)(?=[\s/>]).*?(?:</\1|\Z)"
    rf"|<(/?)({'|'.join((*NAMES, *_AROUND))})(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)


def mark_unclosed(source: str) -> str:
    """Return the source of a page in which the elements are marked that were not closed when one around them ends.

    Those that are open at the end of the page are not: it may have been cut there.
    """
    counts: Counter[str] = Counter()
    for tag, count in Counter(_ANY_TAG.findall(source)).items():
        counts[tag.lower()] += count
    if not any(counts[name] > counts[f"/{name}"] for name in NAMES):
        return source
    parts, position = [], 0
    for place in sorted(_find_unclosed(source)):
        parts += [source[position:place], f" {MARK}"]  # without quotes, because it may be in an attribute
        position = place
    return "".join((*parts, source[position:]))


def _find_unclosed(source: str) -> list[int]:
    """Return the places behind the names in the tags of elements that are ended by the end tag of one around them."""
    found: list[int] = []
    open_elements: list[tuple[str, int]] = []
    depths: Counter[str] = Counter()
    for match in _TAG.finditer(source):
        name = (match[3] or "").lower()
        if not name:
            continue
        if not match[2]:
            open_elements.append((name, match.end()))
            depths[name] += 1
        elif depths[name]:
            while (last := open_elements.pop())[0] != name:
                depths[last[0]] -= 1
                found += [last[1]] if last[0] in NAMES else []
            depths[name] -= 1
    return found

"""Times in the page's own markup: microdata and time elements. Owns which of them is the time of publication, and which
that of the last change; parsing is left to `fields`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from backfile.extract.dom import visible_text
from backfile.extract.metadata.other_parts import element_names, is_in_card, is_in_other_part
from backfile.extract.text.date_lines import parse_label_at_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_MICRODATA = {"datepublished": "published", "datemodified": "modified"}
_CHANGED_NAME = re.compile(r"(?<![a-z])(?:updated|modified|last-?mod|date-?modified)(?![a-z])")
_PUBLISHED_NAME = re.compile(r"(?<![a-z])(?:published|publish|posted|created|entry-date)(?![a-z])")
_WITH_TIME = ("time", "meta", "span", "abbr", "div", "p")
_LONGEST_LABEL = 40


def find_times(tree: HtmlElement) -> Mapping[str, str]:
    """Return the first time of publication and of the last change, by field: those of microdata, then those of time
    elements in an article or a header.

    A time element that only its name calls a change is the time of publication where the page has no other: many sites
    call it so for the hAtom format, which demands it.
    """
    found: dict[str, str] = {}
    doubtful: list[str] = []
    for field, time, is_sure in chain(_iter_microdata(tree), _iter_time_elements(tree)):
        if is_sure:
            found.setdefault(field, time)
        else:
            doubtful.append(time)
    if doubtful:
        found.setdefault("modified" if "published" in found else "published", doubtful[0])
    return found


def _iter_microdata(tree: HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Yield (field, time, True) for each time of microdata."""
    for element in tree.iter(*_WITH_TIME):
        for name in (element.get("itemprop") or "").lower().split():
            if name in _MICRODATA:
                time = (
                    element.get("datetime") or element.get("content") or _read_title(element) or visible_text(element)
                )
                if time.strip():
                    yield _MICRODATA[name], time, True


def _read_title(element: HtmlElement) -> str:
    """Return the title of an abbreviation, where hAtom has the time that the text shows to readers (Blogger)."""
    return (element.get("title") or "") if element.tag == "abbr" else ""


def _iter_time_elements(tree: HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Yield (field, time, whether the field is sure) for each time element of the article."""
    for element in tree.iter("time"):
        time = element.get("datetime") or ""
        if not time.strip() or next(element.iterancestors("article", "main", "header"), None) is None:
            continue
        if is_in_other_part(chain((element,), element.iterancestors())) or is_in_card(element):
            continue
        label, names = _label_before(element), element_names(element)
        is_changed = _CHANGED_NAME.search(names) is not None and _PUBLISHED_NAME.search(names) is None
        yield label or ("modified" if is_changed else "published"), time, label is not None or not is_changed


def _label_before(element: HtmlElement) -> str | None:
    """Return the field that the words before an element name, in its parent or in the element before; None without."""
    inner = parse_label_at_end((element.text or "")[:_LONGEST_LABEL])
    before, parent = element.getprevious(), element.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else None) or ""
    if before is not None and not text.strip(" \t\r\n:|·") and before.tag != "time":
        text = visible_text(before)
    return parse_label_at_end(text) or inner

"""Hidden text. Owns removing what no reader of a page sees: elements that their attributes, a style sheet of the page
or their names hide. What a page shows after a click is shown before by `collapsed`, an article of a page that shows
none by `unshown_article`.

Hidden elements are removed from the article only: until then they separate what is around them, such as the images of
a page from its text. Text that only its names hide from the screen is for screen readers: it repeats what others see.
Elements with images stay, because scripts hide images until they are loaded; so does punctuation, which separates what
others see.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import is_hidden, visible_text
from backfile.extract.page.hiding_styles import StyleRule, find_hiding_rules, hides_all, hides_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_FOR_SCREEN_READERS = re.compile(
    r"(?:^|[\s_.-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only|s-only)?|element-invisible|a11y-hidden"
    r"|hidden-visually|print-only|only-print|show-for-print|visible-print(?:-block|-inline)?"
    r"|material-(?:icons|symbols)(?:-(?:outlined|rounded|round|sharp|two-tone))?)(?![\w])",
    re.IGNORECASE,
)
"""Class names of Bootstrap, HTML5 Boilerplate, WordPress and Drupal, in use by others as well: for screen readers and
for paper; and those of fonts in which the name of an icon is drawn as the icon."""
_MOST_NAMES = 2_000
"""Classes for which it is kept whether they are such names."""
_LONGEST_FOR_SCREEN_READERS = 200
"""Characters. A longer text says more than the page shows, such as the table of a chart."""
_LONGEST_OUT_OF_SIGHT = 400
"""Characters. A longer text is a panel that a script moves into sight."""
_WITH_CONTENT = ("img", "picture", "figure", "h1")
"""Elements that scripts hide for a while."""
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+\*/")
_CLASS = re.compile(r"\s*\.([\w-]+)\s*")
_HIDES = re.compile(r"(?:(display\s*:\s*none)|visibility\s*:\s*hidden)\s*!\s*important", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？؟]")
_CAN_HIDE = (
    re.compile(rb"display\s*:\s*none\s*!\s*important"),
    re.compile(rb"visibility\s*:\s*hidden\s*!\s*important"),
)
_MOST_WITHIN = 1_000
"""Elements that are compared with a rule for elements within others."""
_MOST_STYLE = 2_000_000
"""Characters of style sheets that are read."""


def mark_hidden(page: HtmlElement) -> None:
    """Write the attribute `hidden` on the elements that style sheets in a page hide, in place."""
    body = page.find("body")
    always: dict[str, bool] = {}
    named: dict[str, list[HtmlElement]] = {}
    for rule, has_letters_only in _iter_hiding_rules(page, always):
        name, is_within = rule.name, len(rule.parts) > 1
        if _is_for_screen_readers(name):
            continue  # `is_unseen` tells it by the name
        named = named or _index_names(body)
        for element in islice(named.get(name, ()), _MOST_WITHIN if is_within else None):
            if name in always:
                is_unseen = always[name] or not _SENTENCE_END.search(visible_text(element))
            else:
                is_selected = not is_within or rule.selects(element)
                is_unseen = is_selected and _is_aside(element, has_letters_only=has_letters_only)
            if is_unseen:
                element.set("hidden", "")


def _index_names(body: HtmlElement) -> dict[str, list[HtmlElement]]:
    """Return the elements in a body by their classes (`.name`) and ids (`#name`), in document order."""
    named: dict[str, list[HtmlElement]] = {}
    for element in body.iterdescendants():
        for name in (element.get("class") or "").split():
            named.setdefault(f".{name}", []).append(element)
        if (name := element.get("id")) is not None:
            named.setdefault(f"#{name}", []).append(element)
    return named


def remove_hidden_text(article: HtmlElement) -> None:
    """Remove the hidden elements of an article, in place; none if they contain more text than is shown, because a
    script or an offer for sale hides the article itself then.
    """
    removed: set[HtmlElement | None] = set()
    hidden: list[HtmlElement] = []
    length = 0
    for element in article.iterdescendants():
        if element.getparent() in removed:
            removed.add(element)
        elif is_unseen(element) and next(element.iter(*_WITH_CONTENT), None) is None:
            removed.add(element)
            hidden.append(element)
            length += len("".join(element.itertext()).strip())
    if hidden and 2 * length <= len(visible_text(article)):
        for element in hidden:
            element.drop_tree()


def is_unseen(element: HtmlElement) -> bool:
    """Return whether no reader sees an element, or only one who uses a screen reader."""
    if is_hidden(element):
        return True
    style = element.get("style")
    if style and (hides_all(style) or hides_letters(style)):
        return _is_aside(element, has_letters_only=not hides_all(style))
    names = element.get("class")
    if not names or not _is_for_screen_readers(names):
        return False
    text = visible_text(element)
    return len(text) <= _LONGEST_FOR_SCREEN_READERS and any(map(str.isalnum, text))


def _is_aside(element: HtmlElement, *, has_letters_only: bool) -> bool:
    """Return whether an element that is placed or sized out of sight has so little text that no script shows it."""
    if has_letters_only and len(element):
        return False
    text = visible_text(element)
    return len(text) <= _LONGEST_OUT_OF_SIGHT and any(map(str.isalnum, text))


@lru_cache(maxsize=_MOST_NAMES)
def _is_for_screen_readers(names: str) -> bool:
    return _FOR_SCREEN_READERS.search(names) is not None


def _iter_hiding_rules(page: HtmlElement, always: dict[str, bool]) -> Iterator[tuple[StyleRule, bool]]:
    """Yield the rules by which style sheets in a page hide elements in every case: by a class or an id, without another
    rule that overrides it, outside of conditions such as `@media print`; and whether a rule hides only letters. Classes
    that are not displayed are added to `always`, with True, and those that are not visible, with False: scripts show
    such text when a reader comes to it.
    """
    length = 0
    for sheet in page.iter("style"):
        css = sheet.text or ""
        length += len(css)
        if length > _MOST_STYLE or sheet.get("media") not in (None, "all", "screen", ""):
            continue
        data = css.encode("utf-8", "replace").lower()  # faster to search than a string
        if b"!" in data and any(form.search(data) for form in _CAN_HIDE):
            always.update((f".{name}", is_gone) for name, is_gone in _iter_hidden(_COMMENT.sub("", css)))
            yield from ((StyleRule((name,)), False) for name in always)
        yield from find_hiding_rules(css)


def _iter_hidden(css: str) -> Iterator[tuple[str, bool]]:
    """Yield the classes that a style sheet without comments hides, and whether they are not displayed."""
    depth, opening = 0, ""
    for part in css.split("}")[:-1]:
        if opened := part.count("{"):
            depth += opened
            opening = part if depth == 1 else ""
        if depth == 1 and "!" in part and (hides := _HIDES.search(part.rpartition("{")[2])):
            *_, selector, _ = ("", *opening.split("{"))
            names = (_CLASS.fullmatch(each) for each in selector.split(","))
            yield from ((name[1], hides[1] is not None) for name in names if name)
        depth = max(0, depth - 1)

"""Articles that a page does not show: in a template, in the source of a frame, or in an element that a script shows or
fills. Owns showing such an article if the page shows none, and the content of shadow trees, which browsers do show.

A page shows an article if it has a few sentences of running text. If it has, what is hidden is not of the article, or
`collapsed` finds it by its controls.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from lxml import html as lxml_html
from lxml.etree import ParserError

from backfile.extract.dom import is_hidden
from backfile.extract.repair_nesting import repair_nesting
from backfile.extract.void_elements import end_void_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHADOW_ATTRIBUTES = ("shadowrootmode", "shadowroot")
"""Attributes of templates whose content a browser shows (HTML Standard, section 4.12.3; the second is an earlier
form)."""
_UNSHOWN = frozenset(["template", "noscript", "canvas", "video", "audio", "object", "svg", "math", "select"])
_APART = frozenset(["nav", "menu", "aside", "footer", "dialog", "button", "label", "a"])
"""Elements around which an article stands only if they were not closed."""
_NEVER_TEXT = frozenset(["script", "style", "head", "title", "textarea", "iframe", "noframes"])
_RAW = ("iframe", "textarea", "noframes", "script")
"""Elements whose content is the source of a document, in an attribute or as text."""
_TEMPLATE_TYPE = re.compile(
    r"text/(?:html|template|x-[\w-]*(?:template|handlebars|tmpl|mustache)[\w-]*)", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"<(?:p|br|div)[\s/>]", re.IGNORECASE)
_ENOUGH = 200
"""Characters of running text. A page that shows so many shows an article."""
_SHORTEST = 80
"""Characters of a paragraph of running text."""
_MOST_PARAGRAPHS = 20


def show_article(page: HtmlElement) -> None:
    """Show the article of a page that shows none, in place: the content of the hidden element with most running text,
    and of others of its kind if they have more together.
    """
    if _shows_paragraphs(page):
        return
    shown, hidden = _measure(page)
    if shown >= _ENOUGH:
        return
    body = page.find("body")
    raw = [(element, source) for element in page.iter(*_RAW) if (source := _read_source(element))]
    element, source = max(raw, key=lambda each: len(each[1]), default=(None, ""))
    longest = max(hidden, key=lambda each: hidden[each], default=None)
    alike = [each for each in hidden if longest is not None and each.tag == longest.tag]
    total = sum(hidden[each] for each in alike)
    if longest is not None and total >= _ENOUGH:
        for each in [longest] if 2 * hidden[longest] >= total else alike:
            _show(each)
    elif element is not None and body is not None:
        _insert(source, element, body)


def _shows_paragraphs(page: HtmlElement) -> bool:
    """Return whether the first long paragraphs of a page are enough. `_measure` finds the same, but reads more."""
    long = (each for each in page.iter("p") if len((each.text or "").strip()) >= _SHORTEST)
    shown = (each for each in islice(long, _MOST_PARAGRAPHS) if not any(map(_conceals, (each, *each.iterancestors()))))
    return any(length >= _ENOUGH for length in accumulate(len((each.text or "").strip()) for each in shown))


def _measure(page: HtmlElement) -> tuple[int, dict[HtmlElement, int]]:
    """Return how many characters of running text a page shows, and how many are in each of its outermost hidden
    elements. It is not read further than it takes to see that it shows enough.
    """
    shown = 0
    hidden: dict[HtmlElement, int] = {}
    outermost: dict[HtmlElement | None, HtmlElement | None] = {}
    for element in page.iter():
        if element.tag in _NEVER_TEXT:
            continue
        holder = outermost.get(element.getparent())
        if holder is None and _conceals(element):
            holder = element
        outermost[element] = holder
        length = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        if length < _SHORTEST:
            continue
        if holder is not None:
            hidden[holder] = hidden.get(holder, 0) + length
        elif (shown := shown + length) >= _ENOUGH:
            break
    return shown, hidden


def _conceals(element: HtmlElement) -> bool:
    """Return whether the text in an element is hidden, or apart from articles although an article is in it."""
    if element.tag in _APART:
        return next(element.iterdescendants("h1", "article", "main"), None) is not None
    return element.tag in _UNSHOWN or is_hidden(element)


def _show(element: HtmlElement) -> None:
    """Show an element: as one without a meaning of its own, and without what hides it."""
    if element.tag in _UNSHOWN or element.tag in _APART:
        element.tag = "div"
        element.attrib.clear()
    for name in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(name, None)


def _read_source(element: HtmlElement) -> str:
    """Return the HTML in an element that has the source of a document, if it has running text; else an empty string."""
    if element.tag == "script" and not _TEMPLATE_TYPE.fullmatch((element.get("type") or "").strip()):
        return ""
    source = element.get("srcdoc") or "" if element.tag == "iframe" else element.text or ""
    if len(source) < _ENOUGH or not _PARAGRAPH.search(source):
        return ""
    return source


def _insert(source: str, element: HtmlElement, body: HtmlElement) -> None:
    """Insert the body of a document in place of an element; at the end of the page's body if it is not in it. A source
    that is no document is left out.
    """
    try:
        content = lxml_html.document_fromstring(end_void_elements(source), ensure_head_body=True)
    except ParserError:
        return
    repair_nesting(content)
    inner = content.body
    inner.tag = "div"
    inner.attrib.clear()
    if element.getparent() is not None and body in element.iterancestors():
        inner.tail, element.tail = element.tail, None
        element.getparent().replace(element, inner)
    else:
        inner.tail = None
        body.append(inner)


def show_shadow_trees(page: HtmlElement) -> None:
    """Replace the content of elements with a shadow tree by that tree, in place, with their own content in its slots
    (DOM Standard, section 4.2.2).
    """
    for template in reversed(list(page.iter("template"))):  # inner ones first: their slots are their own
        host = template.getparent()
        if host is None or not any(template.get(name) is not None for name in _SHADOW_ATTRIBUTES):
            continue
        light = [child for child in host if child is not template]
        text, tail = host.text, template.tail
        template.tag, template.tail, host.text = "div", None, None
        template.attrib.clear()
        slots: dict[str, HtmlElement] = {}
        for slot in list(template.iter("slot")):
            if slots.setdefault(slot.get("name") or "", slot) is slot:
                slot.tag = "div"
        has_text = bool(template.text_content().strip())
        named = [(slots.get(child.get("slot") or ""), child) for child in light]
        if "" in slots:
            _append_text(slots[""], text)
            _append_text(slots[""], tail)
        for slot, child in named:
            if slot is not None:
                slot.append(child)
            elif has_text:
                child.drop_tree()


def _append_text(slot: HtmlElement, text: str | None) -> None:
    """Write text into a slot that has not got an element of its host yet."""
    if text and text.strip():
        slot.text = (slot.text or "") + text

"""Formulas as MathJax 3 draws them: elements or drawings without a word of text, whose classes and attributes name the
elements of MathML and the code points of the characters. Owns writing MathML of them again. Pages have such formulas
alone if their owner switched off the copy for screen readers.

The names are those of the two outputs of MathJax 3 and 4 (docs.mathjax.org, CommonHTML and SVG output).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import html as lxml_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CONTAINER = "mjx-container"
_CHARACTER = re.compile(r"(?:^|\s)mjx-c([0-9A-F]{1,6})(?=\s|$)")
_REFERENCE = re.compile(r"#MJX-(?:.*-)?([0-9A-F]{1,6})")
_STYLED = range(0x1D400, 0x1D800)
"""Letters and digits of mathematical styles (Unicode, Mathematical Alphanumeric Symbols)."""
_INVISIBLE = range(0x2061, 0x2065)
"""Signs that are not drawn: the application of a function, a product."""
_PARTS = ("script", "over", "under", "root")
"""Parts of a formula that MathJax writes in another order than MathML."""
_REORDERED = ("msubsup", "munderover", "mover", "mroot")
_SPEECH = ("aria-label", "data-semantic-speech-none", "data-semantic-speech")
"""Attributes with the words of a formula for screen readers."""
_ROWS = ("texatom", "base", "num", "den", "box", "math", *_PARTS)
"""Parts of a formula that are a group of MathML."""


def write_mathml(container: HtmlElement) -> HtmlElement:
    """Return the MathML of a formula that MathJax has drawn. In: its container."""
    math = lxml_html.Element("math")
    holders = {container: math}
    closed: set[HtmlElement] = set()
    for element in container.iterdescendants():
        parent = element.getparent()
        if parent in closed or not isinstance(element.tag, str):
            closed.add(element)
            continue
        holder = holders[parent]
        name = _read_name(element)
        char = _read_character(element)
        if char:
            closed.add(element)
            holder.text = (holder.text or "") + char
        elif name in _ROWS or name.startswith("m"):
            inner = lxml_html.Element("mrow" if name in _ROWS else name, role=name)
            holder.append(inner)
            holder = inner
        if element.tag in ("mjx-utext", "text") and not char:
            holder.text = (holder.text or "") + (element.text or "")
        holders[element] = holder
    for element in list(math.iter(*_REORDERED)):
        _reorder(element)
    return math


def find_source(container: HtmlElement) -> str:
    """Return the TeX source that MathJax 4 writes on a formula as a whole; an empty string without one."""
    for element in container.iter():
        is_whole = element is container or (isinstance(element.tag, str) and _read_name(element) == "math")
        if is_whole and (source := element.get("data-latex")):
            return str(source)
    return ""


def find_speech(container: HtmlElement) -> str:
    """Return the words of a formula for screen readers, the first ones in it; an empty string without any."""
    spoken = (value for element in container.iter() for name in _SPEECH if (value := element.get(name)))
    return next((words for value in spoken if (words := " ".join(value.split()))), "")


def _read_name(element: HtmlElement) -> str:
    """Return the name of MathML that an element has in its tag or its attribute; an empty string without one."""
    name = element.get("data-mml-node") or (element.tag[4:] if element.tag.startswith("mjx-") else "")
    return name.lower()


def _read_character(element: HtmlElement) -> str:
    """Return the character that an element draws; an empty string if it draws none."""
    match = _CHARACTER.search(element.get("class") or "") if element.tag.startswith("mjx-") else None
    code = match[1] if match else element.get("data-c") or ""
    if not code and element.tag == "use":
        reference = _REFERENCE.fullmatch(element.get("xlink:href") or element.get("href") or "")
        code = reference[1] if reference else ""
    try:
        number = int(code, 16)
        char = chr(number)
    except (ValueError, OverflowError):
        return ""
    if number in _INVISIBLE or not char.isprintable():
        return ""
    return unicodedata.normalize("NFKC", char) if number in _STYLED else char


def _reorder(element: HtmlElement) -> None:
    """Write the parts of an element in the order of MathML: the base, what is below it, what is above it."""
    scripts = next((child for child in element if child.get("role") == "script"), None)
    if scripts is not None and element.tag in ("msubsup", "munderover") and len(scripts) > 1:
        below, above = scripts[-1], scripts[0]
        scripts.drop_tree()
        element.extend((below, above))
    elif element.tag == "msubsup" and len(element) > 2:  # a drawing has the upper part first
        element.append(element[1])
    first = element[0] if len(element) > 1 else None
    if first is not None and first.get("role") in ("over", "root"):
        element.append(first)
        element.tag = "mover" if element.tag == "munderover" else element.tag

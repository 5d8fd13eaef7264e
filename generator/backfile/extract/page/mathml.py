"""Text of MathML. Owns writing a formula in one line: `E=mc^2`, `a/b`, `√(x+1)`, as plain text is written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import iterwalk

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BETWEEN = {
    "msup": ("^",),
    "msub": ("_",),
    "msubsup": ("_", "^"),
    "mover": ("^",),
    "munder": ("_",),
    "munderover": ("_", "^"),
    "mfrac": ("/",),
    "mroot": ("^(1/",),
}
"""Element -> what stands between its children (MathML Core, section 3.3 and 3.4)."""
_BEFORE = {"msqrt": "√", "mspace": " ", "mtd": " "}
_WHOLES = (*_BETWEEN, "msqrt", "mtable")
"""Elements from which what follows in a row is separated."""
_GROUPS = ("mrow", "mstyle", "mpadded")
_WITHOUT_TEXT = ("annotation", "annotation-xml", "mphantom")


def read_mathml(math: HtmlElement) -> str:
    """Return the text of a formula."""
    parts: list[str] = []
    children = [0]
    skipped: HtmlElement | None = None
    for event, element in iterwalk(math, events=("start", "end")):
        parent = element.getparent() if element is not math else None
        operators = _BETWEEN.get(parent.tag, ()) if parent is not None else ()
        closes = ((element.tag in _GROUPS and operators) or element.tag == "msqrt") and len(element) > 1
        if event == "start":
            if skipped is None and element.tag in _WITHOUT_TEXT:
                skipped = element
            if skipped is None:
                place = children[-1]
                parts.append(operators[place - 1] if 0 < place <= len(operators) else _separate(element))
                parts.append(_BEFORE.get(element.tag, "") + ("(" if closes else ""))
                parts.append(" ".join((element.text or "").split()))
            children[-1] += 1
            children.append(0)
        else:
            children.pop()
            if skipped is None and (closes or element.tag == "mroot"):
                parts.append(")")
            if skipped is element:
                skipped = None
    return " ".join("".join(parts).split())


def _separate(element: HtmlElement) -> str:
    """Return a space if an element of a formula would else be read as a part of the one before it: 1 1/2, √2 a."""
    before = element.getprevious()
    if before is None or element.tag in ("mo", "mspace"):
        return ""
    if element.tag == "mtr":
        return "; "
    is_number = before.tag == "mn" and element.tag in ("mn", "mfrac")
    return " " if before.tag in _WHOLES or is_number else ""

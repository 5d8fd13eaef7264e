r"""Formulas: each once, as its TeX source where the page has it, or else as the text of its MathML. Owns finding the
forms in which programs write formulas, of which most pages contain two: one to look at, one for screen readers.

TeX is written as code in the delimiters of LaTeX, `\(…\)` and `\[…\]`. In code each character means itself: text
would need an escape for most of them. The forms are those of KaTeX, MathJax, LaTeXML, MediaWiki, WordPress and of
services that draw formulas as images.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import BLOCKS, has_more_elements, has_no_inner_block, visible_text
from backfile.extract.page.marks import Mark
from backfile.extract.page.mathjax import CONTAINER, find_source, find_speech, write_mathml
from backfile.extract.page.mathml import read_mathml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

MARK = Mark("data-backfile-formula")
"""The mark of blocks that contain nothing but formulas."""

_WRAPPER = re.compile(
    r"(?:^| )(?:katex(?:-display|-mathml)?|MathJax(?:_\w+)?|MJX\w*|MJXc-display|mjx-\w+|mwe-math-[\w-]+|math-tex)"
    r"(?= |$)"
)
"""Classes of the elements that programs write around one formula."""
_TEX_TYPES = ("application/x-tex", "application/x-latex", "text/x-tex", "tex", "latex")
"""Encodings of annotations (MathML 3, section 5.1; in use before it: the others)."""
_SOURCES = ("data-tex", "data-latex", "data-formula", "data-equation", "data-expr")
_HAS_SOURCES = re.compile(r"data-(?:tex|latex|formula|equation|expr)")
_FIND_SOURCES = etree.XPath("descendant::*[@data-tex or @data-latex or @data-formula or @data-equation or @data-expr]")
_HOLDERS = ("span", "div", "img", "p", "figure")
_IMAGE_CLASS = re.compile(
    r"(?:^| )(?:latex|tex|mathtex|latex_display|eeimg|mwe-math-fallback-image-(?:inline|display))(?= |$)"
)
_IMAGE_URL = re.compile(r"latex|[?&/]tex[=/]|mathtex|mimetex|[?&]cht=tx|/math/render/|equation\?tex", re.IGNORECASE)
_QUERY_NAMES = ("latex", "tex", "chl", "eq")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n|$)")
_CDATA = re.compile(r"%?\s*<!\[CDATA\[|%?\s*\]\]>")
_STYLE = re.compile(r"\{\\(?:displaystyle|textstyle)\s(.*)\}", re.DOTALL)
_DELIMITED = re.compile(r"(\$\$|\\\[)(.*)(?:\$\$|\\\])|(?:\$|\\\()(.*)(?:\$|\\\))", re.DOTALL)
_LONGEST = 10_000
"""Characters of a formula. A longer one is data."""
_MOST_ELEMENTS = 5_000
"""Elements in a formula in MathML."""
_MOST_WRAPPERS = 8
_LONGEST_NUMBER = 10
"""Characters of the number beside a formula."""


def normalize_formulas(page: HtmlElement, source: str) -> None:
    """Replace each formula of a page by one element with its source or its text, in place. In: also the HTML."""
    has_attributes = _HAS_SOURCES.search(source) is not None
    formulas = [
        formula
        for find in (
            _find_scripts,
            *([_find_attributes] if has_attributes else []),
            _find_mathml,
            _find_drawn,
            _find_images,
        )
        for formula in find(page.find("body"))
        if formula is not None
    ]
    if not formulas:
        MARK.disable(page)
        return
    MARK.enable(page)
    blocks: dict[HtmlElement, list[HtmlElement]] = {}
    for formula in formulas:
        block = next((each for each in formula.iterancestors() if each.tag in BLOCKS or each.tag == "body"), None)
        if block is not None:
            blocks.setdefault(block, []).append(formula)
    for block, inner in blocks.items():
        length = sum(len(visible_text(formula)) for formula in inner)
        if block.tag != "body" and len(visible_text(block)) <= length + _LONGEST_NUMBER * len(inner):
            MARK.set(block)
            _write_indented(inner, block)
        else:
            for formula in inner:
                _set_apart(formula, block)


def _set_apart(formula: HtmlElement, block: HtmlElement) -> None:
    """Make a paragraph of a displayed formula between paragraphs."""
    is_between = formula.getparent() is block and block.tag in ("div", "section", "article", "main", "body")
    if is_between and (formula.text or "").startswith("\\["):
        paragraph = lxml_html.Element("p")
        paragraph.tail, formula.tail = formula.tail, None
        block.replace(formula, paragraph)
        paragraph.append(formula)
        MARK.set(paragraph)


def _write_indented(formulas: list[HtmlElement], block: HtmlElement) -> None:
    """Make a paragraph of a displayed formula that a wiki indents by a list of definitions without terms."""
    holder = block.getparent()
    if block.tag != "dd" or holder is None or holder.tag != "dl" or next(holder.iterchildren("dt"), None) is not None:
        return
    block.tag = "p"
    if next(holder.iterchildren("dd"), None) is None:
        holder.tag = "div"
    if len(formulas) == 1:
        formulas[0].text = re.sub(r"^\\\((.*)\\\)$", r"\\[\1\\]", formulas[0].text or "")


def _write(element: HtmlElement, tex: str, text: str, *, is_display: bool) -> HtmlElement | None:
    """Make an element the formula: its TeX source, or else its text. Return None and leave it if there is neither."""
    tex = _CDATA.sub("", tex).strip()
    if match := _DELIMITED.fullmatch(tex):
        is_display = is_display or match[1] is not None
        tex = match[2] if match[2] is not None else match[3]
    if match := _STYLE.fullmatch(tex.strip()):
        tex = match[1]
    tex = " ".join(_COMMENT.sub(" ", tex).split()) if "\n" in tex else " ".join(tex.split())
    if element.getparent() is None or not (tex or text) or len(tex) > _LONGEST:
        return None
    element[:] = []
    for name in ("style", "hidden", "aria-hidden", "type", "src", "alt", "class"):
        element.attrib.pop(name, None)
    element.tag = "code" if tex else "span"
    element.text = (f"\\[{tex}\\]" if is_display else f"\\({tex}\\)") if tex else text
    return element


def _find_scripts(body: HtmlElement) -> Iterator[HtmlElement | None]:
    """Write the formulas in script elements, without what MathJax 2 has drawn before them."""
    for script in list(body.iter("script")):
        kind = (script.get("type") or "").lower()
        if not kind.startswith("math/"):
            continue
        source = script.text or ""
        text = ""
        if "mml" in kind:
            math = next(lxml_html.fragment_fromstring(source, create_parent="div").iter("math"), None)
            source, text = ("", "") if math is None else (_find_tex(math), read_mathml(math))
        for _ in range(_MOST_WRAPPERS):
            drawn = script.getprevious()
            if drawn is None or (drawn.tail or "").strip() or not _WRAPPER.search(drawn.get("class") or ""):
                break
            drawn.drop_tree()
        yield _write(script, source, text, is_display="mode=display" in kind)


def _find_attributes(body: HtmlElement) -> Iterator[HtmlElement | None]:
    """Write the formulas whose source is in an attribute of the element that shows them."""
    for element in (each for each in _FIND_SOURCES(body) if each.tag in _HOLDERS):
        source = next((value for name in _SOURCES if (value := element.get(name))), "")
        if source and element.getparent() is not None and next(element.iterdescendants("p", "h2"), None) is None:
            is_display = element.tag in ("div", "p", "figure") or _is_display(element)
            tex = source if re.search(r"[\\^_=+]|^.{1,3}$", source) else ""
            yield _write(element, tex, "", is_display=is_display)


def _find_mathml(body: HtmlElement) -> Iterator[HtmlElement | None]:
    """Write the formulas in MathML, in place of the outermost element around each that contains nothing else."""
    for math in list(body.iter("math")):
        is_inner = next(math.iterancestors("math"), None) is not None
        is_large = has_more_elements(math, _MOST_ELEMENTS)
        if is_inner or is_large or not has_no_inner_block(math):
            continue
        outer, is_display = math, _is_display(math)
        for holder in islice(math.iterancestors(), _MOST_WRAPPERS):
            if not _is_wrapper(holder, outer):
                break
            outer = holder
            is_display = is_display or _is_display(holder)
        is_display = is_display or any(map(_is_display, islice(outer.iterchildren("img"), 1)))
        yield _write(outer, _find_tex(math), read_mathml(math), is_display=is_display)


def _find_drawn(body: HtmlElement) -> Iterator[HtmlElement | None]:
    """Write the formulas that MathJax has drawn and that the page has in no other form. One whose characters are not
    known is what is said in place of it.
    """
    for container in list(body.iter(CONTAINER)):
        if not has_more_elements(container, _MOST_ELEMENTS):
            text = read_mathml(write_mathml(container)) or find_speech(container)
            yield _write(container, find_source(container), text, is_display=_is_display(container))


def _is_wrapper(holder: HtmlElement, inner: HtmlElement) -> bool:
    """Return whether an element contains one formula: by its name, or because all beside it is hidden from screen
    readers.
    """
    if holder.tag.startswith("mjx-") or _WRAPPER.search(holder.get("class") or ""):
        return len(list(islice(holder.iter("math"), 2))) == 1
    if holder.tag != "span" or (holder.text or "").strip():
        return False
    others = [child for child in islice(holder, 4) if child is not inner]
    return bool(others) and all(
        child.get("aria-hidden") == "true" and not (child.tail or "").strip() for child in others
    )


def _is_display(element: HtmlElement) -> bool:
    """Return whether an element says that a formula stands in a line of its own."""
    return element.get("display") in ("block", "true") or "display" in (element.get("class") or "").lower()


def _find_tex(math: HtmlElement) -> str:
    """Return the TeX source of a formula in MathML, or an empty string."""
    notes = (note.text or "" for note in math.iter("annotation") if (note.get("encoding") or "").lower() in _TEX_TYPES)
    own = (math.get("alttext") or "", *notes, math.get("data-latex") or "")
    return next((source for source in own if source.strip()), "")


def _find_images(body: HtmlElement) -> Iterator[HtmlElement | None]:
    """Write the formulas that are images, from their alternative text or their address."""
    for image in list(body.iter("img")):
        address = image.get("src") or ""
        is_drawn = _is_drawn(address[:500]) and not address.startswith("data:")
        names = image.get("class") or ""
        if not (is_drawn or _IMAGE_CLASS.search(names)) or image.getparent() is None:
            continue
        alt = (image.get("alt") or "").strip()
        tex = alt if _IMAGE_CLASS.search(names) else ""
        yield _write(image, tex or _read_address(address), "", is_display=_is_display(image))


def _is_drawn(address: str) -> bool:
    """Return whether an address is one of a formula. Three strings without case are found faster than the pattern."""
    lowered = address.lower()
    may_be = "tex" in lowered or "cht=tx" in lowered or "/math/render/" in lowered
    return may_be and _IMAGE_URL.search(address) is not None


def _read_address(address: str) -> str:
    """Return the TeX source in the query of an address, or an empty string."""
    query = urlsplit(address).query if address.count("[") == address.count("]") == 0 else address.partition("?")[2]
    values = parse_qs(query, max_num_fields=20) if "=" in query else {}
    named = next((values[name][0] for name in _QUERY_NAMES if name in values), "")
    is_whole = not named and re.search(r"codecogs|mathtex|mimetex", address[:500]) is not None
    return unquote(query.replace("+", " ")) if is_whole else named

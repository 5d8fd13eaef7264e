"""Captions of images. Owns which text of a page is the caption of an image: by the figure around both, by the names of
elements, by small or emphasized print under the image, by a table that holds nothing else, or by a recurring place.
Image and caption become a figure with a figcaption; how is left to `figures`, which figures belong to the article to
`select_figures`.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from backfile.extract.dom import (
    HEADINGS,
    SENTENCE_ENDS,
    has_more_elements,
    is_only_content,
    is_smaller_than,
    visible_text,
)
from backfile.extract.page.caption_signs import (
    LONGEST,
    LONGEST_EMPHASIZED,
    LONGEST_UNNAMED,
    begins_line,
    can_be_caption,
    holds_text_alone,
    is_below_line_break,
    is_caption_with_credit,
    is_credit,
    is_emphasized,
    is_named,
)
from backfile.extract.page.decorations import is_named_other
from backfile.extract.page.figures import make_figure, wrap
from backfile.extract.page.image_urls import find_image_url, outermost_picture
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHORTEST_PARAGRAPH = 80
"""Characters of a paragraph beside an image."""
_SMALLEST_IMAGE = 60
"""Pixels. A smaller image is no picture with a caption."""
_MOST_WRAPPERS = 4
"""How many elements can be around an image or a caption within the element that holds both."""
_MOST_ELEMENTS = 80
"""An element with more elements in it is more than an image with a caption. This also limits the time: no element is
read for each of its images if it has many."""

_HOLDERS = ("div", "p", "span", "section", "center", "td", "dl", "dd", "dt", "li", "header", "aside", "small")
_PARTS_OF_TABLES = ("tr", "tbody", "td")
_WRAPPERS = ("a", "figure", "table", *_HOLDERS, *_PARTS_OF_TABLES)
"""Elements that can be around an image or around a caption alone."""
_OTHER_CONTENT = ("table", "blockquote", "pre", "video", "audio", "iframe", "form", "ul", "ol", "h1")


class _Group(NamedTuple):
    """An image and its caption."""

    parts: tuple[HtmlElement, ...]
    """The element that holds both, or else the element of the image and that of the caption after it."""
    place: tuple[str, str] | None = None
    """The tag and the class of a caption that is told by its place alone; it must recur."""


def join_captions(page: HtmlElement) -> None:
    """Make a figure with a figcaption of each image with a caption, in place."""
    body = page.find("body")
    _move_gallery_captions(body)
    for figure in [figure for figure in body.iter("figure") if not _is_large(figure)]:
        captions = [caption for caption in figure.iter("figcaption") if visible_text(caption)]
        if len(captions) == 1:
            _move_credits(figure, captions[0])
            for heading in captions[0].iter(*HEADINGS):
                heading.tag = "div"
        elif not captions and _holds_one_image(figure) and can_be_caption(figure, LONGEST):
            make_figure(figure)
    _write_bare_images(body)
    captioned = {figure for caption in body.iter("figcaption") for figure in caption.iterancestors("figure")}
    recurring: dict[tuple[str, str], list[_Group]] = {}
    for image in [image for image in body.iter("img") if _is_picture(image)]:
        group = None if captioned.intersection(image.iterancestors("figure")) else _find_group(image)
        if group is not None and group.place is None:
            make_figure(wrap(group.parts))
        elif group is not None and group.place is not None:
            if len(group.parts) == 1 and _is_sentence_alone(group.parts[0]):
                make_figure(group.parts[0])
                continue
            recurring.setdefault(group.place, []).append(group)
    for group in chain.from_iterable(groups for groups in recurring.values() if len(groups) > 1):
        make_figure(wrap(group.parts))


def _is_sentence_alone(holder: HtmlElement) -> bool:
    """Return whether the text of an element that holds an image is a sentence without links: it needs no other one of
    its kind to be a caption.
    """
    text = visible_text(holder)
    is_sentence = text.endswith(SENTENCE_ENDS) and next(holder.iter("a", "button"), None) is None
    return is_sentence and match_furniture(text) is None and match_label(text, None) is None


def _move_gallery_captions(body: HtmlElement) -> None:
    """Move the caption of each figure of figures to the end of the last one, of which alone it is a caption then: only
    figures without inner ones are kept with their captions.
    """
    for caption in list(body.iter("figcaption")):
        gallery = next(caption.iterancestors("figure"), None)
        inner = [] if gallery is None else list(gallery.iterdescendants("figure"))
        if not inner or not visible_text(caption) or next(inner[-1].iter("img"), None) is None:
            continue
        caption.drop_tree()
        caption.tail = None
        own = next(inner[-1].iter("figcaption"), None)
        if own is not None:
            caption.tag = "div"
        (inner[-1] if own is None else own).append(caption)


def _write_bare_images(body: HtmlElement) -> None:
    """Make divs of each list of definitions that contains only an image: one of a gallery, without a caption."""
    for element in [element for element in body.iter("dl") if not visible_text(element) and _holds_one_image(element)]:
        for part in element.iter("dl", "dt", "dd"):
            part.tag = "div"


def _move_credits(figure: HtmlElement, caption: HtmlElement) -> None:
    """Move the credits in a figure to the end of its caption."""
    for element in [element for element in figure.iterdescendants() if is_credit(element)]:
        around = [element, *element.iterancestors()]
        if caption not in around and figure in around and next(element.iter("figcaption"), None) is None:
            element.drop_tree()
            element.tail = None
            caption.append(element)


def _is_picture(image: HtmlElement) -> bool:
    """Return whether an image can have a caption."""
    return bool(find_image_url(image)) and not is_smaller_than(image, _SMALLEST_IMAGE)


def _is_large(element: HtmlElement) -> bool:
    return has_more_elements(element, _MOST_ELEMENTS)


def _find_group(image: HtmlElement) -> _Group | None:
    """Return an image with its caption."""
    block = outermost_picture(image)
    for holder in islice(block.iterancestors(), _MOST_WRAPPERS):
        if holder.tag not in _WRAPPERS or _is_large(holder):
            break
        text = visible_text(holder)
        group = _read_holder(holder) if text and _holds_one_image(holder) else None
        if group is not None:
            return group
        if text and holder.tag not in _PARTS_OF_TABLES:
            break
        block = holder
    return _find_group_below(block)


def _read_holder(holder: HtmlElement) -> _Group | None:
    """Return an element with an image and text as a group, if the text is its caption."""
    if holder.tag not in _HOLDERS:
        is_group = holder.tag == "table" and can_be_caption(holder, LONGEST_EMPHASIZED)
        return _Group((holder,)) if is_group else None
    named = [
        element
        for element in holder.iterdescendants()
        if is_named(element) and holds_text_alone(element) and begins_line(element)
    ]
    if named and can_be_caption(holder, LONGEST) and is_caption_with_credit(holder, named):
        return _Group((holder,))
    if is_emphasized(holder) or is_below_line_break(holder):
        return _Group((holder,)) if can_be_caption(holder, LONGEST_EMPHASIZED) else None
    is_apart = holder.tag == "div" and next(holder.iterdescendants("p", "dt", *HEADINGS), None) is None
    is_in_place = _is_beside_paragraph(holder, holder) or _is_slide(holder)
    if is_apart and can_be_caption(holder, LONGEST_UNNAMED) and is_in_place:
        text = next(filter(holds_text_alone, holder.iterdescendants()), None)
        return None if text is None else _Group((holder,), (text.tag, text.get("class") or ""))
    return None


def _find_group_below(block: HtmlElement) -> _Group | None:
    """Return the element of an image and the one directly after it as a group, if that is its caption."""
    below = block.getnext()
    if (block.tail or "").strip() or block.getparent() is None or not begins_line(block):
        return None
    while below is not None and below.tag == "br" and not (below.tail or "").strip():
        below = below.getnext()
    if below is None or below.tag in ("figure", "img", "a", *HEADINGS) or _is_large(below):
        return None
    if next(below.iter("img", *_OTHER_CONTENT), None) is not None or not can_be_caption(below, LONGEST):
        return None
    if is_named(below) or is_emphasized(below):
        return _Group((block, below))
    if below.tag in ("div", "span") and can_be_caption(below, LONGEST_UNNAMED) and _is_beside_paragraph(block, below):
        return _Group((block, below), (below.tag, below.get("class") or ""))
    return None


def _holds_one_image(holder: HtmlElement) -> bool:
    """Return whether an element holds pictures with one URL, and nothing else but text."""
    urls = {find_image_url(image) for image in holder.iter("img") if _is_picture(image)}
    return len(urls) == 1 and next(holder.iterdescendants(*_OTHER_CONTENT), None) is None


def _is_beside_paragraph(first: HtmlElement, last: HtmlElement) -> bool:
    """Return whether a paragraph or the headline is directly before or after an image and the text with it, in the same
    element or around wrappers.
    """
    if is_named_other(first) or is_named_other(last):
        return False
    for parent in islice(first.iterancestors("div", "section"), _MOST_WRAPPERS if first is last else 0):
        if not is_only_content(first, parent):
            break
        if is_named_other(parent):
            return False
        first = last = parent
    neighbors = [element for element in (first.getprevious(), last.getnext()) if element is not None]
    return any(_is_paragraph(part) for element in neighbors for part in islice(element.iter(), _MOST_WRAPPERS))


def _is_slide(holder: HtmlElement) -> bool:
    """Return whether an element without links is one of several of the same class that follow each other: a gallery."""
    name = holder.get("class")
    if name is None or is_named_other(holder) or next(holder.iter("a"), None) is not None:
        return False
    neighbors = (holder.getprevious(), holder.getnext())
    return any(each is not None and each.tag == holder.tag and each.get("class") == name for each in neighbors)


def _is_paragraph(element: HtmlElement) -> bool:
    return element.tag == "h1" or (element.tag == "p" and len(visible_text(element)) >= _SHORTEST_PARAGRAPH)

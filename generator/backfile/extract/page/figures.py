"""Pictures and their captions. Owns telling a figure that is a picture with its caption, giving it the one form of such
figures, and where a picture is to be found: its address often waits for a script.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from lxml import html as lxml_html

from backfile.extract.dom import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement


class CameWith(Protocol):
    """Says whether an image came with its page."""

    def __call__(self, found: str, *, has_other: bool) -> bool:
        """In: an address as found; whether there is another image, or another address, for its place on the page."""
        ...


def none_came_with(found: str, *, has_other: bool) -> bool:
    """Say so of pages that came alone."""
    return False


_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
"""Where the address of an image is; in the first ones it waits for a script to fetch it."""
_PLACEHOLDER = re.compile(
    r"(?:[\w-]*placeholder|spacer|blank|transparent|pixel|1x1)\.(?:gif|png|svg|jpe?g|webp)", re.IGNORECASE
)
"""What files are called that stand in a picture's place until it is fetched."""
_WIDTH = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?[wx]")
_OTHER_CONTENT = ("figure", "table", "blockquote", "pre", "video", "iframe")


def source(image: HtmlElement) -> str:
    """Give the address of an image, also of one that waits for a script; empty when there is but a placeholder."""
    found = (image.get(name) or "" for name in _ADDRESSES)
    if address := next((address for address in found if _is_address(address)), ""):
        return address
    sets = (item.get(name) or "" for item in _sources(image) for name in _SETS)
    return next((address for addresses in sets if (address := _largest(addresses))), "")


def keeps_a_place(image: HtmlElement) -> bool:
    """Say whether an image is nothing but a placeholder for one that stands beside it."""
    found, parent = image.get("src") or "", image.getparent()
    if not found or _is_data(found) or _is_address(found) or parent is None:
        return False
    return any(source(other) for other in parent.iterchildren("img"))


_MOST_IN_FIGURE = 10
"""A figure with more images is a gallery."""
STAND_IN = "backfile-image-{}.png"
"""What stands for the address of an image that came with the page: short, and what extractors take for an image's."""


def normalize_figures(page: HtmlElement, came_with: CameWith) -> dict[str, str]:
    """Give each image of a page that came with it this one address; what is to be fetched for a script goes.

    Gives what stands for each such address now -> the address as found.
    """
    stand_ins: dict[str, str] = {}
    for image in page.iter("img"):
        found = next((a for a in _near(image) if came_with(a, has_other=_is_data(a) and _has_other(image, a))), None)
        if found is not None:
            for name in (*_ADDRESSES, *_SETS):
                image.attrib.pop(name, None)
            image.set("src", stand_ins.setdefault(found, STAND_IN.format(len(stand_ins) + 1)))
    return {stand_in: found for found, stand_in in stand_ins.items()}


def _near(image: HtmlElement) -> Iterator[str]:
    """Give the addresses of an image that may be beside its page, or hold it; its own first, which saving changes."""
    for name in reversed(_ADDRESSES):
        found = image.get(name)
        if found and not _FAR.match(found) and (_is_data(found) or _is_address(found)):
            yield found
    for item in _sources(image):
        sets = (item.get(name) for name in _SETS)
        yield from filter(None, (_largest(found) for found in sets if found and not _FAR.match(found)))


_FAR = re.compile(r"\s*(?:https?:|[/\\#?])", re.IGNORECASE)
"""How addresses begin that lead to a server."""


def _has_other(image: HtmlElement, found: str) -> bool:
    """Say whether an image's element, or its figure, has another address than one that holds the image itself, or has
    one that holds a larger image.
    """
    figure = next(image.iterancestors("figure"), None)
    for each in [image] if figure is None else islice(figure.iter("img"), _MOST_IN_FIGURE):
        others = (each.get(name) or "" for name in _ADDRESSES)
        if any(_is_address(other) or (_is_data(other) and len(other) > len(found)) for other in others):
            return True
        if any(_largest(item.get(name) or "") for item in _sources(each) for name in _SETS):
            return True
    return False


def _is_address(found: str) -> bool:
    if not found or _is_data(found):
        return False
    name = re.split("[?#]", found, maxsplit=1)[0].rpartition("/")[2]
    return not _PLACEHOLDER.fullmatch(name[-80:])


def _sources(image: HtmlElement) -> list[HtmlElement]:
    """Give the elements that may name sets of addresses for an image: it, and those beside it in a picture."""
    picture = image.getparent()
    return [image, *(picture.iter("source") if picture is not None and picture.tag == "picture" else ())]


def _is_data(found: str) -> bool:
    return found.lstrip()[:5].lower() == "data:"


def _largest(addresses: str) -> str:
    """Give the address of the widest or densest image of a set (HTML, 4.8.4.2.1)."""
    best, most = "", 0.0
    for candidate in re.split(r",\s+|,(?=https?:|//)", addresses):
        address, _, size = candidate.strip().partition(" ")
        width = float(size.strip()[:-1]) if _WIDTH.fullmatch(size.strip()) else 1.0
        if width > most and _is_address(address):
            best, most = address, width
    return best


def is_picture(figure: HtmlElement) -> bool:
    """Say whether a figure holds a picture and a caption, and nothing else."""
    caption = figure.find(".//figcaption")
    return (
        caption is not None
        and bool(text(caption))
        and next(figure.iterdescendants(*_OTHER_CONTENT), None) is None
        and any(source(image) for image in figure.iter("img"))
    )


def rebuild(figure: HtmlElement, pictures: Sequence[HtmlElement]) -> None:
    """Make a figure its pictures and its caption; other text in it, such as a credit, becomes part of the caption.

    A figure within a figure may have lost its caption to the outer one; it is left as it is.
    """
    caption = figure.find(".//figcaption")
    if caption is None:
        return
    for part in (*pictures, caption):
        part.drop_tree()
    rest = lxml_html.Element("div")
    rest.text = figure.text
    rest.extend(list(figure))
    figure.text = None
    figure.extend([*pictures, caption])
    if (words := text(rest)) and words not in text(caption):
        caption.append(rest)

"""Pictures and their captions. Extractors tear figures apart: the picture stays, the caption becomes a paragraph or
goes. Owns putting the page's own figures back where parts of them were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import html as lxml_html

from generator.extract.tree import text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LAZY = ("data-src", "data-original", "data-lazy-src")
"""Where the address of an image waits for a script to fetch it."""
_OTHER_CONTENT = ("table", "blockquote", "pre", "video", "iframe")


def restore(chosen: HtmlElement, page: HtmlElement) -> None:
    """Put a whole figure in the place of the first part of it in `chosen`, and take its other parts out."""
    by_part: dict[str, HtmlElement] = {}
    for figure in page.iter("figure"):
        for part in _parts(figure) if _is_picture(figure) else ():
            by_part.setdefault(part, figure)
    done: set[HtmlElement] = set()
    for item in list(chosen.iter("img", "p")):
        figure = by_part.get(_name(item) if item.tag == "img" else _key(text(item)))
        if figure is None or next(item.iterancestors("figure"), None) is not None:
            continue
        if figure not in done:
            done.add(figure)
            item.addprevious(_rebuilt(figure))
        item.drop_tree()


def source(image: HtmlElement) -> str:
    """Give the address of an image, also of one that waits for a script; empty when there is but a placeholder."""
    addresses = (image.get(name) or "" for name in (*_LAZY, "src"))
    return next((found for found in addresses if found and not found.strip().lower().startswith("data:")), "")


def _is_picture(figure: HtmlElement) -> bool:
    """Say whether a figure holds a picture and a caption, and nothing else."""
    caption = figure.find(".//figcaption")
    return (
        caption is not None
        and bool(text(caption))
        and next(figure.iter(*_OTHER_CONTENT), None) is None
        and any(source(image) for image in figure.iter("img"))
    )


def _parts(figure: HtmlElement) -> list[str]:
    """Give what a figure can be known by: its pictures, its caption, and the pieces of the caption."""
    caption = figure.find(".//figcaption")
    pieces = (_key(text(item)) for item in caption.iter() if len(text(item)) > 20 or item is caption)
    return [*(_name(image) for image in figure.iter("img") if _name(image)), *pieces]


def _name(image: HtmlElement) -> str:
    """Give the path of an image's address: hosts and sizes differ between its copies."""
    try:
        return urlsplit(source(image)).path
    except ValueError:
        return ""


def _key(words: str) -> str:
    return "".join(words.split())


def _rebuilt(figure: HtmlElement) -> HtmlElement:
    """Make a figure of the first picture that has an address, and the words of the caption."""
    image = next(image for image in figure.iter("img") if source(image))
    made = lxml_html.Element("figure")
    picture = lxml_html.Element("img", src=source(image), alt=image.get("alt") or "")
    caption = lxml_html.Element("figcaption")
    caption.text = text(figure.find(".//figcaption"))
    made.extend([picture, caption])
    return made

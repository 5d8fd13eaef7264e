"""Images of a page in one form. Owns the forms in which a page has an image besides the img element: the copy of a lazy
image in a noscript element, a picture element with sources alone, a background of a figure; and the removal of images
that show nothing of an article. Where an img element has its URL is left to `image_urls`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import has_more_elements, is_smaller_than, list_attributes, visible_text
from backfile.extract.page.caption_signs import is_named
from backfile.extract.page.decorations import find_emoji, is_decoration
from backfile.extract.page.hiding_styles import list_rules
from backfile.extract.page.image_urls import (
    SRCSET_ATTRIBUTES,
    find_image_url,
    find_largest,
    is_file_of,
    is_image_file,
    is_image_url,
)
from backfile.extract.page.published_image import PublishedImage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*(['\"]?)([^'\")]{1,2000})\1\s*\)", re.IGNORECASE)
_FIND_BACKGROUNDS = etree.XPath("descendant::*[contains(@style, 'background')]")
_URL = re.compile(r"url\(\s*+(['\"]?)([^'\"()]{1,2000}+)\1\s*+\)", re.IGNORECASE)
_WAITING = ("data-bg", "data-background", "data-background-image", "data-bg-src")
"""Attributes for a background that waits for a script."""
_MOST_STYLE, _MOST_URLS = 1_000_000, 500
"""Characters of style sheets, and URLs in each, that are compared with the image of the metadata."""
_SMALLEST_IN_BUTTON = 60
"""Pixels. A smaller image in a button is its icon."""
_MOST_SIBLINGS = 4
_MOST_IN_LIST = 20
"""Elements of a list of links to the files of an image."""
_LONGEST_STYLE = 4_000
_LONGEST_SOURCE = 20_000
"""Characters of a noscript element that are parsed."""


def normalize_images(page: HtmlElement) -> None:
    """Make an img element of each image of a page, and remove images that show nothing of an article, in place."""
    for noscript in list(page.iter("noscript")):
        _show_fallback(noscript)
    for picture in page.iter("picture"):
        _complete_picture(picture)
    declared = [element for element, role in list_attributes(page, "role") if role == "img"]
    for figure in [*page.iter("figure"), *(each for each in declared if "background" in (each.get("style") or ""))]:
        _add_background(figure)
    _show_published(page)
    for button in list(page.iter("button")):
        if _enlarges_image(button):
            button.drop_tag()
    for image in list(page.iter("img")):
        _drop_downloads(image)
        emoji = find_emoji(image)
        if emoji is not None:
            image.tail = emoji + (image.tail or "")
        if emoji is not None or is_decoration(image):
            image.drop_tree()


def _drop_downloads(image: HtmlElement) -> None:
    """Remove the list directly below an image that has only links to files of it, in place: `Download (312 KB)`."""
    below = image.getnext()
    if below is None or below.tag not in ("ul", "ol") or has_more_elements(below, _MOST_IN_LIST):
        return
    links, url = list(below.iter("a")), find_image_url(image)
    addresses = [link.get("href") or "" for link in links]
    are_files = all(is_image_file(each) and is_file_of(each, url) for each in addresses)
    if links and are_files and visible_text(below) == " ".join(map(visible_text, links)):
        below.drop_tree()


def _enlarges_image(button: HtmlElement) -> bool:
    """Return whether a button is an image of the article that it enlarges: one beside its caption, or in a figure.
    Other images in buttons are icons.
    """
    images = list(islice(button.iter("img"), 2))
    if len(images) != 1 or visible_text(button) or is_smaller_than(images[0], _SMALLEST_IN_BUTTON):
        return False
    beside = [each for each in (button.getnext(), button.getprevious()) if each is not None]
    is_captioned = any(each.tag == "figcaption" or (is_named(each) and visible_text(each)) for each in beside)
    is_picture = next(button.iterancestors("figure"), None) is not None
    return (is_captioned or is_picture) and not find_image_url(images[0]).partition("?")[0].endswith(".svg")


def _show_fallback(noscript: HtmlElement) -> None:
    """Use the images of a noscript element that has nothing else: for placeholders beside it, or else in its place.

    Lazy-loading scripts put the image itself there, for browsers without scripts.
    """
    _parse_content(noscript)
    fallbacks = [image for image in noscript.iter("img") if find_image_url(image)]
    parent = noscript.getparent()
    if not fallbacks or parent is None or "".join(noscript.itertext()).strip():
        return
    if any(is_decoration(image) for image in fallbacks):
        return
    siblings = (noscript.getprevious(), noscript.getnext())
    beside = [image for sibling in siblings if sibling is not None for image in sibling.iter("img")]
    waiting = [image for image in beside if not find_image_url(image)]
    if waiting:
        for image, fallback in zip(waiting, fallbacks, strict=False):
            image.set("src", find_image_url(fallback))
            if fallback.get("alt") and not image.get("alt"):
                image.set("alt", fallback.get("alt"))
    elif not beside:
        noscript.drop_tag()


def _parse_content(noscript: HtmlElement) -> None:
    """Parse the content of a noscript element that was saved as text, in place; leave what cannot be parsed as text."""
    source = noscript.text or ""
    if len(noscript) or "<img" not in source or len(source) > _LONGEST_SOURCE:
        return
    try:
        elements = lxml_html.fragments_fromstring(source, no_leading_text=True)
    except etree.LxmlError:
        return
    noscript.text = None
    noscript.extend(elements)


def _complete_picture(picture: HtmlElement) -> None:
    """Add the URL that only the sources of a picture element have to its img element: a figure keeps no sources. Add an
    img element to a picture element that has only sources, and no image directly beside it, without text between.
    """
    for image in picture.iter("img"):
        if not is_image_url(image.get("src") or "") and (url := find_image_url(image)):
            image.set("src", url)
    if any(next(each.iter("img"), None) is not None for each in (picture, *_iter_beside(picture))):
        return
    sets = (source.get(name) or "" for source in picture.iter("source") for name in SRCSET_ATTRIBUTES)
    if url := next((url for srcset in sets if (url := find_largest(srcset))), ""):
        picture.append(lxml_html.Element("img", src=url))


def _iter_beside(picture: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements before and behind a picture element up to the next text."""
    tail = picture.tail or ""
    for element in islice(picture.itersiblings(preceding=True), _MOST_SIBLINGS):
        if (element.tail or "").strip() or visible_text(element):
            break
        yield element
    for element in islice(picture.itersiblings(), _MOST_SIBLINGS):
        if tail.strip() or visible_text(element):
            return
        yield element
        tail = element.tail or ""


def _show_published(page: HtmlElement) -> None:
    """Add an img element for the image that metadata name, if the page has it only as the background of an element."""
    published = PublishedImage(page)
    if not published or any(map(published.is_shown_by, page.iter("img"))):
        return
    for element, url in _iter_backgrounds(page, published):
        if published.is_at(url):
            figure = lxml_html.Element("figure")
            figure.append(lxml_html.Element("img", src=url.strip(), alt=element.get("aria-label") or ""))
            element.addprevious(figure)
            return


def _iter_backgrounds(page: HtmlElement, published: PublishedImage) -> Iterator[tuple[HtmlElement, str]]:
    """Yield elements of a page, each with a URL of its backgrounds: those of its style, those that wait for a script,
    and those of style sheets for its class or id that are the image of the metadata.
    """
    body = page.find("body")
    for element in _FIND_BACKGROUNDS(body):
        style = element.get("style")
        yield from ((element, found[2]) for found in _URL.finditer(style) if len(style) <= _LONGEST_STYLE)
    for element, value in list_attributes(body, *_WAITING):
        found = _URL.fullmatch(value.strip())
        yield element, found[2] if found else value
    for sheet in page.iter("style"):
        css = (sheet.text or "")[:_MOST_STYLE]
        if not published.may_be_in(css):
            continue
        for found in islice(_URL.finditer(css), _MOST_URLS):
            for rule in list_rules(css, css.rfind("{", 0, found.start())) if published.is_at(found[2]) else ():
                attribute = "class" if rule.name.startswith(".") else "id"
                named = (each for each, _ in list_attributes(body, attribute) if each is not body)
                yield from ((element, found[2]) for element in named if rule.selects(element))


def _add_background(figure: HtmlElement) -> None:
    """Add an img element for the background of a figure, or of an element in it, if it has no other image."""
    if next(figure.iterdescendants("img", "video", "iframe"), None) is not None:
        return
    for element in figure.iter():
        style = element.get("style") or ""
        found = _BACKGROUND.search(style) if len(style) <= _LONGEST_STYLE else None
        if found and is_image_url(found[2].strip()):
            image = lxml_html.Element("img", src=found[2].strip(), alt=element.get("aria-label") or "")
            image.tail, element.text = element.text, None
            element.insert(0, image)
            return

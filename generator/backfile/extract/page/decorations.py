"""Images that show nothing of an article: trackers, spacers, icons, logos and portraits of accounts. Owns how they are
told from other images: by their size, their names and the names of the elements directly around them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import is_only_content, is_smaller_than
from backfile.extract.element_names import split_name
from backfile.extract.page.image_urls import find_image_url, is_data_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_SMALLEST = 4
"""Pixels. A smaller image is a tracker or a spacer."""
_STYLE_SIZE = re.compile(r"(?<![a-z-])(?:width|height):\s*([0-9]{1,6})px", re.IGNORECASE)
_LEAST_ICON, _LARGEST_ICON = 12, 32
"""Pixels of both sides of an icon. Smaller numbers can be a ratio: 16 and 9."""
_PLAIN_WORDS = re.compile(r"[^\W\d_]{3,}+(?:[ -][^\W\d_]++)*+")
"""Alternative text that names an icon. A sign or a formula that stands as an image in a line has another one."""
_SMILEY = re.compile(r"[:;][^\w\s]{1,3}|:[a-z_]{2,10}:")
_NOT_DISPLAYED = re.compile(r"(?<![\w-])display\s*:\s*none", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![a-z])(?:avatars?|gravatar|user-?pic|author-?(?:photo|image|img|pic|picture|portrait|thumb|thumbnail)"
    r"|(?:photo|image|img|portrait)-?author|byline(?:-?(?:photo|image|img))?|icons?|ico|logos?|emblem|spacer|beacon"
    r"|tracking|tracker|pixel|sprite|share|sharing|social)(?![a-z])"
)
"""Words of classes and ids for images that are no part of a text."""
_GALLERY = "gallery-icon"
"""The class of WordPress for the element around an image of a gallery."""
_ADVERTISING = re.compile(r"(?<![a-z-])(?:ads?|advert|advertising|advertisement|sponsor|sponsored)(?![a-z])")
"""Words at the beginning of classes and ids for elements around advertising."""
_EMOJI = re.compile(r"(?<![a-z])(?:emoji|wp-smiley|smiley|emoticon)(?![a-z])")
_URL = re.compile(
    r"(?<![a-z])(?:ad-?servers?|vgwort|gravatar|doubleclick|scorecardresearch|quantserve|feedsportal|web-?bugs?"
    r"|beacon|1x1|clear-?pixel|tracking-?pixel)(?![a-z])",
    re.IGNORECASE,
)
"""Words in URLs of services for advertising or counting visits, and of portraits of accounts."""
_SERVICES = (
    *("server", "vgwort", "gravatar", "doubleclick", "scorecardresearch", "quantserve", "feedsportal", "bug", "beacon"),
    *("1x1", "pixel"),
)
"""Strings of which each such URL has one. To search for them is much faster than for words without case."""
_MOST_NAMES = 2_000
"""Classes and ids for which it is kept whether they are those of decorations."""
_OTHER_NAME = re.compile(
    r"(?<![a-z])(?:authors?|bylines?|profiles?|bio|contributors?|persons?|people|staff|teasers?|related|promos?|cards?"
    r"|newsletters?|ads?|sponsor\w*|products?|quotes?)(?![a-z])"
)
"""Words of classes and ids for elements with a picture and a text that is no caption of it."""
_MOST_AROUND = 2
"""How many elements around an image alone can say what it is."""
_LONGEST_EMOJI = 12
_SIGNS = ("So", "Sk", "Mn", "Cf")
"""Unicode categories of the characters of an emoji: symbols, and what joins and changes them."""
_SIDES, _MOST_DIGITS = 2, 6


def is_decoration(image: HtmlElement) -> bool:
    """Return whether an image shows nothing of an article."""
    sizes = [int(size) for size in _STYLE_SIZE.findall(image.get("style") or "")]
    if is_smaller_than(image, _SMALLEST) or any(size < _SMALLEST for size in sizes):
        return True
    if _is_icon(image, sizes) or _is_hidden(image):
        return True
    url = find_image_url(image)
    if _is_of_service(url[:500]) or (not url and not is_data_url(image.get("src") or "")):
        return bool(url)
    around = [split_name(element).replace(_GALLERY, "") for element in _list_around(image)]
    return any(map(_is_name, (split_name(image), *around))) or any(map(_is_advertising, around))


def _is_icon(image: HtmlElement, sizes: Sequence[int]) -> bool:
    """Return whether an image has the size of an icon, in its attributes or its style, and stands for no sign: a sign
    has an alternative text that is no word, or stands between words without one. One with a caption is shown as such.
    """
    if not _has_size_of_icon(image, sizes) or next(image.iterancestors("figure"), None) is not None:
        return False
    if text := (image.get("alt") or "").strip():
        return _PLAIN_WORDS.fullmatch(text) is not None
    before = image.getprevious()
    text_before = image.getparent().text if before is None else before.tail
    return not ((text_before or "").strip() and (image.tail or "").strip())


def _has_size_of_icon(image: HtmlElement, sizes: Sequence[int]) -> bool:
    """Return whether both sides of an image are stated, and those of an icon. One with several files can be larger."""
    stated = [(image.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    sides = [int(side) for side in stated if side.isdecimal() and len(side) <= _MOST_DIGITS] or sizes
    is_scaled = image.get("srcset") or image.get("layout")
    return len(sides) == _SIDES and not is_scaled and all(_LEAST_ICON <= side <= _LARGEST_ICON for side in sides)


def _is_hidden(image: HtmlElement) -> bool:
    """Return whether its own style or attribute hides an image that waits for no script: one with another file in an
    attribute, or a handler, is shown later, and so is one of several beside each other.
    """
    style = image.get("style") or ""
    if image.get("hidden") is None and not (style and _NOT_DISPLAYED.search(style)):
        return False
    beside = (image.getprevious(), image.getnext())
    if any(each is not None and each.tag == "img" for each in beside):
        return False
    return not any(name.startswith(("data-", "on")) or name in ("loading", "srcset") for name in image.attrib)


def _is_of_service(url: str) -> bool:
    lowered = url.lower()
    return any(service in lowered for service in _SERVICES) and _URL.search(url) is not None


@lru_cache(maxsize=_MOST_NAMES)
def _is_name(names: str) -> bool:
    return _NAME.search(names) is not None


@lru_cache(maxsize=_MOST_NAMES)
def _is_advertising(names: str) -> bool:
    return _ADVERTISING.search(names) is not None


@lru_cache(maxsize=_MOST_NAMES)
def _is_emoji(names: str) -> bool:
    return _EMOJI.search(names) is not None


def find_emoji(image: HtmlElement) -> str | None:
    """Return the characters that an image of an emoji stands for; None for another image."""
    text = (image.get("alt") or "").strip()
    if len(text) > _LONGEST_EMOJI:
        return None
    if _is_emoji(split_name(image)):
        return text
    is_sign = text != "" and (_SMILEY.fullmatch(text) or all(unicodedata.category(char) in _SIGNS for char in text))
    return text if is_sign and _has_size_of_icon(image, ()) else None


def is_named_other(element: HtmlElement) -> bool:
    """Return whether an element has a name for pictures with a text that is neither an article's nor a caption."""
    return _OTHER_NAME.search(split_name(element)) is not None


def _list_around(image: HtmlElement) -> list[HtmlElement]:
    """Return the elements directly around an image that contain nothing else."""
    around: list[HtmlElement] = []
    inner = image
    for element in islice(image.iterancestors(), _MOST_AROUND):
        if not is_only_content(inner, element):
            break
        around.append(element)
        inner = element
    return around

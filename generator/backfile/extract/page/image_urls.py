"""URLs of images. Owns where a page has the URL of an image: in `src`, in an attribute of a lazy-loading script, or in
a set of sizes; and which of these URLs are only placeholders until a script loads the image.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml.html import HtmlElement

URL_ATTRIBUTES = (
    *("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src", "data-orig-src"),
    *("data-real-src", "data-img-src", "data-image-src", "data-full-src", "data-lazy", "data-lazyload", "data-echo"),
    "src",
)
"""Attributes with the URL of an image. All but the last wait for a lazy-loading script, so they come before `src`."""
SRCSET_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset")
"""Attributes with a set of URLs and sizes, those of lazy-loading scripts first."""
_OTHER_ATTRIBUTE = re.compile(
    r"data-[a-z-]*(?:src|url|original|lazy|image|img|file|full|large)[a-z-]*"
    r"|[a-z_-]*(?:src|original|file)"
)
"""Names that scripts give to further attributes with a URL. They count only where an image has no other URL."""
_IMAGE_FILE = re.compile(
    r"(?:https?:)?/{0,2}[^\s{}<>\"']+\.(?:avif|bmp|gif|jpe?g|png|svg|webp)(?:[?#]\S*)?", re.IGNORECASE
)

_PLACEHOLDER_FILE = re.compile(
    r"(?:[\w-]*(?:placeholder|lazy-?load)|spacer|blank|transparent|pixel|1x1|lazy|loading|loader|spinner|grey|gray|clear"
    r"|empty|dummy|none|trans)\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
"""Usual names of placeholder files, which are shown until the image is loaded."""
_MOST_NAMES = 2_000
"""Names of files for which it is kept whether they are those of placeholders."""
_NO_FILE = re.compile(r"(?:about|javascript|blob|data):|#", re.IGNORECASE)
"""The beginning of URLs that lead to no file."""
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.IGNORECASE)
_LONGEST_URL = 2_000
"""Characters of a URL that are examined."""
_NAME_WORD = re.compile(r"[^\W_]+")
_SIZE_WORD = re.compile(
    r"\d{1,5}x\d{1,5}|\d{1,5}(?:px|w|k)|[lms]|xl|lrg|lg|large|big|full|fullsize|size|orig|original|small|thumb|thumbnail"
    r"|medium|preview|scaled|hi|high|res|hires|highres|download"
)
"""Words of the name of a file that say in which size it has an image."""
_SIZE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?[wx]")


def find_image_url(image: HtmlElement) -> str:
    """Return the URL of an image, also of one that is loaded lazily; empty if it has only a placeholder."""
    attributes: dict[str, str] = dict(image.items())
    for name in URL_ATTRIBUTES:
        if (url := attributes.get(name)) and is_image_url(url):
            return url
    sets = (element.get(name) or "" for element in find_srcset_elements(image) for name in SRCSET_ATTRIBUTES)
    if url := next((url for srcset in sets if (url := find_largest(srcset))), ""):
        return url
    others = (value.strip() for name, value in attributes.items() if _OTHER_ATTRIBUTE.fullmatch(name))
    return next((url for url in others if is_image_file(url) and is_image_url(url)), "")


def is_redundant_placeholder(image: HtmlElement) -> bool:
    """Return whether an image is only a placeholder for another image beside it, in the same parent element."""
    url, parent = image.get("src") or "", image.getparent()
    if not url or is_data_url(url) or is_image_url(url) or parent is None:
        return False
    return any(find_image_url(other) for other in parent.iterchildren("img"))


def find_srcset_elements(image: HtmlElement) -> list[HtmlElement]:
    """Return the elements that can have sets of URLs for an image: itself, and the sources in its picture element."""
    picture = outermost_picture(image)
    return [image, *(picture.iter("source") if picture.tag == "picture" else ())]


def outermost_picture(image: HtmlElement) -> HtmlElement:
    """Return the picture element around an image, or the image. libxml2 nests sources, which are empty elements."""
    outer = image
    for parent in image.iterancestors():
        if parent.tag not in ("source", "picture"):
            break
        outer = parent
    return outer


def find_largest(srcset: str) -> str:
    """Return the URL of the widest or densest image of a set (HTML Standard, 4.8.4.2.1); empty if it has none."""
    largest_url, largest = "", 0.0
    for candidate in re.split(r",\s+|,(?=https?:|//)", srcset):
        url, _, size = candidate.strip().partition(" ")
        number = float(size.strip()[:-1]) if _SIZE.fullmatch(size.strip()) else 1.0
        if number > largest and is_image_url(url):
            largest_url, largest = url, number
    return largest_url


def is_image_url(url: str) -> bool:
    """Return whether a URL leads to a file that can be an image, and that is not named like a placeholder."""
    start = url.lstrip()
    if not start or _NO_FILE.match(start):
        return False
    return not _is_placeholder(url.partition("?")[0].partition("#")[0].rpartition("/")[2][-80:])


@lru_cache(maxsize=_MOST_NAMES)
def _is_placeholder(name: str) -> bool:
    return _PLACEHOLDER_FILE.fullmatch(name) is not None


def is_image_file(url: str) -> bool:
    """Return whether a URL ends like one of an image file."""
    return _IMAGE_FILE.fullmatch(url.strip()[:_LONGEST_URL]) is not None


def is_file_of(url: str, image: str) -> bool:
    """Return whether a URL is that of a file of an image, whose URL is given, by the words of both names:
    `pier_large.jpg` is one of `pier-300x200.jpg`.
    """
    words = {word for word in _name_words(url) if not _SIZE_WORD.fullmatch(word)}
    return bool(words) and words.issubset(_name_words(image))


def _name_words(url: str) -> list[str]:
    """Return the words of the name of a file, in lower case, without its ending."""
    name = unquote(re.split("[?#]", url.strip()[:_LONGEST_URL], maxsplit=1)[0].rpartition("/")[2])
    return _NAME_WORD.findall(name.rpartition(".")[0].lower())


def find_host(url: str) -> str:
    """Return the host of a URL in lower case; empty if the URL is relative."""
    match = _HOST.match(url.strip())
    return match[1].lower() if match else ""


def is_data_url(url: str) -> bool:
    """Return whether a URL contains its content itself (RFC 2397)."""
    return url.lstrip()[:5].lower() == "data:"

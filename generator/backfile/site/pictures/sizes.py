"""The measures of thumbnails, and which pictures get one. Imports no Pillow: a build may have no use for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backfile import images
from backfile.images import Image, NotAnImageError

_MIN_WIDTH, _MIN_HEIGHT = 160, 100
"""A smaller image is a symbol, not a picture."""
_MAX_RATIO = 4
"""An image that is longer, in either direction, is a strip: a banner, a divider, a screenshot of a whole page."""
_LENGTH = 4
"""Of a number before each form of a picture, in bytes."""


class PictureError(Exception):
    """A picture gets no thumbnail: the reason, one clause, and the next step, one sentence."""

    def __init__(self, reason: str, step: str) -> None:
        super().__init__(reason, step)
        self.reason, self.step = reason, step


@dataclass(frozen=True, slots=True)
class Form:
    """The largest size of a kind of thumbnails, in pixels, and its largest number of bytes."""

    name: str
    """That of its folder in the assets of the site, and of the first form of a picture in the cache."""
    width: int
    height: int
    max_bytes: int


CARD = Form("thumbnails", 480, 320, 12_000)
"""In a row of cards."""
SMALL = Form("small-thumbnails", 288, 192, 3_200)
"""In a list of cards: twice the width at which it is shown, for dense screens. A page of a list has 30 and more."""
LEAD = Form("lead-pictures", 960, 640, 60_000)
"""Of the lead story of the front page."""
LEAD_SMALL = Form("small-lead-pictures", 720, 405, 30_000)
"""The same for phones, which show so much of its height. It is the largest thing on their first screen."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A thumbnail as pages show it."""

    src: str
    """Its URL from the root of the site."""
    width: int
    height: int


def crop_size(width: int, height: int, form: Form) -> tuple[int, int]:
    """Return the largest size within an image that has the ratio of a form."""
    if width * form.height > height * form.width:
        return max(1, height * form.width // form.height), height
    return width, max(1, width * form.height // form.width)


def is_picture(width: int, height: int) -> bool:
    """Return whether an image of a size is a picture: neither a symbol nor a strip."""
    long, short = max(width, height), min(width, height)
    return width >= _MIN_WIDTH and height >= _MIN_HEIGHT and long <= _MAX_RATIO * short


def check(data: bytes, megapixels: int) -> Image:
    """Return the kind and the size of a picture, from its first bytes. Raises PictureError, also if it has too many
    pixels: a small file can declare any number, and decoding needs memory for all of them.
    """
    try:
        image = images.identify(data)
    except NotAnImageError as error:
        raise PictureError(str(error), DAMAGED_STEP) from error
    if image.width * image.height > megapixels * 1_000_000:
        reason = f"it has {image.width} x {image.height} pixels"
        raise PictureError(reason, "To have one, raise `max_image_megapixels` in mkdocs.yml and build again.")
    return image


def pack(pictures: Sequence[bytes]) -> bytes:
    """Return the forms of one picture as one string: before each its length in four bytes."""
    return b"".join(len(data).to_bytes(_LENGTH, "big") + data for data in pictures)


def unpack(packed: bytes) -> list[bytes]:
    """Return the forms of a picture from what `pack` returned. What was cut off is shorter."""
    pictures, start = [], 0
    while start < len(packed):
        end = start + _LENGTH + int.from_bytes(packed[start : start + _LENGTH], "big")
        pictures.append(packed[start + _LENGTH : end])
        start = end
    return pictures


def are_thumbnails(packed: bytes, forms: Sequence[Form]) -> bool:
    """Return whether a string from the cache has a thumbnail of each form."""
    pictures = unpack(packed)
    return len(pictures) == len(forms) and all(map(is_thumbnail, pictures, forms))


def is_thumbnail(data: bytes, form: Form) -> bool:
    """Return whether bytes are a picture of the kind and size of a thumbnail."""
    try:
        image = images.identify(data)
    except NotAnImageError:
        return False
    is_small = image.width <= form.width and image.height <= form.height and len(data) <= form.max_bytes
    return image.extension == "webp" and is_small


DAMAGED_STEP = "Open it in a browser; if it is damaged there as well, ingest its page again with a sound copy."

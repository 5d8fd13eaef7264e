"""Images: their kind and size, read from their bytes; their names in an archive; their URLs on its pages.

The archive keeps images of kinds that browsers show as pixels only. SVG is not one of them: it is a document, which can
contain scripts. Only headers are read: images are neither decoded nor changed. Which images of an article are kept is
in `conversion/images.py`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from backfile.markup.urls import safe_url
from backfile.settings.inside import read_bytes

FOLDER = "images"
"""The folder of images in docs/. In it, each image is in a folder named by two digits of its digest."""

_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL), "webp"),
    (re.compile(rb"\0\0\0.ftyp(?:.{4}){0,16}?avi[fs]", re.DOTALL), "avif"),
)
"""The first bytes of a kind (WHATWG MIME Sniffing, 6.1; AVIF, 6), and its file name extension."""

_NAME = rf"[0-9a-f]{{2}}/[0-9a-f]{{38}}\.(?:{'|'.join(extension for _, extension in _KINDS)})"
NAME = re.compile(_NAME)
"""The name of an image: its path in the folder of images."""
_PAGE_URL = re.compile(rf"(?:\.\./)*{FOLDER}/({_NAME})")
_UP = "../../../"
"""The relative URL of docs/ from the folder of an article: articles/YYYY/MM or articles/undated/xx."""

HEADER_LENGTH = 1 << 20
"""How many bytes of an image are searched for its size."""
_NO_SIZE = "it is damaged: its size cannot be read"


class NotAnImageError(ValueError):
    """Bytes are not an image that an archive keeps; the message is the reason, one clause."""


@dataclass(frozen=True, slots=True)
class Image:
    """The kind and the size of an image."""

    extension: str
    """The file name extension of its kind, without a full stop."""
    width: int
    height: int


def identify(data: bytes) -> Image:
    """Return the kind and the size of an image. Raises NotAnImageError."""
    extension = next((extension for start, extension in _KINDS if start.match(data)), None)
    if extension is None:
        raise NotAnImageError("it is not a PNG, JPEG, GIF, WebP or AVIF image")
    return Image(extension, *read_size(data))


def read_size(data: bytes) -> tuple[int, int]:
    """Return the width and the height of an image in pixels, as browsers rotate it. Raises NotAnImageError.

    In: its content, or the first HEADER_LENGTH bytes: the size is near the beginning. A file that consists of empty
    segments would take half a second for each megabyte.
    """
    import imagesize  # it imports urllib.request, which takes time

    try:
        width, height = map(int, imagesize.get(io.BytesIO(data[:HEADER_LENGTH])))
    except Exception as error:
        # The library raises various exceptions on malicious bytes. Without a size, the bytes are not an image.
        raise NotAnImageError(_NO_SIZE) from error
    if width < 1 or height < 1:
        raise NotAnImageError(_NO_SIZE)
    return width, height


def name_of(data: bytes, extension: str) -> str:
    """Return the name of an image: 40 digits of the SHA-256 of its content, the first two as its folder."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}.{extension}"


def read_stored(docs: Path, name: str) -> bytes | None:
    """Read an image that the archive keeps; None if there is no such file, or its content does not match its name.

    In: the folder of the pages.
    """
    try:
        data = read_bytes(docs / FOLDER / name, docs)
    except OSError:
        return None  # If the file cannot be written either, that will be reported.
    return data if name_of(data, name.rpartition(".")[2]) == name else None


def staged_name(name: str) -> str:
    """Return the name of the file in which an image is staged, before it is moved into the folder of images."""
    return name.replace("/", "")


def page_url(name: str) -> str:
    """Return the URL of a stored image on the page of an article."""
    return f"{_UP}{FOLDER}/{name}"


def name_in_url(url: str) -> str | None:
    """Return the name of the stored image to which a URL on a page refers; None for other URLs."""
    match = _PAGE_URL.fullmatch(url)
    return match[1] if match else None


def find_name(content: str) -> str | None:
    """Return the name of the first stored image to which a page refers, in Markdown or HTML; None without one."""
    match = _PAGE_URL.search(content)
    return match[1] if match else None


def find_names(content: str) -> set[str]:
    """Return the names of all stored images to which a text refers, in Markdown or HTML."""
    return {match[1] for match in _PAGE_URL.finditer(content)}


def media_type(url: str) -> str:
    """Return the media type of the stored image at a URL, by its extension."""
    extension = url.rpartition(".")[2]
    return f"image/{'jpeg' if extension == 'jpg' else extension}"


def safe_page_url(url: str, base_url: str | None) -> str | None:
    """Return the URL of an image on a page of the archive: unchanged for a stored image, otherwise by `safe_url`.

    Not for inputs: the images of the archive are not available to them.
    """
    return url if name_in_url(url) else safe_url(url, base_url)


_DATA_URL = re.compile(r"\s*data:([^,]*),", re.IGNORECASE)


def is_data_url(url: str) -> bool:
    """Return whether a URL contains its content."""
    return _DATA_URL.match(url) is not None


def decode_data_url(url: str) -> bytes:
    """Return the content of a `data:` URL (RFC 2397, read as browsers do). Raises NotAnImageError if it has none."""
    match = _DATA_URL.match(url)
    if not match:
        raise NotAnImageError("it has no content")
    data = unquote_to_bytes(url[match.end() :].strip())
    if not match[1].strip().lower().endswith("base64"):
        return data
    data = re.sub(rb"[\s=]+", b"", data)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error as error:
        raise NotAnImageError("it is damaged: its base64 data cannot be decoded") from error

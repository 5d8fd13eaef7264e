"""Images by their bytes: of which kind they are, how large, and what they are called where an archive keeps them.

Kept are the kinds that browsers show and that are nothing but pixels. SVG is a document, and may hold scripts. Only
headers are read; nothing is decoded, and nothing altered.
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

import imagesize

from backfile.markup.urls import safe_url

FOLDER = "images"
"""Where they lie under docs/, each in a folder named by two digits of its content's digest."""

_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL), "webp"),
    (re.compile(rb"\0\0\0.ftyp(?:.{4}){0,16}?avi[fs]", re.DOTALL), "avif"),
)
"""What the files of a kind begin with (WHATWG MIME Sniffing, 6.1; AVIF, 6), and the ending of their names."""

_NAME = rf"[0-9a-f]{{2}}/[0-9a-f]{{38}}\.(?:{'|'.join(ending for _, ending in _KINDS)})"
NAME = re.compile(_NAME)
"""An image's name: its path under the folder of images."""
_STANDING = re.compile(rf"(?:\.\./)*{FOLDER}/({_NAME})")
_UP = "../../../"
"""From the folder of an article's page, articles/YYYY/MM or articles/undated/xx, to docs/."""


class NotAnImageError(ValueError):
    """Bytes are no image that an archive keeps; the message says why, one clause."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image, told by its content."""

    ending: str
    width: int
    height: int


def check(data: bytes) -> Image:
    """Tell an image by its bytes. Raises NotAnImageError."""
    ending = next((ending for opening, ending in _KINDS if opening.match(data)), None)
    if ending is None:
        raise NotAnImageError("it is no PNG, JPEG, GIF, WebP or AVIF")
    return Image(ending, *size(data))


def size(data: bytes) -> tuple[int, int]:
    """Read an image's width and height, in pixels, as browsers turn it. Raises NotAnImageError.

    In: its content, or its beginning. What tells the size stands near the beginning; a file made of nothing but empty
    segments takes half a second for each megabyte.
    """
    try:
        width, height = map(int, imagesize.get(io.BytesIO(data[:HEAD])))
    except Exception as error:
        # Whatever the library raises on bytes made to mislead it: without a size there is no image.
        raise NotAnImageError(_NO_SIZE) from error
    if width < 1 or height < 1:
        raise NotAnImageError(_NO_SIZE)
    return width, height


HEAD = 1 << 20
"""How much of an image is looked at for its size."""
_NO_SIZE = "it is damaged: its size cannot be read"


def name(data: bytes, ending: str) -> str:
    """Name an image by its content: 40 digits of its SHA-256, two of them its folder."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}.{ending}"


def kept(docs: Path, name_: str) -> bytes | None:
    """Give the image that an archive keeps under a name; None where it has none that can be read, or a damaged one.

    In: the folder of the pages.
    """
    try:
        data = (docs / FOLDER / name_).read_bytes()
    except OSError:
        return None  # Whoever moves it there will say what stands in its way.
    return data if name(data, name_.rpartition(".")[2]) == name_ else None


def aside(name_: str) -> str:
    """Name the file in which an image is set aside until it is moved to its place."""
    return name_.replace("/", "")


def link(name_: str) -> str:
    """Give the address of a kept image, as an article's page has it."""
    return f"{_UP}{FOLDER}/{name_}"


def linked(found: str) -> str | None:
    """Give the name of the kept image that a page links by `found`; None where that is no such link."""
    match = _STANDING.fullmatch(found)
    return match[1] if match else None


def of_page(found: str, base_url: str | None) -> str | None:
    """Give an image's address on a page of the archive: that of a kept one stays, others are as `clean.address` does.

    Never for what comes in: an input names no image of the archive.
    """
    return found if linked(found) else safe_url(found, base_url)


_DATA = re.compile(r"\s*data:([^,]*),", re.IGNORECASE)


def is_data(found: str) -> bool:
    """Whether an address holds its content itself."""
    return _DATA.match(found) is not None


def of_data(found: str) -> bytes:
    """Give the content of a `data:` address (RFC 2397, read as browsers do). Raises NotAnImageError without any."""
    match = _DATA.match(found)
    if not match:
        raise NotAnImageError("it has no content")
    data = unquote_to_bytes(found[match.end() :].strip())
    if not match[1].strip().lower().endswith("base64"):
        return data
    data = re.sub(rb"[\s=]+", b"", data)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error as error:
        raise NotAnImageError("it is damaged: it is no base64") from error

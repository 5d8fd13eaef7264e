"""Pages that unpack themselves: HTML with a zip in it, as SingleFile saves them. Owns finding the page and its images;
its script is never run.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import BadZipFile, ZipFile, ZipInfo

from backfile.readers.archive_members import is_folder
from backfile.readers.embedded_images import embed_images
from backfile.readers.unpack import READ_ERRORS, TooLargeError, read_limited

_FIRST_FILE, _LAST_RECORD = b"PK\x03\x04", b"PK\x05\x06"
_MOST_BEHIND = 1 << 17
"""The last record of a zip is within so many bytes of the end: HTML behind it is its comment."""
_PAGE = "index.html"
_IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif"})
_LARGEST = 50 << 20
_MOST = 100 << 20
"""The page, and all images together, have at most so many bytes."""


def unpack_page(data: bytes) -> bytes | None:
    """Return the page in a page that unpacks itself, with its images as `data:` URLs; None for any other page."""
    if _LAST_RECORD not in data[-_MOST_BEHIND:] or _FIRST_FILE not in data:
        return None
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            members = {info.filename: info for info in packed.infolist() if not is_folder(info)}
            if _PAGE not in members:
                return None
            page = _read(packed, members[_PAGE])
            return embed_images(page.decode("utf-8", "replace"), "", _images(packed, members)).encode()
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, TooLargeError, *READ_ERRORS):
        return None


def _images(packed: ZipFile, members: Mapping[str, ZipInfo]) -> dict[str, tuple[str, bytes]]:
    """Return the images in a zip: their names, as the page has them, with type and content."""
    found: dict[str, tuple[str, bytes]] = {}
    total = 0
    for name, info in members.items():
        total += info.file_size
        suffix = name.rpartition(".")[2].lower()
        if suffix in _IMAGES and total <= _MOST:
            found[name] = (f"image/{suffix}", _read(packed, info))
    return found


def _read(packed: ZipFile, info: ZipInfo) -> bytes:
    with packed.open(info) as stream:
        return read_limited(stream, _LARGEST)

"""Pictures for tests, drawn with Pillow."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image

CORNERS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 200, 30))
"""The colours of the quarters of a picture: above left and right, below left and right."""


def quarters(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Return a picture of four colours."""
    small = Image.new("RGB", (2, 2))
    small.putdata(CORNERS)
    return small.resize((width, height), Image.Resampling.NEAREST).convert(mode)


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that cannot be compressed."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file of a kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """Return `quarters` as a camera stores it that was held in one of eight ways, with the EXIF that says so."""
    turns = Image.Transpose
    stored = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }
    image = quarters()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "a secret place"
    return saved(image.transpose(stored[orientation]) if orientation in stored else image, kind, exif=exif)


def png_declaring(width: int, height: int) -> bytes:
    """Return a PNG of 100 bytes that declares a size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(4000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def with_profile(size: int) -> bytes:
    """Return a PNG with a colour profile of many bytes, which are compressed to few."""
    return saved(quarters(), "PNG", icc_profile=bytes(size))

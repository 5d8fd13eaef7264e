"""Saved pages with images, for tests."""

from __future__ import annotations

import base64
import random
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

KINDS = Path(__file__).with_name("kinds")
"""One small image of each kind, a yellow field on blue, 90 x 60; `turned.jpg` is stored rotated."""


def png(width: int = 90, height: int = 60, shade: int = 0) -> bytes:
    """Return an image of noise, which cannot be compressed."""
    noise = random.Random(shade)
    return _png(width, height, [noise.randbytes(3 * width) for _ in range(height)])


def blank(width: int, height: int) -> bytes:
    """Return a black image."""
    return _png(width, height, [bytes(3 * width)] * height)


def _png(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def data(content: bytes, kind: str = "image/png") -> str:
    """Return an image as a `data:` URL."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


SENTENCE = (
    "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive, its chair said."
)


def page(*images: str, headline: str = "East pier to be mended", url: str | None = "https://gazette.test/pier") -> str:
    """Return a page with images between its paragraphs. In: their elements, or addresses."""
    elements = (each if each.startswith("<") else f'<img src="{each}" alt="The pier">' for each in images)
    parts = [f"<p>{SENTENCE} {number}.</p><p>{each}</p>" for number, each in enumerate(elements)]
    link = f'<link rel="canonical" href="{url}">' if url else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>{link}</head><body>'
        f'<nav class="n"><a href="/">Home</a></nav><article><h1>{headline}</h1>{"".join(parts)}<p>{SENTENCE}</p>'
    )


def save(folder: Path, html: str, files: dict[str, bytes], name: str = "pier") -> Path:
    """Save a page as browsers do, its files in NAME_files/. Return its path."""
    saved_files = folder / f"{name}_files"
    saved_files.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        (saved_files / file).write_bytes(content)
    (folder / f"{name}.html").write_text(html, "utf-8")
    return folder / f"{name}.html"

"""Files that a folder of saved articles may hold and that are no article: how to make each, the kind of its problem."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

BOUNDS = """\
      max_megabytes: 1
      max_seconds: 3
      max_memory_megabytes: 1024
"""
"""For mkdocs.yml: what stops the inputs below, under `plugins: - backfile:`."""

TEXT = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. " * 3


def article(number: int, more: str = "") -> bytes:
    """Give a page that becomes an article of its own."""
    title = f"<title>Pier {number} mended</title>"
    return f"<!DOCTYPE html>{title}<article><h1>Pier {number} mended</h1><p>{TEXT}{more}</p></article>".encode()


def _socket(path: Path) -> None:
    # The system takes no longer address than 107 bytes.
    here = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{here}/.s")
        path.with_name(".s").rename(path)
    finally:
        os.close(here)


def _larger(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)


def _loop(path: Path) -> None:
    path.symlink_to(path.with_name(f"{path.name}.back"))
    path.with_name(f"{path.name}.back").symlink_to(path)


Make = Callable[[Path], object]

ODD: dict[str, tuple[str, Make, str]] = {
    "a file nobody reads": (".docx", lambda path: path.write_bytes(b"PK\3\4"), "no-reader"),
    "a file without an ending": ("", lambda path: path.write_bytes(article(0)), "no-reader"),
    "an empty file": (".html", lambda path: path.write_bytes(b""), "empty"),
    "a blank file": (".txt", lambda path: path.write_bytes(b" \n\t\r\n "), "empty"),
    "a blank file of UTF-16": (".html", lambda path: path.write_bytes("\ufeff \n ".encode("utf-16-le")), "empty"),
    "nothing, gzipped": (".txt.gz", lambda path: path.write_bytes(gzip.compress(b"")), "empty"),
    "a file over the bound": (".html", _larger, "too-large"),
    "a gzip bomb": (".html.gz", lambda path: path.write_bytes(gzip.compress(bytes(40 << 20))), "too-large"),
    "half a gzip": (".html.gz", lambda path: path.write_bytes(gzip.compress(article(0))[:-20]), "unreadable"),
    "a broken gzip": (".txt.gz", lambda path: path.write_bytes(b"\x1f\x8bthis is none"), "unreadable"),
    "a binary called text": (".txt", lambda path: path.write_bytes(bytes(range(256)) * 8), "unreadable"),
    "a page without text": (".html", lambda path: path.write_bytes(b"<script>1</script>"), "no-body"),
    "100,000 divisions": (".html", lambda path: path.write_bytes(b"<div>" * 100_000 + b"text"), "too-deep"),
    "a pipe": (".html", os.mkfifo, "unreadable"),
    "a socket": (".html", _socket, "unreadable"),
    "a link to nowhere": (".html", lambda path: path.symlink_to("nowhere.html"), "unreadable"),
    "a link that leads out": (".html", lambda path: path.symlink_to("/etc/hostname"), "unreadable"),
    "a link to its own folder": (".html", lambda path: path.symlink_to(path.parent), "unreadable"),
    "links in a ring": (".html", _loop, "unreadable"),
    "one that kills its reader": (".html", lambda path: path.write_bytes(article(0, "It pulls the plug.")), "crashed"),
    "one a plugin fails at": (".html", lambda path: path.write_bytes(article(0, "It does not know how.")), "crashed"),
    "one that wants all memory": (".html", lambda path: path.write_bytes(article(0, "It wants it all.")), "too-large"),
    "one that takes for ever": (".html", lambda path: path.write_bytes(article(0, "It takes for ever.")), "too-slow"),
}
"""By what it is: the ending of its name, how it is made, the kind of problem that it gives."""

NAMES = (
    "plain",
    "two\nlines",
    "-rf",
    "caf\u00e9",
    "cafe\u0301",
    "\udcff\udcfe",
    "\u202etxt.exe",
    "Clash",
    "clash",
    "q?*[a]",
    "\x1b[31mred",
    "n" * 240,
)
"""Names that a file may have."""

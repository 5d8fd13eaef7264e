"""Files in a folder of saved articles that are not articles: functions that make them, and their kinds of problems."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

LIMITS = """\
      max_megabytes: 1
      max_seconds: 3
      max_memory_megabytes: 1024
"""
"""Lines for mkdocs.yml, under `plugins: - backfile:`: limits that the inputs below exceed."""

TEXT = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. " * 3


def article(number: int, more: str = "") -> bytes:
    """Return a saved page; each number is an article of its own."""
    title = f"<title>Pier {number} mended</title>"
    return f"<!DOCTYPE html>{title}<article><h1>Pier {number} mended</h1><p>{TEXT}{more}</p></article>".encode()


def _make_socket(path: Path) -> None:
    # The address of a socket has at most 107 bytes.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"/proc/self/fd/{folder}/.s")
        path.with_name(".s").rename(path)
    finally:
        os.close(folder)


def _make_large_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)


def _make_link_loop(path: Path) -> None:
    path.symlink_to(path.with_name(f"{path.name}.back"))
    path.with_name(f"{path.name}.back").symlink_to(path)


Make = Callable[[Path], object]


def _make_article(more: str) -> Make:
    return lambda path: path.write_bytes(article(0, more))


ODD_INPUTS: dict[str, tuple[str, Make, str]] = {
    "a file that no reader reads": (".exe", lambda path: path.write_bytes(b"MZ\0\0"), "no-reader"),
    "a damaged zip": (".docx", lambda path: path.write_bytes(b"PK\3\4"), "unreadable"),
    "a file without a suffix": ("", lambda path: path.write_bytes(article(0)), "no-reader"),
    "an empty file": (".html", lambda path: path.write_bytes(b""), "empty"),
    "a blank file": (".txt", lambda path: path.write_bytes(b" \n\t\r\n "), "empty"),
    "a blank file of UTF-16": (".html", lambda path: path.write_bytes("\ufeff \n ".encode("utf-16-le")), "empty"),
    "nothing, gzipped": (".txt.gz", lambda path: path.write_bytes(gzip.compress(b"")), "empty"),
    "a file above the limit": (".html", _make_large_file, "too-large"),
    "a gzip bomb": (".html.gz", lambda path: path.write_bytes(gzip.compress(bytes(40 << 20))), "too-large"),
    "a truncated gzip": (".html.gz", lambda path: path.write_bytes(gzip.compress(article(0))[:12]), "unreadable"),
    "a broken gzip": (".txt.gz", lambda path: path.write_bytes(b"\x1f\x8bthis is none"), "unreadable"),
    "binary data named .txt": (".txt", lambda path: path.write_bytes(bytes(range(256)) * 8), "unreadable"),
    "a page without text": (".html", lambda path: path.write_bytes(b"<script>1</script>"), "no-body"),
    "100,000 divisions": (".html", lambda path: path.write_bytes(b"<div>" * 100_000 + b"text"), "too-deep"),
    "a pipe": (".html", os.mkfifo, "unreadable"),
    "a socket": (".html", _make_socket, "unreadable"),
    "a link to nowhere": (".html", lambda path: path.symlink_to("nowhere.html"), "unreadable"),
    "a link out of the folder": (".html", lambda path: path.symlink_to("/etc/hostname"), "unreadable"),
    "a link to its own folder": (".html", lambda path: path.symlink_to(path.parent), "unreadable"),
    "a loop of links": (".html", _make_link_loop, "unreadable"),
    "an article that kills the worker": (
        ".html",
        _make_article("It kills its process."),
        "crashed",
    ),
    "an article at which an extension fails": (
        ".html",
        _make_article("It raises an error."),
        "crashed",
    ),
    "an article that needs all memory": (
        ".html",
        _make_article("It allocates all memory."),
        "too-large",
    ),
    "an article that takes an hour": (
        ".html",
        _make_article("It sleeps for an hour."),
        "too-slow",
    ),
}
"""Description -> suffix of its name, function that makes it, kind of the problem that is reported."""

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
"""File names with special characters."""

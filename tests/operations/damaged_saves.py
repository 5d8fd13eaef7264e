"""Saves of articles that were cut, in the kinds of files whose damage is known."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Saved:
    """A save of an article, made on a day of March 2020, of which so many tenths came."""

    number: int
    form: str
    day: int
    tenths: int = 10
    changed: int = 0
    """How many of its sentences are others than in other saves."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the paragraphs of the whole page."""
        return tuple(
            f"In part {part} of report {self.number} the harbour board says that crane no. {part}x{self.number} of the "
            f"east quay was {'painted' if part < self.changed else 'mended'} in {part + 3} weeks for {part * 9 + 7} "
            f"crowns, by {part + 2} men from yard {part * self.number + 1} of the old town."
            for part in range(20)
        )

    @property
    def address(self) -> str:
        """Return where it was saved from."""
        return f"https://gazette.test/2020/cranes-{self.number}"

    def write(self, folder: Path, name: str) -> Path:
        """Write the file into a folder."""
        folder.mkdir(exist_ok=True)
        extension, data = FORMS[self.form]
        file = folder / f"{self.number:02}-{name}{extension}"
        file.write_bytes(data(self))
        return file

    def page(self) -> bytes:
        """Return the whole page."""
        paragraphs = "".join(f"<p>{sentence}</p>\n" for sentence in self.sentences)
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>The cranes of report {self.number}</title>'
            f'<link rel="canonical" href="{self.address}"></head><body><article><h1>The cranes of report {self.number}'
            f"</h1>\n{paragraphs}</article></body></html>"
        ).encode()

    def part(self, data: bytes) -> bytes:
        """Return as much of some bytes as came."""
        return data[: len(data) * self.tenths // 10]

    def capture(self, head: str, body: bytes, warc: str = "", missing: int = 0) -> bytes:
        """Return a record of a web archive, of which some bytes are missing."""
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{head}\r\n".encode()
        text = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {self.address}\r\n"
            f"WARC-Date: 2020-03-{self.day:02}T10:00:00Z\r\n{warc}"
            f"WARC-Record-ID: <urn:uuid:5c5b2a2e-0000-4000-8000-0000000000{self.day:02}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(body) + missing}\r\n"
            "\r\n"
        )
        return text.encode() + http + body + (b"" if missing else b"\r\n\r\n")


def _stated(saved: Saved) -> bytes:
    return saved.capture("", saved.part(saved.page()), "WARC-Truncated: length\r\n" if saved.tenths < 10 else "")


def _longer(saved: Saved) -> bytes:
    return saved.capture(f"Content-Length: {len(saved.page())}\r\n", saved.part(saved.page()))


def _chunks(saved: Saved) -> bytes:
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(saved.page()), saved.page())
    return saved.capture("Transfer-Encoding: chunked\r\n", saved.part(chunks))


def _packed(saved: Saved) -> bytes:
    return saved.capture("Content-Encoding: gzip\r\n", saved.part(gzip.compress(saved.page(), mtime=0)))


def _ended(saved: Saved) -> bytes:
    part = saved.part(saved.page())
    return saved.capture("", part, missing=len(saved.page()) - len(part))


def _wrong_length(saved: Saved) -> bytes:
    """Return a gzipped archive whose record states less than its page has."""
    head = saved.capture("", saved.part(saved.page())).partition(b"\r\n\r\n")[0]
    record = head + b"\r\n\r\n" + saved.capture("", saved.page()).partition(b"\r\n\r\n")[2]
    other = (
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: 2020-03-01T10:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:5c5b2a2e-0000-4000-8000-000000000000>\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    return gzip.compress(record, mtime=0) + gzip.compress(other, mtime=0)


def _mhtml(saved: Saved) -> bytes:
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {saved.address}\r\n"
        f"Date: Sun, {saved.day:02} Mar 2020 10:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: {saved.address}\r\n\r\n"
    )
    return head.encode() + saved.part(saved.page()) + (b"" if saved.tenths < 10 else b"\r\n--part--\r\n")


FORMS: dict[str, tuple[str, Callable[[Saved], bytes]]] = {
    "stated": (".warc", _stated),
    "longer": (".warc", _longer),
    "chunks": (".warc", _chunks),
    "packed": (".warc", _packed),
    "ended": (".warc", _ended),
    "wrong length": (".warc.gz", _wrong_length),
    "mhtml": (".mhtml", _mhtml),
}
"""Name of a form -> extension, and the function that writes a save in it."""

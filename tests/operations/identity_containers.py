"""Containers that hold one save of the identity tables, as other programs write them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.operations.identity_cases import Saved


def _recorded_at(saved: Saved) -> str:
    """Return the address under which the container recorded the page."""
    return f"https://{saved.host}/saved/{saved.number}" if saved.host else saved.url or ""


def _paragraphs(saved: Saved) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in saved.body)


def _warc(saved: Saved) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + saved.html().encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {_recorded_at(saved)}\r\nWARC-Date: 2020-03-29T10:00:00Z"
        "\r\nWARC-Record-ID: <urn:uuid:5c5b2a2e-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def _mhtml(saved: Saved) -> bytes:
    address = _recorded_at(saved)
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nDate: Sun, 29 Mar 2020 10:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: {address}\r\n\r\n{saved.html()}\r\n--part--\r\n"
    ).encode()


def _zip(saved: Saved) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(f"pages/{saved.number}.html", saved.html())
    return out.getvalue()


def _crawled(saved: Saved) -> dict[str, str]:
    """Return the record of a crawler: a whole page, and where it found it."""
    return {"id": f"record-{saved.number}", "url": _recorded_at(saved), "html": saved.html()}


def _stated(saved: Saved) -> dict[str, str | None]:
    """Return the record of a publishing system."""
    return {
        "id": f"record-{saved.number}",
        "url": saved.url,
        "title": saved.headline,
        "source": saved.source,
        "date": saved.published,
        "updated": saved.modified,
        "text": "\n\n".join(saved.body),
    }


def _csv(saved: Saved) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(_crawled(saved)))
    writer.writeheader()
    writer.writerow(_crawled(saved))
    return out.getvalue().encode()


def _feed(saved: Saved) -> bytes:
    link = f"<link>{saved.url}</link><guid>{saved.url}</guid>" if saved.url else ""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{saved.source}</title>'
        f"<link>https://{saved.host or 'feeds.example'}/</link><item><title>{saved.headline}</title>{link}"
        f"<pubDate>Sun, 22 Mar 2020 08:00:00 +0100</pubDate><description>{escape(_paragraphs(saved))}</description>"
        "</item></channel></rss>"
    ).encode()


def _note(saved: Saved) -> bytes:
    meta = {"title": saved.headline, "url": saved.url, "publication": saved.source, "date": saved.published}
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in meta.items() if value)
    # Keys of the program, of MkDocs and of Material, with which a note could pass for more than it is.
    head += (
        f'seal: "{"0" * 64}"\ntemplate: evil.html\nhide: [toc]\nfeatured: true\nsearch: {{exclude: true}}\n'
        f'origin: {{host: "www.gazette{saved.number}.example", file: "s{saved.number:02}.html"}}\n'
    )
    paragraphs = "\n\n".join(saved.body)
    return f"---\n{head}---\n\n{paragraphs}\n".encode()


FORMS: dict[str, tuple[str, Callable[[Saved], bytes]]] = {
    "html": (".html", lambda saved: saved.html().encode()),
    "text": (".txt", lambda saved: saved.html().encode()),
    "warc": (".warc", _warc),
    "mhtml": (".mhtml", _mhtml),
    "zip": (".zip", _zip),
    "crawled json": (".jsonl", lambda saved: json.dumps(_crawled(saved)).encode() + b"\n"),
    "crawled csv": (".csv", _csv),
    "json": (".json", lambda saved: json.dumps([_stated(saved)]).encode()),
    "feed": (".rss", _feed),
    "note": (".md", _note),
}
"""Name of a form -> extension, and the function that writes a save in it."""

"""What the archive keeps of a capture: a record of a web archive with the page, its address, its time and its type, and
whether its end is missing. Owns how such a record is written, and how its heads are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backfile.problems import Problem
from backfile.readers.reader import Record
from backfile.readers.warc_head import content_type

END_OF_HEAD = b"\r\n\r\n"
TRUNCATED = "WARC-Truncated"


def rewritten(item: Any, url: str, body: bytes, truncated: str | None) -> bytes:
    """Return a record of a page with its address, time and type, and why its end is missing."""
    kind = _one_line(content_type(item, whole=True)) or "text/html"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    date = _one_line(item.rec_headers.get_header("WARC-Date") or "")
    cut = f"{TRUNCATED}: {_one_line(truncated)[:40]}\r\n" if truncated else ""
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {_one_line(url)}\r\nWARC-Date: {date}\r\n{cut}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    ).encode("utf-8", "replace")
    return head + http + body


def as_cut(record: Record | Problem) -> Record | Problem:
    """Return a capture that says that its end is missing. A refusal stays."""
    if not isinstance(record, Record) or not isinstance(record.content, bytes):
        return record
    head, end, rest = record.content.partition(END_OF_HEAD)
    if TRUNCATED.lower() not in header_fields(head):
        head += f"\r\n{TRUNCATED}: unspecified".encode()
    return replace(record, content=head + end + rest)


def header_fields(head: bytes) -> Mapping[str, str]:
    """Return the fields of a head by their names, in lower case."""
    lines = head.decode("utf-8", "replace").split("\r\n")
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _one_line(value: str) -> str:
    return " ".join(value.split())

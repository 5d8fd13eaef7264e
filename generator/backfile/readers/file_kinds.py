"""What a file is by its content, whatever its name says. Owns the kinds of files that are no web page and no text of an
article: those with known first bytes are in `file_kinds.toml`, those that consist of text in `text_formats`.

The name of a file decides only where its content does not tell: people and programs save documents, archives, images
and mail under the name of a web page or a text.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backfile.readers import text_formats
from backfile.readers.decode import BYTE_ORDER_MARKS
from backfile.readers.detect_encoding import detect_utf_16
from backfile.readers.reader import HEAD_BYTES

_FILE = Path(__file__).with_suffix(".toml")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is no web page and no text."""

    name: str
    """What it is, with its article: `a PDF document`."""
    step: str
    """What a person can do with such a file, one sentence."""
    reader: str | None = None
    """The name of the reader of such files; absent if nothing reads them."""


@dataclass(frozen=True, slots=True)
class _Signature:
    """How files of a kind begin."""

    kind: FileKind
    pattern: re.Pattern[bytes]
    is_binary: bool
    """Whether it counts only in bytes with control characters."""


def find_kind(head: bytes) -> FileKind | None:
    """Return what a file is if it is neither a web page nor a text; None for these, and for what nothing tells.

    In: its first HEAD_BYTES.
    """
    has_controls = _CONTROLS.search(head) is not None
    text = _as_text(head)
    data = text.encode("latin-1", "replace")
    for signature in _signatures():
        if signature.pattern.match(head if has_controls else data) and (has_controls or not signature.is_binary):
            return signature.kind
    return _find_text_format(text, is_whole=len(head) < HEAD_BYTES)


def _find_text_format(text: str, *, is_whole: bool) -> FileKind | None:
    """Return the format of a text that is not an article; None for others. In: its beginning."""
    if text_formats.is_json(text, is_whole=is_whole):
        if text_formats.JSON_FEED in text:
            return FileKind("a JSON Feed", _steps()["links"], "feed")
        return FileKind("JSON", _steps()["records"], "json")
    if text_formats.is_xml(text):
        return FileKind("an XML document", _steps()["records"])
    if text_formats.is_mhtml(text):
        return FileKind("a page saved as MHTML", _steps()["page"], "mhtml")
    if text_formats.is_mail(text):
        return FileKind("an e-mail message", _steps()["mail"])
    if text_formats.is_address_list(text):
        return FileKind("a list of addresses", _steps()["links"])
    return FileKind("a table (CSV)", _steps()["records"], "csv") if text_formats.is_table(text) else None


def _as_text(head: bytes) -> str:
    """Return first bytes as characters. Encodings other than UTF-16 and UTF-32 have the signs of a format as ASCII."""
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode("latin-1" if mark == codecs.BOM_UTF8 else codec, "replace")
    return head.decode(detect_utf_16(head) or "latin-1", "replace")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _steps() -> Mapping[str, str]:
    steps: Mapping[str, str] = _table()["steps"]
    return steps


@cache
def _signatures() -> tuple[_Signature, ...]:
    return tuple(
        _Signature(
            FileKind(entry["name"], _steps()[entry["step"]], entry.get("reader")),
            _pattern_of(entry),
            entry.get("binary", False),
        )
        for entry in _table()["kind"]
    )


def _pattern_of(entry: Mapping[str, Any]) -> re.Pattern[bytes]:
    expression = entry.get("pattern") or "|".join(map(re.escape, entry["starts"]))
    return re.compile(expression.encode("latin-1"))

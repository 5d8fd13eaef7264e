"""The reader of saved web pages. Owns what only the file can say: its encoding and the comment in which the saving
program wrote down address and time. What stands on the page is left to `extract`, what the strings mean to `fields`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, Origin, RawHtml
from backfile.problems import Problem, ProblemKind
from backfile.readers.decode import decode, remark
from backfile.readers.reader import InputData, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = re.compile(
    rb"\s*(?:(?><\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s{0,20}Page saved with SingleFile\s{1,20}url: ?(\S+)\s{1,20}saved date: ?([^\n]{1,200}?) *(?:\n|-->)",
    re.IGNORECASE,
)
_PROLOGUE = 20_000
"""The saving program writes its comment at the top; further down it would be the page's own text."""


def claims(data: bytes) -> bool:
    """Say whether `data` opens like an HTML page; byte order marks and zero bytes of UTF-16 are looked through."""
    return _OPENING.match(data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")) is not None


def read(source: InputData) -> Iterator[Clipping | Problem]:
    """Give the page as one clipping of form PAGE, after a remark when bytes of it could not be read."""
    decoded = decode(source.data)
    if not decoded.text.strip():
        yield Problem(
            ProblemKind.EMPTY,
            source.file,
            "the file is empty",
            "Save the page again, or take the file out of the folder.",
        )
        return
    if problem := remark(decoded, source.file):
        yield problem
    fields = _saved(decoded.text[:_PROLOGUE])
    url = fields.get("url")
    yield Clipping(
        origin=Origin(file=source.file, sha256=source.sha256, reader=READER.name),
        form=Form.PAGE,
        body=RawHtml(decoded.text),
        fields=fields,
        base_url=url[0].values[0] if url else None,
    )


def _saved(prologue: str) -> dict[str, tuple[FieldCandidate, ...]]:
    """Read the comments that browsers ("saved from url") and the SingleFile extension leave."""
    if match := _SINGLE_FILE.search(prologue):
        return {
            "url": (FieldCandidate((match[1],), "saved-from"),),
            "retrieved": (FieldCandidate((match[2],), "saved-from"),),
        }
    if match := _SAVED_FROM.search(prologue):
        return {"url": (FieldCandidate((match[1],), "saved-from"),)}
    return {}


READER = Reader(name="html", suffixes=(".html", ".htm", ".xhtml"), claims=claims, read=read)

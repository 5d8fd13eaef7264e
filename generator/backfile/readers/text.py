"""The reader of plain text files. Owns only their encoding; headline, dateline and furniture are left to `extract`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import Clipping, Form, Origin, PlainText
from backfile.problems import Problem, ProblemKind
from backfile.readers.decode import Decoded, decode, remark
from backfile.readers.reader import InputData, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER_FORMATS = re.compile(r"\s*(?:<[?!a-z]|%PDF|\{\\rtf|WARC/\d|From \S+@|\{\s*[\"}]|\[\s*[\[{\"])", re.IGNORECASE)
"""Openings of formats that are made of text but are not an article's text: markup, PDF, RTF, WARC, mbox, JSON."""
_FEW, _SHARE = 5, 0.02
"""How many strange characters, or which share, pass for damage to a text."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def claims(data: bytes) -> bool:
    """Say whether `data` looks like text that a person could read."""
    head = decode(data[:4096]).text
    return bool(head.strip()) and not _OTHER_FORMATS.match(head) and not _CONTROLS.search(head)


def read(source: InputData) -> Iterator[Clipping | Problem]:
    """Give the text as one clipping of form TEXT, after a remark when bytes of it could not be read."""
    decoded = decode(source.data)
    if not decoded.text.strip():
        yield Problem(
            ProblemKind.EMPTY,
            source.file,
            "the file is empty",
            "Scrape the text again, or take the file out of the folder.",
        )
        return
    if _is_binary(decoded):
        reason = "it is no text: too much of it are control characters or bytes that mean nothing"
        yield Problem(
            ProblemKind.UNREADABLE, source.file, reason, "Name it after what it is, or save its text as UTF-8."
        )
        return
    if problem := remark(decoded, source.file):
        yield problem
    yield Clipping(
        origin=Origin(file=source.file, sha256=source.sha256, reader=READER.name),
        form=Form.TEXT,
        body=PlainText(decoded.text),
    )


def _is_binary(decoded: Decoded) -> bool:
    strange = len(_CONTROLS.findall(decoded.text)) + decoded.replaced
    return strange > max(_FEW, _SHARE * len(decoded.text))


READER = Reader(name="text", suffixes=(".txt",), claims=claims, read=read)

"""The reader of plain text files. Owns their encoding, and the refusal of files that are not text; headline, dateline
and furniture are left to `extract`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import Clipping, Form, PlainText
from backfile.problems import Problem, ProblemKind
from backfile.readers.decode import DecodedText, decode, replacement_problem
from backfile.readers.reader import Reader, RecordData, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER_FORMATS = re.compile(r"\s*(?:<[?!a-z]|%PDF|\{\\rtf|WARC/\d|From \S+@|\{\s*[\"}]|\[\s*[\[{\"])", re.IGNORECASE)
"""First characters of formats that consist of text but are not the text of an article: markup, PDF, RTF, WARC, mbox,
JSON."""
_CLAIM_BYTES = 4096
_DAMAGED_COUNT, _DAMAGED_SHARE = 5, 0.02
"""A file is still text with so many control and replacement characters, or with this share of them."""
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def claims(head: bytes) -> bool:
    """Return whether `head` is text that a person could read."""
    text = decode(head[:_CLAIM_BYTES]).text
    return bool(text.strip()) and not _OTHER_FORMATS.match(text) and not _CONTROL_CHARACTERS.search(text)


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the text as one clipping of form TEXT, after a remark when some of its bytes cannot be decoded."""
    decoded = decode(record.data)
    if _is_binary(decoded):
        reason = "it is not text: too many of its bytes are control characters or cannot be decoded"
        step = "Give it the file name extension of its format, or save its text as UTF-8, and run again."
        yield Problem(ProblemKind.UNREADABLE, record.origin.file, reason, step, record.origin.record)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    yield Clipping(record.origin, Form.TEXT, PlainText(decoded.text))


def _is_binary(decoded: DecodedText) -> bool:
    """Return whether too many characters are controls or replacements for a damaged text."""
    damaged = len(_CONTROL_CHARACTERS.findall(decoded.text)) + decoded.replaced
    return damaged > max(_DAMAGED_COUNT, _DAMAGED_SHARE * len(decoded.text))


READER = Reader("text", (".txt",), claims, whole_file, parse)

"""The reader of plain text files. Headline, dateline and furniture are left to `extract`, the encoding to `decode`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.article import Clipping, Form, PlainText
from backfile.readers.decode import CONTROL_CHARACTERS, binary_problem, decode, is_binary, replacement_problem
from backfile.readers.reader import Notes, Reader, RecordData, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.problems import Problem

_OTHER_FORMATS = re.compile(r"\s*(?:<[?!a-z]|%PDF|\{\\rtf|WARC/\d|From \S+@|\{\s*[\"}]|\[\s*[\[{\"])", re.IGNORECASE)
"""First characters of formats that consist of text but are not the text of an article: markup, PDF, RTF, WARC, mbox,
JSON."""
_CLAIM_BYTES = 4096


def claims(head: bytes) -> bool:
    """Return whether `head` is text that a person could read."""
    text = decode(head[:_CLAIM_BYTES]).text
    return bool(text.strip()) and not _OTHER_FORMATS.match(text) and not CONTROL_CHARACTERS.search(text)


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the text as one clipping of form TEXT, after a remark when some of its bytes cannot be decoded."""
    decoded = decode(record.data)
    if is_binary(decoded):
        yield binary_problem(record.origin)
        return
    if problem := replacement_problem(decoded, record.origin):
        yield problem
    yield Clipping(record.origin, Form.TEXT, PlainText(decoded.text))


READER = Reader(
    "text",
    (".txt",),
    claims,
    whole_file,
    parse,
    notes=Notes(
        "Scraped texts",
        "Copy the text of a page into a file, or let a scraper write it.",
        "The article, and the fields that its first and last lines state.",
        "Lines of page furniture; `--json` lists them.",
    ),
)

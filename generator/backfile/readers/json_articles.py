"""The reader of articles in JSON: one object, an array of objects, or lines of objects (JSON Lines). Owns their
division into records; which key has which field is left to `columns`, the values to `row`.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers import text_formats
from backfile.readers.columns import is_no_article, is_personal
from backfile.readers.decode import replacement_problem
from backfile.readers.json_pages import count_below, is_page
from backfile.readers.json_records import REPAIR, articles, invalid, kept_bytes, records_of, replaced_bytes
from backfile.readers.json_scanner import JsonScanner
from backfile.readers.json_values import NoJson, as_utf_8, decode_json, loads
from backfile.readers.reader import HEAD_BYTES, InputSource, Notes, Reader, Record, RecordData
from backfile.readers.row import has_text, no_text_problem, parse_row, preview_row
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from backfile.article import Clipping

_MOST_DEPTH = 8
"""How deep an array of articles may lie in the file's object."""
_WHOLE = 8 * MEGABYTE
"""A file of at most this size may be one article."""


def claims(head: bytes) -> bool:
    """Return whether `head` is JSON that begins with an object or an array of objects."""
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    return text_formats.is_json(text, is_whole=len(head) < HEAD_BYTES)


def records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield each object with a text; a refusal if no object has one, and for each that is no JSON."""
    if _is_lines(source):
        yield from _of_lines(source, as_utf_8(source.content))
        return
    is_short = _is_short(source)
    yield from _of_document(source, as_utf_8(source.content), is_short=is_short)


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the object as one clipping, or a refusal."""
    values = loads(record.data)
    if isinstance(values, NoJson):
        yield invalid(record.origin.file, record.origin.record, values)
    elif not isinstance(values, dict):
        yield invalid(record.origin.file, record.origin.record, "it is no object")
    else:
        if problem := replacement_problem(decode_json(record.data), record.origin):
            yield problem
        yield from parse_row(values, record.origin, record.mapping)


def preview(record: RecordData) -> Iterator[tuple[str, str, str]]:
    """Yield each key of the object, the field that it becomes, and the beginning of its value."""
    values = loads(record.data)
    return preview_row(values, record.mapping) if isinstance(values, dict) else iter(())


def _is_lines(source: InputSource) -> bool:
    """Return whether a file has one value a line: by its name, or by its first two lines."""
    head = source.content.read(HEAD_BYTES)
    source.content.seek(0)
    scanner = JsonScanner(as_utf_8(io.BytesIO(head)), HEAD_BYTES)
    if scanner.peek() != b"{":
        return False
    if source.file.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].strip() != b"{"
    return b"\n" not in (scanner.value() or b"") and scanner.peek() == b"{"


def _of_lines(source: InputSource, stream: IO[bytes]) -> Iterator[Record | Problem]:
    def lines() -> Iterator[tuple[int, bytes]]:
        number = 0
        while line := stream.readline(source.max_bytes + 2):
            number += 1
            while not line.endswith(b"\n") and len(line) > source.max_bytes and (rest := stream.readline(1 << 20)):
                if rest.endswith(b"\n"):
                    break
            if line.strip():
                yield number, line.strip()

    yield from articles(source, lines(), is_certain=False)


def _of_document(source: InputSource, stream: IO[bytes], *, is_short: bool) -> Iterator[Record | Problem]:
    """Yield the records of a file of JSON: of one value, or of several, as programs write them that append.

    The first object is the article of the file if it has a text; it has no name then.
    """
    scanner, state = JsonScanner(stream, source.max_bytes), _State()
    number = others = 0
    while byte := scanner.peek():
        if number and byte in b",:]}":
            scanner.skip()
            continue
        number += 1
        if byte == b"[":
            yield from articles(source, _numbered(scanner, state), is_certain=False)
        elif byte == b"{":
            yield from _of_object(source, scanner, state, number, is_short=is_short)
        else:
            value = loads(scanner.value() or b"")
            others += 1
            if isinstance(value, NoJson):
                yield invalid(source.file, str(number), value)
                return
    if others:
        reason = f"values that are no objects are in it: {others}"
        yield Problem(ProblemKind.UNREADABLE, source.file, reason, REPAIR, None)
    if state.is_cut and not state.is_reported:
        reason = "its end is missing: a list in it is not closed"
        yield Problem(ProblemKind.DAMAGED, source.file, reason, "Fetch or export it again, and run again.")


@dataclass(slots=True)
class _State:
    """What is known of a file while it is read."""

    is_cut: bool = False
    """Whether its end is within an array or an object."""
    is_reported: bool = False
    """Whether that was reported."""


def _of_object(
    source: InputSource, scanner: JsonScanner, state: _State, number: int, *, is_short: bool
) -> Iterator[Record | Problem]:
    """Yield the records of an object of a file: the object itself, or those in its arrays. In: its number there."""
    values: Any = None
    inner = scanner
    if is_short:
        data = scanner.value() or b""
        values = loads(data)
        if has_text(values, source.mapping):
            yield from _report_below(source, values, number)
            if number > 1:
                yield from records_of(source, number, data)
            else:
                kept = kept_bytes(values, data)
                yield from replaced_bytes(source.file, None, data, kept)
                yield Record(kept)
            return
        inner = JsonScanner(io.BytesIO(data), source.max_bytes)
    found = False
    names: list[str] = []
    for item in _in_object(source, inner, state, names, 1):
        found = True
        yield item
    record = str(number) if number > 1 else None
    if isinstance(values, NoJson):
        state.is_reported = True
        yield invalid(source.file, record, values)
    elif not found:
        yield no_text_problem(source.file, names, record)


def _report_below(source: InputSource, values: Any, number: int) -> Iterator[Problem]:
    """Yield a remark on objects that may be articles, in an object that is read as one. In: its number in the file."""
    if count := count_below(values, source.mapping):
        reason = (
            f"it is read as one article, since it has a text; other articles may be in it, which are not read: {count}"
        )
        step = "If they are articles, write them into a file of their own, as a list, and ingest that."
        yield Problem(ProblemKind.SEVERAL, source.file, reason, step, str(number) if number > 1 else None)


def _is_short(source: InputSource) -> bool:
    """Return whether a file is so small that it may be one article."""
    limit, total = min(_WHOLE, source.max_bytes), 0
    while total <= limit and (chunk := source.content.read(HEAD_BYTES)):
        total += len(chunk)
    source.content.seek(0)
    return total <= limit


def _in_object(
    source: InputSource, scanner: JsonScanner, state: _State, names: list[str], depth: int, *, is_part: bool = False
) -> Iterator[Record | Problem]:
    """Yield the records in the arrays of an object, and the objects in it that are articles. `names` gets its keys.

    The objects in an article are its parts, and those in a person or a comment are no articles; the arrays in it are
    read. In: whether it is in one of these.
    """
    scanner.peek()
    scanner.skip()
    while (byte := scanner.peek()) not in (b"", b"}"):
        if byte == b",":
            scanner.skip()
            continue
        key = scanner.value() or b""
        names.append(key.decode("utf-8", "replace").strip('"')) if depth == 1 and len(names) < 50 else None
        if scanner.peek() != b":":
            yield invalid(
                source.file, None, f"there is no value behind {one_line(key[:40].decode('utf-8', 'replace'))}"
            )
            return
        scanner.skip()
        value = scanner.peek()
        shown = str(loads(key))
        if is_personal(shown):
            scanner.value()
        elif value == b"[":
            yield from articles(source, _numbered(scanner, state), is_certain=True)
        elif value == b"{" and depth < _MOST_DEPTH:
            page = [] if is_part or is_no_article(shown) else _page(source, scanner, shown)
            yield from page
            is_inner = is_part or is_no_article(shown) or bool(page)
            yield from _in_object(source, scanner, state, names, depth + 1, is_part=is_inner)
        else:
            scanner.value()
    state.is_cut = state.is_cut or not byte
    scanner.skip()


def _page(source: InputSource, scanner: JsonScanner, key: str) -> list[Record | Problem]:
    """Return the record of the object that is next, if it is an article, without moving on."""
    data = scanner.next_object(min(_WHOLE, source.max_bytes))
    return [*records_of(source, one_line(key), data)] if data and is_page(loads(data), source.mapping) else []


def _numbered(scanner: JsonScanner, state: _State) -> Iterator[tuple[int, bytes | None]]:
    """Yield the values of an array, with their numbers from 1 on; None for one that is too large."""
    scanner.skip()
    number, value = 0, None
    while (byte := scanner.peek()) not in (b"", b"]"):
        if byte in (b",", b"}", b":"):
            scanner.skip()
            continue
        number += 1
        value = scanner.value()
        yield number, value
    # An object that is cut off is reported itself.
    state.is_cut = state.is_cut or (
        not byte and (not value or value[:1] != b"{" or not isinstance(loads(value), NoJson))
    )
    scanner.skip()


READER = Reader(
    "json",
    (".json", ".jsonl", ".ndjson"),
    claims,
    records,
    parse,
    preview=preview,
    notes=Notes(
        "JSON and JSON Lines of articles",
        "Scrapers and corpora write it: news-please, Fundus, data sets; and any program that exports articles as JSON.",
        "The text or HTML, and the fields whose keys are known: title, authors, dates, source, section, address, tags. "
        "`--map` names other keys.",
        "Other keys, and personal data: e-mail and IP addresses, tokens, comments.",
    ),
)

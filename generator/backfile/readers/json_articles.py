"""The reader of articles in JSON: one object, an array of objects, or lines of objects (JSON Lines). Owns their
division into records; which key has which field is left to `columns`, the values to `row`.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers import text_formats
from backfile.readers.columns import is_personal
from backfile.readers.json_scanner import JsonScanner
from backfile.readers.json_values import as_utf_8, dumps, loads
from backfile.readers.reader import HEAD_BYTES, InputSource, Notes, Reader, Record, RecordData
from backfile.readers.row import has_text, no_text_problem, parse_row, preview_row, record_name, without_personal
from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from backfile.article import Clipping

_SAMPLE = 20
"""So many objects of an array are looked at for a text before the array counts as one of other things."""
_LARGEST_SAMPLE = 5_000
"""So many values are looked at for these, where most of them are damaged."""
_MOST_DEPTH = 3
"""How deep an array of articles may lie in the file's object."""
_WHOLE = 8 * MEGABYTE
"""A file of at most this size may be one article."""
_REPAIR = "Repair it, or take it out of the file, and run again."


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
    if isinstance(values, str):
        yield _invalid(record.origin.file, record.origin.record, values)
    elif not isinstance(values, dict):
        yield _invalid(record.origin.file, record.origin.record, "it is no object")
    else:
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
    """Yield the records of one JSON value: the object itself, or the objects in its arrays."""
    scanner = JsonScanner(stream, source.max_bytes)
    if scanner.peek() == b"[":
        scanner.skip()
        yield from articles(source, _numbered(scanner), is_certain=False)
        return
    values: Any = None
    if is_short:
        data = scanner.value() or b""
        values = loads(data)
        if has_text(values, source.mapping):
            kept, changed = without_personal(values)
            yield Record(dumps(kept) if changed else data)
            return
        scanner = JsonScanner(io.BytesIO(data), source.max_bytes)
    found = False
    names: list[str] = []
    for item in _in_object(source, scanner, names, 1):
        found = True
        yield item
    if isinstance(values, str):
        yield _invalid(source.file, None, values)
    elif not found:
        yield no_text_problem(source.file, names, None)


def _is_short(source: InputSource) -> bool:
    """Return whether a file is so small that it may be one article."""
    limit, total = min(_WHOLE, source.max_bytes), 0
    while total <= limit and (chunk := source.content.read(HEAD_BYTES)):
        total += len(chunk)
    source.content.seek(0)
    return total <= limit


def _in_object(source: InputSource, scanner: JsonScanner, names: list[str], depth: int) -> Iterator[Record | Problem]:
    """Yield the records in the arrays of an object, and of the objects in it. `names` gets its keys."""
    scanner.peek()
    scanner.skip()
    while (byte := scanner.peek()) not in (b"", b"}"):
        if byte == b",":
            scanner.skip()
            continue
        key = scanner.value() or b""
        names.append(key.decode("utf-8", "replace").strip('"')) if depth == 1 and len(names) < 50 else None
        if scanner.peek() != b":":
            yield _invalid(
                source.file, None, f"there is no value behind {one_line(key[:40].decode('utf-8', 'replace'))}"
            )
            return
        scanner.skip()
        value = scanner.peek()
        if is_personal(str(loads(key))):
            scanner.value()
        elif value == b"[":
            scanner.skip()
            yield from articles(source, _numbered(scanner), is_certain=True)
        elif value == b"{" and depth < _MOST_DEPTH:
            yield from _in_object(source, scanner, names, depth + 1)
        else:
            scanner.value()
    scanner.skip()


def _numbered(scanner: JsonScanner) -> Iterator[tuple[int, bytes | None]]:
    """Yield the objects of an array that is open, with their numbers from 1 on; None for one that is too large."""
    number = 0
    while (byte := scanner.peek()) not in (b"", b"]"):
        if byte in (b",", b"}", b":"):
            scanner.skip()
            continue
        number += 1
        value = scanner.value()
        if byte == b"{":
            yield number, value
    scanner.skip()


def articles(
    source: InputSource, items: Iterator[tuple[int, bytes | None]], *, is_certain: bool
) -> Iterator[Record | Problem]:
    """Yield the records of an array or of lines, if one of the first objects has a text.

    Otherwise, yield one refusal that names their keys; nothing if `is_certain` of an array beside others.
    """
    sample, loaded = _take_sample(items)
    if not any(has_text(values, source.mapping) for values in loaded):
        for _ in items:  # An array of other things is skipped to its end.
            if not is_certain:
                break
        if is_certain:
            return
        names = next((list(values) for values in loaded if isinstance(values, dict)), [])
        reasons = (values for values in loaded if isinstance(values, str))
        if not names and (reason := next(reasons, None)):
            yield _invalid(source.file, str(sample[0][0]), reason)
        else:
            yield no_text_problem(source.file, names, None)
        return
    for number, data in chain(sample, items):
        record = _record(source, number, data)
        if record is not None:
            yield record


def _take_sample(
    items: Iterator[tuple[int, bytes | None]],
) -> tuple[list[tuple[int, bytes | None]], list[Any]]:
    """Return the first items up to some that are objects, and their values: damaged ones do not count."""
    sample: list[tuple[int, bytes | None]] = []
    loaded: list[Any] = []
    objects = size = 0
    for number, data in items:
        sample.append((number, data))
        if data is not None:
            loaded.append(loads(data))
            objects += isinstance(loaded[-1], dict)
            size += len(data)
        if objects == _SAMPLE or len(sample) == _LARGEST_SAMPLE or size > _WHOLE:
            break
    return sample, loaded


def _record(source: InputSource, number: int, data: bytes | None) -> Record | Problem | None:
    """Return the record of an object; None for an object of JSON-LD that is no article."""
    if data is None or len(data) > source.max_bytes:
        reason = f"it is larger than {source.max_bytes // MEGABYTE} MB"
        step = "If that is an article, raise `max_megabytes` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_LARGE, source.file, reason, step, str(number))
    values = loads(data)
    if isinstance(values, str):
        return _invalid(source.file, str(number), values)
    if not isinstance(values, dict):
        return _invalid(source.file, str(number), "it is no object")
    if not _is_article(values):
        return None
    kept, changed = without_personal(values)
    data = dumps(kept) if changed else data
    return Record(data, record_name(values, source.mapping) or hashlib.sha256(data).hexdigest()[:16])


def _is_article(values: dict[str, Any]) -> bool:
    """Return whether an object is an article by its type in JSON-LD; also one that has none."""
    kinds = values.get("@type")
    names = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return kinds is None or any(name.endswith(("Article", "Posting", "Report", "CreativeWork")) for name in names)


def _invalid(file: str, record: str | None, reason: str) -> Problem:
    return Problem(ProblemKind.UNREADABLE, file, reason, _REPAIR, record)


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

"""The reader of articles in JSON: one object, an array of objects, or lines of objects (JSON Lines). Owns their
division into records; which key has which field is left to `columns`, the values to `row`.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, cast

from backfile.problems import Problem, ProblemKind
from backfile.readers import text_formats
from backfile.readers.decode import BYTE_ORDER_MARKS
from backfile.readers.detect_encoding import detect_utf_16
from backfile.readers.json_scanner import JsonScanner
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
    divide = _of_lines if _is_lines(source) else _of_document
    yield from divide(source, _as_utf_8(source.content))


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield the object as one clipping, or a refusal."""
    values = _loads(record.data)
    if isinstance(values, str):
        yield _invalid(record.origin.file, record.origin.record, values)
    elif not isinstance(values, dict):
        yield _invalid(record.origin.file, record.origin.record, "it is no object")
    else:
        yield from parse_row(values, record.origin, record.mapping)


def preview(record: RecordData) -> Iterator[tuple[str, str, str]]:
    """Yield each key of the object, the field that it becomes, and the beginning of its value."""
    values = _loads(record.data)
    return preview_row(values, record.mapping) if isinstance(values, dict) else iter(())


def _is_lines(source: InputSource) -> bool:
    """Return whether a file has one value a line: by its name, or by its first two lines."""
    head = source.content.read(HEAD_BYTES)
    source.content.seek(0)
    scanner = JsonScanner(_as_utf_8(io.BytesIO(head)), HEAD_BYTES)
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

    yield from _articles(source, lines(), is_certain=False)


def _of_document(source: InputSource, stream: IO[bytes]) -> Iterator[Record | Problem]:
    """Yield the records of one JSON value: the object itself, or the objects in its arrays."""
    scanner = JsonScanner(stream, source.max_bytes)
    if scanner.peek() == b"[":
        scanner.skip()
        yield from _articles(source, _numbered(scanner), is_certain=False)
        return
    if source.size is not None and source.size <= _WHOLE:
        data = scanner.value()
        values = _loads(data or b"")
        if isinstance(values, str):
            yield _invalid(source.file, None, values)
            return
        if has_text(values, source.mapping):
            kept, changed = without_personal(values)
            yield Record(_dumps(kept) if changed else data or b"")
            return
        scanner = JsonScanner(io.BytesIO(data or b""), source.max_bytes)
    found = False
    names: list[str] = []
    for item in _in_object(source, scanner, names, 1):
        found = True
        yield item
    if not found:
        yield no_text_problem(source.file, names, None)


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
            yield _invalid(source.file, None, f"there is no value behind {key[:40].decode('utf-8', 'replace')}")
            return
        scanner.skip()
        value = scanner.peek()
        if value == b"[":
            scanner.skip()
            yield from _articles(source, _numbered(scanner), is_certain=True)
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


def _articles(
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
            loaded.append(_loads(data))
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
    values = _loads(data)
    if isinstance(values, str):
        return _invalid(source.file, str(number), values)
    if not isinstance(values, dict):
        return _invalid(source.file, str(number), "it is no object")
    if not _is_article(values):
        return None
    kept, changed = without_personal(values)
    data = _dumps(kept) if changed else data
    return Record(data, record_name(values, source.mapping) or hashlib.sha256(data).hexdigest()[:16])


def _is_article(values: dict[str, Any]) -> bool:
    """Return whether an object is an article by its type in JSON-LD; also one that has none."""
    kinds = values.get("@type")
    names = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return kinds is None or any(name.endswith(("Article", "Posting", "Report", "CreativeWork")) for name in names)


def _loads(data: bytes) -> Any:
    """Return the value of JSON, or a clause that says why there is none.

    Of keys that occur twice the last one counts. Lone surrogates become U+FFFD; numbers of thousands of digits are no
    values of an article.
    """
    try:
        return json.loads(
            data.decode("utf-8", "replace").rstrip("\0"), parse_int=_number, parse_constant=lambda _: None
        )
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        return f"it is not valid JSON ({str(error)[:120]})"


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < sys.int_info.str_digits_check_threshold else digits


def _dumps(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _invalid(file: str, record: str | None, reason: str) -> Problem:
    return Problem(ProblemKind.UNREADABLE, file, reason, _REPAIR, record)


def _as_utf_8(content: IO[bytes]) -> IO[bytes]:
    """Return a stream in UTF-8 of JSON in UTF-8, UTF-16 or UTF-32, without a byte order mark."""
    head = content.read(HEAD_BYTES)
    content.seek(0)
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            content.seek(len(mark))
            return content if mark == codecs.BOM_UTF8 else _recoded(content, codec)
    utf_16 = detect_utf_16(head)
    return _recoded(content, utf_16) if utf_16 else content


def _recoded(content: IO[bytes], codec: str) -> IO[bytes]:
    recoder = codecs.EncodedFile(content, "utf-8", codec, "replace")
    return cast("IO[bytes]", recoder)


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

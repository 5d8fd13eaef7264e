"""Values of JSON, and the bytes of a file of JSON. Owns encodings, and what is no valid JSON but can be read."""

from __future__ import annotations

import codecs
import json
import sys
from typing import IO, Any, cast

from backfile.readers.decode import BYTE_ORDER_MARKS, DecodedText, decode
from backfile.readers.detect_encoding import detect_utf_16
from backfile.readers.reader import HEAD_BYTES

_DEEPEST = 100
"""Levels of a value that are read. Articles have fewer than ten."""


class NoJson(str):
    """A clause that says why bytes are no JSON. A value of JSON can be a string, too."""

    __slots__ = ()


def loads(data: bytes) -> Any:
    """Return the value of JSON, or why there is none: `NoJson`.

    Of keys that occur twice the last one counts. Lone surrogates become U+FFFD; numbers of thousands of digits are no
    values of an article.
    """
    try:
        value = json.loads(decode_json(data).text.rstrip("\0"), parse_int=_number, parse_constant=lambda _: None)
        return NoJson("it is nested too deeply") if is_deep(value) else value
    except RecursionError:
        return NoJson("it is nested too deeply")
    except ValueError as error:
        return NoJson(f"it is not valid JSON ({str(error)[:120]})")


def decode_json(data: bytes) -> DecodedText:
    """Decode the bytes of a value. JSON is UTF-8 (RFC 8259, section 8.1); programs write it in other encodings, too."""
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        return decode(data)


def is_deep(value: Any) -> bool:
    """Return whether a value has more than `_DEEPEST` levels, for each of which what visits it calls itself."""
    level = [value]
    for _ in range(_DEEPEST):
        holders = (each for each in level if isinstance(each, dict | list))
        level = [part for each in holders for part in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return True


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < sys.int_info.str_digits_check_threshold else digits


def dumps(values: Any) -> bytes:
    """Return values as JSON in UTF-8."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


def as_utf_8(content: IO[bytes]) -> IO[bytes]:
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

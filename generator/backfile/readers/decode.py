"""Decoding of bytes to text. Owns the choice of the character encoding, for all readers whose format does not define
it; the text itself is left to the readers. Decoding is deterministic.

The encoding is chosen in this order: by a byte order mark; UTF-8, if all bytes but a few are valid UTF-8, because
longer text in another encoding is never valid UTF-8 by accident, while declarations are often wrong; the declaration of
the page, whose labels are read as the WHATWG Encoding Standard defines them; detection from the bytes
(`detect_encoding`).
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from backfile.article import Origin
from backfile.problems import Problem, ProblemKind
from backfile.readers.detect_encoding import detect_encoding, detect_utf_16, is_iso_2022_jp

REPLACEMENT = "\ufffd"

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Mark -> encoding. UTF-32 is before UTF-16: its little-endian mark begins with that of UTF-16."""

_ISO_2022_JP = "iso2022_jp_ext"
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "johab": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": _ISO_2022_JP,
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Python's name of a declared encoding -> the encoding that browsers use for that label. A page whose declaration is
readable as ASCII is not UTF-16, even if it declares so (WHATWG HTML, "prescan a byte stream")."""

_ALIASES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "dos-874": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "x-user-defined": "cp1252",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
"""Labels of the WHATWG Encoding Standard that Python does not have -> Python's name of the encoding."""

_BROWSER_CODECS = frozenset(
    ["utf-8", "cp866", "cp874", "cp932", "cp949", "big5hkscs", "euc_jp", "gb18030", _ISO_2022_JP]
    + ["koi8-r", "koi8-u", "mac_roman", "mac_cyrillic"]
    + [f"cp125{n}" for n in range(9)]
    + [f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
)
"""The only encodings that a label can select. UTF-7, HZ and other escape encodings are excluded, because in them markup
cannot be recognized in the bytes."""

_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})   # XML declaration
       | <meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})   # meta charset or http-equiv
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_PRESCAN_BYTES = 4096
"""A declaration is searched in so many bytes. Browsers search 1,024; saved pages have longer prologues."""
_READABLE_PER_REPLACED = 2
"""An encoding is accepted if it decodes at least so many characters beyond ASCII for each that it cannot decode."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
"""The same characters."""
_BINARY_COUNT, _BINARY_SHARE = 30, 0.05
"""A file is still a page with so many control characters, or with this share of them: a tenth of random bytes are."""
_DAMAGED_COUNT, _DAMAGED_SHARE = 5, 0.02
"""A file is still text with so many control and replacement characters, or with this share of them."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text, with its encoding."""

    text: str
    encoding: str
    """Python's name of the encoding."""
    replaced: int
    """The number of U+FFFD that stand for bytes that cannot be decoded."""


def decode(data: bytes, stated: str | None = None) -> DecodedText:
    """Decode bytes in any encoding. Bytes that are invalid in the chosen encoding become U+FFFD.

    In: the label of the encoding that the input states elsewhere, as HTTP does; the bytes' own declaration goes before.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(codec, data[len(mark) :])
    if utf_16 := detect_utf_16(data):
        return _decode_as(utf_16, data)
    label = declared_encoding(data) or (codec_for(stated) if stated else None)
    if label is None and is_iso_2022_jp(data):
        return _decode_as(_ISO_2022_JP, data)
    if not (label == _ISO_2022_JP and b"\x1b" in data):
        decoded = _decode_as("utf-8", data)
        if _is_plausible(decoded):
            return decoded
    if label is not None:
        decoded = _decode_as(label, data)
        if _is_plausible(decoded):
            return decoded
    detected = detect_encoding(data)
    return _decode_as(codec_for(detected) or detected, data)


def replacement_problem(decoded: DecodedText, origin: Origin) -> Problem | None:
    """Return the remark on bytes that cannot be decoded; None without such bytes. In: where the text is from."""
    if not decoded.replaced:
        return None
    count = "1 character" if decoded.replaced == 1 else f"{decoded.replaced} characters"
    verb = "is" if decoded.replaced == 1 else "are"
    return Problem(
        ProblemKind.ENCODING,
        origin.file,
        f"{count} cannot be read as {decoded.encoding} and {verb} replaced by {REPLACEMENT}",
        "Compare the page with the original, or save the file as UTF-8 and ingest it again.",
        origin.record,
    )


def is_binary(decoded: DecodedText) -> bool:
    """Return whether too many characters are controls or replacements for a damaged text."""
    damaged = _count_controls(decoded.text) + decoded.replaced
    return damaged > max(_DAMAGED_COUNT, _DAMAGED_SHARE * len(decoded.text))


def is_binary_page(decoded: DecodedText, data: bytes | None = None) -> bool:
    """Return whether too many characters are controls for a damaged page. In: also its bytes, if it is read from them.

    Zero bytes and replacements do not count: disks and transfers leave them in pages, and browsers show the rest.
    """
    most = max(_BINARY_COUNT, _BINARY_SHARE * len(decoded.text))
    # In UTF-8, a control character is one byte, which no other character has, and no invalid one.
    if data is not None and decoded.encoding == "utf-8":
        controls = _count_control_bytes(data)
    else:
        controls = _count_controls(decoded.text)
    return controls > most and controls - decoded.text.count("\0") > most


def _count_controls(text: str) -> int:
    """Count the control characters, as bytes: a pattern takes several milliseconds a page."""
    return _count_control_bytes(text.encode("utf-8", "replace"))


def _count_control_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROL_BYTES))


def binary_problem(origin: Origin) -> Problem:
    """Return the refusal of an input that is not text. In: where it is from."""
    reason = "it is not text: too many of its bytes are control characters or cannot be decoded"
    step = "Give it the file name extension of its format, or save its text as UTF-8, and run again."
    return Problem(ProblemKind.UNREADABLE, origin.file, reason, step, origin.record)


def declared_encoding(data: bytes) -> str | None:
    """Return Python's name of the encoding that a document declares; None without a valid declaration."""
    for match in _DECLARATION.finditer(_COMMENT.sub(b"", data[:_PRESCAN_BYTES])):
        if codec := codec_for((match[1] or match[2]).decode("ascii", "replace")):
            return codec
    return None


def codec_for(label: str) -> str | None:
    """Return Python's name of the encoding for a label of the WHATWG Encoding Standard; None for any other label."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _BROWSER_CODECS else None


def _decode_as(codec: str, data: bytes) -> DecodedText:
    """Decode bytes in an encoding, with U+FFFD for invalid bytes."""
    if codec == "utf-8":
        with suppress(UnicodeDecodeError):  # Hardly any page has an invalid byte.
            return DecodedText(data.decode(), codec, 0)
    text = data.decode(codec, "replace")
    replacements = text.count(REPLACEMENT)
    return DecodedText(text, codec, replacements and replacements - _count_encoded_replacements(data, codec))


def _is_plausible(decoded: DecodedText) -> bool:
    """Return whether enough characters beyond ASCII are decoded, in proportion to those that are not."""
    if not decoded.replaced:
        return True
    beyond_ascii = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    return decoded.replaced * _READABLE_PER_REPLACED <= beyond_ascii - decoded.replaced


def _count_encoded_replacements(data: bytes, codec: str) -> int:
    """Count the U+FFFD that the author wrote, which are not errors of decoding."""
    try:
        return data.count(REPLACEMENT.encode(codec))
    except UnicodeEncodeError:
        return 0

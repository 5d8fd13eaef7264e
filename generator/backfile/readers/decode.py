"""Decoding of bytes to text. Owns the choice of the character encoding, for all readers whose format does not define
it; the text itself is left to the readers. Decoding is deterministic.

The encoding is chosen in this order: by a byte order mark; UTF-8, if all bytes but a few are valid UTF-8, because
longer text in another encoding is never valid UTF-8 by accident, while declarations are often wrong; the declaration of
the page, whose labels are read as the WHATWG Encoding Standard defines them; detection from the bytes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from backfile.article import Origin
from backfile.problems import Problem, ProblemKind

REPLACEMENT = "\ufffd"

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Mark -> encoding. UTF-32 is before UTF-16: its little-endian mark begins with that of UTF-16."""

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
    "iso2022_jp": "iso2022_jp_ext",
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
    ["utf-8", "cp866", "cp874", "cp932", "cp949", "big5hkscs", "euc_jp", "gb18030", "iso2022_jp_ext"]
    + ["koi8-r", "koi8-u", "mac_roman", "mac_cyrillic"]
    + [f"cp125{n}" for n in range(9)]
    + [f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
)
"""The only encodings that a label can select. UTF-7, HZ and other escape encodings are excluded, because in them markup
cannot be recognized in the bytes."""

_DETECTABLE = (
    "big5 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 euc_jp gb18030 "
    "iso8859_2 iso8859_5 iso8859_7 koi8_r mac_cyrillic mac_roman"
).split()
"""The encodings that detection can return, in the names of charset-normalizer."""

_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})   # XML declaration
       | <meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})   # meta charset or http-equiv
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_PRESCAN_BYTES = 4096
"""A declaration is searched in so many bytes. Browsers search 1,024; saved pages have longer prologues."""
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_READABLE_PER_REPLACED = 2
"""An encoding is accepted if it decodes at least so many characters beyond ASCII for each that it cannot decode."""
_DETECTION_BYTES = 200_000
"""Detection examines at most so many bytes of text."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text, with its encoding."""

    text: str
    encoding: str
    """Python's name of the encoding."""
    replaced: int
    """The number of U+FFFD that stand for bytes that cannot be decoded."""


def decode(data: bytes) -> DecodedText:
    """Decode bytes in any encoding. Bytes that are invalid in the chosen encoding become U+FFFD."""
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(codec, data[len(mark) :])
    if utf_16 := _detect_utf_16(data):
        return _decode_as(utf_16, data)
    label = declared_encoding(data)
    if not (label == "iso2022_jp_ext" and b"\x1b" in data):
        decoded = _decode_as("utf-8", data)
        if _is_plausible(decoded):
            return decoded
    if label is not None:
        decoded = _decode_as(label, data)
        if _is_plausible(decoded):
            return decoded
    return _decode_as(_detect_encoding(data), data)


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
    text = data.decode(codec, "replace")
    return DecodedText(text, codec, text.count(REPLACEMENT) - _count_encoded_replacements(data, codec))


def _is_plausible(decoded: DecodedText) -> bool:
    """Return whether enough characters beyond ASCII are decoded, in proportion to those that are not."""
    beyond_ascii = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    return decoded.replaced * _READABLE_PER_REPLACED <= beyond_ascii - decoded.replaced


def _count_encoded_replacements(data: bytes, codec: str) -> int:
    """Count the U+FFFD that the author wrote, which are not errors of decoding."""
    try:
        return data.count(REPLACEMENT.encode(codec))
    except UnicodeEncodeError:
        return 0


def _detect_utf_16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a byte order mark: in mostly Latin text every other byte is zero."""
    head = data[:1024]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _detect_encoding(data: bytes) -> str:
    """Return the most likely encoding of the text between the tags.

    windows-1252, the default of browsers, is preferred to encodings that are not more likely.
    """
    text = _TAG.sub(b" ", data[: 4 * _DETECTION_BYTES])[:_DETECTION_BYTES]
    if not text.strip():
        text = data[:_DETECTION_BYTES]
    matches = list(charset_normalizer.from_bytes(text, cp_isolation=_DETECTABLE, enable_fallback=False))
    if not matches:
        return "cp1252"
    best = matches[0]
    for match in matches:
        is_as_likely = match.chaos <= best.chaos and match.coherence >= best.coherence
        if is_as_likely and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return codec_for(best.encoding) or best.encoding

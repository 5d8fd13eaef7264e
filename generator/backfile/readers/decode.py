"""Bytes into text. Owns the choice of a character encoding, for every reader whose format leaves it open; what the text
means is left to the readers. The same bytes always give the same text.

The order: a byte order mark; then UTF-8 wherever the bytes are UTF-8, but for a few, since longer text in another
encoding never is so by accident, while declarations are often wrong; then what the page declares, read as the WHATWG
Encoding Standard reads labels; then detection from the bytes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from backfile.problems import Problem, ProblemKind

REPLACEMENT = "\ufffd"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer mark first: UTF-32's little-endian one begins with UTF-16's."""

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
"""Python's name of a labelled encoding -> the one that browsers use for that label. A page whose declaration could be
read as ASCII is not UTF-16, whatever it says (WHATWG HTML, "prescan a byte stream")."""

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
"""Labels that browsers know and Python does not."""

_BROWSER_CODECS = frozenset(
    ["utf-8", "cp866", "cp874", "cp932", "cp949", "big5hkscs", "euc_jp", "gb18030", "iso2022_jp_ext"]
    + ["koi8-r", "koi8-u", "mac_roman", "mac_cyrillic"]
    + [f"cp125{n}" for n in range(9)]
    + [f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
)
"""The only encodings that a label may choose. UTF-7, HZ and the other escape encodings are not among them: they let
markup hide from whoever looks at the bytes."""

_DETECTABLE = [
    *[
        "big5",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "cp866",
        "cp874",
    ],
    *[
        "cp932",
        "cp949",
        "euc_jp",
        "gb18030",
        "iso8859_2",
        "iso8859_5",
        "iso8859_7",
        "koi8_r",
        "mac_cyrillic",
        "mac_roman",
    ],
]
"""What detection may answer, in charset-normalizer's names."""

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})   # XML declaration
       | <meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})   # meta charset or http-equiv
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_PRESCAN = 4096
"""Where a declaration may stand. Browsers look at 1,024 bytes; saved pages carry longer prologues."""
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")
_FEW = 2
"""An encoding is believed while it reads so many times more letters beyond ASCII than it fails to read."""
_SAMPLE = 200_000
"""Detection looks at this many bytes of text at most."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was read."""

    text: str
    encoding: str
    """Python's name of the encoding."""
    replaced: int
    """How many U+FFFD decoding put in for bytes that it could not read."""


def decode(data: bytes) -> Decoded:
    """Read `data` as text, in any encoding; bytes that it does not allow become U+FFFD."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec)
    if wide := _utf_16(data):
        return _lenient(data, wide)
    label = declared(data)
    if not (label == "iso2022_jp_ext" and b"\x1b" in data):
        utf_8 = _lenient(data, "utf-8")
        if utf_8.replaced * _FEW <= _beyond_ascii(utf_8.text) - utf_8.replaced:
            return utf_8
    if label is not None:
        found = _lenient(data, label)
        if found.replaced * _FEW <= _beyond_ascii(found.text) - found.replaced:
            return found
    return _lenient(data, _detect(data))


def remark(decoded: Decoded, file: str) -> Problem | None:
    """Give the problem to report when bytes of `file` could not be read, else None."""
    if not decoded.replaced:
        return None
    those = "1 character" if decoded.replaced == 1 else f"{decoded.replaced} characters"
    return Problem(
        ProblemKind.ENCODING,
        file,
        f"{those} cannot be read as {decoded.encoding} and stand as {REPLACEMENT}",
        "Compare the page with the original, or save the file as UTF-8 and ingest it again.",
    )


def declared(data: bytes) -> str | None:
    """Give the codec that the document's own declaration chooses, as a browser reads it; None without a usable one."""
    for match in _DECLARED.finditer(_COMMENT.sub(b"", data[:_PRESCAN])):
        if codec := codec_for((match[1] or match[2]).decode("ascii", "replace")):
            return codec
    return None


def codec_for(label: str) -> str | None:
    """Give Python's codec for a label of the WHATWG Encoding Standard; None for any other label."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _BROWSER_CODECS else None


def _lenient(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text, codec, text.count(REPLACEMENT) - _own_replacements(data, codec))


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _own_replacements(data: bytes, codec: str) -> int:
    """Count the U+FFFD that the author wrote: they are no loss of ours."""
    try:
        return data.count(REPLACEMENT.encode(codec))
    except UnicodeEncodeError:
        return 0


def _utf_16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: in mostly Latin text every other byte is zero."""
    head = data[:1024]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _detect(data: bytes) -> str:
    """Guess from the text between the tags; windows-1252, the browsers' default, when nothing speaks for another."""
    text = _MARKUP.sub(b" ", data[: 4 * _SAMPLE])[:_SAMPLE]
    if not text.strip():
        text = data[:_SAMPLE]
    matches = list(charset_normalizer.from_bytes(text, cp_isolation=_DETECTABLE, enable_fallback=False))
    if not matches:
        return "cp1252"
    best = matches[0]
    for match in matches:
        likely = match.chaos <= best.chaos and match.coherence >= best.coherence
        if likely and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return codec_for(best.encoding) or best.encoding

"""The encoding of a text that does not declare one, from its bytes. Owns the order of the tests: escape sequences, the
bytes of UTF-16, then charset-normalizer, whose answer for Latin letters is replaced by one from the language.

Encodings for Latin letters differ in a few letters only, too few for statistics of bytes; but the language is certain
even if these letters are wrong, and it tells which of the encodings it is written in.
"""

from __future__ import annotations

import re

from backfile.fields.text_language import detect_language

_DETECTABLE = (
    "big5 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 euc_jp gb18030 "
    "iso8859_2 iso8859_5 iso8859_6 iso8859_7 koi8_u mac_cyrillic mac_roman"
).split()
"""The encodings that charset-normalizer can return, in its names."""
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_DETECTION_BYTES = 200_000
"""Detection examines at most so many bytes of text."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_ASCII_LETTERS = re.compile(rb"[A-Za-z]+")
_LATIN_SHARE = 0.3
"""A text in Latin letters has at most so many bytes beyond ASCII for each ASCII letter."""

_JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B]")
"""Begins Japanese characters in ISO-2022-JP (RFC 1468), all of whose bytes are ASCII."""
_HEAD = 4096
_BLOCK_SHARE = 0.4
"""Minimum share of bytes below 0x20 among those that are the numbers of blocks in UTF-16: those of alphabets are small.
In other text such bytes are the ends of lines."""
_WITHOUT_CONTROLS = bytes((*b"\t\n\f\r", *range(0x20, 0x100)))
"""The bytes of a text of one byte a character. One in UTF-16 has others: those of spaces and ends of lines are zero."""
_COMMON_CHARACTERS = ("gb2312", "big5", "shift_jis", "euc_kr")
"""Encodings of the characters in use in China, Taiwan, Japan and Korea: about a third of those in the blocks of
Unicode, where pairs of other bytes are spread."""
_COMMON_SHARE = 0.97

_WESTERN = "cp1252"
_LANGUAGES = {
    "cp1250": "bs cs hr hu pl ro sk sl sq",
    "cp1254": "az ku tr",
    "cp1257": "lt lv",
    "cp1258": "vi",
    "iso8859-3": "eo mt",
}
"""Encoding of Windows, or of ISO 8859 where Windows has none, -> the languages with Latin letters that use it; others
use windows-1252."""
_TRIED = (_WESTERN, "cp1254", "cp1257")
"""Encodings as which a text is read for its language: most of its letters are right in one of them."""
_CODECS = {language: codec for codec, languages in _LANGUAGES.items() for language in languages.split()}
_WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
"""Letters and quotes of windows-1250 that are control characters in ISO 8859-2, which has the other letters, too."""

_POLISH_WINDOWS, _POLISH_ISO = b"\xb9", b"\xb1"
"""The letter a with an ogonek. In ISO 8859-2, the first of these bytes is a letter that Polish does not have."""
_INSIDE_WORD = re.compile(
    "[a-z][\u00c0-\u00de\u0152\u0160\u0178\u017d\u2020-\u2030\u02c6\u02dc\u00a1-\u00bf\ufffd](?=[a-z])"
)
_MISREAD_SHARE = 0.1


def detect_utf_16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a byte order mark; None for other encodings.

    One byte of each pair is the number of a block: zero for Latin, small for other alphabets. Chinese, Japanese and
    Korean have many blocks; there line breaks and tags have zero bytes, and the pairs are characters in use.
    """
    head = data[:_HEAD]
    head = head[: len(head) // 2 * 2]
    if len(head) < 4 or not head.translate(None, _WITHOUT_CONTROLS):
        return None  # The ends of short lines can have the places of blocks.
    even, odd = head[0::2], head[1::2]
    for codec, blocks, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        share = _count_small(blocks)
        if share > _BLOCK_SHARE and share > 2 * _count_small(others):
            return codec
        if 0 in blocks and _has_common_characters(head, codec):
            return codec
    return None


def _count_small(data: bytes) -> float:
    """Return the share of bytes below 0x20."""
    return sum(map(data.count, range(0x20))) / len(data)


def _has_common_characters(head: bytes, codec: str) -> bool:
    """Return whether the pairs of bytes are characters in use in East Asia, but for a few."""
    text = head.decode(codec, "replace")
    counts = (
        len(text.encode(other, "ignore").decode(other, "ignore").replace("\0", "")) for other in _COMMON_CHARACTERS
    )
    return any(count >= _COMMON_SHARE * len(text) for count in counts)


def detect_encoding(data: bytes) -> str:
    """Return the most likely encoding of the text between the tags, in Python's name. UTF-8 and UTF-16 are excluded.

    windows-1252, the default of browsers, is preferred to encodings that are not more likely.
    """
    text = _TAG.sub(b" ", data[: 4 * _DETECTION_BYTES])[:_DETECTION_BYTES]
    if not text.strip():
        text = data[:_DETECTION_BYTES]
    beyond_ascii, letters = (sum(map(len, pattern.findall(text))) for pattern in (_BEYOND_ASCII, _ASCII_LETTERS))
    if beyond_ascii <= _LATIN_SHARE * letters and (codec := _detect_latin(text)):
        return codec
    import charset_normalizer  # few inputs need it

    matches = list(charset_normalizer.from_bytes(text, cp_isolation=_DETECTABLE, enable_fallback=False))
    if not matches:
        return _WESTERN
    best = matches[0]
    for match in matches:
        is_as_likely = match.chaos <= best.chaos and match.coherence >= best.coherence
        if is_as_likely and _WESTERN in match.could_be_from_charset:
            return _WESTERN
    return best.encoding


def is_iso_2022_jp(data: bytes) -> bool:
    """Return whether bytes are ISO-2022-JP, whose escape sequences occur in no other text."""
    return _JAPANESE_ESCAPE.search(data) is not None and _BEYOND_ASCII.search(data) is None


def _detect_latin(text: bytes) -> str | None:
    """Return the encoding in which the language of a text in Latin letters is written; None if neither is certain."""
    strings = (text.decode(codec, "replace") for codec in _TRIED)
    language = next(filter(None, map(detect_language, strings)), None)
    if language is None:
        return None
    codec = _CODECS.get(language, _WESTERN)
    if codec == _WESTERN:
        return None if _is_misread(text.decode(_WESTERN, "replace")) else _WESTERN
    if codec == "cp1250" and not _WINDOWS_ONLY.search(text):
        is_windows = language == "pl" and _POLISH_WINDOWS in text and _POLISH_ISO not in text
        return codec if is_windows else "iso8859-2"
    return codec


def _is_misread(string: str) -> bool:
    """Return whether a text has many capitals and signs inside words, as one of a Macintosh has in windows-1252."""
    beyond_ascii = len(string) - len(string.encode("ascii", "ignore"))
    return len(_INSIDE_WORD.findall(string)) > _MISREAD_SHARE * beyond_ascii

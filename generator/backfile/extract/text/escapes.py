r"""Escaped text: line breaks that were written as `\n`, in the notation of JSON or of Python. Owns recognizing a text
that is escaped as a whole, and decoding it. A text that only mentions such characters, names paths or has formulas
stays.
"""

from __future__ import annotations

import json
import re

from backfile.article import RemovedText
from backfile.extract.text.repaired_text import RepairedText, record_lines

RULE = "escapes"

_BREAK = re.compile(r"(?<!\\)(?:\\++[nr][ \t]*+)++")
"""One or more escaped line breaks."""
_OTHER_BACKSLASH = re.compile(r"(?<!\\)\\++(?![nrt\"'/]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|$)", re.MULTILINE)
"""Backslashes that neither JSON nor Python writes in escaped text."""
_MENTIONED = re.compile(
    r"(?<![^\s(\[=,])[\"'`“‘«]\\+[nrt][\"'`”’»]|(?<![.!?…:;\"'”’»)\]。！？\s]) \\+[nrt](?: [^\W\d_A-Z]|[,.;:)])"
)
"""An escaped character that the text is about: in quotation marks, or alone within a sentence."""
_ESCAPE = re.compile(
    r"\\(?:r\\n|[nrt\"'/\\]|((?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}))"
)
_CHARACTERS = {"r\\n": "\n", "n": "\n", "r": "\n", "t": "\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode_json(text: str) -> RepairedText:
    """Return the value of a text that is a JSON string with escapes; another text unchanged.

    Without an escape the quotation marks can be the author's.
    """
    found = text.strip()
    if len(found) < 2 or found[0] != '"' or found[-1] != '"' or "\\" not in found:
        return RepairedText(text)
    try:
        value = json.loads(found)
    except ValueError:
        return RepairedText(text)
    value = _SURROGATE.sub("\ufffd", value).replace("\r\n", "\n").replace("\r", "\n")
    return RepairedText(value, (RemovedText(RULE, found, value.strip()),))


def decode_escapes(text: str) -> RepairedText:
    """Return the text with its escapes decoded, if its line breaks are escaped; another text unchanged."""
    if "\\" not in text or not _is_escaped(text):
        return RepairedText(text)
    lines = text.strip().split("\n")
    quote = _enclosing_quote(text.strip())
    decoded = [_decode(line) for line in lines]
    decoded[0] = decoded[0].removeprefix(quote)
    decoded[-1] = decoded[-1].removesuffix(quote)
    return record_lines(RULE, lines, decoded)


def _is_escaped(text: str) -> bool:
    """Return whether line breaks are escaped in the whole text.

    It has several, and hardly any real ones; every backslash belongs to an escape; and not all of the breaks are before
    a small letter, as they are in paths and formulas.
    """
    breaks = [match.end() for match in _BREAK.finditer(text)]
    tokens = len(re.findall(r"\\n|\\r(?!\\+n)", text))
    real = sum(bool(line.strip()) for line in text.split("\n")) - 1
    if tokens < 2 or tokens < 4 * real or _OTHER_BACKSLASH.search(text) or _MENTIONED.search(text):
        return False
    return 3 * sum(not text[end : end + 1].islower() for end in breaks) >= len(breaks)


def _enclosing_quote(text: str) -> str:
    """Return the quotation mark in which Python encloses a string; empty without one."""
    for quote in "'\"":
        if len(text) > 1 and text[0] == text[-1] == quote and not re.search(rf"(?<!\\){quote}", text[1:-1]):
            return quote
    return ""


def _decode(line: str) -> str:
    return _SURROGATE.sub("\ufffd", _ESCAPE.sub(_character, line))


def _character(match: re.Match[str]) -> str:
    """Return the character of one escape, and that of a pair of surrogates."""
    code = match[1]
    if code is None:
        name = match[0][1:]
        return _CHARACTERS.get(name, name)
    if "\\" in code:
        high, low = int(code[1:5], 16), int(code[7:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    character = chr(int(code[1:], 16))
    return "\n" if character == "\r" else character

"""Text that was decoded in a wrong encoding before it was saved (`Ã¼` for `ü`). Owns its repair by ftfy; of ftfy only
the repair of encodings is used.

ftfy is imported when a text has two characters beyond ASCII beside each other, without which there is nothing to
repair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from backfile.extract.text.repaired_text import RepairedText, record_lines

RULE = "encoding"

_SUSPECT = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]| )|[\x80-\x9f]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_RARE = 10
"""A text is mostly ASCII if at most one in so many characters is not."""
_LOST_BYTE = re.compile("[à-ãð][^\x00-\x7f]{0,2} ")
"""A sequence of three or four bytes of which one became a blank; what it was is not certain."""
_C1 = re.compile("[\x80-\x9f]")
"""Control characters, which no author types."""
_OPENING, _CLOSING = "\"'`“‘„«(", "\"'`”’“»)"
_MAX_EXAMINED = 50
_MIN_CERTAIN = 4
"""Minimum number of wrong characters or lines for each right or doubtful one, in text that was decoded wrongly."""
_MAX_LAYERS = 10
"""How often a text can have been decoded wrongly, one time over another."""
_FAST = ("latin-1", "sloppy-windows-1252")


def repair_encoding(text: str) -> RepairedText:
    """Return the text with wrongly decoded characters repaired, where that is certain."""
    if text.isascii() or not _SUSPECT.search(text):
        return RepairedText(text)
    repaired = text
    for _ in range(_MAX_LAYERS):
        before = repaired
        if _is_bad(before):
            whole = _decode(before)
            repaired = _repair_parts(before) if whole == before else before if _is_about(before) else whole
        if repaired == before:
            break
    if repaired == text or repaired.count("\n") != text.count("\n"):
        return RepairedText(text)
    return record_lines(RULE, text.split("\n"), repaired.split("\n"))


def _is_bad(text: str) -> bool:
    """Return whether ftfy finds sequences of characters that nobody writes.

    In a text that is mostly ASCII, it examines only the other characters, with the three around each run of them.
    """
    from ftfy.badness import is_bad

    if _RARE * (len(text) - len(text.encode("ascii", "ignore"))) > len(text):
        return is_bad(text)
    return is_bad("\n".join(text[max(0, run.start() - 3) : run.end() + 3] for run in _RUN.finditer(text)))


def _decode(text: str) -> str:
    """Return a text as UTF-8, if its characters are the bytes of UTF-8 in one of the encodings that ftfy tries."""
    from ftfy import fix_encoding

    return fix_encoding(
        text,
        restore_byte_a0=not _LOST_BYTE.search(text),
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        explain=False,
    )


def _repair_parts(text: str) -> str:
    """Return a text of which only some sequences were decoded wrongly with these sequences repaired.

    Lines that seem to be about such sequences stay; all lines do, unless many more were decoded wrongly.
    """
    lines = text.split("\n")
    known = {line: _repair_line(line) for line in set(lines) if not line.isascii()}
    changed = [repaired for line in lines if (repaired := known.get(line)) and repaired.text != line]
    doubtful = sum(repaired.doubtful for repaired in changed)
    if len(changed) - doubtful < _MIN_CERTAIN * doubtful:
        return text
    return "\n".join(
        repaired.text if (repaired := known.get(line)) and not repaired.doubtful else line for line in lines
    )


@dataclass(frozen=True, slots=True)
class _RepairedLine:
    text: str
    doubtful: bool
    """Whether it also has repaired characters as they should be, or a repaired sequence in quotation marks."""


def _repair_line(line: str) -> _RepairedLine:
    from ftfy.chardata import UTF8_DETECTOR_RE

    parts: list[str] = []
    right, repaired, quoted, end = "", "", False, 0
    for match in UTF8_DETECTOR_RE.finditer(line):
        new = _repair_sequence(match[0])
        parts += (line[end : match.start()], new)
        end = match.end()
        right += new if new == match[0] else ""
        repaired += new if new != match[0] else ""
        quoted = quoted or (new != match[0] and _is_quoted(match))
    parts.append(line[end:])
    right += "".join(parts[::2])
    common = {character for character in set(right) & set(repaired) if not character.isascii()}
    wrong_count, right_count = (sum(map(text.count, common)) for text in (repaired, right))
    doubtful = quoted or wrong_count < _MIN_CERTAIN * right_count
    return _RepairedLine("".join(parts), doubtful and not _C1.search(line))


def _is_quoted(match: re.Match[str]) -> bool:
    """Return whether a sequence is in quotation marks or parentheses, as in a text about it."""
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return before in _OPENING and after in _CLOSING and bool(before and after)


def _is_about(text: str) -> bool:
    """Return whether most of the first sequences in a text are in quotation marks."""
    from ftfy.chardata import UTF8_DETECTOR_RE

    quoted = [_is_quoted(match) for match in islice(UTF8_DETECTOR_RE.finditer(text), _MAX_EXAMINED)]
    return 2 * sum(quoted) > len(quoted)


@lru_cache(maxsize=4096)
def _repair_sequence(sequence: str) -> str:
    """Return a sequence that looks like bytes of UTF-8 as the characters that these bytes are."""
    from ftfy.badness import is_bad

    if not is_bad(sequence):
        return sequence
    for encoding in _FAST:
        try:
            return sequence.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return _decode(sequence)

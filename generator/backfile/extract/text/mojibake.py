"""Text that was decoded in a wrong encoding before it was saved (`Ã¼` for `ü`). Owns its repair by ftfy; of ftfy only
the repair of encodings is used.

ftfy is imported when a text has two characters beyond ASCII beside each other, without which there is nothing to
repair.
"""

from __future__ import annotations

import re
from functools import lru_cache

from backfile.extract.text.repaired_text import RepairedText, record_lines

RULE = "encoding"

_SUSPECT = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]| )|[\x80-\x9f]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_RARE = 10
"""The text is mostly ASCII if at most one of so many characters is not."""
_LOST_BYTE = re.compile("[à-ãð][^\x00-\x7f]{0,2} ")
"""A sequence of three or four bytes of which one became a blank; what it was is not certain."""
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
            repaired = whole if whole != before else _repair_sequences(before)
        if repaired == before:
            break
    if repaired == text or repaired.count("\n") != text.count("\n"):
        return RepairedText(text)
    return record_lines(RULE, text.split("\n"), repaired.split("\n"))


def _is_bad(text: str) -> bool:
    """Return whether ftfy finds sequences of characters that nobody writes.

    In a text that is mostly ASCII it is asked about the rest, with the three characters around each part of it.
    """
    from ftfy.badness import is_bad

    if _RARE * (len(text) - len(text.encode("ascii", "ignore"))) > len(text):
        return is_bad(text)
    return is_bad("\n".join(text[max(0, run.start() - 3) : run.end() + 3] for run in _RUN.finditer(text)))


def _decode(text: str) -> str:
    """Return a text as UTF-8, if its characters are the bytes of UTF-8 in one of the encodings that ftfy knows."""
    from ftfy import fix_encoding

    return fix_encoding(
        text,
        restore_byte_a0=not _LOST_BYTE.search(text),
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        explain=False,
    )


def _repair_sequences(text: str) -> str:
    """Return a text of which only some sequences were decoded wrongly with these sequences repaired."""
    from ftfy.chardata import UTF8_DETECTOR_RE

    return UTF8_DETECTOR_RE.sub(lambda match: _repair_sequence(match[0]), text)


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

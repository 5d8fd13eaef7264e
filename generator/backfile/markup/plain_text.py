"""Plain text: without control characters, on one line, and folded for comparison."""

from __future__ import annotations

import re

_C0_C1 = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xFFF9, 0xFFFC))

_GONE = dict.fromkeys((*_C0_C1, *_BIDI))
"""C0, C1 and bidirectional controls; U+200E and U+200F stay, right-to-left text needs them."""

_SPACES = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], " ")
"""What some writers and readers take for a line's end, and a browser for a space."""

_NONE = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
"""Surrogates, and what no XML may hold (1.0, 2.2)."""

_CONTROLS: dict[int, str | None] = {**_GONE, **_SPACES, **_NONE}

_HAS_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Asked first: translating a page that is not all ASCII takes long, and few pages need it."""


def plain(text: str) -> str:
    """Take control characters out of plain text; line and paragraph separators become spaces."""
    return text.translate(_CONTROLS) if _HAS_CONTROLS.search(text) else text


def one_line(text: str) -> str:
    """Give plain text on one line, white space collapsed as browsers do it (CSS Text, 4.1.1): other spaces than blanks,
    tabs and line ends, such as the no-break space, mean something and stay, but for the ends.
    """
    return re.sub(r"[ \t\r\n]+", " ", plain(text)).strip()

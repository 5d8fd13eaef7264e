"""How many scans a JPEG has (ITU-T T.81, B.1 and B.2): each is decoded over the whole picture, and one can
be empty.
"""

from __future__ import annotations

import re

MOST_SCANS = 100
"""Progressive pictures have about ten. 100 megapixels with 3,000 scans take a minute."""
_MARKER = re.compile(rb"\xff([^\x00\xff])")
"""A marker. In the data of a scan, FF is followed by 00."""
_ALONE = frozenset([0x01, *range(0xD0, 0xD9)])
"""Codes of markers without a segment: TEM, RST0 to RST7, SOI."""
_END, _SCAN = 0xD9, 0xDA


def has_too_many_scans(jpeg: bytes) -> bool:
    """Return whether a JPEG has more than `MOST_SCANS`. What its segments have, such as a small picture, is skipped."""
    at, scans = 2, 0
    while scans <= MOST_SCANS and (marker := _MARKER.search(jpeg, at)) and (code := marker[1][0]) != _END:
        at = marker.end()
        scans += code == _SCAN
        if code not in _ALONE:
            at += max(2, int.from_bytes(jpeg[at : at + 2], "big"))
    return scans > MOST_SCANS

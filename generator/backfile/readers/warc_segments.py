"""Records of a web archive that are divided into segments (WARC 1.1, section 7). Owns which record is one, and what is
said of the others. They are often in other files, so a capture in segments is read as one whose end is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backfile.problems import Problem, ProblemKind
from backfile.readers.warc_head import name_of, url_of

SEGMENTED = "segmented"
"""Why the end of a capture is missing, as a word of `WARC-Truncated`."""
_CONTINUATION = "continuation"


def is_segment(item: Any) -> bool:
    """Return whether a record is one of several segments. One may say that it is all that there is."""
    number = str(item.rec_headers.get_header("WARC-Segment-Number") or "").strip()
    total = str(item.rec_headers.get_header("WARC-Segment-Total-Length") or "").strip()
    return bool(number) and not (number == "1" and total == str(item.length))


class Segments:
    """The pages of an archive that are first segments, and how many other segments of each are in it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        """The identifier of a record, or its address -> what identifies its page."""
        self._counts: dict[str, int] = {}

    def add(self, item: Any, name: str) -> None:
        """Remember a page, if its record is a segment. In: what identifies it."""
        if is_segment(item):
            self._names |= dict.fromkeys(filter(None, (_id(item, "WARC-Record-ID"), url_of(item))), name)

    def count(self, item: Any) -> None:
        """Count a record, if it is the continuation of one of the pages. Others are no part of a page."""
        if item.rec_type != _CONTINUATION:
            return
        origin = _id(item, "WARC-Segment-Origin-ID") or name_of(item)
        if name := self._names.get(origin):
            self._counts[name] = self._counts.get(name, 0) + 1

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield a remark on each page of which other segments are in the archive."""
        for name, count in self._counts.items():
            others = "another segment of it is" if count == 1 else f"{count:,} other segments of it are"
            step = "Join the segments with the program that wrote the archive, and ingest it again."
            yield Problem(ProblemKind.DAMAGED, file, f"{others} in the archive, and not read", step, name)


def _id(item: Any, name: str) -> str:
    return str(item.rec_headers.get_header(name) or "").strip(" <>")

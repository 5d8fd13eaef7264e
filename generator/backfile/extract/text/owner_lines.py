"""Lines that the archive's owner has accepted as page furniture. Owns which of them count for a text, and cutting them
at its edges before anything else is made of it. Nothing here guesses: a line that no one has accepted stays, however
many texts repeat it. The file is read by `accepted_file`; what could be in it is found by `recurring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from backfile.article import Clipping, Form, PlainText, RemovedText
from backfile.fields.labels import parse_source
from backfile.markup.plain_text import collapse_spaces, folded
from backfile.settings.layout import FURNITURE_YML

ANY = "any source"
"""The entry whose lines count for every text."""

EDGE = 8
"""So many lines that stay are a text's edge, at its top and at its end; what is between is not looked at."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What furniture.yml holds."""

    lines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of a source or folder, `folded` -> its lines, white space collapsed."""

    def of(self, clipping: Clipping) -> frozenset[str]:
        """Give the lines that count for a text."""
        return frozenset().union(
            *(self.lines.get(folded(name, collapsed=True), ()) for name in (*names(clipping), ANY))
        )


NOTHING = Accepted()
"""Without furniture.yml."""


def names(clipping: Clipping) -> tuple[str, ...]:
    """Give what a text's lines may stand under: the source that it tells of, the first folder of its file's path.

    The first is what it belongs to where texts are counted; a text without either belongs to `ANY`.
    """
    found = (parse_source(found.values) for found in clipping.fields.get("source", ()))
    source = next(filter(None, found), None)
    folders = PurePosixPath(clipping.origin.file).parts[:-1]
    return tuple(filter(None, (source, *folders[:1])))


def without(clipping: Clipping, accepted: Accepted) -> Clipping:
    """Give a text without the accepted lines at its edges, with a note of each in `removed`; all else as it is."""
    wanted = accepted.of(clipping) if clipping.form is Form.TEXT else frozenset()
    if not wanted:
        return clipping
    lines = clipping.body.splitlines()
    gone = {number for number, line in edge(lines, wanted) if collapse_spaces(line) in wanted}
    if not gone:
        return clipping
    # What stood above and below such a line stays apart.
    body = PlainText("\n".join("" if number in gone else line for number, line in enumerate(lines)))
    cut = tuple(RemovedText(FURNITURE_YML, lines[number].strip()) for number in sorted(gone))
    return replace(clipping, body=body, removed=(*clipping.removed, *cut))


def edge(lines: Sequence[str], passed: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the lines at the edges of a text, some twice, with their numbers: `EDGE` at each end that are not `passed`.

    In: lines as they stand in the text; `passed` without needless white space.
    """
    numbered = [(number, line) for number, line in enumerate(lines) if line.strip()]
    for outermost_first in (numbered, reversed(numbered)):
        staying = 0
        for number, line in outermost_first:
            yield number, line
            staying += collapse_spaces(line) not in passed
            if staying == EDGE:
                break


def recurring(clipping: Clipping, left: Clipping, accepted: Accepted) -> tuple[str, ...]:
    """Give the lines at the edges of a text that are not cut yet.

    In: the text as found, and what extraction left of it. Where other texts of its source have a line of these too, it
    may be furniture.
    """
    if clipping.form is not Form.TEXT:
        return ()
    passed = accepted.of(clipping) | {collapse_spaces(cut.text) for cut in left.removed}
    found = (collapse_spaces(line) for _, line in edge(clipping.body.splitlines(), passed))
    return tuple(dict.fromkeys(line for line in found if line not in passed))


def merged(known: Mapping[str, Iterable[str]]) -> Accepted:
    """Make the record from names and lines as somebody wrote them."""
    return Accepted(
        {folded(name, collapsed=True): frozenset(map(collapse_spaces, lines)) for name, lines in known.items()}
    )

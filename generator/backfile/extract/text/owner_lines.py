"""Lines that the owner of the archive accepted as furniture, and lines that the owner keeps. Owns which of them apply
to a text, and the removal of accepted lines from its edges, before any other step.

Only accepted lines are removed by this module, even if many texts repeat another line. The file is read by
`furniture_yml`; `unknown_edge_lines` provides the lines that may be repeated, and `operations.furniture` counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from backfile.article import Clipping, Form, PlainText, RemovedText
from backfile.fields.labels import parse_source
from backfile.markup.plain_text import collapse_spaces, folded
from backfile.settings.layout import FURNITURE_YML

ANY_SOURCE = "any source"
"""The entry whose lines apply to every text."""

EDGE_LINES = 8
"""Number of lines that stay, at the top and at the end of a text, up to which accepted lines are removed."""


@dataclass(frozen=True, slots=True)
class AcceptedLines:
    """The content of furniture.yml."""

    lines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of a source or folder, folded -> the lines that are removed, white space collapsed."""
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of a source or folder, folded -> the lines that stay, white space collapsed."""

    def of(self, clipping: Clipping) -> frozenset[str]:
        """Return the lines that are removed from a text. A line that is to stay is not among them."""
        return _applying(self.lines, clipping) - _applying(self.kept, clipping)


NO_LINES = AcceptedLines()
"""The value without furniture.yml."""


def accepted_lines(
    entries: Mapping[str, Iterable[str]], kept: Mapping[str, Iterable[str]] | None = None
) -> AcceptedLines:
    """Return the record of names with the lines to remove and to keep, as the owner wrote them."""
    return AcceptedLines(_collapse(entries), _collapse(kept or {}))


def kept_lines(clipping: Clipping, accepted: AcceptedLines) -> frozenset[str]:
    """Return the lines, white space collapsed, that no rule may remove from a text; none for other clippings."""
    return _applying(accepted.kept, clipping) if clipping.form is Form.TEXT else frozenset()


def _collapse(entries: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {folded(name, collapsed=True): frozenset(map(collapse_spaces, lines)) for name, lines in entries.items()}


def _applying(entries: Mapping[str, frozenset[str]], clipping: Clipping) -> frozenset[str]:
    names = (*entry_names(clipping), ANY_SOURCE)
    return frozenset().union(*(entries.get(folded(name, collapsed=True), ()) for name in names))


def entry_names(clipping: Clipping) -> tuple[str, ...]:
    """Return the names of entries whose lines apply to a text: its source, and the first folder of its file's path.

    Texts are counted under the first of these names; a text without either is counted under `ANY_SOURCE`.
    """
    sources = (parse_source(candidate.values) for candidate in clipping.fields.get("source", ()))
    source = next(filter(None, sources), None)
    folders = PurePosixPath(clipping.origin.file).parts[:-1]
    return tuple(filter(None, (source, *folders[:1])))


def remove_accepted_lines(clipping: Clipping, accepted: AcceptedLines) -> Clipping:
    """Return a text without the accepted lines at its edges, each recorded in `removed`; other clippings unchanged."""
    applying = accepted.of(clipping) if clipping.form is Form.TEXT else frozenset()
    if not applying:
        return clipping
    lines = clipping.body.splitlines()
    numbers = {number for number, line in _edge_lines(lines, applying) if collapse_spaces(line) in applying}
    if not numbers:
        return clipping
    # An empty line remains, so that the lines above and below stay separate.
    body = PlainText("\n".join("" if number in numbers else line for number, line in enumerate(lines)))
    removed = tuple(RemovedText(FURNITURE_YML, lines[number].strip()) for number in sorted(numbers))
    return replace(clipping, body=body, removed=(*clipping.removed, *removed))


def _edge_lines(lines: Sequence[str], ignored: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines at the edges of a text with their numbers; in short texts, some twice.

    An edge has `EDGE_LINES` lines, not counting empty ones and those in `ignored`, whose white space is collapsed.
    """
    numbered = [(number, line) for number, line in enumerate(lines) if line.strip()]
    for outermost_first in (numbered, reversed(numbered)):
        counted = 0
        for number, line in outermost_first:
            yield number, line
            counted += collapse_spaces(line) not in ignored
            if counted == EDGE_LINES:
                break


def unknown_edge_lines(clipping: Clipping, extracted: Clipping, accepted: AcceptedLines) -> tuple[str, ...]:
    """Return the lines at the edges of a text that are not in furniture.yml and not removed by extraction.

    `clipping` is the text as found, `extracted` the result of extraction. A line that other texts of the same source
    have among these lines too may be furniture.
    """
    if clipping.form is not Form.TEXT:
        return ()
    removed = {collapse_spaces(item.text) for item in extracted.removed if item.replacement is None}
    ignored = accepted.of(clipping) | removed
    lines = (collapse_spaces(line) for _, line in _edge_lines(clipping.body.splitlines(), ignored))
    known = ignored | kept_lines(clipping, accepted)
    return tuple(dict.fromkeys(line for line in lines if line not in known))

"""The remark on a scraped text of which extraction removed much. Owns which removed lines count as lost, and from
which share or length on they are reported.

A line that is kept elsewhere is not lost: one that repeats the headline or the dek, that became another field, that the
body has too, or that was only replaced. Lines that the owner lists in furniture.yml do not count either. The
share is of characters without white space; the length of a line is that of the line as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

from backfile.article import Clipping, Form
from backfile.conversion.remarks import KEEP_LINES
from backfile.markup.plain_text import folded, one_line
from backfile.problems import Problem, ProblemKind
from backfile.settings.layout import FURNITURE_YML

MAX_PROSE = 300
"""Characters of removed prose, in one line or together, from which on the removal is reported."""
_MIN_PROSE_LINE, _MIN_SPACELESS_LINE = 60, 25
"""Characters of a line that is prose, if it ends a sentence; the second number is for scripts without spaces."""
_QUOTED = 60
"""Characters of the longest removed line that are quoted."""
_STOPS = "!?…؟۔।॥։።။།។៕."
_ENDS_SENTENCE = re.compile(rf"[{_STOPS}。！？][\"'”’»)\]」』]*$")
_INNER_STOP = re.compile(rf"[{_STOPS}][\"'”’»)\]]*\s+\S|[。！？]")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WITHOUT_STOPS = re.compile(r"[\u0e00-\u0eff]")
"""Thai and Lao, which have no mark at the end of a sentence."""
COVERING = ("headline", "dek", "kicker", "byline", "published", "modified", "source", "section", "rights", "keywords")
"""The fields whose values a line can repeat. The dateline is not among them, because it stays in the body."""
_QUOTES = re.compile(r"[\"'“”„‘’«»]")


def problems(clipping: Clipping) -> Iterator[Problem]:
    """Yield a remark if extraction removed much of a text. In: the clipping after extraction."""
    lost = lost_lines(clipping) if clipping.form is Form.TEXT else []
    if not lost:
        return
    removed = sum(map(_length, lost))
    total = removed + _length(clipping.body)
    if 3 * removed <= total and not _is_much_prose(lost):
        return
    lines = "1 line" if len(lost) == 1 else f"{len(lost):,} lines"
    reason = (
        f"extraction removed {100 * removed // total}% of its text, {removed:,} characters in {lines}; the longest "
        f"line begins “{_first_words(max(lost, key=len))}”"
    )
    origin = clipping.origin
    yield Problem(ProblemKind.MUCH_REMOVED, origin.file, reason, KEEP_LINES, origin.record)


def lost_lines(clipping: Clipping) -> list[str]:
    """Return the lines that were removed from a text and are neither kept elsewhere nor listed by the owner."""
    candidates = (candidate for name in COVERING for candidate in clipping.fields.get(name, ()))
    values = folded_values(value for candidate in candidates for value in candidate.values)
    kept = {fold_line(line) for line in clipping.body.splitlines()}
    removed = (item.text for item in clipping.removed if item.rule != FURNITURE_YML and item.replacement is None)
    return [line for line in removed if (text := fold_line(line)) and text not in kept and not is_covered(text, values)]


def folded_values(values: Iterable[str]) -> Sequence[str]:
    """Return values of fields in the form of `is_covered`, the longest first."""
    folded_once = {fold_line(value) for value in values}
    return sorted((value for value in folded_once if len(value) > 1), key=lambda value: (-len(value), value))


def is_covered(line: str, values: Iterable[str]) -> bool:
    """Return whether more than half of the characters of a line are values of fields. In: both folded."""
    rest = line
    for value in values:
        if value in rest:
            rest = rest.replace(value, " ")
    return 2 * _length(rest) < _length(line)


def _is_much_prose(lines: Sequence[str]) -> bool:
    """Return whether one of the lines is long prose, or the lines of prose are long together."""
    long = any(len(line) > MAX_PROSE and (_ends_sentence(line) or _INNER_STOP.search(line)) for line in lines)
    return long or sum(len(line) for line in lines if _is_prose(line)) > MAX_PROSE


def _is_prose(line: str) -> bool:
    spaceless = _SPACELESS.search(line) and not _WITHOUT_STOPS.search(line)
    return len(line) >= (_MIN_SPACELESS_LINE if spaceless else _MIN_PROSE_LINE) and _ends_sentence(line)


def _ends_sentence(line: str) -> bool:
    return bool(_ENDS_SENTENCE.search(line.rstrip()) or _WITHOUT_STOPS.search(line))


def _first_words(line: str) -> str:
    """Return the beginning of a line; in scripts without spaces it can end inside a word."""
    text = one_line(line)
    words = shorten(text, _QUOTED, placeholder=" …")
    return words if words.strip(" …") else f"{text[: _QUOTED - 2]} …"


def fold_line(text: str) -> str:
    """Return a text without differences of case, quotation marks and white space."""
    return folded(_QUOTES.sub("", text), collapsed=True)


def _length(text: str) -> int:
    """Return the number of characters without white space."""
    return len("".join(text.split()))

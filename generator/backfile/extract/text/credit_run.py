"""A run of lines above the headline or below the end of an article. Owns reading credits that take two lines, and which
of the dates and names in a run are those of the article.

Single lines are read by `credit_lines` and `article_notes`. A date or a name without a label is of the article only
beside another line about it: other articles on the page have dates and authors, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.extract.text.article_notes import match_note
from backfile.extract.text.credit_lines import Credit, parse_credit_line
from backfile.extract.text.date_lines import is_clock_line, parse_label_line
from backfile.extract.text.labels import LabelKind
from backfile.extract.text.person_names import is_role_line, looks_like_name
from backfile.fields import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.extract.text.line_signs import Line

_DATES = frozenset({"published", "modified"})
_BESIDE = frozenset({"time", "reading time"})
"""Notes beside which a name or a day is that of the article."""
_MAX_SUBJECT = 40
"""Maximum length of a subject under the heading of subjects, in characters."""
_MAX_SUBJECTS = 12


def read_run(lines: Sequence[Line], *, below: bool) -> Mapping[str, list[str]]:
    """Return the fields that a run of lines states: name of the field -> its strings, as written.

    `below` is whether the run is below an article. There, credits are read up to the first label, because comments and
    other articles have dates and authors of their own.
    """
    label = next((number for number, line in enumerate(lines) if line.label is not None), len(lines))
    texts = [line.text for line in (lines[:label] if below else lines)]
    fields: dict[str, list[str]] = {}
    for credit in _credits(texts):
        fields.setdefault(credit.field, list(credit.values))
    if agencies := _agencies(texts):
        fields.setdefault("byline", agencies)
    if below and (subjects := _subjects(lines)):
        fields.setdefault("keywords", subjects)
    return fields


def _credits(texts: Sequence[str]) -> Iterator[Credit]:
    """Yield the certain credits of a run, in their order."""
    names = [text for text in texts if _is_person(text)]
    for number, text in enumerate(texts):
        above, below = texts[max(0, number - 1) : number], texts[number + 1 : number + 2]
        labelled = parse_label_line(above[0]) if above else None
        beside = any(map(_is_about_article, [*above, *below]))
        for credit in parse_credit_line(text):
            if credit.field not in _DATES:
                yield credit
            elif credit.certain or labelled or beside or any(map(_is_person, [*above, *below])):
                yield _with_clock(Credit(labelled or credit.field, credit.values), below)
        if _is_person(text) and ((beside and len(names) == 1) or any(map(is_role_line, below))):
            yield Credit("byline", (text,))


def _is_person(text: str) -> bool:
    """Return whether a line is the name of a person, and not one of a place or a desk there."""
    return looks_like_name(text) and not any(map(gazetteer.is_place, text.split()))


def _is_about_article(text: str) -> bool:
    """Return whether a line beside a name or a day shows that these are of the article."""
    note = match_note(text)
    dated = any(credit.field in _DATES for credit in parse_credit_line(text))
    return dated or (note is not None and note.kind in _BESIDE)


def _agencies(texts: Sequence[str]) -> list[str]:
    """Return the agencies that a signature names."""
    notes = (match_note(text) for text in texts)
    return [agency for note in notes if note and note.kind == "agency signature" for agency in note.values]


def _with_clock(credit: Credit, below: Sequence[str]) -> Credit:
    """Return a date with the time of day that the next line has."""
    (day,) = credit.values
    clocked = below and is_clock_line(below[0]) and not any(map(is_clock_line, day.split()))
    return Credit(credit.field, (f"{day.rstrip(' |,')} {below[0]}",)) if clocked else credit


def _subjects(lines: Sequence[Line]) -> list[str]:
    """Return the subjects under the heading of subjects."""
    start = next((number for number, line in enumerate(lines) if line.label is LabelKind.TOPICS), None)
    subjects: list[str] = []
    for line in lines[start + 1 :] if start is not None else ():
        furniture = line.rule and not line.text.startswith("#")
        if furniture or line.is_prose or len(line.text) > _MAX_SUBJECT or len(subjects) == _MAX_SUBJECTS:
            break
        subjects.append(line.text.strip("#, "))
    return subjects

"""The signs of a line, from its form and its words: whether it is of the article or furniture.

Owns reading the signs of one line; `neighbour_signs` adds those that depend on the lines around it. `sign_weights` has
their weights; `ending` decides by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from backfile.extract.text import line_shape
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.end_matter import is_end_matter
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import LabelKind, match_label
from backfile.extract.text.person_names import is_role_line
from backfile.markup.plain_text import collapse_spaces

if TYPE_CHECKING:
    from collections.abc import Collection

_SHORT_WIDTH = 20
_MAX_WORDED = 400
"""Longer lines, in characters, are not compared with words of furniture."""
LONG_RUN = 3
"""Number of lines of prose in a row that are the article: teasers and notes below it have one or two."""
_OPENING = frozenset({LabelKind.RELATED, LabelKind.TOPICS, LabelKind.COMMENTS, LabelKind.AUTHOR, LabelKind.SUBSCRIBE})
"""Labels above other lines: teasers, subjects, comments, an author's box, an offer."""
_COMMON = frozenset({LabelKind.SHARE, LabelKind.NAVIGATION, LabelKind.MEDIA})
"""Labels whose words also occur at the end of articles: one alone does not prove that a page's furniture is here."""
_CAPTIONS = frozenset({"caption", "picture credit"})
"""Notes that stay with the article if they are directly below it."""
_AUTHOR_NOTE = "author note"
"""A note that is a sentence: it proves nothing about the lines around it."""


class Sign(StrEnum):
    """A sign of a line. Each line has one of the first eight, its form; the others are signs besides."""

    VERY_LONG = "very long"
    LONG_SENTENCE = "long sentence"
    LONG_PHRASE = "long, without the end of a sentence"
    SENTENCE = "sentence"
    PHRASE = "phrase"
    SHORT_SENTENCE = "short sentence"
    SHORT_PHRASE = "short phrase"
    FEW_LETTERS = "few letters"
    LABEL = "names a function of the page"
    FURNITURE = "words of furniture"
    NOTE = "note about the article"
    END_MATTER = "heading of the last lines of an article"
    AUTHOR_NOTE = "note about the author"
    AUTHOR_BOX = "name of an author, or the note below it"
    CREDIT = "byline, date or keywords"
    RIGHTS = "copyright"
    CAPTION = "caption or credit of a picture"
    REPEATED = "repeats a line above"
    CUT_OFF = "ends in dots"
    STRUCTURED = "beside a line of the same structure"
    IN_BLOCK = "in a block of lines"
    INTRODUCED = "under a line that ends in a colon"
    UNDER_LABEL = "under a label"
    KEPT = "kept by the owner"


_LONG_FORMS = frozenset({Sign.VERY_LONG, Sign.LONG_SENTENCE, Sign.LONG_PHRASE, Sign.SENTENCE})
"""Forms of prose. A line that is a note as a whole is longer only because it has more names."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with its signs."""

    text: str
    block: int
    """The number of its block."""
    signs: frozenset[Sign]
    rule: str | None = None
    """The rule by which the line is furniture, whatever is around it; None if that depends on its neighbours."""
    evidence: int = 0
    """How much the line alone proves that furniture is here: 2 prove it."""
    is_prose: bool = False
    """Whether it is prose that no rule matches."""
    label: LabelKind | None = None
    """The kind of label that it is."""

    @property
    def opens(self) -> bool:
        """Return whether it is a label above other lines."""
        return self.label in _OPENING


def read_line(text: str, block: int = 0, keep: Collection[str] = (), languages: frozenset[str] | None = None) -> Line:
    """Return a line with the signs of its form and its words. `keep` has lines with collapsed white space."""
    form = form_of(text)
    if keep and collapse_spaces(text) in keep:
        return Line(text, block, frozenset({form, Sign.KEPT}))
    sign, rule, evidence, label = _words(text, languages) or (None, None, 0, None)
    sign = sign or (Sign.END_MATTER if is_end_matter(text) else None)
    if sign is Sign.NOTE and form in _LONG_FORMS:
        form = Sign.PHRASE
    signs = {form} | ({sign} if sign else set()) | ({Sign.CUT_OFF} if line_shape.is_cut_off(text) else set())
    return Line(text, block, frozenset(signs), rule, evidence, _is_prose(text, sign), label)


def _is_prose(text: str, sign: Sign | None) -> bool:
    return sign is None and line_shape.is_prose(text)


def form_of(text: str) -> Sign:
    """Return the sign of the form of a line."""
    width, ends = line_shape.width(text), line_shape.ends_sentence(text)
    if width >= line_shape.VERY_LONG_WIDTH:
        return Sign.VERY_LONG
    if width >= line_shape.LONG_WIDTH:
        return Sign.LONG_SENTENCE if ends else Sign.LONG_PHRASE
    if width >= line_shape.PROSE_WIDTH:
        return Sign.SENTENCE if ends else Sign.PHRASE
    if ends and line_shape.has_words(text) and not line_shape.is_fragment(text):
        return Sign.SHORT_SENTENCE
    return Sign.SHORT_PHRASE if width >= _SHORT_WIDTH else Sign.FEW_LETTERS


def _words(text: str, languages: frozenset[str] | None) -> tuple[Sign, str | None, int, LabelKind | None] | None:
    """Return the sign of a line's words, the rule, the evidence, and the kind of label; None without one."""
    if len(text) > _MAX_WORDED:
        return None
    if label := match_label(text, languages):
        return Sign.LABEL, f"label: {label.kind}", 1 if label.kind in _COMMON else 2, label.kind
    if (match := match_furniture(text, languages)) and match.strong:
        evidence = 2 if match.sure or (match.opens and not line_shape.ends_sentence(text)) else 1
        return Sign.FURNITURE, match.rule, evidence, LabelKind.RELATED if match.opens else None
    note = match_note(text)
    if note and note.kind in _CAPTIONS and not text.startswith("©"):
        return Sign.CAPTION, None, 0, None
    if note and note.kind == _AUTHOR_NOTE:
        return Sign.AUTHOR_NOTE, None, 0, None
    if note:
        return Sign.NOTE, note.kind, 1, None
    credits_ = parse_credit_line(text)
    if any(credit.field == "rights" for credit in credits_):
        return Sign.RIGHTS, "rights", 1, None
    if any(credit.certain for credit in credits_):
        return Sign.CREDIT, "line about the article", 1, None
    if not text.endswith(",") and is_role_line(text.rstrip(".")):
        return Sign.NOTE, "role of an author", 0, None
    return None

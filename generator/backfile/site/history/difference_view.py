"""What the page of a difference prints: paragraphs as HTML, in which all text is escaped.

A removed or added passage is told by its element, by a line through or under it, and by a word for screen readers, so
that nobody needs colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from backfile.archive.revisions.differences import Difference, Op, Paragraph, Piece, compare_bodies, compare_texts
from backfile.archive.revisions.history import Revision
from backfile.archive.revisions.page_facts import body_of
from backfile.archive.revisions.page_words import visible_text
from backfile.i18n.catalogs import Catalog

_CONTEXT = 1
"""Unchanged paragraphs that are shown before and after a change."""


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """The difference between two revisions. HTML."""

    headline: str
    """The headline, with its changes if it has some."""
    dek: str
    """Empty if it did not change, as are the authors."""
    authors: str
    paragraphs: tuple[tuple[str, str], ...]
    """`changed` or `kept` and a paragraph, or `gap` and how many unchanged ones are left out."""


def difference_view(old: Revision, old_text: str, new: Revision, new_text: str, t: Catalog) -> DifferenceView:
    """Return the difference between two revisions. In: them, and their texts."""
    change = new.change
    fields = change.fields if change else ()
    before, after = old.facts, new.facts
    return DifferenceView(
        _line(before.title, after.title, t),
        _line(before.dek, after.dek, t) if "description" in fields else "",
        _line(", ".join(before.authors), ", ".join(after.authors), t) if "authors" in fields else "",
        tuple(_paragraphs(compare_bodies(body_of(old_text), body_of(new_text)), t)),
    )


def _line(old: str, new: str, t: Catalog) -> str:
    """Return two versions of a line as one."""
    return " ".join(_html(paragraph, t) for paragraph in compare_texts([old], [new]))


def _paragraphs(difference: Difference, t: Catalog) -> Iterator[tuple[str, str]]:
    for number, region in enumerate(difference.regions):
        yield from _kept(region.kept_before, t, after=number > 0, before=True)
        yield from (("changed", _html(paragraph, t)) for paragraph in region.paragraphs)
    yield from _kept(difference.kept_after, t, after=bool(difference.regions), before=False)


def _kept(blocks: Sequence[str], t: Catalog, *, after: bool, before: bool) -> Iterator[tuple[str, str]]:
    """Yield unchanged blocks near a change: the first ones if they follow one, the last ones if they precede one."""
    first = blocks[: _CONTEXT if after else 0]
    rest = blocks[len(first) :]
    last = rest[max(0, len(rest) - _CONTEXT) :] if before else ()
    yield from (("kept", escape(visible_text(block))) for block in first)
    if left_out := len(rest) - len(last):
        yield "gap", t("paragraphs_unchanged", count=left_out)
    yield from (("kept", escape(visible_text(block))) for block in last)


def _html(paragraph: Paragraph, t: Catalog) -> str:
    return "".join(_piece(piece, t) for piece in paragraph).strip()


def _piece(piece: Piece, t: Catalog) -> str:
    if piece.op is Op.KEPT:
        return escape(piece.text)
    text = piece.text.lstrip(" ")
    blank = " " * (len(piece.text) - len(text))
    element, label = ("del", "removed_label") if piece.op is Op.REMOVED else ("ins", "added_label")
    return f'{blank}<{element}><span class="for-screen-readers">{t(label)} </span>{escape(text)}</{element}>'

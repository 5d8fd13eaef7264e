"""Scraped text: its headline, the lines under it, its paragraphs, and the furniture around it.

Owns the order of the steps. Line breaks are interpreted by `paragraphs`, furniture by `furniture` and `ending`, bylines
and dates by `credit_lines`, the dateline by `dateline`; lines that the owner accepted as furniture are removed before,
by `owner_lines`. No word of a paragraph is changed, and every line of the input is in the body, in a field, or in
`removed`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, PlainText
from backfile.extract.text.dateline import find_place
from backfile.extract.text.ending import remove_ending
from backfile.extract.text.head_lines import take_head_lines
from backfile.extract.text.headline import take_headline
from backfile.extract.text.paragraphs import Block, split_blocks, split_sentences
from backfile.extract.text.remaining import RemainingText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MIN_OPENING = 40
"""Minimum length, in characters, of the paragraph in which a dateline is looked for."""
_MIN_LABELLED = 3
"""From this number of paragraphs with labels on, the text is an interview, whose labels are names of speakers."""
_LABEL = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s")


def extract_text(clipping: Clipping) -> Clipping:
    """Return a clipping with the article alone as its body, from one whose body is a whole scraped text.

    One blank line separates paragraphs in the result; a line break inside a paragraph was made by a person. Values in
    the text are added to `fields`, as the last candidates, with `text` as their place. `removed` lists all lines that
    were removed.
    """
    # 1. Split the text into blocks of lines.
    text = RemainingText(list(split_blocks(clipping.body)))
    # 2. Take the headline, and remove furniture above it.
    take_headline(text)
    # 3. Take byline, dates, keywords and dek under the headline; other lines there stay in the body.
    head = take_head_lines(text) if "headline" in text.fields else []
    # 4. Remove furniture from the end.
    rest, removed = remove_ending(text.blocks)
    text.removed += removed
    # 5. Make paragraphs of the lines that are left.
    body = [*head, *(part for block in rest for part in split_sentences(block))]
    # 6. Find the dateline in the first paragraph, where it stays.
    if place := _find_dateline(body):
        text.fields["dateline"] = [place]
    return replace(
        clipping,
        form=Form.TEXT,
        body=PlainText("\n\n".join(block.text for block in body)),
        fields=_add_candidates(clipping.fields, text.fields),
        removed=(*clipping.removed, *text.removed),
    )


def _add_candidates(
    fields: Mapping[str, tuple[FieldCandidate, ...]], values: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[FieldCandidate, ...]]:
    """Return `fields` with the values from the text as the last candidates."""
    added = {name: (*fields.get(name, ()), FieldCandidate(tuple(strings), "text")) for name, strings in values.items()}
    return {**fields, **added}


def _find_dateline(body: Sequence[Block]) -> str | None:
    """Return the place in the dateline of the first paragraph; None in an interview."""
    opening = next((block for block in body if len(block.text) >= _MIN_OPENING), None)
    labelled = sum(bool(_LABEL.match(block.text)) for block in body)
    return find_place(opening.lines[0]) if opening and labelled < _MIN_LABELLED else None

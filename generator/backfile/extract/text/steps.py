"""Scraped text: its headline, the lines under it, its paragraphs, and the furniture around it.

Owns the order of the steps. `repair` repairs what a scraper left, `paragraphs` interprets line breaks, `headline` finds
the headline and `ending` the end of the article, by the signs of the lines (`line_signs`), whose words `labels` and
`furniture` match. `credit_lines` reads bylines and dates, `dateline` the dateline; `owner_lines` has removed the lines
that the owner accepted as furniture. No word of a paragraph is changed, and every line of the input is in the body, in
a field, or in `removed`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.article import Clipping, FieldCandidate, Form, PlainText
from backfile.extract.text.dateline import find_place
from backfile.extract.text.ending import take_ending
from backfile.extract.text.head_lines import take_head_lines
from backfile.extract.text.lines_above import take_headline
from backfile.extract.text.middle import take_prompts
from backfile.extract.text.paragraphs import Block, split_blocks, split_sentences
from backfile.extract.text.remaining import RemainingText
from backfile.extract.text.repair import repair_text
from backfile.extract.text.word_languages import languages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_MIN_OPENING = 40
"""Minimum length, in characters, of the paragraph in which a dateline is looked for."""
_MIN_LABELLED = 3
"""Minimum number of paragraphs with a label in an interview, in which the labels are names of speakers."""
_LABEL = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s")


def extract_text(clipping: Clipping, keep: Collection[str] = ()) -> Clipping:
    """Return a clipping with the article alone as its body, from one whose body is a whole scraped text.

    One blank line separates paragraphs in the result; a line break inside a paragraph was made by a person. Values in
    the text are added to `fields`, as the last candidates, with `text` as their place. `removed` lists all lines that
    were removed. Lines in `keep`, with collapsed white space, are not removed.
    """
    # 1. Repair what a scraper left in the text: escapes, markup, wrongly decoded characters, doubled paragraphs.
    repaired = repair_text(clipping.body)
    # 2. Split the text into blocks of lines; its language decides which words of furniture count.
    text = RemainingText(list(split_blocks(repaired.text)), keep, languages_of(repaired.text))
    # 3. Take the headline, and the lines above it: fields and furniture.
    body = take_headline(text)
    # 4. Take byline, dates, keywords and dek under the headline; other lines there stay in the body.
    body += take_head_lines(text) if "headline" in text.fields else []
    # 5. Find the end of the article, and remove what is below it.
    take_ending(text)
    # 6. Remove prompts between paragraphs.
    take_prompts(text)
    # 7. Make paragraphs of the lines that are left.
    body += [part for block in text.blocks for part in split_sentences(block)]
    # 8. Find the dateline in the first paragraph, where it stays.
    if place := _find_dateline(body):
        text.fields["dateline"] = [place]
    return replace(
        clipping,
        form=Form.TEXT,
        body=PlainText("\n\n".join(block.text for block in body)),
        fields=_add_candidates(clipping.fields, text.fields),
        removed=(*clipping.removed, *repaired.removed, *text.removed),
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

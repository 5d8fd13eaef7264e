"""The lead: text between the headline and the first selected paragraph. Owns telling it from what else stands there:
bylines, dates, captions and prompts. The dek is no lead: front matter has it.
"""

from __future__ import annotations

import re
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from backfile.extract.dom import SENTENCE_ENDS
from backfile.extract.element_names import split_name
from backfile.extract.metadata.headline import is_same_headline
from backfile.extract.page.fill_gaps import places_of
from backfile.extract.page.repeated_metadata import is_named_as_dek
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label
from backfile.extract.text.line_shape import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_APART = ("form", "dialog", "figure", "button", "table")
_SHORTEST = 60
"""Width of a lead, in which East Asian characters count twice. Shorter text is a byline, a date or a label."""
_MOST_BETWEEN = 8
"""How many short lines can be between the headline and the lead: kicker, dek, byline, date, reading time, credit."""
_LEAD_NAME = re.compile(
    r"(?<![a-z])(?:leads?|lede|lead-?text|intro(?:duction|text)?|preamble|teaser-?text|anons|announce|zajawka|sapo|spot)(?![a-z])"
)
"""Names that sites use for the element of a lead."""
_SHORTEST_DEK = 25
"""The same as the length of a lead, of a dek that is named so."""
_MOST_ABOVE_DEK = 4
"""The dek is one of so many lines below the headline."""
_SHARED_WORDS = 2
_LONG_WORD = 6
"""Letters of a word that is not common. Words of other scripts than the Latin one are shorter, or are not separated."""


def add_lead(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int], known: Article) -> None:
    """Add the lead to the selection, if it is not the dek: the text below the headline, or else that directly above the
    first selected block, in the same element. In the page, a heading that is the lead becomes a paragraph.
    """
    is_selected = [strings.has_selected_text(block.span, selection) for block in blocks]
    first = next((i for i, block in enumerate(blocks) if is_selected[i] and _is_of_body(block, known)), None)
    if first is None:
        return
    layout = frozenset(blocks[first].element.iterancestors(*_APART))
    texts = {block for block in blocks[:first] if _is_text(block, strings, layout)}
    lead = _find_below_headline(blocks[:first], known, texts) or _find_above(blocks[: first + 1], texts)
    found = {*lead, *_find_dek(blocks[:first], known, strings)}
    added = [block for block in blocks[:first] if block in found and not _is_dek(block, known)]
    for block in added:
        selection.update(strings.list_useful_numbers(block.span))
        if block.is_heading:
            block.element.tag = "p"
    if added:
        _add_headings(blocks[blocks.index(added[-1]) + 1 : first + 1], strings, selection)
    for block in blocks[:first] if added else ():
        if block.span > added[0].span and _is_headline(block, known):  # the headline is above the lead
            selection.difference_update(strings.list_useful_numbers(block.span))


def _add_headings(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the headings directly above the last block, in the same element: those between the lead and
    the text.
    """
    *above, text = blocks
    for block in takewhile(lambda block: block.is_heading and _share_holder(block, text), reversed(above)):
        is_linked = strings.measure_link_density(block.span) > 0
        if block.element.tag != "h1" and not is_linked and match_furniture(block.text) is None:
            selection.update(strings.list_useful_numbers(block.span))


def _find_below_headline(blocks: Sequence[TextBlock], known: Article, texts: Set[TextBlock]) -> Sequence[TextBlock]:
    """Return the text below the headline that reads as a lead. Short lines can be between the two, and the dek; then
    the lead takes up a word of the headline or of the dek. In: also the blocks that are sentences of an article.
    """
    candidates = (
        (i for i, block in enumerate(blocks) if _is_headline(block, known)),
        (i for i in reversed(range(len(blocks))) if blocks[i].element.tag == "h1"),
        (i for i, block in enumerate(blocks) if block.is_heading and _resembles_headline(block.text, known)),
    )
    headline = next(chain.from_iterable(candidates), None)
    if headline is None:
        return ()
    below = [block for block in blocks[headline + 1 :] if not _is_headline(block, known)]
    if below and below[0].is_heading and len(below[0].text) >= _SHORTEST and _share_holder(blocks[headline], below[0]):
        return below[:1]
    between = sum(1 for _ in takewhile(lambda block: len(block.text) < _SHORTEST or _is_dek(block, known), below))
    if between > _MOST_BETWEEN or between == len(below):
        return ()
    lead = below[between]
    if not (_reads_as_lead(lead, texts) or _is_sentence_set_large(lead)):
        return ()
    is_named = _LEAD_NAME.search(split_name(lead.element)) is not None or is_named_as_dek(lead.element)
    if between and not is_named and not _share_word(lead.text, f"{known.headline} {known.dek or ''}"):
        return ()
    more = takewhile(lambda block: _share_holder(lead, block) and block in texts, below[between + 1 :])
    return [lead, *more]


def _find_dek(blocks: Sequence[TextBlock], known: Article, strings: NumberedStrings) -> Iterator[TextBlock]:
    """Yield the dek that no field has, which can be short and end as no sentence does: a line near the headline in an
    element with a name for it, or a heading directly below the headline with other lines between it and the text.
    """
    headline = next((i for i in reversed(range(len(blocks))) if _is_headline(blocks[i], known)), len(blocks))
    below = blocks[headline + 1 :]
    for block in below[:_MOST_ABOVE_DEK]:
        is_large = block is below[0] and block.is_heading and len(below) > 1 and _share_holder(blocks[headline], block)
        if width(block.text) < _SHORTEST_DEK or block.is_bare or strings.measure_link_density(block.span):
            continue
        if not (is_large or is_named_as_dek(block.element)) or _is_apart(block):
            continue
        if not (match_note(block.text) or match_furniture(block.text) or match_label(block.text, None)):
            yield block
            return


def _is_apart(block: TextBlock) -> bool:
    return next(block.element.iterancestors("figure", "button", "dialog"), None) is not None


def _is_sentence_set_large(block: TextBlock) -> bool:
    """Return whether a heading is a lead by its length and its end, as below the date of newspapers in Vietnam."""
    is_sentence = width(block.text) >= _SHORTEST and block.text.endswith(SENTENCE_ENDS)
    return is_sentence and block.is_heading and not (match_note(block.text) or match_furniture(block.text))


def _find_above(blocks: Sequence[TextBlock], texts: Set[TextBlock]) -> Sequence[TextBlock]:
    """Return the blocks directly above the last one that read as a lead, in the same element or in wrappers of the same
    kind.
    """
    places = set(places_of(blocks[-1]))
    above = takewhile(lambda block: not places.isdisjoint(places_of(block)), reversed(blocks[:-1]))
    return list(takewhile(lambda block: _reads_as_lead(block, texts), above))


def _share_word(text: str, other: str) -> bool:
    """Return whether two texts share a long word, or its beginning: words are inflected."""
    return not _long_words(text).isdisjoint(_long_words(other))


def _long_words(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    long = {word[:_LONG_WORD] for word in words if len(word) >= _LONG_WORD}
    return long | {word[i : i + 4] for word in words if not word.isascii() for i in range(len(word) - 3)}


def _is_headline(block: TextBlock, known: Article) -> bool:
    return block.is_heading and is_same_headline(block.text, known.headline)


def _resembles_headline(text: str, known: Article) -> bool:
    """Return whether a heading shares words with the headline: some sites have another one for search engines."""
    return len(_long_words(text) & _long_words(known.headline)) >= _SHARED_WORDS


def _is_of_body(block: TextBlock, known: Article) -> bool:
    """Return whether a selected block is neither the headline nor a caption."""
    is_title = block.element.tag == "h1" or _is_headline(block, known)
    return not is_title and next(block.element.iterancestors("figure"), None) is None


def _is_dek(block: TextBlock, known: Article) -> bool:
    return known.dek is not None and is_same_headline(block.text, known.dek)


def _share_holder(one: TextBlock, other: TextBlock) -> bool:
    return one.list_holders(1) == other.list_holders(1)


def _reads_as_lead(block: TextBlock, texts: Set[TextBlock]) -> bool:
    """Return whether a block is text that can be a lead, by itself."""
    return width(block.text) >= _SHORTEST and block in texts


def _is_text(block: TextBlock, strings: NumberedStrings, layout: frozenset[HtmlElement]) -> bool:
    """Return whether a block is a sentence of an article, by itself. In: the elements around the text, of those whose
    text is apart otherwise: some servers wrap the whole page in a form or a table.
    """
    return (
        (block.is_loose or block.element.tag == "p")
        and block.text.endswith(SENTENCE_ENDS)
        and 5 * strings.measure_link_density(block.span) < 1
        and not strings.begins_at_image(block.span)
        and not (match_note(block.text) or match_furniture(block.text))
        and layout.issuperset(block.element.iterancestors(*_APART))
    )

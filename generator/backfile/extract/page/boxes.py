"""Boxes within the text: tips, notes, corrections and accordions between paragraphs. Owns telling them from the other
boxes there: teasers, newsletters, advertisements, captions and portraits.

Extractors leave such boxes out, because their elements are unlike those of the paragraphs around. A box of the article
is text: it has no link by itself, no image, no control, and at least one sentence. A box of short lines only, such as
an interview, a poem or a timetable, has stricter conditions: no link at all, and no name of furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, is_only_content, is_smaller_than, visible_text
from backfile.extract.element_names import split_name
from backfile.extract.page.text_blocks import is_concealed
from backfile.extract.text.article_notes import match_note
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import match_label
from backfile.extract.text.line_shape import width

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_CONTROLS = ("form", "input", "button", "select", "textarea", "label", "nav", "footer", "dialog")
_MEDIA = ("figure", "figcaption", "iframe", "video", "audio", "object", "embed", "time", "address", "h1")
"""Elements of teasers, players and captions."""
_SMALLEST_IMAGE = 100
"""Pixels. A smaller image is the icon of a box."""
_SHORTEST_SENTENCE = 40
"""Width of the sentence that a box has, in which East Asian characters count twice."""
_LONGEST_LABEL = 80
"""Characters of the label at the beginning of a box."""
_LEAST_SENTENCES = 2
"""Lines that end a sentence in a box with a picture."""
_SHORTEST_PROSE = 80
"""Characters of a paragraph of the article above a box of short lines: above the first one are bylines and dates."""
_SHORTEST_PROSE_WIDE, _WIDE = 30, 1.5
"""The same in East Asian scripts; the mean width of its characters."""
_NOT_PLAIN = ("a", "img", "picture", "header", "cite")
"""Elements of teasers, signs and bylines, which no box of short lines has."""
_LONGEST_SIGN = 3
"""Characters of the sign of a callout: an emoji may have several."""
_SENTENCE_KINDS = frozenset(["", "sign", "number"])
"""Lines of a box with a sentence: words, signs, and figures such as a price or a rating."""
_PLAIN_KINDS = frozenset(["", "time", "number", "sign"])
"""Lines of a box of short lines: words, and with them times, figures and signs."""
_PRICE = re.compile("[$€£¥₹₽]")
_RATING = re.compile(
    r"(?:[^\W\d]+[\s:–—-]+){0,3}(\d{1,3})(?:[.,]\d{1,2})?\s*(?:/|\s[^\W\d]{1,6}(?:\s[^\W\d]{1,6})?\s)\s*(5|6|10|20|100)"
    r"(?:\s*[^\W\d]+|\s*[★⭐]+)?"
)
"""A number out of the largest one of a scale, with a few words: `Rating: 4 of 5`."""
_LONGEST_RATING = 40
_NAME = re.compile(
    r"(?<![a-z])(?:ads?|advert\w*|sponsor\w*|promos?|teasers?|related|recommend\w*|newsletters?|subscri\w*|paywall|share"
    r"|sharing|social|comments?|widgets?|menu|nav|breadcrumbs?|captions?|credits?|copyright|by-?lines?|authors?|meta"
    r"|side-?bars?|rails?|tags?|topics?|keywords?|players?|cookies?|consent|login|toolbar|pagination|sliders?|gallery|carousel)(?![a-z])"
)
"""Names of furniture, in the class or id of a box or of an element in it."""
_MOST_LEVELS = 4
"""How many elements are around a paragraph in the element that contains the boxes too."""
_MOST_PARTS = 4
"""How many elements around a box the block below it can be in with it."""
_MOST_WRAPPERS = 3
"""Elements around a box that contain nothing else."""
_DEEPEST = 6
"""How many elements are around the text in a box."""


def add_boxes(body: HtmlElement, blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the boxes of the article that are between two selected blocks, in an element with both, and
    the labels at the beginning of boxes that are selected.
    """
    selected = [block for block in blocks if strings.has_selected_text(block.span, selection)]
    starts = [block.span[0] for block in selected]
    first = next((block.span[0] for block in selected if _is_prose(block.text)), strings.span_of(body)[1])
    occurrences = Counter(block.text for block in blocks)
    for box in _list_candidates(body, blocks, selected, strings, selection):
        span = strings.span_of(box)
        index = bisect_left(starts, span[0])
        if not 0 < index < len(selected) or selection.intersection(strings.list_numbers(span)):
            continue
        is_below_prose = span[0] > first
        if occurrences[strings.read_text(span)] > 1:
            continue
        is_beside = _is_beside(box, selected[index - 1], selected[index], is_below_prose=is_below_prose)
        holder = strings.span_of(box.getparent())
        is_first = first < holder[0] == span[0] and holder[1] <= starts[-1]
        if (is_beside and _is_of_article(box, strings, selection, is_below_prose=is_below_prose)) or (
            is_first and strings.count_chars(span) <= _LONGEST_LABEL and is_plain_box(box.getparent(), strings)
        ):
            selection.update(strings.list_useful_numbers(span))
    _add_labels(blocks, strings, selection, selected[-1].span[1] if selected else 0)


def _add_labels(blocks: Sequence[TextBlock], strings: NumberedStrings, selection: set[int], last: int) -> None:
    """Add to the selection the labels that stand bare at the beginning of boxes, above selected text in them; labels of
    furniture would take the text with them. In: the end of the last selected block, below which are boxes of the
    site.
    """
    for label, text in pairwise(blocks):
        span = strings.span_of(label.element)
        if (
            label.is_bare
            and label.span[0] == span[0]
            and span[1] <= last
            and len(label.text) <= _LONGEST_LABEL
            and text.list_holders(1) == (label.element,)
            and strings.has_selected_text(text.span, selection)
            and not strings.has_selected_text(label.span, selection)
            and match_label(label.text, None) is None
            and is_plain_box(label.element, strings)
        ):
            selection.update(strings.list_useful_numbers(label.span))


def _is_beside(box: HtmlElement, above: TextBlock, below: TextBlock, *, is_below_prose: bool) -> bool:
    """Return whether a box is in one element with the blocks above and below it. Within the text, the block below may
    be in an element around that one: the last box of a part is above the title of the next part.
    """
    holders, others = above.list_holders(_MOST_LEVELS), below.list_holders(_MOST_LEVELS)
    around = islice(box.iterancestors(), _MOST_PARTS if is_below_prose else 1)
    return box.getparent() in holders and any(each in others for each in around)


def _list_candidates(
    body: HtmlElement,
    blocks: Sequence[TextBlock],
    selected: Sequence[TextBlock],
    strings: NumberedStrings,
    selection: set[int],
) -> list[HtmlElement]:
    """Return the elements around blocks that are not selected, below the elements around selected ones, and the asides
    there.
    """
    outer = {holder for block in selected for holder in block.list_holders(_MOST_LEVELS)}
    found: dict[HtmlElement, None] = {}
    for block in blocks:
        holders = [*([] if block.is_bare else [block.element]), *block.list_holders(_DEEPEST)]
        box = next((inner for inner, holder in pairwise(holders) if holder in outer), None)
        if box is not None and not strings.has_selected_text(block.span, selection):
            found[box] = None
    found.update((box, None) for box in map(_find_wrapper, body.iter("aside")) if box.getparent() in outer)
    return sorted(found, key=strings.span_of)


def _find_wrapper(box: HtmlElement) -> HtmlElement:
    """Return the outermost element around a box that contains only the box."""
    for outer in islice(box.iterancestors("div", "section"), _MOST_WRAPPERS):
        if not is_only_content(box, outer):
            break
        box = outer
    return box


def _is_of_article(box: HtmlElement, strings: NumberedStrings, selection: Set[int], *, is_below_prose: bool) -> bool:
    """Return whether a box is text of the article. In: whether there is a paragraph of the article above it."""
    if next(box.iter(*_CONTROLS, *_MEDIA), None) is not None or any(map(_conceals_text, box.iter())):
        return False
    has_picture = not all(is_smaller_than(image, _SMALLEST_IMAGE) for image in box.iter("img"))
    if has_picture and not (is_below_prose and _is_unlinked(box)):
        return False
    runs = [run for run in strings.list_paragraphs(strings.span_of(box)) if strings.count_chars(run)]
    if len(runs) == 1 and strings.begins_at_image(runs[0]):
        return False  # a caption
    texts = list(map(strings.read_text, runs))
    if not all(strings.measure_link_density(run) < 1 for run in runs):
        return False
    kinds = list(map(read_kind, texts))
    sentences = [text for text in texts if text.endswith(SENTENCE_ENDS)]
    if has_picture and len(sentences) < _LEAST_SENTENCES:
        return False  # a portrait with a line about the person
    if any(width(text) >= _SHORTEST_SENTENCE for text in sentences):
        return _SENTENCE_KINDS.issuperset(kinds) and ("number" not in kinds or _is_plain(box, strings))
    if has_picture or not (is_below_prose and "" in kinds and _PLAIN_KINDS.issuperset(kinds)):
        return False
    is_label = len(texts) == 1 and not texts[0].endswith(SENTENCE_ENDS)
    if is_label or any(map(parse_credit_line, texts)):
        return False
    return _is_plain(box, strings, has_twin=_has_selected_twin(box, strings, selection))


def _has_selected_twin(box: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> bool:
    """Return whether the element directly above a box is of the same tag and classes, and selected."""
    above = box.getprevious()
    is_alike = above is not None and (above.tag, above.get("class")) == (box.tag, box.get("class"))
    return is_alike and strings.has_selected_text(strings.span_of(above), selection)


def _is_prose(text: str) -> bool:
    """Return whether a text is a paragraph by its length; characters of East Asian scripts are more than letters."""
    return len(text) >= _SHORTEST_PROSE or (len(text) >= _SHORTEST_PROSE_WIDE and width(text) > _WIDE * len(text))


def _conceals_text(element: HtmlElement) -> bool:
    """Return whether an element is hidden and has more than a label for screen readers."""
    return is_concealed(element) and len(visible_text(element)) > _LONGEST_LABEL


def _is_unlinked(box: HtmlElement) -> bool:
    """Return whether a box has no link, around it neither, and no name of furniture: a teaser leads to its article."""
    is_within_link = any(each.tag == "a" for each in islice(box.iterancestors(), _MOST_LEVELS))
    return not is_within_link and next(box.iter("a"), None) is None and not _is_named(box)


def _is_named(box: HtmlElement) -> bool:
    """Return whether a box or an element in it has a name of furniture."""
    return any(_NAME.search(split_name(element)) for element in box.iter("*"))


def read_kind(text: str) -> str:
    """Return the kind of furniture or note that a line is; an empty string for text."""
    if len(text) <= _LONGEST_SIGN and not any(map(str.isalnum, text)):
        return "sign"
    if len(text) <= _LONGEST_RATING and is_rating(text):
        return "number"
    if furniture := match_furniture(text):
        return furniture.rule if furniture.strong or furniture.rule != "counter" else "number"
    note = match_note(text)
    return note.kind if note else ""


def is_rating(text: str) -> bool:
    """Return whether a line is the rating that an article gives: a number out of the largest one of a scale."""
    match = _RATING.fullmatch(text)
    return match is not None and int(match[1]) <= int(match[2])


def is_plain_box(box: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether a box has only text of the article, in lines of any length: it has no control, link or image, no
    name of furniture, and no note or prompt.
    """
    runs = [run for run in strings.list_paragraphs(strings.span_of(box)) if strings.count_chars(run)]
    texts = list(map(strings.read_text, runs))
    kinds = list(map(read_kind, texts))
    if len(kinds) > 1 and kinds[0] == "label" and match_label(texts[0], None) is None:
        kinds[0] = ""  # a word that a button could have, too: `Tip`
    is_short = len(texts) == 1 and not texts[0].endswith(SENTENCE_ENDS)
    return (
        not is_short
        and next(box.iter(*_CONTROLS, *_MEDIA), None) is None
        and not any(map(is_concealed, box.iter()))
        and "" in kinds
        and _PLAIN_KINDS.issuperset(kinds)
        and not any(map(parse_credit_line, texts))
        and _is_plain(box, strings)
    )


def _is_plain(box: HtmlElement, strings: NumberedStrings, *, has_twin: bool = False) -> bool:
    """Return whether a box of short lines, such as a poem, questions and answers or a timetable, has only text: no
    link, image or price, no credit of a picture, and more than headings. Below a box of its kind that is of the article
    (`has_twin`), links can be within its sentences.
    """
    span = strings.span_of(box)
    text = strings.read_text(span)
    titles = sum(strings.count_chars(strings.span_of(heading)) for heading in box.iter(*HEADINGS))
    return (
        all(each.tag == "a" and has_twin for each in box.iter(*_NOT_PLAIN))
        and (not has_twin or _has_links_in_sentences(box, strings))
        and not _is_named(box)
        and titles < strings.count_chars(span)
        and not (_PRICE.search(text) or match_note(text) or match_furniture(text) or parse_credit_line(text))
        and not strings.begins_at_image(span)
    )


def _has_links_in_sentences(box: HtmlElement, strings: NumberedStrings) -> bool:
    """Return whether all lines of a box with links are sentences with more than the links."""
    runs = [run for run in strings.list_paragraphs(strings.span_of(box)) if strings.measure_link_density(run)]
    return all(
        2 * strings.measure_link_density(run) < 1 and strings.read_text(run).endswith(SENTENCE_ENDS)
        for run in runs
        if strings.count_chars(run)
    )

"""From selected strings to the page's own markup. Owns which strings are added to trafilatura's selection, and the
removal of everything else from the page: what remains has the paragraphs, lists, quotations, tables, code and figures
of the page as published. The selection itself is left to `trafilatura`.

Extractors leave out words and items that look like links or labels to them. Therefore a paragraph, list, quotation,
table or piece of code is kept whole if the larger part of it was selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import HEADINGS
from backfile.extract.page import embeds, figures, formulas, live_blogs
from backfile.extract.page.boxes import add_boxes, is_plain_box
from backfile.extract.page.continuations import add_continuation, add_end
from backfile.extract.page.end_boxes import add_correction_asides, add_corrections, add_end_boxes
from backfile.extract.page.fill_gaps import MOST_WRAPPERS, fill_gaps
from backfile.extract.page.leads import add_lead
from backfile.extract.page.note_sections import add_note_sections
from backfile.extract.page.notes import add_notes
from backfile.extract.page.references import add_references
from backfile.extract.page.select_figures import select_figures
from backfile.extract.page.start_boxes import add_start_boxes
from backfile.extract.page.step_titles import add_step_titles
from backfile.extract.page.text_blocks import ELSEWHERE, find_blocks, is_concealed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from lxml.html import HtmlElement

    from backfile.article import Article
    from backfile.extract.page.site_links import SiteLinks
    from backfile.extract.page.string_numbers import NumberedStrings
    from backfile.extract.page.text_blocks import TextBlock

_STRUCTURES = ("ul", "ol", "dl", "table", "blockquote", "pre")
_LISTS = ("ul", "ol", "dl")
_TITLES = {"summary": "details", "figcaption": "figure"}
"""Titles and captions -> the elements of which they are. `select_figures` decides on captions of images."""
_TEXTS, _MEDIA = ("table", "blockquote", "pre"), ("img", "picture", "video", "audio", "iframe", "object")
_PARTS = ("li", "td", "th", "dt", "dd")
"""Parts of structures, which are kept also when they are empty."""
_SENTENCES = ("p", "li", "td", "span", *HEADINGS)
_BREAKS = frozenset(["br", "wbr", "hr"])


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a page that is its article."""

    numbers: Set[int]
    """The numbers of its strings and images."""
    figures: Mapping[HtmlElement, Sequence[HtmlElement]]
    """Its figures, each with the images to show."""
    blocks: Sequence[TextBlock]
    """The blocks of the page."""

    def without(self, numbers: Set[int], strings: NumberedStrings) -> Selection:
        """Return the selection without some numbers, and without their figures."""
        shown = {figure: images for figure, images in self.figures.items() if strings.number[figure] not in numbers}
        shown = {figure: images for figure, images in shown.items() if strings.number[images[0]] not in numbers}
        return replace(self, numbers=set(self.numbers).difference(numbers), figures=shown)


def complete_selection(body: HtmlElement, strings: NumberedStrings, selected: Set[int], links: SiteLinks) -> Selection:
    """Return the article to which the `selected` strings and images belong; `body` is not changed."""
    selection = strings.intersect_visible(selected)
    for paragraph in strings.paragraphs:
        strings.complete_or_deselect(paragraph, selection)
    _complete_structures(body, strings, selection)
    blocks = find_blocks(body, strings)
    fill_gaps(blocks, strings, links, selection)
    add_end(blocks, strings, selection)
    if add_continuation(blocks, strings, selection):
        fill_gaps(blocks, strings, links, selection)
    add_references(blocks, strings, links, selection)
    add_notes(body, strings, selection)
    add_note_sections(body, strings, selection)
    _add_live_updates(body, strings, selection)
    _add_embeds(body, strings, selection)
    return Selection(selection, select_figures(body, strings, selection), blocks)


def extend_selection(body: HtmlElement, strings: NumberedStrings, selection: Selection, known: Article) -> Selection:
    """Return the article with its boxes, titles of steps and lead. In `body`, only a heading that is the lead is
    changed.

    They are less sure than other text: whether enough of a page is selected is decided without them.
    """
    numbers = set(selection.numbers)
    add_step_titles(selection.blocks, strings, numbers)
    add_boxes(body, selection.blocks, strings, numbers)
    add_end_boxes(selection.blocks, strings, numbers)
    add_corrections(selection.blocks, strings, numbers)
    add_correction_asides(body, strings, numbers)
    add_start_boxes(selection.blocks, strings, numbers)
    add_lead(selection.blocks, strings, numbers, known)
    _add_titles(body, strings, numbers)
    _leave_out_buttons(body, strings, numbers)
    return replace(selection, numbers=numbers)


def _add_titles(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Add to the selection the titles of disclosures, and the captions of tables, quotations and code, of which a part
    is selected; of a disclosure that has only text, all of it.
    """
    for title in body.iter(*_TITLES):
        holder = title.getparent()
        is_of_text = title.tag == "summary" or _has_only_text(holder)
        if (
            holder.tag == _TITLES[title.tag]
            and is_of_text
            and strings.has_selected_text(strings.span_of(holder), selection)
        ):
            is_whole = title.tag == "summary" and is_plain_box(holder, strings)
            selection.update(strings.list_useful_numbers(strings.span_of(holder if is_whole else title)))


def _has_only_text(figure: HtmlElement) -> bool:
    """Return whether a figure is one of a table, a quotation or code, and of nothing else."""
    kinds = {element.tag for element in figure.iter(*_TEXTS, *_MEDIA)}
    return not kinds.isdisjoint(_TEXTS) and kinds.isdisjoint(_MEDIA)


def _leave_out_buttons(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Remove the text of buttons from the selection, but for those within a sentence, which explain a word of it."""
    for button in body.iter("button"):
        before = button.getprevious()
        text = button.getparent().text if before is None else before.tail
        if button.getparent().tag not in _SENTENCES and not ((text or "").strip() or (button.tail or "").strip()):
            parts = list(button.iter())
            selection.difference_update(strings.number[part] for part in parts)
            selection.difference_update(strings.number[part] + 1 for part in parts[1:])


def remove_unselected(body: HtmlElement, strings: NumberedStrings, selection: Selection) -> None:
    """Remove everything from a body that is not selected, in place, and rebuild the figures. The caption of a listing
    becomes a paragraph: Markdown has no figure of code.
    """
    _prune(body, strings.number, selection.numbers)
    for caption in list(body.iter("figcaption")):
        figure = caption.getparent()
        if figure.tag == "figure" and figure.find("pre") is not None:
            figure.tag, caption.tag = "div", "p"
    for figure, images in selection.figures.items():
        figures.rebuild_figure(figure, images)


def _complete_structures(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Select all of each list, table, quotation and piece of code of which half is selected; the outermost counts. Of
    a list without links any part is enough: extractors take paragraphs in it, and leave its short items out.
    """
    outer: HtmlElement | None = None
    for structure in body.iter(*_STRUCTURES):
        span = strings.span_of(structure)
        is_inner = outer is not None and span[0] < strings.span_of(outer)[1]
        if is_inner or _is_layout(structure):
            continue
        if strings.complete_if_half_selected(span, selection) or _is_begun_list(structure, strings, selection):
            selection.update(strings.list_useful_numbers(span))
            outer = structure
            selection.update(strings.number[part] for part in structure.iter(*_PARTS))


def _is_begun_list(structure: HtmlElement, strings: NumberedStrings, selection: Set[int]) -> bool:
    span = strings.span_of(structure)
    is_list = structure.tag in _LISTS and strings.has_selected_text(span, selection)
    return is_list and not strings.measure_link_density(span)


def _is_layout(structure: HtmlElement) -> bool:
    """Return whether a structure is a table that only places parts of the page side by side."""
    return structure.tag == "table" and (
        structure.get("role") in ("presentation", "none")
        or next(structure.iterdescendants("table", *HEADINGS), None) is not None
    )


def _add_live_updates(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Select the updates of a live blog, except paragraphs that consist of links or buttons."""
    positions: set[int] = set()
    end = 0
    for first, last in map(strings.span_of, live_blogs.MARK.find(body)):
        positions.update(range(max(first, end), last))
        end = max(end, last)
    for paragraph in strings.paragraphs if positions else ():
        if paragraph[0] in positions and strings.measure_link_density(paragraph) < 1:
            selection.update(strings.list_useful_numbers(paragraph))


def _add_embeds(body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
    """Select all of each embed, formula and listing of which a part is selected, or that is directly beside selected
    text and in the same element with it.
    """
    for embed in [*embeds.MARK.find(body), *formulas.MARK.find(body), *body.iter("pre")]:
        span = strings.span_of(embed)
        wrappers = [element for element in islice(embed.iterancestors(), MOST_WRAPPERS) if element is not body]
        is_apart = any(element.tag in ELSEWHERE or is_concealed(element) for element in embed.iterancestors())
        is_in_text = any(strings.has_selected_text(strings.span_of(wrapper), selection) for wrapper in wrappers)
        is_between = not is_apart and is_in_text and any(strings.are_neighbors_selected(span, selection))
        if strings.has_selected_text(span, selection) or is_between:
            selection.update(strings.list_useful_numbers(span))


def _prune(body: HtmlElement, number: Mapping[HtmlElement, int], selection: Set[int]) -> None:
    """Remove all strings that are not selected, and all elements without selected strings, except breaks."""
    elements = list(body.iter())
    with_content = _find_with_content(elements, number, selection)
    empty: set[HtmlElement | None] = set()
    for element in elements:
        if element.getparent() in empty:
            empty.add(element)
            continue
        if number[element] not in selection and element.text and element.text.strip():
            element.text = " "
        if number[element] + 1 not in selection and element.tail and element.tail.strip():
            element.tail = " "
        if element is not body and element not in with_content and element.tag not in _BREAKS:
            empty.add(element)
            element.drop_tree()


def _find_with_content(
    elements: Sequence[HtmlElement], number: Mapping[HtmlElement, int], selection: Set[int]
) -> Set[HtmlElement | None]:
    """Return the elements with selected strings in them. In: a body and all elements in it, in document order."""
    with_content: set[HtmlElement | None] = set()
    for element in elements:
        if number[element] in selection:
            with_content.add(element)
        if number[element] + 1 in selection:
            with_content.add(element.getparent())
    for element in reversed(elements[1:]):
        if element in with_content:
            with_content.add(element.getparent())
    return with_content

"""Figures of the article. Owns which captioned images belong to the selected text, and which images of each are shown.
What is a captioned image, and how a figure is rebuilt, is left to `figures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.extract.page.figures import is_captioned_image
from backfile.extract.page.fill_gaps import ELSEWHERE
from backfile.extract.page.image_urls import find_image_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings


def select_figures(
    body: HtmlElement, strings: NumberedStrings, selection: set[int]
) -> dict[HtmlElement, list[HtmlElement]]:
    """Add the captioned images of the article to the selection. Returns their figures, each with the images to show."""
    lead = _find_lead_figure(strings, selection)
    return {
        figure: images
        for figure in filter(is_captioned_image, body.iter("figure"))
        if (images := _select_figure(figure, strings, selection, is_lead=figure is lead))
    }


def _find_lead_figure(strings: NumberedStrings, selection: set[int]) -> HtmlElement | None:
    """Return the first captioned image of the article or main element, if it is above the first selected string and no
    teaser's.
    """
    first = min(selection, default=0)
    first_element = next((element for element, number in strings.number.items() if number + 1 >= first), None)
    frame = None if first_element is None else next(first_element.iterancestors("article", "main"), None)
    for figure in () if frame is None else frame.iter("figure"):
        if strings.number[figure] > first:
            break
        if is_captioned_image(figure) and next(figure.iterancestors(*ELSEWHERE), None) is None:
            return figure
    return None


def _select_figure(
    figure: HtmlElement, strings: NumberedStrings, selection: set[int], *, is_lead: bool
) -> list[HtmlElement]:
    """Select the caption and the images of a figure, if a part of it or the text on both sides of it is selected.

    Returns the images to show: the selected ones, or else the first. Returns none if the figure is not of the article.
    """
    span = strings.span_of(figure)
    is_untouched = selection.isdisjoint(strings.list_numbers(span))
    if not is_lead and is_untouched and not all(strings.are_neighbors_selected(span, selection)):
        return []
    selection.update(strings.list_numbers(strings.span_of(figure.find(".//figcaption"))))
    by_url = {find_image_url(image): image for image in reversed(list(figure.iter("img")))}
    images = [image for url, image in reversed(by_url.items()) if url]
    shown = [image for image in images if strings.number[image] in selection] or images[:1]
    selection.update(strings.number[image] for image in shown)
    return shown

"""Images of the article. Owns which images belong to the selected text, with and without a caption, and which images of
a figure are shown. What is a captioned image, and how a figure is rebuilt, is left to `figures`.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import is_smaller_than, iter_strings
from backfile.extract.page.decorations import is_named_other
from backfile.extract.page.figures import is_captioned_image
from backfile.extract.page.image_urls import find_host, find_image_url, is_image_file
from backfile.extract.page.published_image import PublishedImage
from backfile.extract.page.text_blocks import ELSEWHERE, is_concealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from lxml.html import HtmlElement

    from backfile.extract.page.string_numbers import NumberedStrings, Span

_SMALLEST_IMAGE = 60
"""Pixels. A smaller image between paragraphs is an icon."""
_MOST_STRINGS = 20
"""Strings and edges of blocks in a link that are read."""
_OWN_URL = frozenset(["canonical", "og:url"])
"""The names of elements of the head with the page's own URL."""
_SMALLEST_LEAD = 200
"""Pixels. A smaller image above the text is a portrait or a logo."""


def select_figures(
    body: HtmlElement, strings: NumberedStrings, selection: set[int]
) -> dict[HtmlElement, list[HtmlElement]]:
    """Add the images of the article to the selection, and remove those of teasers from it. Returns the figures of
    captioned images, each with the images to show.
    """
    return _FigureSelector(body, strings, selection).select()


class _FigureSelector:
    """Selects the images of one page."""

    def __init__(self, body: HtmlElement, strings: NumberedStrings, selection: set[int]) -> None:
        self._body = body
        self._strings = strings
        self._selection = selection
        self._own_hosts = _find_own_hosts(body)
        self._published = PublishedImage(body.getparent())
        self._are_concealed: dict[HtmlElement, bool] = {}
        self._lead = self._find_lead()

    @cached_property
    def _linked_urls(self) -> Set[str]:
        """Return the URLs to which links with text lead."""
        urls: set[str] = set()
        for link in self._body.iter("a"):
            url = link.get("href") or ""
            if url not in urls and _has_text(link):
                urls.add(url)
        return urls

    @cached_property
    def _linked_hosts(self) -> Set[str]:
        """Return the hosts of pages to which links with text lead."""
        return set(map(find_host, self._linked_urls))

    def select(self) -> dict[HtmlElement, list[HtmlElement]]:
        """Change the selection; return the figures, each with the images to show."""
        figures = {
            figure: images
            for figure in filter(is_captioned_image, self._body.iter("figure"))
            if (images := self._select_figure(figure))
        }
        in_figures = {image for figure in figures for image in figure.iter("img")}
        extent = self._strings.find_extent(self._selection)
        for image, span, is_alone in self._iter_images():
            if is_alone and image not in in_figures:
                self._select_image(image, span, is_inside=extent[0] <= span[0] < extent[1])
            elif not is_alone and self._is_of_teaser(image):
                self._selection.discard(self._strings.number[image])
        return figures

    def _find_lead(self) -> HtmlElement | None:
        """Return the lead image, or its figure if it has a caption: the first one above the first selected string that
        is in the same article or main element, in the same element with the headline, or below this; else the one that
        the publication names.
        """
        number, first = self._strings.number, min(self._selection_of_text(), default=0)
        first_element = next((element for element, each in number.items() if each + 1 >= first), None)
        around = [] if first_element is None else list(first_element.iterancestors())
        frame = next((each for each in around if each.tag in ("article", "main")), None)
        headlines = [headline for headline in self._body.iter("h1") if number[headline] < first]
        above = headlines[-1].iterancestors() if headlines else ()
        frame = next((each for each in above if each in around), None) if frame is None else frame
        headline = number[headlines[-1]] if headlines else first
        start = headline if frame is None or frame.tag == "body" else min(headline, number[frame])
        named: HtmlElement | None = None
        for element in self._body.iter("figure", "img"):
            if number[element] > first:
                break
            is_named = named is None and self._is_published(element)
            if (is_named or (number[element] >= start and self._is_lead(element))) and not self._is_apart(element):
                if number[element] >= start:
                    return element
                named = element
        return named

    def _is_published(self, element: HtmlElement) -> bool:
        """Return whether an image is the one that the publication names."""
        if not self._published:
            return False
        if element.tag == "figure":
            return is_captioned_image(element) and any(map(self._published.is_shown_by, element.iter("img")))
        is_captioned = any(map(is_captioned_image, element.iterancestors("figure")))
        is_shown = self._published.is_shown_by(element)
        return is_shown and not is_captioned and not is_smaller_than(element, _SMALLEST_LEAD)

    def _selection_of_text(self) -> list[int]:
        images = {self._strings.number[image] for image in self._body.iter("img")}
        return [number for number in self._selection if number not in images]

    def _is_lead(self, element: HtmlElement) -> bool:
        if element.tag == "figure":
            return is_captioned_image(element)
        is_framed = next(element.iterancestors("figure", "picture"), None) is not None
        is_expected = is_framed or self._strings.number[element] in self._selection
        return is_expected and bool(find_image_url(element)) and not is_smaller_than(element, _SMALLEST_LEAD)

    def _select_figure(self, figure: HtmlElement) -> list[HtmlElement]:
        """Select the caption and the images of a figure, if a part of it or the text beside it is selected.

        Returns the images to show: the selected ones, or else the first. Returns none if the figure is not of the
        article.
        """
        strings, selection = self._strings, self._selection
        span = strings.span_of(figure)
        is_untouched = selection.isdisjoint(strings.list_numbers(span))
        if figure is not self._lead and is_untouched and not self._is_within_text(figure, span):
            return []
        selection.update(strings.list_numbers(strings.span_of(figure.find(".//figcaption"))))
        by_url = {find_image_url(image): image for image in reversed(list(figure.iter("img")))}
        images = [image for url, image in reversed(by_url.items()) if url]
        shown = [image for image in images if strings.number[image] in selection] or images[:1]
        selection.update(strings.number[image] for image in shown)
        return shown

    def _is_within_text(self, element: HtmlElement, span: Span) -> bool:
        """Return whether the text on both sides of an image is selected, or on one side and beside no other text."""
        are_selected = self._strings.are_neighbors_selected(span, self._selection)
        if all(are_selected) or not any(are_selected):
            return all(are_selected)
        neighbor = self._strings.find_neighbors(span)[are_selected.index(True)]
        start, end = self._strings.span_of(self._find_holder(element, span))
        return neighbor is not None and start <= neighbor < end and not self._is_apart(element)

    def _find_holder(self, element: HtmlElement, span: Span) -> HtmlElement:
        """Return the first element around an image that has other text."""
        length = self._strings.count_chars(span)
        holders = element.iterancestors()
        return next(
            (each for each in holders if self._strings.count_chars(self._strings.span_of(each)) > length), self._body
        )

    def _select_image(self, image: HtmlElement, span: Span, *, is_inside: bool) -> None:
        """Select an image without a caption if it stands between selected text, and deselect it if it is elsewhere."""
        number, is_apart = self._strings.number[image], self._is_apart(image)
        if image is self._lead or self._is_within_text(image, span):
            if find_image_url(image) and not is_smaller_than(image, _SMALLEST_IMAGE) and not is_apart:
                self._selection.add(number)
            elif is_apart and self._is_of_teaser(image):
                self._selection.discard(number)
        elif is_apart or not is_inside or is_named_other(self._find_holder(image, span)):
            self._selection.discard(number)

    def _iter_images(self) -> Iterator[tuple[HtmlElement, Span, bool]]:
        """Yield the visible images, each with its span and whether no text in its paragraph is selected."""
        paragraphs = iter(self._strings.paragraphs)
        end, is_selected = 0, False
        for image in self._body.iter("img"):
            span = self._strings.span_of(image)
            if span[0] == span[1]:
                continue
            if end <= span[0]:
                paragraph = next(each for each in paragraphs if each[1] > span[0])
                end, is_selected = paragraph[1], self._strings.has_selected_text(paragraph, self._selection)
            yield image, span, not is_selected

    def _is_of_teaser(self, image: HtmlElement) -> bool:
        """Return whether an image is in a link to another page with text, or to one of the site to which another link
        with text leads.
        """
        link = next(image.iterancestors("a"), None)
        if link is None or link.get("href") not in self._linked_urls or self._leads_to_image(link, image):
            return False
        host = find_host(link.get("href") or "")
        return not host or not self._own_hosts or host in self._own_hosts or _has_text(link)

    def _is_apart(self, element: HtmlElement) -> bool:
        """Return whether an element is in one that leads to other pages, or is concealed."""
        return any(
            (each.tag in ELSEWHERE and not self._leads_to_image(each, element)) or self._is_concealed(each)
            for each in element.iterancestors()
        )

    def _is_concealed(self, element: HtmlElement) -> bool:
        """Return whether an element is concealed. The images of a page share what is around them."""
        if (known := self._are_concealed.get(element)) is None:
            known = self._are_concealed[element] = is_concealed(element)
        return known

    def _leads_to_image(self, link: HtmlElement, image: HtmlElement) -> bool:
        """Return whether a link around an image leads to the same image, or a larger one: to the file of an image, or
        to the host of the image if no text links to that.
        """
        url = (link.get("href") or "").strip()
        if link.tag != "a":
            return False
        if not url or url.startswith("#") or is_image_file(url):
            return True
        host = find_host(url)
        return bool(host) and host == find_host(find_image_url(image)) and host not in self._linked_hosts


def _has_text(link: HtmlElement) -> bool:
    return (link.text or "").strip() != "" or any(
        (string or "").strip() for _, _, string in islice(iter_strings(link), _MOST_STRINGS)
    )


def _find_own_hosts(body: HtmlElement) -> set[str]:
    """Return the hosts under which a page states its own URL."""
    head = body.getparent().find("head")
    links = (
        [] if head is None else [link for link in head.iter("link", "meta") if not _OWN_URL.isdisjoint(link.values())]
    )
    hosts = (find_host(link.get("href") or link.get("content") or "") for link in links)
    return {host for host in hosts if host}

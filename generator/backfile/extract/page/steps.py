"""Functions of the steps of a page. Owns what each step reads from the state of the page and what it changes there. The
order of the steps is left to `STEPS`, the work of each to the module that it calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.article import FieldCandidate
from backfile.extract import metadata
from backfile.extract.dom import visible_text
from backfile.extract.page import (
    amp,
    base_url,
    captions,
    code_blocks,
    collapsed,
    comments,
    embeds,
    formulas,
    furniture,
    hidden_text,
    hover_cards,
    image_forms,
    link_notes,
    live_blogs,
    main_content,
    other_articles,
    pagination,
    permalinks,
    printed_dates,
    reference_content,
    repeated_metadata,
    serialize,
    side_notes,
    source_frames,
    supplied_images,
    tab_panels,
    text_forms,
    unshown_article,
)
from backfile.extract.page.site_links import SiteLinks
from backfile.extract.text.word_languages import languages_of
from backfile.fields import parse
from backfile.fields.dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from backfile.article import Article, Clipping
    from backfile.extract.page.supplied_images import IsSupplied


@dataclass(slots=True)
class PageState:
    """A page between two steps. Each step changes it in place."""

    source: str
    """The HTML of the page."""
    is_supplied: IsSupplied
    tree: HtmlElement
    """The parsed page. The steps change it; the selection leaves nothing in its body but the article."""
    clipping: Clipping
    """The result so far. Its body is empty until the article is written."""
    known: Article = field(init=False)
    """The parsed fields. Set by `parse_fields`."""
    links: SiteLinks = field(init=False)
    """The links of the page. Set by `select_article`, which removes most of them."""
    article: HtmlElement = field(init=False)
    """The part of the page that is the article. Set by `select_article`."""


def show_article(page: PageState) -> None:
    """Show the article of a page that shows none, what is in shadow trees, and text in sources of frames."""
    unshown_article.show_shadow_trees(page.tree)
    unshown_article.show_article(page.tree)
    source_frames.show_source_frames(page.tree)


def normalize_amp(page: PageState) -> None:
    """Replace AMP components by HTML elements."""
    amp.normalize_amp(page.tree)


def normalize_images(page: PageState) -> None:
    """Make img elements of all images, without those that show nothing of an article."""
    image_forms.normalize_images(page.tree)


def replace_supplied_images(page: PageState) -> None:
    """Replace the URLs of images that the input includes by short ones."""
    images = supplied_images.replace_supplied_images(page.tree, page.is_supplied)
    page.clipping = replace(page.clipping, images=images)


def join_captions(page: PageState) -> None:
    """Make figures of images and their captions."""
    captions.join_captions(page.tree)


def normalize_embeds(page: PageState) -> None:
    """Replace posts, players and maps by figures with links."""
    embeds.normalize_embeds(page.tree)


def normalize_code(page: PageState) -> None:
    """Write listings of code as text without line numbers."""
    code_blocks.normalize_code(page.tree, page.source)


def normalize_formulas(page: PageState) -> None:
    """Write each formula once, as its source or its text."""
    formulas.normalize_formulas(page.tree, page.source)


def empty_drawings(page: PageState) -> None:
    """Empty drawings, whose shapes and labels no step reads; one with HTML in it stays as it is."""
    for drawing in list(page.tree.iter("svg")):
        if len(drawing) and next(drawing.iter("foreignobject"), None) is None:
            drawing[:] = []


def separate_side_notes(page: PageState) -> None:
    """Separate notes in the margin from the words around them."""
    side_notes.separate_side_notes(page.tree)


def write_text_forms(page: PageState) -> None:
    """Write headings, windows, line breaks and quotations that a page has in other forms as elements."""
    text_forms.write_heading_roles(page.tree)
    text_forms.write_dialogs(page.tree)
    text_forms.write_line_breaks(page.tree)
    text_forms.write_quotations(page.tree)
    text_forms.write_plain_paragraphs(page.tree)


def mark_hidden(page: PageState) -> None:
    """Mark the elements that style sheets in the page hide."""
    hidden_text.mark_hidden(page.tree)


def show_collapsed(page: PageState) -> None:
    """Show text that a page shows after a click."""
    collapsed.show_collapsed(page.tree)
    tab_panels.show_tab_panels(page.tree, page.source)


def remove_permalinks(page: PageState) -> None:
    """Remove links of headings to themselves."""
    permalinks.remove_permalinks(page.tree)


def remove_notes_in_sentences(page: PageState) -> None:
    """Remove notes of the page within its sentences: how a link opens, and the card of a name."""
    body = page.tree.find("body")
    removed = (*link_notes.remove_link_notes(body), *hover_cards.remove_hover_cards(body))
    page.clipping = replace(page.clipping, removed=page.clipping.removed + removed)


def merge_live_updates(page: PageState) -> None:
    """Mark the updates of a live blog, and insert those that the page does not show."""
    if live_blogs.REQUIRED_SUBSTRING in page.source:
        live_blogs.merge_live_updates(page.tree)


def collect_fields(page: PageState) -> None:
    """Collect the candidates of the page for each field, and add those of the reader after them."""
    own, read = metadata.collect_fields(page.tree), page.clipping.fields
    fields = {name: (*own.get(name, ()), *read.get(name, ())) for name in dict.fromkeys((*own, *read))}
    page.clipping = replace(page.clipping, fields=fields)


def find_printed_dates(page: PageState) -> None:
    """Find the dates that the page only prints, and add them before those that are guessed."""
    fields = page.clipping.fields
    stated = tuple(item for item in fields.get("published", ()) if item.via != metadata.GUESSED)
    if any(parse_date(value) for item in stated for value in item.values):
        return
    headlines = [value for item in fields.get("headline", ()) for value in item.values]
    dates = printed_dates.find_printed_dates(page.tree, headlines)
    if not dates:
        return
    # A guess beside a printed date would be the day of the last change, or an order that is not sure.
    fields = {**fields, "published": stated}
    for date in dates:
        fields[date.field] = (*fields.get(date.field, ()), FieldCandidate((date.text,), "text"))
    page.clipping = replace(page.clipping, fields=fields)


def select_own_urls(page: PageState) -> None:
    """Remove the URL of the first part from the candidates of a later part."""
    if urls := page.clipping.fields.get("url"):
        own = pagination.select_own_urls(urls, page.tree, page.clipping.base_url)
        page.clipping = replace(page.clipping, fields={**page.clipping.fields, "url": own})


def set_base_url(page: PageState) -> None:
    """Find the URL to which relative URLs refer."""
    urls = page.clipping.fields.get("url", ())
    page.clipping = replace(page.clipping, base_url=base_url.find_base_url(page.tree, page.clipping.base_url, urls))


def parse_fields(page: PageState) -> None:
    """Parse the fields; problems with them are reported when the conversion makes the article of them."""
    page.clipping = replace(page.clipping, parsed=parse.parse_fields(page.clipping))
    page.known, _ = parse.parse(page.clipping)


def remove_other_articles(page: PageState) -> None:
    """Remove the articles that the site loaded below the one of the page, and the comments of readers."""
    named = [item for item in page.clipping.fields.get("headline", ()) if item.via != "page"]
    headlines = [value for item in named for value in item.values]
    found = other_articles.remove_other_articles(page.tree, headlines)
    page.clipping = replace(page.clipping, removed=page.clipping.removed + found.removed, headlines=found.kept)
    removed = comments.remove_comments(page.tree)
    page.clipping = replace(page.clipping, removed=page.clipping.removed + removed)


def find_next_part(page: PageState) -> None:
    """Find the URL of the next part of an article on several pages."""
    next_part = pagination.find_next_part(page.tree, page.known.url or page.clipping.base_url)
    page.clipping = replace(page.clipping, next_page=next_part)


def find_reference_content(page: PageState) -> None:
    """Find the main content by methods that are independent of the selection."""
    page.clipping = replace(page.clipping, content=reference_content.find_reference_content(page.tree))


def select_article(page: PageState) -> None:
    """Select the main content."""
    page.links = SiteLinks(page.tree.find("body"))
    page.article = main_content.select_article(page.tree, page.known, page.links)


def remove_hidden_text(page: PageState) -> None:
    """Remove what no reader of the page sees."""
    hidden_text.remove_hidden_text(page.article)


def remove_repeated_metadata(page: PageState) -> None:
    """Remove lines above the article that the fields contain."""
    headlines = [value for item in page.clipping.fields.get("headline", ()) for value in item.values]
    removed = repeated_metadata.remove_repeated_metadata(page.article, page.known, headlines)
    page.clipping = replace(page.clipping, removed=page.clipping.removed + removed)


def remove_furniture(page: PageState) -> None:
    """Remove labels, teasers, rows of a byline and program code from the article."""
    language = page.known.language
    languages = frozenset({language}) if language else languages_of(visible_text(page.article))
    removed = furniture.remove_furniture(page.article, page.links, page.known, languages)
    page.clipping = replace(page.clipping, removed=page.clipping.removed + removed)


def serialize_article(page: PageState) -> None:
    """Write the article as HTML."""
    page.clipping = replace(page.clipping, body=serialize.serialize_article(page.article))

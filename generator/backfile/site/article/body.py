"""The HTML of an article's text, as its page prints it: gated, with the headings, images and pictures of the site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backfile.site.article.headings import empty_headers_as_cells, renumber_headings
from backfile.site.article.images_elsewhere import join_images_elsewhere
from backfile.site.article.local_images import local_image_attributes
from backfile.site.article.picture_links import link_pictures
from backfile.site.article.sanitize_output import gate
from backfile.site.article.wide_tables import box_tables

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog


def gate_page(html: str, page: Page, files: Files, t: Catalog) -> str:
    """Return rendered Markdown after the gate. In: the page that shows it."""
    return gate(html, partial(local_image_attributes, page, files), t("image_elsewhere"))


def article_body(html: str, page: Page, files: Files, t: Catalog) -> str:
    """Return the text of an article. In: its rendered Markdown, which is not trusted; the page that shows it."""
    html = join_images_elsewhere(empty_headers_as_cells(renumber_headings(gate_page(html, page, files, t))), t)
    return link_pictures(box_tables(html), t("open_picture"))

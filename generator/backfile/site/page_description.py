"""The description of a page for search engines, if neither its front matter nor the settings have one. Plain text."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from backfile.site.article.lead_text import lead_text
from backfile.site.chrome import navigation

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from backfile.i18n.catalogs import Catalog
    from backfile.site.list_pages.view import ListPageViews

LENGTH = 160
"""The most characters of a description from the page's text; search engines show about as many."""


def describe(page: Page, site_name: str, list_page_views: ListPageViews | None, t: Catalog) -> str:
    """Return the description of `page`: for a list page the number of its articles, else the beginning of its text."""
    articles = ""
    if list_page_views and navigation.is_list(page):
        articles = list_page_views.description(page.file.src_uri)
    title = site_name if page.is_homepage else unescape(page.title or "")
    name = " - ".join(filter(None, (title, parent_title(page, t))))
    if articles:
        return t("at", what=name, articles=articles)
    return lead_text(page.content or "", LENGTH) or f"{name} - {site_name}"


def parent_title(page: Page, t: Catalog) -> str:
    """Return the title of the list to which `page` belongs, such as `Tags` for a tag; empty for other pages."""
    return t(folder) if (folder := navigation.parent_folder(page)) else ""

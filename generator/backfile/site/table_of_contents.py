"""The table of contents of a page, as Material prints it beside the page.

Owns its escaping, and the entry of the page's title. Levels and ids of headings in an article's text are decided in
`article/headings.py` and `article/sanitize_output.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mkdocs.structure.toc import AnchorLink, TableOfContents

from backfile.site.article.escape_metadata import escape_once
from backfile.site.article.sanitize_output import is_allowed_id

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

CONTENT_ID = "__content"
"""The id of the element that has the page's content in our templates. No heading can have two underscores there."""


def escape_headings(headings: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Yield the entries of a table of contents, escaped.

    An entry whose id the gate removes is left out, because its link would lead nowhere; the entries below it stay.
    """
    for heading in headings:
        children = list(escape_headings(heading.children))
        if is_allowed_id(heading.id):
            heading.title, heading.id, heading.children = escape_once(heading.title), escape_once(heading.id), children
            yield heading
        else:
            yield from children


def below_title(page: Page) -> TableOfContents:
    """Return the table of contents of `page` below an entry for its title, which our templates print.

    So Material's link past the navigation leads to the title, also on pages without a heading; what Material prints of
    the table does not change. The home page gets no entries but that of its title, because it is short.
    """
    title = AnchorLink(page.title or "", CONTENT_ID, 1)
    title.children = [] if page.is_homepage else list(page.toc)
    return TableOfContents([title])

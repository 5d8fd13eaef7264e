"""What the pages of others and other files need to know of the text of a page: facts about its HTML and Markdown.

They are computed from a page that was read, or come with one whose HTML is kept (`site.rendering`), so that nobody
reads the whole text of all pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile import images
from backfile.site.article.gated_html import REL, external_link_targets
from backfile.site.article.lead_text import lead_text
from backfile.site.article.reading_time import minutes

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page


class TextFacts(NamedTuple):
    """Facts about the text of a page."""

    links: tuple[str, ...] = ()
    """The `href` of each link to another site, escaped as written, each once."""
    image: str | None = None
    """The name of the first stored image."""
    minutes: int = 0
    """The time to read it; 0 if it is short."""
    lead: str = ""
    """Its beginning; see `lead_text`."""
    kind: str = ""
    """`kind` in its front matter, which says what a list page lists."""


LEAD_LENGTH = 400
"""In characters: more than lists show of a text, since they compare its beginning with the dek."""
_NONE = TextFacts()
_NAME = "facts"
"""The attribute of a page that has them."""


def facts_of(page: Page | None) -> TextFacts:
    """Return the facts about a page whose text is read; none without a page."""
    if page is None:
        return _NONE
    found: TextFacts | None = vars(page).get(_NAME)
    if found is None:
        html = page.content or ""
        links = tuple(dict.fromkeys(external_link_targets(html))) if REL in html else ()
        image, kind = images.find_name(html), str(page.meta.get("kind") or "")
        found = TextFacts(links, image, minutes(page.markdown or ""), lead_text(html, LEAD_LENGTH), kind)
        set_facts(page, found)
    return found


def set_facts(page: Page, facts: TextFacts) -> None:
    """Let `facts_of` return these facts about a page."""
    vars(page)[_NAME] = facts


def forget_lead(page: Page | None) -> None:
    """Forget the beginning of the text of a page, which only pages show."""
    if page is not None and (found := vars(page).get(_NAME)):
        set_facts(page, found._replace(lead=""))


def take_links(page: Page | None) -> tuple[str, ...]:
    """Return the `href` of each link of a page to another site, and forget them: they are needed once in a build."""
    found = facts_of(page)
    if page is not None and found.links:
        set_facts(page, found._replace(links=()))
    return found.links

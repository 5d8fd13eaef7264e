"""What a page becomes when MkDocs has read it: the record that is kept of it, taken from a page and put into another.

Owns which attributes of a page these are. How they are stored is decided in `cache`; when a record may be used, in
`texts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs.structure.toc import AnchorLink, TableOfContents

from backfile.article import Article
from backfile.site.article.page_facts import TextFacts, facts_of, set_facts
from backfile.site.rendering.article_values import article_values, read_article
from backfile.site.rendering.log_records import LogRecord

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


@dataclass(frozen=True, slots=True)
class KeptText:
    """What is kept of a page, without its HTML and its front matter."""

    article: Article | None
    facts: TextFacts
    lookups: Mapping[str, str]
    """The paths that were looked for while the page was read, and what was found; see `texts.found_at`."""
    log: tuple[LogRecord, ...]
    anchors: tuple[str, ...]
    """The ids on the page to which links can lead."""
    links_to_anchors: Mapping[str, Mapping[str, str]]
    """Path of a page -> id on it -> the link as written."""
    title: str | None
    """The title that the page was given, if any; else MkDocs computes it."""
    heading: str | None
    """The text of the first heading, from which MkDocs may compute it."""
    body: str = ""
    """The digest of HTML, front matter and table of contents, in hexadecimal."""

    def values(self) -> list[object]:
        """Return the record as plain values."""
        article = article_values(self.article) if self.article else None
        facts = [list(self.facts.links), *self.facts[1:]]
        log = [list(record) for record in self.log]
        links = {path: dict(links) for path, links in self.links_to_anchors.items()}
        lookups = dict(self.lookups)
        return [article, facts, lookups, log, list(self.anchors), links, self.title, self.heading, self.body]


def read_values(values: list[Any]) -> KeptText:
    """Return the record of plain values."""
    article, (links, *facts), lookups, log, anchors, links_to_anchors, *rest = values
    found = read_article(article) if article else None
    records = tuple((name, level, text) for name, level, text in log)
    return KeptText(found, TextFacts(tuple(links), *facts), lookups, records, tuple(anchors), links_to_anchors, *rest)


def take(page: Page, article: Article | None, lookups: Mapping[str, str], log: tuple[LogRecord, ...]) -> KeptText:
    """Return the record of a page that was read. In: also its article, what was looked for, what was logged."""
    links = {file.src_uri: dict(found) for file, found in (page.links_to_anchors or {}).items()}
    anchors = tuple(sorted(page.present_anchor_ids or ()))
    title = vars(page).get("title")
    return KeptText(article, facts_of(page), lookups, log, anchors, links, title, page._title_from_render)


def put(page: Page, text: KeptText, files: Files) -> None:
    """Let a page that was not read be as if it was, without its HTML and front matter."""
    set_facts(page, text.facts)
    page._title_from_render = text.heading
    if text.title is not None:
        page.title = text.title
    page.present_anchor_ids = set(text.anchors)
    if text.links_to_anchors:
        found = ((files.get_file_from_path(path), links) for path, links in text.links_to_anchors.items())
        page.links_to_anchors = {file: dict(links) for file, links in found if file} or None


def body_values(page: Page) -> list[object]:
    """Return HTML, front matter and table of contents of a page as plain values."""
    return [page.content, dict(page.meta), [_anchor_values(link) for link in page.toc]]


def put_body(page: Page, values: list[Any]) -> None:
    """Put HTML, front matter and table of contents into a page."""
    page.content, page.meta, toc = values
    page.toc = TableOfContents([_read_anchor(link) for link in toc])
    page.markdown = ""  # What it is needed for is among the facts; None would say that the page was not read.


def _anchor_values(link: AnchorLink) -> list[object]:
    return [link.title, link.id, link.level, "active" in vars(link), [_anchor_values(child) for child in link.children]]


def _read_anchor(values: list[Any]) -> AnchorLink:
    title, name, level, is_active, children = values
    link = AnchorLink(title, name, level)
    if is_active:
        vars(link)["active"] = True
    link.children = [_read_anchor(child) for child in children]
    return link

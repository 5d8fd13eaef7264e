"""Embeds: posts, videos, sounds and maps of other sites in a page. Owns finding them and replacing each by a figure
with a link, because nothing of another site may run in an archive. Which URLs are embeds is left to `embed_urls`, and
which embeds belong to the article to `restore_markup`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import visible_text
from backfile.extract.page.embed_urls import find_embed_url, is_remote_url
from backfile.extract.page.marks import Mark

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK = Mark("data-backfile-embed")
"""The mark of elements that replace embeds."""

_PLAYERS = ("iframe", "video", "audio", "object", "embed")
_POST_CLASS = re.compile(
    r"(?<![\w-])(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|text-post-media"
    r"|reddit-(?:card|embed-bq)|imgur-embed-pub|fb-xfbml-parse-ignore)(?![\w-])"
)
"""Classes of the elements in the embed codes that social networks provide for posts."""
_POST_URL_ATTRIBUTES = ("cite", "data-instgrm-permalink", "data-text-post-permalink", "data-href", "data-bluesky-uri")
_LONGEST_LINK_TEXT = 80
"""Characters of a URL that is shown as the text of a link."""


def normalize_embeds(page: HtmlElement) -> None:
    """Replace each embed of a page by a figure with a link, in place.

    A post keeps its text, and gets a link if it has none.
    """
    players = [element for element in page.iter(*_PLAYERS) if next(element.iterancestors(*_PLAYERS), None) is None]
    embeds = [(element, url) for element in players if (url := find_embed_url(element))]
    posts = [element for element in page.iter("blockquote") if _POST_CLASS.search(element.get("class") or "")]
    if embeds or posts:
        MARK.enable(page)
    else:
        MARK.disable(page)
    for element, url in embeds:
        _replace_by_figure(element, url, _find_title(element))
    for post in posts:
        _normalize_post(post)


def _find_title(element: HtmlElement) -> str:
    titles = (element.get(name) or "" for name in ("title", "aria-label", "alt"))
    return next((" ".join(title.split()) for title in titles if title.strip()), "")


def _make_link(url: str, title: str) -> HtmlElement:
    link = lxml_html.Element("a", href=url)
    link.text = title or _shorten_url(url)
    return link


def _shorten_url(url: str) -> str:
    """Return a URL without its scheme, and without its query or path if these make it too long for a line."""
    short = re.sub(r"^(?:https?:)?//(?:www\.)?", "", url)
    parts = (short, re.split("[?#]", short, maxsplit=1)[0], short.partition("/")[0])
    return next((part for part in parts if len(part) <= _LONGEST_LINK_TEXT), short[:_LONGEST_LINK_TEXT])


def _replace_by_figure(element: HtmlElement, url: str, title: str) -> None:
    """Replace an element by a figure with a link as its caption, because a paragraph would be the author's text.

    If the element is in a figure that shows nothing else, the link becomes the start of that figure's caption.
    """
    outer = next(element.iterancestors("figure"), None)
    is_used = outer is not None and MARK.is_on(outer)
    if outer is None or is_used or next(outer.iterdescendants("img"), None) is not None:
        figure = lxml_html.Element("figure")
        figure.tail, element.tail = element.tail, None
        element.getparent().replace(element, figure)
    else:
        figure = outer
        element.drop_tree()
    caption = next(figure.iterdescendants("figcaption"), None)
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
    link = _make_link(url, title)
    if visible_text(caption):
        link.tail, caption.text = caption.text, None
        link.tail = f" {link.tail or ''}"
    caption.insert(0, link)
    MARK.set(figure)


def _normalize_post(post: HtmlElement) -> None:
    """Add a link to a post without one, and mark the post if it has text."""
    urls = (post.get(name) or "" for name in _POST_URL_ATTRIBUTES)
    url = next((url for url in urls if is_remote_url(url)), None)
    if next(post.iterdescendants("a"), None) is None and url:
        paragraph = lxml_html.Element("p")
        paragraph.append(_make_link(url, ""))
        post.append(paragraph)
    if visible_text(post):
        MARK.set(post)

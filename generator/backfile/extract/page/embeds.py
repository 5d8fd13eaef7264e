"""What a page shows of other places: posts, videos, sounds, maps. Owns telling them and putting a link with their words
in their place, since nothing of them may run in an archive; which of them are the article's is left to `align`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from lxml import html as lxml_html

from backfile.extract.dom import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

MARK = "data-backfile-embed"
"""The attribute of what stands in an embed's place, and of a page that has any."""
_MARKED = etree.XPath(f"/html[@{MARK}]//*[@{MARK}]")
_FORGED = etree.XPath(f"//*[@{MARK}]")

_PLAYERS = ("iframe", "video", "audio", "object", "embed")
_POSTS = re.compile(
    r"(?<![\w-])(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|text-post-media"
    r"|reddit-(?:card|embed-bq)|imgur-embed-pub|fb-xfbml-parse-ignore)(?![\w-])"
)
"""What the codes that networks give out for their posts call themselves in the element's class."""
_POSTED_AT = ("cite", "data-instgrm-permalink", "data-text-post-permalink", "data-href", "data-bluesky-uri")

_PUBLIC = (
    (r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{11})(?:[/?&].*)?", r"www.youtube.com/watch?v=\1"),
    (r"player\.vimeo\.com/video/(\d+).*", r"vimeo.com/\1"),
    (r"(?:www\.)?dailymotion\.com/embed/video/(\w+).*", r"www.dailymotion.com/video/\1"),
    (r"platform\.twitter\.com/embed/.*[?&]id=(\d+).*", r"twitter.com/i/status/\1"),
    (r"(?:www\.)?instagram\.com/(p|reel|tv)/([\w-]+)/embed.*", r"www.instagram.com/\1/\2/"),
    (r"open\.spotify\.com/embed/(.*)", r"open.spotify.com/\1"),
)
"""Addresses of players, and those of what they play (providers of oEmbed)."""
_PUBLIC_AT = tuple((re.compile(rf"(?:https?:)?//{player}"), played) for player, played in _PUBLIC)
_MOST_SHOWN = 80
"""Characters of an address that stands for the words of a link."""
_LONGEST = 2_000
"""Characters of an address that is looked into."""
_PLAYING = re.compile(r"player|plugin|embed|widget", re.IGNORECASE)

_AWAY = re.compile(r"\s*(?:https?:)?//[^/\s]", re.IGNORECASE)
_NO_CONTENT = re.compile(
    r"(?<![a-z])(?:ads?|adserver|adservice|advert\w*|doubleclick|googlesyndication|googletagmanager|safeframe|sync|pixel"
    r"|track(?:er|ing)|analytics|consent|cmp|captcha|recaptcha|comments?|disqus|login|newsletter|subscribe|like|follow"
    r"|share(?:_button)?|tweet_button|paywall)(?![a-z])",
    re.IGNORECASE,
)
"""Words in addresses of frames that show advertising, count, ask, or take comments."""
_SMALL = 50
"""Pixels of frames that show nothing."""


def normalize_embeds(page: HtmlElement) -> None:
    """Put a figure with a link in the place of each embed of a page. Posts keep their words, and get a link if they
    have none.
    """
    players = [item for item in page.iter(*_PLAYERS) if next(item.iterancestors(*_PLAYERS), None) is None]
    found = [(item, address) for item in players if (address := _address(item))]
    posts = [item for item in page.iter("blockquote") if _POSTS.search(item.get("class") or "")]
    for item in _FORGED(page) if found or posts else ():
        del item.attrib[MARK]
    page.attrib.pop(MARK, None)
    if found or posts:
        page.set(MARK, "")
    for item, address in found:
        _replace(item, address, _words(item))
    for post in posts:
        _settle_post(post)


def marked(page: HtmlElement) -> list[HtmlElement]:
    """Give what stands in the place of embeds, in the page's order."""
    found: list[HtmlElement] = _MARKED(page)
    return found


def _address(item: HtmlElement) -> str | None:
    """Give the address of what an element shows; None where it shows nothing of an article."""
    found = next((address.strip() for address in _addresses(item) if address.strip()), "")
    if item.tag in ("video", "audio"):
        return found if not re.match(r"(?:blob|data|javascript):", found, re.IGNORECASE) else None
    if not _AWAY.match(found) or _is_small(item) or _NO_CONTENT.search(found):
        return None
    return _public(found)


def _addresses(item: HtmlElement) -> Iterator[str]:
    yield from (item.get(name) or "" for name in ("data-src", "src", "data"))
    for inner in item.iter("source", "embed", "param"):
        if inner.tag != "param" or (inner.get("name") or "").lower() in ("movie", "src", "url"):
            yield inner.get("src") or inner.get("value") or ""


def _public(address: str) -> str:
    """Give the address of what a player plays, where it can be told."""
    for player, played in _PUBLIC_AT if len(address) <= _LONGEST else ():
        if match := player.fullmatch(address):
            return "https://" + match.expand(played)
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return address
    if _PLAYING.search(parts.netloc + parts.path):
        return next((value for name, value in query if name in ("url", "href") and _AWAY.match(value)), address)
    return address


def _is_small(item: HtmlElement) -> bool:
    sizes = ((item.get(name) or "").strip().removesuffix("px") for name in ("width", "height"))
    style = (item.get("style") or "").replace(" ", "").lower()
    hidden = item.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
    return hidden or any(size.isdecimal() and int(size[:9]) < _SMALL for size in sizes)


def _words(item: HtmlElement) -> str:
    found = (item.get(name) or "" for name in ("title", "aria-label", "alt"))
    return next((" ".join(words.split()) for words in found if words.strip()), "")


def _link(address: str, words: str) -> HtmlElement:
    link = lxml_html.Element("a", href=address)
    link.text = words or _short(address)
    return link


def _short(address: str) -> str:
    """Give an address as people write it, without what makes it too long for a line."""
    bare = re.sub(r"^(?:https?:)?//(?:www\.)?", "", address)
    parts = (bare, re.split("[?#]", bare, maxsplit=1)[0], bare.partition("/")[0])
    return next((part for part in parts if len(part) <= _MOST_SHOWN), bare[:_MOST_SHOWN])


def _replace(item: HtmlElement, address: str, words: str) -> None:
    """Put a figure in an element's place, with a link for its caption: no paragraph of the author's. A figure around it
    that shows nothing else takes the link to the front of its own caption.
    """
    figure = next(item.iterancestors("figure"), None)
    taken = figure is not None and figure.get(MARK) is not None
    if figure is None or taken or next(figure.iterdescendants("img"), None) is not None:
        new = lxml_html.Element("figure", {MARK: ""})
        new.tail, item.tail = item.tail, None
        item.getparent().replace(item, new)
    else:
        new = figure
        item.drop_tree()
    caption = next(new.iterdescendants("figcaption"), None)
    if caption is None:
        caption = etree.SubElement(new, "figcaption")
    link = _link(address, words)
    if text(caption):
        link.tail, caption.text = caption.text, None
        link.tail = f" {link.tail or ''}"
    caption.insert(0, link)
    new.set(MARK, "")


def _settle_post(post: HtmlElement) -> None:
    address = next((found for name in _POSTED_AT if _AWAY.match(found := post.get(name) or "")), None)
    if next(post.iterdescendants("a"), None) is None and address:
        paragraph = lxml_html.Element("p")
        paragraph.append(_link(address, ""))
        post.append(paragraph)
    if text(post):
        post.set(MARK, "")

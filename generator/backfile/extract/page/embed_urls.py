"""URLs of embeds. Owns which frames of a page show content of an article, by their URLs, and the URL of the content
that a player plays. Finding and replacing of embeds is left to `embeds`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from backfile.extract.dom import is_hidden, is_smaller_than

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_PLAYERS = (
    (r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{11})(?:[/?&].*)?", r"www.youtube.com/watch?v=\1"),
    (r"player\.vimeo\.com/video/(\d+).*", r"vimeo.com/\1"),
    (r"(?:www\.)?dailymotion\.com/embed/video/(\w+).*", r"www.dailymotion.com/video/\1"),
    (r"platform\.twitter\.com/embed/.*[?&]id=(\d+).*", r"twitter.com/i/status/\1"),
    (r"(?:www\.)?instagram\.com/(p|reel|tv)/([\w-]+)/embed.*", r"www.instagram.com/\1/\2/"),
    (r"open\.spotify\.com/embed/(.*)", r"open.spotify.com/\1"),
)
"""URLs of players, and of the content that they play (the providers of oEmbed)."""
_PLAYER_PATTERNS = tuple((re.compile(rf"(?:https?:)?//{player}"), content) for player, content in _PLAYERS)
_LONGEST_PARSED = 2_000
"""Characters of a URL that is compared with the players' URLs."""
_PLAYER_NAME = re.compile(r"player|plugin|embed|widget", re.IGNORECASE)

_REMOTE = re.compile(r"\s*(?:https?:)?//[^/\s]", re.IGNORECASE)
_LOCAL_MEDIA = re.compile(r"(?:blob|data|javascript):", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?<![a-z])(?:ads?|adserver|adservice|advert\w*|doubleclick|googlesyndication|googletagmanager|safeframe|sync|pixel"
    r"|track(?:er|ing)|analytics|consent|cmp|captcha|recaptcha|comments?|disqus|login|newsletter|subscribe|like|follow"
    r"|share(?:_button)?|tweet_button|paywall)(?![a-z])",
    re.IGNORECASE,
)
"""Words in URLs of frames for advertising, counting, consent, prompts or comments."""
_SMALLEST = 50
"""Pixels. A smaller frame shows no content."""


def find_embed_url(element: HtmlElement) -> str | None:
    """Return the URL of the content that a player or frame shows; None if it shows no content of an article.

    The URL of a video or audio element may be empty.
    """
    url = next((url.strip() for url in _iter_urls(element) if url.strip()), "")
    if element.tag in ("video", "audio"):
        return url if not _LOCAL_MEDIA.match(url) else None
    if not is_remote_url(url) or _is_small_or_hidden(element) or _FURNITURE.search(url):
        return None
    return _find_content_url(url)


def is_remote_url(url: str) -> bool:
    """Return whether a URL leads to a server, with or without a scheme."""
    return _REMOTE.match(url) is not None


def _iter_urls(element: HtmlElement) -> Iterator[str]:
    yield from (element.get(name) or "" for name in ("data-src", "src", "data"))
    for inner in element.iter("source", "embed", "param"):
        if inner.tag != "param" or (inner.get("name") or "").lower() in ("movie", "src", "url"):
            yield inner.get("src") or inner.get("value") or ""


def _find_content_url(url: str) -> str:
    """Return the URL of the content that a player plays, if its URL contains it; else the URL of the player."""
    for player, content in _PLAYER_PATTERNS if len(url) <= _LONGEST_PARSED else ():
        if match := player.fullmatch(url):
            return "https://" + match.expand(content)
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return url
    if _PLAYER_NAME.search(parts.netloc + parts.path):
        return next((value for name, value in query if name in ("url", "href") and is_remote_url(value)), url)
    return url


def _is_small_or_hidden(element: HtmlElement) -> bool:
    is_invisible = is_hidden(element) or "visibility:hidden" in (element.get("style") or "").replace(" ", "").lower()
    return is_invisible or is_smaller_than(element, _SMALLEST)

"""Pages in AMP. Owns which HTML element replaces each AMP component (amp.dev's catalogue of components), so that
later steps find images, players and frames as on any other page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_EQUIVALENTS = {"amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe"}
_EQUIVALENTS |= {"amp-video-iframe": "iframe", "amp-google-document-embed": "iframe", "amp-sidebar": "nav"}
"""Components with the attributes of an HTML element."""

_PLAYERS = {
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-embedly-card": ("data-url", "{}"),
    "amp-facebook": ("data-href", "{}"),
    "amp-gist": ("data-gistid", "https://gist.github.com/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-pinterest": ("data-url", "{}"),
    "amp-reddit": ("data-src", "{}"),
    "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
    "amp-tiktok": ("data-src", "{}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
}
"""Components that show content of a provider: the attribute that identifies it, and the form of its URL."""

_FURNITURE = frozenset(
    "amp-ad amp-embed amp-auto-ads amp-sticky-ad amp-analytics amp-pixel amp-consent amp-user-notification "
    "amp-social-share amp-next-page amp-state amp-geo amp-install-serviceworker".split()
)
"""Components for advertising, counting, consent, sharing and other articles."""

_IDENTIFIER = re.compile(r"[\w-]{1,100}")


def normalize_amp(page: HtmlElement) -> None:
    """Replace the AMP components of a page by their HTML elements, and remove its furniture, in place."""
    for element in list(page.iter(*_EQUIVALENTS, *_PLAYERS, *_FURNITURE)):
        if element.tag in _FURNITURE:
            element.drop_tree()
        elif element.tag in _PLAYERS:
            attribute, url = _PLAYERS[element.tag]
            identifier = (element.get(attribute) or "").strip()
            element.tag, element.text, element[:] = "iframe", None, []
            if url == "{}" or _IDENTIFIER.fullmatch(identifier):
                element.set("src", url.format(identifier))
        else:
            element.tag = _EQUIVALENTS[element.tag]
            if element.tag == "img":
                element.text, element[:] = None, []

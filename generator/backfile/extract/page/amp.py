"""Pages in AMP -> the HTML that their elements stand for. Owns which these are (amp.dev's catalogue of components), so
that whoever reads the page afterwards meets pictures, players and frames as on any other page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SAME = {"amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe"}
_SAME |= {"amp-video-iframe": "iframe", "amp-google-document-embed": "iframe", "amp-sidebar": "nav"}
"""Elements that have the attributes of an element of HTML."""

_PLAYED = {
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
"""Elements that show something of a provider's: the attribute that names it, and the address at which it is found."""

_NO_CONTENT = frozenset(
    "amp-ad amp-embed amp-auto-ads amp-sticky-ad amp-analytics amp-pixel amp-consent amp-user-notification "
    "amp-social-share amp-next-page amp-state amp-geo amp-install-serviceworker".split()
)
"""Advertising, counting, consent, sharing, other articles."""

SIGN = "<amp-"
"""Without it in its source, a page has nothing of AMP: to ask its tree takes longer."""
_COMPONENTS = etree.XPath("//*[starts-with(name(), 'amp-')]")
_NAME = re.compile(r"[\w-]{1,100}")


def normalize_amp(page: HtmlElement) -> None:
    """Give the elements of AMP in a page the names that they have in HTML, in place; those of no article go."""
    for item in _COMPONENTS(page):
        if item.tag in _NO_CONTENT:
            item.drop_tree()
        elif item.tag in _PLAYED:
            name, address = _PLAYED[item.tag]
            found = (item.get(name) or "").strip()
            item.tag, item.text, item[:] = "iframe", None, []
            if address == "{}" or _NAME.fullmatch(found):
                item.set("src", address.format(found))
        elif item.tag in _SAME:
            item.tag = _SAME[item.tag]
            if item.tag == "img":
                item.text, item[:] = None, []

"""Links from the pictures of an article to their files: they show a picture in its full size, also without scripts.

Owns which pictures have such a link. `theme/assets/javascripts/pictures.js` opens them in a dialog.
"""

from __future__ import annotations

from html import escape, unescape

from backfile import images
from backfile.site.article.gated_html import Tag, read_attributes, replace_tags

_MIN_SIDE = 320
"""A picture whose longer side has fewer pixels is shown in its full size anyway."""


def link_pictures(html: str, label: str) -> str:
    """Return the HTML of an article with a link around each picture that the archive has, if it is in no other link.

    In: HTML from the gate; what the link of a picture without a description is called.
    """
    open_links = 0

    def replacement(tag: Tag) -> str:
        nonlocal open_links
        if tag.name == "a":
            open_links += -1 if tag.is_end else 1
        if tag.name != "img" or open_links > 0:
            return tag.text
        attributes = read_attributes(tag.attributes)
        src = attributes.get("src", "")
        longer = max(int(attributes.get("width", "0") or 0), int(attributes.get("height", "0") or 0))
        if longer < _MIN_SIDE or not images.name_in_url(unescape(src)):
            return tag.text
        name = "" if attributes.get("alt", "").strip() else f' aria-label="{escape(label)}"'
        return f'<a class="picture" href="{src}"{name}>{tag.text}</a>'

    return replace_tags(html, replacement) if "<img" in html else html

"""RawHtml -> SafeHtml: the sanitizer of the archive. No other module makes SafeHtml.

nh3 parses the HTML and removes what the allow-list (`markup/allow_list.py`) does not name.
`markup/block_builder.py` turns the result into a sequence of blocks, on whose form every writer can rely.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape

from backfile.article import PlainText, RawHtml, SafeHtml
from backfile.markup.allow_list import CLEANER
from backfile.markup.block_builder import BlockBuilder, ImageAddress
from backfile.markup.page_links import find_page_links
from backfile.markup.plain_text import one_line, strip_controls
from backfile.markup.urls import safe_url


def clean(
    html: RawHtml,
    base_url: str | None = None,
    image_address: ImageAddress = safe_url,
    own_urls: Collection[str | None] = (),
) -> SafeHtml:
    """Turn the HTML of an article into blocks of allow-listed HTML, separated by newlines.

    `base_url` is the base of relative URLs; without it, relative links are dropped and their text stays.
    `image_address` decides on the URLs of images. A link to a place in the article, by `#` or by one of `own_urls`,
    stays one: the place is written as `a[id]`, with an id of `markup/page_links.py`. The result contains p, h2-h6, ul,
    ol, li, blockquote, pre, dl, dt, dd, table and its parts, figure, figcaption and hr as blocks; strong, em, code,
    kbd, sub, sup, del, ins, mark, q, a[href], empty a[id], img[src alt] and br inside them; and nothing else.
    """
    allowed = strip_controls(CLEANER.clean(strip_controls(html)))
    builder = BlockBuilder(base_url, image_address, find_page_links(allowed, base_url, own_urls))
    builder.feed(allowed)
    return SafeHtml("\n".join(builder.finish()))


def from_text(text: PlainText) -> SafeHtml:
    """Turn plain text into paragraphs. A blank line ends a paragraph; a single line end becomes a line break."""
    blocks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", strip_controls(text).replace("\r\n", "\n"))
    paragraphs = (
        "<br>".join(escape(one_line(line), quote=False) for line in block.strip().split("\n")) for block in blocks
    )
    return SafeHtml("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph))


def visible_text(html: SafeHtml) -> str:
    """Return the text that a reader sees. Blank lines separate blocks and table cells; line breaks are line ends."""
    text = re.sub(r"</?(?:p|h[2-6]|[uo]l|li|blockquote|pre|d[ltd]|fig\w+|table|caption|t\w+)\b[^>]*>", "\n\n", html)
    text = unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n")))
    return re.sub(r"\n{3,}", "\n\n", text).strip()

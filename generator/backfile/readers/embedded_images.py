"""Images in the pages that show them, as `data:` URLs. Owns finding their addresses in the tags of HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin

_PARTS = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?:script|style|textarea|title)(?=[\s/>]).*?(?:</(?:script|style|textarea|title)|\Z)"""
    r"""|(?P<tag><[a-z](?:=\s*+(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))|[^>=]++|=)*+)""",
    re.IGNORECASE | re.DOTALL,
)
"""A tag of HTML, or what has no tags: a comment, or an element whose content is text."""
_VALUE = re.compile(
    r"""((?<=[\s"'/])(?:alt|title|aria-label)\s*)?=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
"""The value of an attribute, and its name if that is of a text; SingleFile leaves out quotation marks where HTML allows
it."""
_LONGEST_ADDRESS = 4000
_MOST_BYTES = 20 << 20
"""An image of more bytes is not written into its page."""


def embed_images(text: str, base: str, resources: Mapping[str, tuple[str, bytes]]) -> str:
    """Return a page with the images themselves in place of their addresses, where an attribute is an address alone.

    In: its HTML; its own address, empty if there is none; for each address of an image its type and its bytes.
    """
    made: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        value = match[2] or match[3] or match[4] or ""
        if match[1] or not value or len(value) > _LONGEST_ADDRESS:
            return match[0]
        address = unescape(value).strip()
        if address not in resources and base and not address.startswith("cid:"):
            try:
                address = urljoin(base, address)
            except ValueError:
                return match[0]
        if address not in resources or len(resources[address][1]) > _MOST_BYTES:
            return match[0]
        if address not in made:
            kind, data = resources[address]
            made[address] = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        return f'="{made[address]}"'

    return _PARTS.sub(lambda part: _VALUE.sub(replaced, part[0]) if part["tag"] else part[0], text)

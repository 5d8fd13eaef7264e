"""Images in the pages that show them, as `data:` URLs. Owns finding their addresses in HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin

_ATTRIBUTE = re.compile(r"""(?<==)(?:(["'])([^"'<>]{3,4000})\1|([^\s"'<>=`]{3,4000}))""")
"""The value of an attribute; SingleFile leaves out the quotation marks where HTML allows it."""
_MOST_BYTES = 20 << 20
"""An image of more bytes is not written into its page."""


def embed_images(text: str, base: str, resources: Mapping[str, tuple[str, bytes]]) -> str:
    """Return a page with the images themselves in place of their addresses, where an attribute is an address alone.

    In: its HTML; its own address, empty if there is none; for each address of an image its type and its bytes.
    """
    made: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        address = unescape(match[2] or match[3]).strip()
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
        return f'"{made[address]}"'

    return _ATTRIBUTE.sub(replaced, text)

"""Elements without content that libxml2 does not know as such: it takes what follows them for their content."""

from __future__ import annotations

import re

_UNKNOWN = re.compile(r"<(wbr|source|track|embed)(?=[\s/>])[^>]*+>", re.IGNORECASE)
"""Void elements (HTML Standard, section 13.1.2) that its table of elements, of HTML 4, does not have as void."""


def end_void_elements(source: str) -> str:
    """Return HTML with an end tag after each such element: libxml2 reads no text below 2,048 levels."""
    return _UNKNOWN.sub(r"\g<0></\1>", source)

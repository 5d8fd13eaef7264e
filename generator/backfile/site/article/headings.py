"""The outline of an article's page: the headings in its text, under the headline that the template prints as `h1`.

Publishers choose levels by size. Those who listen to a page find their way by its headings, and a level that is left
out, or a second `h1`, leads them astray.
"""

from __future__ import annotations

import re

# As the gate writes tags: `<` is entity-coded in text, and values in double quotes may hold anything.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*)>')
_DEEPEST = 6


def under_headline(html: str) -> str:
    """Give `html` with its headings from `h2` on and no level left out; which is above which stays as it was."""
    above: list[int] = []

    def levelled(match: re.Match[str]) -> str:
        closing, tag, attributes = match.groups()
        if not re.fullmatch("h[1-6]", tag):
            return match.group()
        if not closing:
            level = int(tag[1])
            above[:] = [*(higher for higher in above if higher < level), level]
        return f"<{closing}h{min(len(above) + 1, _DEEPEST)}{attributes}>"

    return _TAG.sub(levelled, html)

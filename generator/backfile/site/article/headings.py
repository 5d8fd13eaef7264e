"""The levels of the headings in an article's text, below the headline that the template prints as `h1`.

Publishers choose levels by font size. Users of screen readers navigate by headings; a skipped level or a second `h1`
misleads them. Which ids headings may have is decided in `sanitize_output`.
"""

from __future__ import annotations

import re

from backfile.site.article.gated_html import Tag, replace_tags

_LOWEST_LEVEL = 6


def renumber_headings(html: str) -> str:
    """Return `html` with headings that begin at `h2` and skip no level. Subheadings stay below their headings.

    In: HTML from the gate.
    """
    ancestors: list[int] = []

    def replacement(tag: Tag) -> str:
        if not re.fullmatch("h[1-6]", tag.name):
            return tag.text
        if not tag.is_end:
            level = int(tag.name[1])
            ancestors[:] = [*(higher for higher in ancestors if higher < level), level]
        return f"<{'/' if tag.is_end else ''}h{min(len(ancestors) + 1, _LOWEST_LEVEL)}{tag.attributes}>"

    return replace_tags(html, replacement)

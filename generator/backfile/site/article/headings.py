"""The levels of the headings in an article's text, below the headline that the template prints as `h1`, and the headers
of its tables.

Publishers choose levels by font size. Users of screen readers navigate by headings; a skipped level or a second `h1`
misleads them. Which ids headings may have is decided in `sanitize_output`.
"""

from __future__ import annotations

import re

from backfile.site.article.gated_html import Tag, replace_tags

_LOWEST_LEVEL = 6
_EMPTY_HEADER = re.compile(r"<th\b([^<>]*)>(\s*)</th>")


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


def empty_headers_as_cells(html: str) -> str:
    """Return `html` with the empty headers of tables as cells: a table in Markdown has headers whether it needs them or
    not, and a header without text says nothing to users of screen readers.

    In: HTML from the gate.
    """
    return _EMPTY_HEADER.sub(r"<td\1>\2</td>", html)

"""The boxes in which the tables of an article scroll sideways.

Material's script adds the same boxes after a page has loaded, one by one; pages of many tables were laid out twice.
"""

from __future__ import annotations

from backfile.site.article.gated_html import Tag, replace_tags

_START = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
_END = "</div></div>"


def box_tables(html: str) -> str:
    """Return `html` with each table in a box; tables in cells stay as they are, and those with a class, such as code
    with numbered lines, which Material lays out by itself.

    In: HTML from the gate.
    """
    boxed: list[bool] = []

    def replacement(tag: Tag) -> str:
        if tag.name != "table":
            return tag.text
        if tag.is_end:
            is_boxed = bool(boxed) and boxed.pop()
            return f"{tag.text}{_END}" if is_boxed else tag.text
        boxed.append(not boxed and " class=" not in tag.attributes)
        return f"{_START}{tag.text}" if boxed[-1] else tag.text

    return replace_tags(html, replacement) if "<table" in html else html

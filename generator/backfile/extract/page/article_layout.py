"""Where the text of a selected article stands: the element that contains most of its paragraphs, the lines before the
first and after the last of them, and the parts of the page beside it. Owns finding these places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from backfile.extract.page.article_lines import ArticleLine, HeadingStyle

_MOST_OF_TEXT = 0.75
"""Share of the prose that the container of the text has at least."""


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """The lines of an article, and the place of its text among them."""

    lines: Sequence[ArticleLine]
    first: int
    """The number of the first paragraph in the container of the text."""
    last: int
    """The number of the last one."""
    count: int
    """How many paragraphs of prose there are."""
    headings: Collection[HeadingStyle]
    """How the headings of the article are set: those that are no labels and have a paragraph below them."""
    around: Collection[HtmlElement]
    """The container of the text and the elements around it; none if there is no container."""
    parts: Sequence[HtmlElement | None]
    """For each line the part of the page in which it stands beside the container; None in the container."""


def find_layout(lines: Sequence[ArticleLine], removed: Collection[int] = ()) -> ArticleLayout | None:
    """Return the layout of an article; None if it has no prose. In: the numbers of lines that are no part of it."""
    prose = [number for number, line in enumerate(lines) if line.is_prose and number not in removed]
    if not prose:
        return None
    container = _find_container([lines[number] for number in prose])
    around = set() if container is None else {container, *container.iterancestors()}
    parts = [_find_part(line, container, around) for line in lines]
    inside = [number for number in prose if parts[number] is None] or prose
    headings = {lines[number - 1].heading for number in prose if number > 0 and lines[number - 1].label is None}
    styles = frozenset(style for style in headings if style)
    return ArticleLayout(lines, inside[0], inside[-1], len(prose), styles, around, parts)


def _find_container(prose: Sequence[ArticleLine]) -> HtmlElement | None:
    """Return the innermost element that contains most of the prose; None if none near it does."""
    length: Counter[HtmlElement] = Counter()
    for line in prose:
        for wrapper in line.wrappers:
            length[wrapper] += len(line.text)
    least = _MOST_OF_TEXT * sum(len(line.text) for line in prose)
    longest = max(prose, key=lambda line: len(line.text))
    containers = (wrapper for line in (longest, *prose) for wrapper in line.wrappers if length[wrapper] >= least)
    return next(containers, None)


def _find_part(line: ArticleLine, container: HtmlElement | None, around: Collection[HtmlElement]) -> HtmlElement | None:
    """Return the outermost element around a line that does not contain the container; None in the container."""
    part = None
    for wrapper in line.wrappers:
        if wrapper is container:
            return None
        if wrapper in around:
            return part
        part = wrapper
    return None

"""Lines that name a function of the page, such as `Read also`, `Share` and `3 comments`, and the lines that they
announce. Owns when such a line is furniture: the words are left to `extract.text.labels`.

An article about web pages has the same words as headings of its own. Therefore a heading, or a line whose words the
paragraph below takes up, is furniture only where nothing but furniture is below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.extract.text.labels import LabelKind
from backfile.extract.text.line_shape import takes_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from backfile.extract.page.article_layout import ArticleLayout
    from backfile.extract.page.article_lines import ArticleLine

_ALWAYS = frozenset({LabelKind.ADVERT, LabelKind.MEDIA})
"""Labels that are no text in any place."""
_LONGEST_TEASER = 600
"""Characters of a label with the links under it and their teasers."""
_COLONS = (":", "：", "|")


def find_labels(layout: ArticleLayout) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is a label, or announced by one, and the rule by which it is furniture."""
    lines = layout.lines
    for number, line in enumerate(lines):
        if line.label is None or line.is_end_matter:
            continue
        rule = f"label: {line.label.kind}"
        announced = _find_announced(layout, number) if line.label.kind is LabelKind.RELATED else []
        if announced or _is_alone(layout, number, line.label.kind):
            yield number, rule
        yield from ((each, rule) for each in announced)


def _is_alone(layout: ArticleLayout, number: int, kind: LabelKind) -> bool:
    """Return whether a label of a kind is furniture whatever is below it."""
    line, lines = layout.lines[number], layout.lines
    below = lines[number + 1] if number + 1 < len(lines) else None
    if kind is LabelKind.ADVERT:
        return True
    if line.is_heading and not line.is_mostly_linked:
        return False
    if kind in _ALWAYS:
        return True
    if kind is LabelKind.RELATED and (line.is_mostly_linked or _has_headline(line)):
        return True
    is_beside = number < layout.first or number > layout.last
    return is_beside or below is None or not takes_up(below.text, line.text)


def _has_headline(line: ArticleLine) -> bool:
    """Return whether a label has what it announces on the same line: `Read also: …`."""
    return any(colon in line.text[:-1] for colon in _COLONS)


def _find_announced(layout: ArticleLayout, number: int) -> list[int]:
    """Return the numbers of the links directly under a label, and of their teasers in the same box."""
    lines = layout.lines
    end = number + 1
    while end < len(lines) and lines[end].is_link and not lines[end].label:
        end += 1
    if end == number + 1:
        return []
    links = list(range(number + 1, end))
    box = _find_box(layout, number)
    length = sum(len(line.text) for line in lines[number:end])
    while length <= _LONGEST_TEASER and end < len(lines) and box is not None and box in lines[end].wrappers:
        length += len(lines[end].text)
        end += 1
    return list(range(number + 1, end)) if length <= _LONGEST_TEASER else links


def _find_box(layout: ArticleLayout, number: int) -> HtmlElement | None:
    """Return the innermost element around a label and the line under it, if it does not contain the article's text."""
    below = layout.lines[number + 1].wrappers
    box = next((wrapper for wrapper in layout.lines[number].wrappers if wrapper in below), None)
    return None if box in layout.around or not layout.around else box

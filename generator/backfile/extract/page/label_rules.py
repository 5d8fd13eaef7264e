"""Lines that name a function of the page, such as `Read also`, `Share` and `3 comments`, and the lines that they
announce. Owns when such a line is furniture: the words are left to `extract.text.labels`.

An article about web pages has the same words as headings of its own. Therefore a heading is furniture only with what it
announces, or where nothing but furniture is below it. It is the author's if it is set like the other headings of the
article. A line whose words the paragraph below takes up is text.
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
_WITH_TEXT = frozenset({LabelKind.SUBSCRIBE, LabelKind.AUTHOR, LabelKind.CONSENT, LabelKind.COMMENTS})
"""Labels with a paragraph of their own: an offer, a note about the author."""
_LONGEST_BOX = 600
"""Characters of a box: a label with what it announces."""
_COLONS = (":", "：", "|")


def find_labels(layout: ArticleLayout) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is a label, or announced by one, and the rule by which it is furniture."""
    lines = layout.lines
    for number, line in enumerate(lines):
        if line.label is None or line.is_end_matter:
            continue
        rule = f"label: {line.label.kind}"
        is_of_author = line.heading is not None and line.heading in layout.headings
        announced = [] if is_of_author else _find_announced(layout, number, line.label.kind)
        if announced or _is_alone(layout, number, line.label.kind):
            yield number, rule
        yield from ((each, rule) for each in announced)


def _is_alone(layout: ArticleLayout, number: int, kind: LabelKind) -> bool:
    """Return whether a label of a kind is furniture whatever is below it."""
    line = layout.lines[number]
    is_apart = not _is_taken_up(layout, number)
    if kind is LabelKind.ADVERT:
        return True
    if line.is_heading and not line.is_mostly_linked:
        # A label in bold type that announced a list which is not in the article.
        is_open = kind is LabelKind.RELATED and line.text.endswith(_COLONS) and line.heading is None
        return is_open and is_apart and not layout.lines[number + 1].is_mostly_linked
    if kind in _ALWAYS or (kind is LabelKind.RELATED and (line.is_mostly_linked or _has_headline(line))):
        return True
    return is_apart or number < layout.first or number > layout.last


def _is_taken_up(layout: ArticleLayout, number: int) -> bool:
    """Return whether the line below a label is text with the words of the label."""
    below = layout.lines[number + 1] if number + 1 < len(layout.lines) else None
    return below is not None and below.label is None and takes_up(below.text, layout.lines[number].text)


def _has_headline(line: ArticleLine) -> bool:
    """Return whether a label has what it announces on the same line: `Read also: …`."""
    return any(colon in line.text[:-1] for colon in _COLONS)


def _find_announced(layout: ArticleLayout, number: int, kind: LabelKind) -> list[int]:
    """Return the numbers of the lines that a label announces: the links directly under it, and its box."""
    links = _find_links(layout, number) if kind is LabelKind.RELATED else []
    return max(links, _find_boxed(layout, number) if links or kind in _WITH_TEXT else [], key=len)


def _find_links(layout: ArticleLayout, number: int) -> list[int]:
    lines, end = layout.lines, number + 1
    while end < len(lines) and lines[end].is_link and not lines[end].label:
        end += 1
    return list(range(number + 1, end))


def _find_boxed(layout: ArticleLayout, number: int) -> list[int]:
    """Return the numbers of the lines in a label's box, if it has little text and is not one of a row of such boxes.

    The sections of an article can be boxes, too: then there is one of the same kind beside it.
    """
    lines, box = layout.lines, _find_box(layout, number)
    if box is None or any(_is_like(box, beside) for beside in (box.getprevious(), box.getnext())):
        return []
    end, length = number + 1, len(lines[number].text)
    while length <= _LONGEST_BOX and end < len(lines) and box in lines[end].wrappers:
        length += len(lines[end].text)
        end += 1
    return [] if length > _LONGEST_BOX or _is_taken_up(layout, number) else list(range(number + 1, end))


def _is_like(box: HtmlElement, beside: HtmlElement | None) -> bool:
    return beside is not None and beside.tag == box.tag and beside.get("class") == box.get("class")


def _find_box(layout: ArticleLayout, number: int) -> HtmlElement | None:
    """Return the innermost element around a label and the line under it, if it does not contain the article's text."""
    if number + 1 == len(layout.lines):
        return None
    below = layout.lines[number + 1].wrappers
    box = next((wrapper for wrapper in layout.lines[number].wrappers if wrapper in below), None)
    return None if box in layout.around or not layout.around else box

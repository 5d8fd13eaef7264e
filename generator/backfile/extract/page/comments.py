"""Comments of readers below an article. Owns finding them by their heading or by the form below them, and removing them
as a whole before the text is chosen: extractors keep those whose elements have no name of comments, or a part of them.

Comments are elements of one kind that follow each other, each with a short first line, the name, and text below it.
The sections of an article look so, too: below a word that may be a heading of the author (`Discussion`), and where the
first lines are headings, there is a control or a time in most of them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import HEADINGS, SENTENCE_ENDS, iter_strings, visible_text
from backfile.extract.text.furniture import match_furniture
from backfile.extract.text.labels import LabelKind, match_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

RULE = "comments"
_TITLES = (*HEADINGS[1:], "summary", "legend")
_ENTRIES = ("div", "li", "article", "section", "tr", "dd")
_LEAST_ENTRIES = 2
_MOST_EXAMINED = 6
"""Comments whose lines are read."""
_MOST_TITLES, _MOST_FORMS, _MOST_SIBLINGS = 300, 20, 40
_LONGEST_TITLE, _LONGEST_NAME = 60, 80
_MOST_LEVELS = 3
"""Elements around a heading or a form beside the comments, and around the comments."""
_MOST_STRINGS = 120
_LEAST_TEXT = 120
"""Characters of paragraphs above comments. A page without them has its text in the comments."""
_MOST_PARAGRAPHS = 30
_SURE, _COUNTED, _POSSIBLE = 3, 2, 1
"""A heading or form of comments; a number of responses, or another form; a word that may be a heading of the author."""
_SAYS = re.compile(
    r"\S.*(?: (?:says|said|wrote|writes|sagt|schreibt|schrieb|dit|écrit|dice|dijo|escribió|ha detto|scrive|disse|diz"
    r"|zegt|schreef|skriver|säger|siger|sier|sanoo|pisze|mówi|napsal|napsala|píše|říká|пишет|говорит|пише|каже"
    r"|diyor ki|dedi ki)|より|说道?|님의 말) ?[:：]"
)
"""A first line of WordPress and others, in which a reader says the text below: `Len says:`."""


def remove_comments(page: HtmlElement) -> tuple[RemovedText, ...]:
    """Remove the comments below the text of a page, in place; return what was removed."""
    body = page.find("body")
    removed: list[RemovedText] = []
    titles = [(title, strength) for title in islice(body.iter(*_TITLES), _MOST_TITLES) if (strength := _rate(title))]
    for title, strength in titles[-_MOST_FORMS:]:
        if body in title.iterancestors():
            removed += _remove(title, [*_list_below(title)], body, strength)
    for field in list(islice(body.iter("textarea"), _MOST_FORMS)):
        form = next(field.iterancestors("form"), field)
        if body in form.iterancestors():
            removed += _remove(form, [*_list_above(form)], body, _SURE if _is_for_comments(form) else _COUNTED)
    return tuple(removed)


def _rate(title: HtmlElement) -> int:
    """Return how much a heading says that comments are below it; 0 for another one."""
    text = visible_text(title) if next(islice(title.iter(), 12, None), None) is None else ""
    if not 0 < len(text) <= _LONGEST_TITLE:
        return 0
    if (label := match_label(text, None)) is not None:
        return _SURE if label.kind is LabelKind.COMMENTS else 0
    furniture = match_furniture(text)
    if furniture is None or not furniture.strong:
        return 0
    return {"counter": _COUNTED, "label": _POSSIBLE}.get(furniture.rule, 0)


def _is_for_comments(form: HtmlElement) -> bool:
    """Return whether a button or label of a form says that it is for comments."""
    parts = islice(form.iter("button", "input", "label", "legend", *HEADINGS), _MOST_SIBLINGS)
    texts = (part.get("value") or "" if part.tag == "input" else visible_text(part) for part in parts)
    labels = (match_label(text, None) for text in texts if 0 < len(text) <= _LONGEST_TITLE)
    return any(label is not None and label.kind is LabelKind.COMMENTS for label in labels)


def _remove(
    mark: HtmlElement, beside: Sequence[HtmlElement], body: HtmlElement, strength: int
) -> tuple[RemovedText, ...]:
    """Remove the comments among the elements beside a heading or a form, and the heading."""
    found = next((group for group in _iter_groups(beside) if _are_comments(group, strength)), [])
    if not found or not _is_below_text(found[0], body):
        return ()
    texts = [visible_text(element) for element in found]
    for element in found:
        element.drop_tree()
    if mark.tag in _TITLES:
        texts.insert(0, visible_text(mark))
        mark.drop_tree()
    return tuple(RemovedText(RULE, text) for text in texts if text)


def _list_below(title: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements below a heading, in the same element or the one around wrappers of the heading."""
    element = title
    for _ in range(_MOST_LEVELS):
        yield from islice(element.itersiblings(), 2 * _MOST_SIBLINGS)
        element = element.getparent()
        if element is None or element.tag in ("article", "main", "body"):
            return


def _list_above(form: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements above a form, in the same element or the one around wrappers of the form."""
    element = form
    for _ in range(_MOST_LEVELS):
        yield from reversed(list(islice(element.itersiblings(preceding=True), _MOST_SIBLINGS)))
        element = element.getparent()
        if element is None or element.tag in ("article", "main", "body"):
            return


def _iter_groups(elements: Sequence[HtmlElement]) -> Iterator[Sequence[HtmlElement]]:
    """Yield the groups of elements of one kind: of the elements themselves, and of those within each."""
    kinds: dict[tuple[str, str], list[HtmlElement]] = {}
    for element in elements:
        if element.tag in _ENTRIES:
            kinds.setdefault((element.tag, (element.get("class") or "").partition(" ")[0]), []).append(element)
    yield from (group for group in kinds.values() if len(group) >= _LEAST_ENTRIES)
    for element in elements[:_MOST_SIBLINGS]:
        inner = element
        for _ in range(_MOST_LEVELS):
            children = [child for child in inner if child.tag in _ENTRIES or child.tag in ("ol", "ul", "tbody", "dl")]
            alike = [child for child in children if child.tag in _ENTRIES and child.tag == children[0].tag]
            if len(alike) >= _LEAST_ENTRIES:
                yield alike
            if len(children) != 1:
                break
            inner = children[0]


def _are_comments(group: Sequence[HtmlElement], strength: int) -> bool:
    """Return whether most elements of a group are comments."""
    examined = group[:_MOST_EXAMINED]
    lines = [_read_lines(element) for element in examined]
    if 2 * sum(map(_is_comment, lines)) <= len(examined):
        return False
    signs = sum(map(_has_sign, examined, lines))
    if strength >= _COUNTED:
        signs = max(signs, sum(_SAYS.fullmatch(each[0]) is not None for each in lines if each))
    has_headings = any(next(element.iter(*HEADINGS), None) is not None for element in examined)
    return (strength == _SURE and not has_headings) or 2 * signs >= len(examined)


def _read_lines(element: HtmlElement) -> list[str]:
    """Return the first lines of an element."""
    lines: list[str] = []
    line = ""
    for _, _, string in islice(iter_strings(element), _MOST_STRINGS):
        if string is None:
            lines += [" ".join(line.split())] if line.strip() else []
            line = ""
        else:
            line += string
    return lines + ([" ".join(line.split())] if line.strip() else [])


def _is_comment(lines: Sequence[str]) -> bool:
    """Return whether lines are a name and a text."""
    return len(lines) > 1 and len(lines[0]) <= _LONGEST_NAME and not lines[0].endswith(SENTENCE_ENDS)


def _has_sign(element: HtmlElement, lines: Sequence[str]) -> bool:
    """Return whether a comment has a control or the time at which it was written."""
    if next(element.iter("time"), None) is not None:
        return True
    short = [line for line in lines if len(line) <= _LONGEST_TITLE]
    labels = (match_label(line, None) for line in short)
    is_label = any(label is not None and label.kind is LabelKind.COMMENTS for label in labels)
    return is_label or any(found.rule == "time of a comment" for line in short if (found := match_furniture(line)))


def _is_below_text(element: HtmlElement, body: HtmlElement) -> bool:
    """Return whether there are paragraphs of a text above an element."""
    length = 0
    inside = set(element.iter("p"))
    for paragraph in islice(body.iter("p", element.tag), _MOST_PARAGRAPHS * 10):
        if paragraph is element or paragraph in inside:
            return False
        length += len("".join(paragraph.itertext()).strip()) if paragraph.tag == "p" else 0
        if length >= _LEAST_TEXT:
            return True
    return False

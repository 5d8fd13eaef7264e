"""Permalinks of headings: links to the place in which they are, as `¶`, `#` or an icon, and links to edit a section.
Owns removing them. They are controls of the page, and stand in the text of its headings.

What is a permalink is told by its target and its text, not by the names of one generator: it leads to a place in the
page, and has no letter; or it leads to its own heading, and is not the whole text of it. A mark without a link stays,
because a heading can end with it (`C#`).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.extract.dom import HEADINGS, has_more_elements, is_only_content, visible_text
from backfile.extract.text.labels import match_label

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = frozenset([*HEADINGS, "dt", "caption", "figcaption", "summary", "legend"])
"""Elements in which generators of documentation write permalinks."""
_WORD = re.compile(r"[^\W_]")
_NO_WORD = re.compile(r"[\W_]+")
_LONGEST_MARK = 4
"""Characters of a mark: one character, in brackets, or a symbol of several code points."""
_PERMALINK = frozenset("¶#§\N{LINK SYMBOL}\N{ANCHOR}\N{PAPERCLIP}\N{INFINITY}\N{HOUSE BUILDING}")
"""Marks of permalinks. Other marks, such as an arrow, can lead from a note back to the text."""
_EDIT = re.compile(r"[?&](?:ve)?action=edit|[?&]do=edit(?![a-z])")
"""Addresses of wikis that edit a page (MediaWiki, DokuWiki, MoinMoin)."""
_EDIT_CLASS = "editsection"
"""Part of the class of the element around the edit links of MediaWiki, which can have other addresses."""
_EDIT_WORDS = frozenset(
    "edit bearbeiten modifier editar modifica править редактировать ред редагувати 編集 编辑 編輯 편집 bewerken edytuj"
    " redigera rediger redigér muokkaa upravit upraviť szerkesztés modificare editează düzenle değiştir تعديل عدل"
    " ویرایش עריכה sunting sửa แก้ไข uredi изменить редактирање επεξεργασία muuda redaguoti labot".split()
)
"""First or last words of links in brackets behind a heading that edit its section."""
_BETWEEN_EDITS = re.compile(r"[\s\[\]|()（）·/,]*")
_MOST_WRAPPERS = 5
"""How many elements are around a permalink in its heading."""
_MOST_ELEMENTS = 100
"""Elements in a heading. An element with more is none."""
_MOST_PARTS = 10
_PREFIX = "user-content-"
"""What sanitizers such as that of GitHub put before the ids of a text, but not before the links to them."""
_TOP = "top"
"""The name of the beginning of a page (HTML Standard, 7.4.6.4)."""


def remove_permalinks(page: HtmlElement) -> None:
    """Remove the permalinks and the edit links of headings, in place. The text of a heading that is one link to the
    heading itself stays.
    """
    parts: Counter[HtmlElement] = Counter()
    for part in [each for each in page.find("body").iter("a", "button", "span", "i") if _can_be_part(each)]:
        title = next((each for each in islice(part.iterancestors(), _MOST_WRAPPERS) if each.tag in _TITLES), None)
        if part.tag == "a" and (_EDIT.search(part.get("href") or "") or _is_edit_in_brackets(part)):
            _remove_edit_link(part)
        elif _EDIT_CLASS in (part.get("class") or ""):
            _drop_behind_heading(part)
        elif title is None:
            if part.tag == "a" and _leads_around(part):
                _drop_beside(part)
        elif parts[title] < _MOST_PARTS and not _is_large(title):
            parts[title] += 1
            _remove_part(title, part)


def _can_be_part(element: HtmlElement) -> bool:
    """Return whether an element can be a part of a heading that is not its text."""
    if element.tag == "a":
        address = element.get("href") or ""
        return "#" in address or "edit" in address or (element.tail or "").lstrip().startswith("]")
    return (
        element.tag == "button"
        or bool(element.get("aria-hidden") == "true")
        or (element.tag == "span" and _EDIT_CLASS in (element.get("class") or ""))
    )


def _is_large(element: HtmlElement) -> bool:
    """Return whether an element contains more elements than a heading. Larger ones are not read, to save time."""
    return has_more_elements(element, _MOST_ELEMENTS)


def _remove_part(title: HtmlElement, part: HtmlElement) -> None:
    """Remove a part of a heading if it is a permalink, a decoration with one of its marks, or a button beside words.

    Of a link to the heading itself that is the whole heading, the text stays.
    """
    if part.tag == "button":
        if _has_other_text(title, part):
            part.drop_tree()
        return
    text = visible_text(part)
    if part.tag != "a":
        if part.get("aria-hidden") == "true" and _is_mark(text) and _has_other_text(title, part):
            part.drop_tree()
        return
    address = part.get("href") or ""
    if "#" not in address:
        return
    name = unquote(address.partition("#")[2])
    is_to_top = name == _TOP and _has_other_text(title, part) and match_label(text) is not None
    is_own = name in _list_names(title) or _is_slug(name, title, part) or is_to_top
    is_only_mark = _is_mark(text) and not _is_note(part, text, is_own)
    if is_only_mark or (is_own and _has_other_text(title, part)):
        _drop_keeping_name(title, part)
    elif is_own:
        part.drop_tag()


def _is_note(link: HtmlElement, text: str, is_own: bool) -> bool:
    """Return whether a mark can refer to a note: it does not lead to its own heading, and is no mark of permalinks."""
    return not is_own and text != "" and (not _PERMALINK.intersection(text) or link.getparent().tag == "sup")


def _drop_keeping_name(title: HtmlElement, link: HtmlElement) -> None:
    """Remove a link; its id becomes that of the heading, if it has none, because other links lead there."""
    name = link.get("id") or link.get("name")
    if name and title.get("id") is None:
        title.set("id", name)
    link.drop_tree()


def _list_names(title: HtmlElement) -> set[str]:
    """Return the ids that stand for the place of a heading: its own, those in it, and those of the elements directly
    around and before it.
    """
    near = [*title.iter(), *islice(title.iterancestors(), 2), *islice(title.itersiblings(preceding=True), 1)]
    return {name for element in near for name in (element.get("id"), element.get("name")) if name}


def _is_slug(name: str, title: HtmlElement, link: HtmlElement) -> bool:
    """Return whether the name of a place consists of the words of a heading beside the link: `what-we-know`."""
    words = visible_text(title).replace(visible_text(link), "", 1)
    return bool(name) and _NO_WORD.sub("", name).casefold() == _NO_WORD.sub("", words).casefold()


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and not _WORD.search(text)


def _has_other_text(title: HtmlElement, part: HtmlElement) -> bool:
    """Return whether a heading has words beside a part of it."""
    return _WORD.search(visible_text(title).replace(visible_text(part), "", 1)) is not None


def _leads_around(link: HtmlElement) -> bool:
    """Return whether a link outside of headings leads to a heading beside it, or is a mark of permalinks and leads to
    an element directly around it.
    """
    name = unquote((link.get("href") or "").partition("#")[2])
    beside = [each for each in (link.getnext(), link.getprevious()) if each is not None]
    if name and any(each.tag in HEADINGS and each.get("id") == name for each in beside):
        return True
    if not name or len(link) > 1 or not _is_mark(text := visible_text(link)):
        return False
    if not _PERMALINK.intersection(text) and (text or not any(each.tag in HEADINGS for each in beside)):
        return False
    ids = [element.get("id") or "" for element in (link, *islice(link.iterancestors(), 2), *beside)]
    return any(each == name or each == f"{_PREFIX}{name}" for each in ids)


def _drop_beside(link: HtmlElement) -> None:
    """Remove a permalink outside of headings, and the element that contains only it and its heading."""
    holder = link.getparent()
    link.drop_tree()
    if holder.tag == "div" and len(holder) == 1 and holder[0].tag in HEADINGS and is_only_content(holder[0], holder):
        holder.drop_tag()


def _remove_edit_link(link: HtmlElement) -> None:
    """Remove a link that edits a section, with the brackets and the other such links around it, from a heading or from
    an element beside a heading.
    """
    part = link
    for outer in islice(link.iterancestors(), _MOST_WRAPPERS):
        if _is_large(outer):
            break
        links = list(islice(outer.iter("a"), _MOST_PARTS))
        text = visible_text(outer)
        for each in links:
            text = text.replace(visible_text(each), "", 1)
        if outer.tag in ("body", *_TITLES) or not _BETWEEN_EDITS.fullmatch(text):
            break
        part = outer
    _drop_behind_heading(part)


def _is_edit_in_brackets(link: HtmlElement) -> bool:
    """Return whether a link stands in brackets, alone or with others, and its first or last word is one for editing."""
    if not (link.tail or "").lstrip().startswith("]"):
        return False
    words = visible_text(link).casefold().split()
    return bool(words) and not _EDIT_WORDS.isdisjoint((words[0], words[-1]))


def _drop_behind_heading(part: HtmlElement) -> None:
    """Remove an element with edit links if it is in a heading or directly below one."""
    before = part.getprevious()
    is_beside = before is not None and before.tag in HEADINGS
    if part.getparent() is not None and (is_beside or part.getparent().tag in _TITLES):
        part.drop_tree()

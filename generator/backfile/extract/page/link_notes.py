"""Notes at the end of links that say how a link opens, or that it leads to another site. Owns telling them by the
phrases of `link_notes.toml`, and removing them: sites write them for screen readers, with or without a class for it.

A note is in brackets, or it is long and alone in an element of its own. A link that consists of such a note keeps it,
and so does a link within the page, which opens nothing.
"""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.article import RemovedText
from backfile.extract.dom import iter_strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

RULE = "note of a link"
_OPENING, _CLOSING = ("(", "[", "（", "【"), (")", "]", "）", "】")
_AROUND = "()[]（）【】 \t\r\n\xa0.,:;–—-"
_LEAST_WORDS, _LEAST_CHARS = 4, 7
"""Words, or characters of a script without spaces, of a note without brackets."""
_MOST_LINKS = 5_000


def remove_link_notes(body: HtmlElement) -> tuple[RemovedText, ...]:
    """Remove the notes at the ends of links in a body, in place. Return those that were removed, equal ones once."""
    links = [(link, note) for link in islice(body.iter("a"), _MOST_LINKS) if (note := _find_note(link))]
    removed = dict.fromkeys(note for link, note in links if _remove(link, note))
    return tuple(RemovedText(RULE, note) for note in removed)


def _find_note(link: HtmlElement) -> str:
    """Return the note that ends the text of a link, as it is written; an empty string without one."""
    if not len(link) and not (link.text or "").rstrip().endswith(_CLOSING):  # most links
        return ""
    pieces = [text for piece in link.itertext() if (text := piece.strip())]
    if not pieces or (link.get("href") or "#").startswith("#"):
        return ""
    last = pieces[-1]
    if last.endswith(_CLOSING):
        last = last[max(0, *(last.rfind(mark) for mark in _OPENING)) :]
        is_apart = last.startswith(_OPENING)
    else:
        is_apart = len(pieces) > 1 and _is_long(last)
    return last if is_apart and _key(last) in _phrases() else ""


def _remove(link: HtmlElement, note: str) -> bool:
    """Remove a note from the end of a link that has other text, or an image. Return whether it was removed."""
    strings = [item for item in iter_strings(link) if item[2] is not None]
    filled = [(element, is_tail, string) for element, is_tail, string in strings if string and string.strip()]
    if not filled or not filled[-1][2].strip().endswith(note):
        return False
    element, is_tail, string = filled[-1]
    text = string.rstrip()
    rest = text[: len(text) - len(note)].rstrip()
    if not note.startswith(_OPENING) and (is_tail or element is link or rest):
        return False
    before = "".join(string for _, _, string in filled[:-1]) + rest
    if not any(map(str.isalnum, before)) and not any(inner.tag == "img" for inner, _, _ in strings):
        return False
    is_spaced = text != string
    _write(element, f"{rest} " if is_spaced else rest, is_tail=is_tail)
    if len(filled) > 1 and not rest and not is_spaced:
        element, is_tail, string = filled[-2]
        _write(element, string.rstrip(), is_tail=is_tail)
    return True


def _write(element: HtmlElement, string: str, *, is_tail: bool) -> None:
    if is_tail:
        element.tail = string
    else:
        element.text = string


def _is_long(note: str) -> bool:
    words = note.split()
    return len(words) >= _LEAST_WORDS or (len(words) == 1 and not note.isascii() and len(note) >= _LEAST_CHARS)


def _key(phrase: str) -> str:
    """Return a phrase in the form that is compared."""
    return " ".join(phrase.strip(_AROUND).casefold().replace("\u2019", "'").split())


@cache
def _phrases() -> frozenset[str]:
    """Return the phrases of all languages."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return frozenset(chain.from_iterable(map(_split, tables.values())))


def _split(phrases: str) -> Iterator[str]:
    return (_key(phrase) for line in phrases.splitlines() for phrase in line.split("|") if phrase.strip())

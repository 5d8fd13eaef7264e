"""Labels of a publishing system among the subjects of a list, told by what the page prints and by the other lists. Owns
the text with which subjects are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from backfile.extract.dom import visible_text
from backfile.extract.element_names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

_MOST_TEXT = 200_000
_MOST_SUBJECTS, _MOST_CREDITS, _MOST_LINES = 200, 20, 20
_FEWEST_CONFIRMED = 2
_SHARE_CONFIRMED = 0.5
_ROW_LETTERS = 40
"""A paragraph with fewer letters for each of its subjects is a row of them."""
_RUN_TOGETHER = re.compile(r"[A-Z]{2,}[A-Z][a-z]{2,}\w*")
"""A word that no reader would read as a subject, if the text does not have it: `QXHarbour`."""
_OTHER = re.compile(r"other(\w{3,})")
_CREDIT_NAME = re.compile(r"(?<![a-z])(?:credits?|source|copyright|photographer|byline)(?![a-z])")
_CAPITALS = re.compile(r"[A-Z]{2,}(?![a-z])")


@dataclass(frozen=True)
class PageText:
    """The text of a page, which is read when it is needed."""

    tree: HtmlElement

    @cached_property
    def blocks(self) -> str:
        """Return the headings and paragraphs, each on a line, up to a limit."""
        strings: list[str] = []
        length = 0
        for element in self.tree.iter("h1", "h2", "p"):
            strings.append(visible_text(element))
            length += len(strings[-1])
            if length > _MOST_TEXT:
                break
        return "\n".join(strings)

    @cached_property
    def content(self) -> str:
        """Return the headings and paragraphs in lower case."""
        return self.blocks.casefold()

    @cached_property
    def sentences(self) -> str:
        """Return the headings and paragraphs in lower case, without those that are all in capitals."""
        return "\n".join(line for line in self.blocks.split("\n") if not line.isupper()).casefold()

    @cached_property
    def credits(self) -> frozenset[str]:
        """Return the names in credits of pictures that have several: `Gull Photo/Tom Oar`."""
        captions = (
            element for caption in self.tree.iter("figcaption") for element in caption.iter("span", "small", "p")
        )
        marked = (element for element in captions if _CREDIT_NAME.search(split_name(element)))
        texts = (visible_text(element).casefold() for element in islice(marked, _MOST_CREDITS))
        lists = [re.split("[/,;|]", text) for text in texts]
        return frozenset(name.strip() for names in lists if len(names) > 1 for name in names)

    @cached_property
    def printed(self) -> str:
        """Return all visible text of the page."""
        body = self.tree.find("body")
        return visible_text(body if body is not None else self.tree)

    def share(self, keys: frozenset[str]) -> float:
        """Return the share of subjects, at least one, that the text contains."""
        return sum(key in self.content for key in keys) / len(keys)


def drop_labels(subjects: Sequence[str], others: Iterable[frozenset[str]], text: PageText) -> tuple[str, ...]:
    """Return the subjects of a list without labels; all of them if nothing else would be left.

    A label is in no other list, though a list has most of the subjects, and the page does not print it; or it is run
    together of capitals and a word; or it belongs to an abbreviation that only the list has; or credits a picture.
    In: the subjects; the keys of the other lists; the text of the page. Of a longer list than people write, all.
    """
    if len(subjects) > _MOST_SUBJECTS:
        return tuple(subjects)
    keys = frozenset(subject.casefold() for subject in subjects)
    parts = [other for other in others if other < keys]
    largest = max(map(len, parts), default=0)
    confirmed = frozenset[str]().union(*parts)
    if largest < max(_FEWEST_CONFIRMED, _SHARE_CONFIRMED * len(keys)):
        confirmed = keys
    kept = [
        subject
        for subject in subjects
        if (subject.casefold() in confirmed or _has_word(subject, text.printed))
        and (_RUN_TOGETHER.fullmatch(subject) is None or _is_in_text(subject, keys, text))
        and (subject.casefold() not in text.credits or subject.casefold() in text.content)
        and not _is_variant(subject, subjects, keys, text)
    ]
    return tuple(kept or subjects)


def join_names(subjects: Sequence[str], text: PageText) -> tuple[str, ...]:
    """Return subjects with each surname and first name that a comma has separated as one name: `Oar`, `Tom`.

    The text has both in the order of a name, and the first name nowhere else.
    """
    joined: list[str] = []
    for subject in subjects:
        before = joined[-1] if joined else ""
        if before and _is_word(before) and _is_word(subject) and _is_first_name(subject, before, text):
            joined[-1] = f"{subject} {before}"
        else:
            joined.append(subject)
    return tuple(joined)


def is_named(subject: str, text: PageText, *, strictly: bool) -> bool:
    """Return whether a text contains a subject or all its longer words; strictly, these only if it has no capitals, and
    a word in capitals only if it is in a sentence.
    """
    folded = subject.casefold()
    if strictly and subject.isupper() and " " not in subject:
        return _has_word(folded, text.sentences)
    words = [word for word in folded.replace("-", " ").split() if len(word) > 2]
    return folded in text.content or (
        (subject == folded or not strictly) and len(words) > 1 and all(word in text.content for word in words)
    )


def _is_in_text(subject: str, keys: frozenset[str], text: PageText) -> bool:
    """Return whether a paragraph has a subject, and is not a row of subjects."""
    lines = (line for line in text.content.split("\n") if subject.casefold() in line)
    return any(sum(key in line for key in keys) * _ROW_LETTERS < len(line) for line in islice(lines, _MOST_LINES))


def _is_variant(subject: str, subjects: Sequence[str], keys: frozenset[str], text: PageText) -> bool:
    """Return whether a subject has, or is, an abbreviation that the text does not have, of another one or beside one:
    `HNI`, `HNI Tides` beside `Harbour News Insider`; `Tide tables ABC` beside `Tide tables`. `othertides` is one of
    `tides`.
    """
    if (other := _OTHER.fullmatch(subject)) is not None and other[1] in keys:
        return True
    first = re.split(r"[\s-]", subject, maxsplit=1)[0]
    word = subject if subject.islower() and len(subject) <= 5 and " " not in subject else first
    if len(word) > 2 and (word.isupper() or word == subject):
        names = (other.split() for other in subjects if len(other) > len(word))
        if any(word.casefold() == "".join(part[0] for part in name).casefold() for name in names if len(name) > 2):
            return not _has_word(word.casefold(), text.content)
    rest, _, last = subject.rpartition(" ")
    is_added = rest.casefold() in keys and _CAPITALS.fullmatch(last) is not None
    return is_added and not _has_word(last.casefold(), text.content)


def _is_word(subject: str) -> bool:
    return subject[0].isupper() and subject.replace("-", "").isalpha() and not subject.isupper()


def _is_first_name(first: str, surname: str, text: PageText) -> bool:
    named = len(re.findall(rf"\b{re.escape(first)} {re.escape(surname)}\b", text.blocks))
    return named > 0 and named == len(re.findall(rf"\b{re.escape(first)}\b", text.blocks))


def _has_word(word: str, text: str) -> bool:
    """Return whether a text has a word, or several, and not only as a part of others; the case counts."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None

"""Credits of pictures: `Foto: Anna Blum/dpa`, and captions that end with one. Owns recognizing them in a line.

The labels are in `article_notes.toml` and `fields/credit_words.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.extract.text.line_words import Phrases, fold_phrase
from backfile.extract.text.note_words import folded_words, note_words
from backfile.extract.text.person_names import is_name
from backfile.extract.text.rights_lines import is_rights_line
from backfile.extract.text.signatures import is_agency_name, split_signature
from backfile.fields.agencies import agencies
from backfile.fields.credit_words import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CAPTION = 300
"""Maximum length of a caption with its credit, in characters."""
_MAX_CREDIT = 120
_MOST_WORDS = 6
_MIN_CAPTION_WORDS = 3
_MAX_PREPOSITION = 4
_MAX_SOURCE = 3
"""Maximum number of words of the owner of pictures, with a word such as "archive" before it."""
_PIECES = re.compile(r"\s*(?:[/|,;©·•&+]|\s[–—-]\s|\(c\))\s*|\s+(?:via|for|für|and|und|et|y)\s+", re.IGNORECASE)
_SENTENCE_MARKS = re.compile(r"[!?…]|(?<=[^\W\d_]{3})\.\s|[„“”\"]")
_QUOTED = re.compile(r"«[^«»]{2,40}»")
"""The name of a publication in quotation marks."""
_MARK = re.compile(r"\s?(?:[:：=]\s*|\(c\)|©)\s*|\.\s?(?:[:：]\s*)|\sby\s")
_HAS_MARK = re.compile(r"[:：=©]|\(c\)|\sby\s")
_WORD = re.compile(r"(?<![\w-])[^\W\d_][\w.-]*|[\u3040-\u9fff\uac00-\ud7af]{2,6}")
_MAX_LABEL = 40
_HANDLE = re.compile(r"@\w{2,30}")
_CAPITALIZED = re.compile(r"[^\W_][\w'’.&-]*")
_AGENCY_PHOTO = re.compile(r"\((?:AP|AFP|EPA|Reuters|Getty)\b[^()]{0,20}?\b(?:Photo|Images)\b[^()]{0,80}\)\.?$")
_BEHIND_BAR = re.compile(r"[^\W\d_]{2}[.] [|] ([^|.!?]{3,40})$")
_CLOSED = re.compile(r"[.。！？!?…)\]\"”»“:]\s*$|[(\[|–—-]\s*$")


def parse_picture_credit(line: str) -> str | None:
    """Return the credit in a line that is the label and the credit of a picture, or `©` and the credit; else None."""
    text = line.strip(" ()[].|")
    if len(text) > _MAX_CREDIT:
        return None
    if not text.startswith("©") and _first_words().match(text, 0) is None:
        return None
    match = _opening().match(text)
    if match is None:
        return None
    credit = text[match.end() :].strip()
    if match[0].strip() == "©":
        return credit if not is_rights_line(text) and _is_named_credit(credit) else None
    if match["source"] and not has_picture_agency(credit):
        return None
    return credit if is_credit(credit) else None


def is_bare_credit(line: str) -> bool:
    """Return whether a line without a label is the credit of a picture: a name or publication and an agency."""
    if len(line) > _MAX_CREDIT or not re.search("[/|]", line) or not is_credit(line):
        return False
    pieces = [piece for piece in _PIECES.split(line) if piece]
    return len(pieces) > 1 and any(map(is_agency_name, pieces)) and any(map(is_name, pieces))


def parse_caption(line: str) -> str | None:
    """Return the credit at the end of a line that is a caption with its credit; else None."""
    if not 15 <= len(line) <= _MAX_CAPTION:
        return None
    if match := _AGENCY_PHOTO.search(line):
        return match[0].strip("().") if _has_words(line[: match.start()]) else None
    if (match := _BEHIND_BAR.search(line)) and is_credit(match[1]):
        return match[1]
    if match := _photographed().search(line):
        return match[1]
    for caption, credit in _split_at_labels(line, max(0, len(line) - _MAX_CREDIT)):
        if not _has_words(caption) or not is_credit(credit):
            continue
        pieces = _PIECES.split(credit)
        supplied = len(pieces) > 1 and any(map(is_name, pieces))
        if supplied or _CLOSED.search(caption) or any(map(is_agency_name, pieces)):
            return credit
    return None


def _split_at_labels(line: str, start: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what is before and behind each label of a credit in a line, from `start` on, the last one first."""
    marks = list(_MARK.finditer(line, start)) if _HAS_MARK.search(line, start) else []
    for mark in reversed(marks):
        end = mark.start()
        if "©" in mark[0]:
            yield line[:end], line[mark.end() :].strip(" ()[].|")
        words_before = [match.start() for match in _WORD.finditer(line, max(0, end - _MAX_LABEL), end)][-3:]
        for at in words_before:
            if fold_phrase(line[at:end]) in _picture_labels():
                yield line[:at], line[mark.end() :].strip(" ()[].|")
                break


def has_picture_agency(text: str) -> bool:
    """Return whether a text names a picture agency or labels a picture."""
    folded = text.casefold()
    return any(name in folded for name in agencies("pictures")) or any(True for _ in _split_at_labels(text))


@cache
def _photographed() -> re.Pattern[str]:
    """Return the pattern of the end of a caption with the photographer before the word: `＝港町、山田太郎撮影`."""
    return re.compile(
        rf"[=＝。\s、]([\u3040-\u30ff\u3400-\u9fff]{{2,8}}\s?{alternatives(note_words('photographed'))})[)）]?$"
    )


@cache
def _labels() -> str:
    return alternatives((*words("photo"), *note_words("credit")))


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of a label, of several labels (`Text und Foto`), or of the mark of copyright."""
    mark = r"(?:\s?[:：=／]\s?|\s?©\s?|\s?\|\s|/(?=\S)|\s(?:by|par|por|von|di|av|af|door)\s(?=\S))"
    first = rf"(?:{alternatives(words('text'))}|{_labels()})(?:\s?[/&+,]\s?|\s{alternatives(words('line_and'))}\s)"
    source = rf"(?P<source>{alternatives(words('source'))})\s?[:：]\s?"
    abbreviated = rf"{alternatives([word for word in words('photo') if word.endswith('.')])}\s"
    return re.compile(rf"(?:{first})?{_labels()}\.?{mark}|{abbreviated}|©\s?|{source}", re.IGNORECASE)


@cache
def _picture_labels() -> frozenset[str]:
    return frozenset(map(fold_phrase, (*words("photo"), *note_words("credit"))))


@cache
def _first_words() -> Phrases:
    return Phrases.make([("label", (*words("photo"), *note_words("credit"), *words("source"), *words("text")))])


def _has_words(text: str) -> bool:
    return len(text.split()) >= _MIN_CAPTION_WORDS or bool(
        re.search("[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]{6}", text)
    )


def _is_named_credit(credit: str) -> bool:
    """Return whether the words behind `©` are the credit of a picture, a person or several suppliers.

    Others are the owner of the page.
    """
    pieces = [piece for piece in _PIECES.split(credit) if piece]
    if any(char.isdigit() for char in credit) or not is_credit(credit):
        return False
    return len(pieces) > 1 or is_name(pieces[0]) or is_agency_name(pieces[0])


def is_credit(credit: str) -> bool:
    """Return whether each piece of a credit is a name, an agency, a handle or a word for a kind of picture."""
    if not 2 <= len(credit) <= _MAX_CREDIT or _SENTENCE_MARKS.search(credit):
        return False
    pieces = [piece for piece in (piece.strip(" ()") for piece in _PIECES.split(credit)) if piece]
    unquoted = [piece for piece in pieces if not _QUOTED.fullmatch(piece)]
    return bool(unquoted) and all(map(_is_piece, unquoted))


def _is_piece(piece: str) -> bool:
    label, colon, rest = piece.partition(":")
    if colon and rest.strip():
        return (fold_phrase(label) in _picture_labels() or fold_phrase(label) in words("source")) and _is_piece(
            rest.strip()
        )
    if is_agency_name(piece) or _HANDLE.fullmatch(piece) or is_name(piece) or split_signature(piece):
        return True
    parts = piece.split()
    if len(parts) > _MOST_WORDS:
        return False
    if piece.lower() == piece.upper():
        return len(piece) <= 30 and len(parts) <= 4
    if (
        fold_phrase(parts[0]) in folded_words("picture")
        and len(parts[0]) > _MAX_PREPOSITION
        and len(parts) <= _MAX_SOURCE
    ):
        return True
    known = [
        fold_phrase(part) in folded_words("picture") or fold_phrase(part) in words("surname_particle") for part in parts
    ]
    capitals = [part[0].isupper() and _CAPITALIZED.fullmatch(part) is not None for part in parts]
    numbers = [part.isdigit() and len(part) == 4 for part in parts]
    shaped = all(map(any, zip(known, capitals, numbers, strict=True)))
    return shaped and (any(capitals) or fold_phrase(piece) in folded_words("picture"))

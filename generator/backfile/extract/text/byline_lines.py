"""Lines that are a byline: an opening (`By`, `Text:`), names of persons or agencies, and perhaps what the persons are.
Owns recognizing them. The shape of names is in `person_names`, the openings in `fields/credit_words.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.extract.text.note_words import note_words
from backfile.extract.text.person_names import is_name, is_role_line
from backfile.extract.text.signatures import is_agency_name
from backfile.fields import gazetteer
from backfile.fields.credit_words import alternatives, words
from backfile.fields.korean_bylines import NAME, SEPARATOR
from backfile.fields.roles import without_role

_MAX_LENGTH = 160
_MAX_TAIL = 40
_MOST_TAIL_WORDS = 6
_IN_PARENTHESES = re.compile(r"\s*\([^()]{1,30}\)\s*$")
_TAIL = re.compile(r"[^\W\d_][\w .&'’-]*")
_HAN_NAME = r"[\u3400-\u9fff]{2,4}"


def parse_byline(text: str) -> str | None:
    """Return the byline in a text: names with an opening, or a name with a role or an agency behind a comma.

    It is the whole text, but for an opening that could be the beginning of a surname. None for other texts.
    """
    if len(text) > _MAX_LENGTH:
        return None
    if _east_asian().fullmatch(text):
        return text
    match = _opening().match(text)
    if match is None:
        return text if _is_name_with_role(text) else None
    names = text[match.end() :].strip()
    if not _are_names(names) or (match["by"] and _is_phrase(names)):
        return None
    return names if match["by"] in words("name_particle") else text


def is_byline_label(line: str) -> bool:
    """Return whether a line is the opening of a byline alone, with the name on the next line: `By`, `Text:`."""
    label = line.strip(" :：•|")
    return label in words("line_by") or label in words("line_label")


def has_opening(text: str) -> bool:
    """Return whether a text begins with the opening of a byline."""
    return _opening().match(text) is not None


def is_reporter_line(text: str) -> bool:
    """Return whether a text is the line of a reporter in Korean: a name with a title and an address, and before them
    perhaps a place or the publication, as `새말=한도연 기자 doyeon@example.com`.
    """
    return len(text) <= _MAX_LENGTH and _reporter().fullmatch(text) is not None


@cache
def _reporter() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[^\s=]{{1,20}}=)?[\uac00-\ud7af]{{2,4}}\s?{alternatives(words('name_title', 'ko'))}\s+\S+@\S+\.[a-z]+"
    )


def is_staff_line(text: str) -> bool:
    """Return whether a text names editors, translators or others who are not the authors: `Faktencheck: Anna Blum`."""
    text = text.strip("()（）[] .")
    if len(text) > _MAX_LENGTH or _staff().match(text) is None:
        return False
    pieces = _separator().split(re.sub(rf"\s{alternatives(words('line_and'))}$", "", text))
    return all(is_name(_staff().sub("", piece, count=1)) for piece in pieces)


@cache
def _staff() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(note_words('staff'))}\s?[:：]\s*", re.IGNORECASE)


def find_opening(text: str) -> int:
    """Return where a byline begins inside a text, after a space; 0 without one."""
    return next((match.start() for match in _opening_inside().finditer(text) if match.start()), 0)


@cache
def _openings() -> str:
    """Return the expression of the words before names. Group: `by`, for words without a colon."""
    by = alternatives([*words("line_by"), *map(str.capitalize, words("by_phrase"))])
    labels = {form for label in words("line_label") for form in (label, label.upper(), label.lower())}
    east_asian = alternatives(words("line_label", "ja zh ko"))
    return (
        rf"(?:(?P<by>{by})(?:\s+|\u3000+)|{alternatives(labels)}(?:\s?[:：]\s*|\s[•|]\s)"
        rf"|{east_asian}\s?[/／｜|・]\s?)"
    )


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(_openings())


@cache
def _opening_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s){_openings()}(?=[^\W\d_])")


@cache
def _east_asian() -> re.Pattern[str]:
    """Return the pattern of names with their title: `김민수 기자`, `김철수·이영희 기자`, `記者王小明／台北報導`."""
    title, after = alternatives(words("name_title", "ja zh")), alternatives(words("name_title", "ko"))
    return re.compile(
        rf"{NAME}(?:{SEPARATOR}{NAME})*\s{after}|{title}[\s\u3000]{_HAN_NAME}|{title}{_HAN_NAME}\s?[/／]\s?\S{{2,8}}|{_HAN_NAME}\s{title}"
    )


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(rf"\s*[,;&+/、،，・]\s*|\s+{alternatives(words('line_and'))}\s+")


def _are_names(text: str) -> bool:
    """Return whether a text lists persons and agencies; its last part can be a role, a place or a publication."""
    text = _IN_PARENTHESES.sub("", text).rstrip(" .,:|–-")
    pieces = _separator().split(text)
    if not _is_person(pieces[0]):
        return False
    others = [piece for piece in pieces[1:] if not (_is_person(piece) or is_role_line(piece))]
    return not others or (len(others) == 1 and others[0] == pieces[-1] and _is_tail(others[0]))


def _is_tail(piece: str) -> bool:
    short = len(piece) <= _MAX_TAIL and len(piece.split()) <= _MOST_TAIL_WORDS
    return short and piece[:1].isupper() and _TAIL.fullmatch(piece) is not None


def _is_person(piece: str) -> bool:
    if is_name(piece) or is_agency_name(piece) or is_name(without_role(piece)):
        return True
    name, *place = re.split(r"\s(?:in|aus|à|en|from|em|i|w|v)\s", piece, maxsplit=1)
    return bool(place) and place[0][:1].isupper() and len(place[0].split()) <= 3 and is_name(name)


def _is_name_with_role(text: str) -> bool:
    """Return whether a text is a name and a role or an agency: `Anna Blum, Redaktionsleiterin`, `Anna Blum (dpa)`."""
    name, mark, rest = text.partition(", ") if ", " in text else text.partition(" (")
    if not mark or not rest or not is_name(name):
        return False
    rest = rest.rstrip(")") if mark == " (" else rest
    return is_agency_name(rest) or (mark == ", " and not rest.endswith(".") and is_role_line(rest))


def _is_phrase(text: str) -> bool:
    """Return whether `By …`, `Por …` is a phrase with capitals ("By Popular Demand") rather than a byline."""
    parts = text.split()
    if not {part.casefold() for part in parts}.isdisjoint(words("not_byline")):
        return True
    repeated = len(set(parts)) < len(parts)
    as_written = not set(words("not_byline_as_written")).isdisjoint(parts)
    return repeated or as_written or all(map(gazetteer.is_place, _separator().split(text)))

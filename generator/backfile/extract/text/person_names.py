"""Names of persons in lines of a text, and what the persons are. Owns which words can be a name or a role; the lists of
words are in `fields/credit_words.toml`.

A name is judged by its shape, since no list has all names. Scripts without capitals do not show which words are a name:
there only a line with other evidence, such as a label, has one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from backfile.extract.text.furniture_words import lexicons
from backfile.extract.text.line_words import fold_phrase
from backfile.fields import gazetteer
from backfile.fields.agencies import agencies
from backfile.fields.credit_words import words
from backfile.fields.roles import has_role
from backfile.tags.stopwords import COMMON, NO_NAMES, NOUN_ENDINGS

_MAX_NAME = 60
_MAX_ROLE = 100
_MAX_ROLE_WORDS = 10
_MOST_BEFORE_ROLE = 4
_MAX_PREPOSITION = 3
_MAX_NAME_PART = 18
_INTERFACE = ("label", "related", "more", "read")
"""Classes of `furniture.toml`."""
_WORD = re.compile(r"(?:[dDlLO]['’])?[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_HUNGARIAN = re.compile("[őűáéíóöúü]")
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff]{2,5}|[\u3040-\u30ff\u3400-\u9fff]{1,4}[ \u3000][\u3040-\u30ff\u3400-\u9fff]{1,5}"
    r"|[\u3400-\u9fff]{1,3}(?:[\u30a0-\u30ff]{2,4}|(?!.*(?:さん|さま|くん|ちゃん|より|から|まで|など|です|ます|した|する)$)[\u3041-\u3096]{2,4})"
)
_KATAKANA_NAME = re.compile(r"[\u30a0-\u30ff]{2,10}(?:[・=＝ ][\u30a0-\u30ff]{2,10}){0,3}")
_HANGUL_NAME = re.compile(r"[\uac00-\ud7af]{2,4}")
_CASELESS_WORD = re.compile(r"[^\W\d_](?:[^\s\d.,:;!?()/|«»\"'،؛؟।-]|[-'’](?=\w))*\.?")


def is_name(text: str) -> bool:
    """Return whether `text` has the shape of a person's name, where a label or another word says that it is one."""
    if not text or len(text) > _MAX_NAME:
        return False
    if not _has_case(text):
        return _is_caseless_name(text)
    parts = text.split()
    if not 2 <= len(parts) <= 6 or parts[0].casefold() in _listed("no_name_start"):
        return False
    capitals = [part for part in parts if _is_capitalized(part) and not _is_title(part)]
    others = [part for part in parts if not (_is_capitalized(part) or is_particle(part) or _is_title(part))]
    full = [part for part in capitals if not _INITIALS.fullmatch(part)]
    return not others and len(capitals) > 1 and bool(full) and len(full[-1]) > 1 and _is_capitalized(parts[-1])


def looks_like_name(line: str, *, caseless: bool = False) -> bool:
    """Return whether a line by itself is probably a name: two to four capitalized words that are no other known words.

    With `caseless`, the answer is yes also for two to four words of a script without capitals, or a name's number of
    Chinese, Japanese or Korean characters: use it only where the line below is a role.
    """
    if len(line) > _MAX_NAME or not is_name(line):
        return False
    if not _has_case(line):
        return caseless
    parts = [part.strip(".,").casefold() for part in line.split()]
    proper = [part for part in parts if not is_particle(part) and not _is_title(part)]
    if not 2 <= len(proper) <= 4 or line.endswith(".") or line[0].islower() or gazetteer.is_place(line):
        return False
    # A short word that is also a preposition can be the last part of a name: `Nguyễn Văn An`.
    if has_role(line) or any(len(part) > _MAX_NAME_PART for part in proper):
        return False
    examined = [part for index, part in enumerate(proper) if index == 0 or len(part) > _MAX_PREPOSITION]
    return not any(map(_is_ordinary, examined)) and not proper[-1].endswith(NOUN_ENDINGS)


def has_given_name(line: str) -> bool:
    """Return whether a line is certainly a name: it looks like one, and begins with a title or a frequent given name.

    In Hungarian the given name is the last one: a line of two words can end with it.
    """
    if not looks_like_name(line):
        return False
    parts = [part.casefold() for part in re.split(r"[\s-]+", line) if not _is_title(part) and len(part) > 2]
    first = _is_title(line.split()[0]) or (bool(parts) and parts[0] in _given_names())
    return first or (len(parts) == 2 and parts[1] in _given_names() and _HUNGARIAN.search(line) is not None)


def is_role_line(line: str) -> bool:
    """Return whether a line says what a person is: `Political reporter`, `Korrespondentin für Polen.`"""
    if not 2 <= len(line) <= _MAX_ROLE:
        return False
    parts = [part for part in re.split(r"[\s,/&|]+", line.strip(" .|•-–")) if part]
    if not parts or len(parts) > _MAX_ROLE_WORDS or ":" in line or line.endswith(("!", "?", '"', "”", "“")):
        return False
    at = next((index for index, part in enumerate(parts) if is_role_word(part)), None)
    if at is None:
        return " ".join(parts).casefold() in _roles()[0]
    before = [part.casefold() for part in parts[:at]]
    return at <= _MOST_BEFORE_ROLE and not any(part in _listed("clause") for part in before)


def is_role_word(word: str) -> bool:
    """Return whether a word is a role in one of the languages: `reporter`, `Wirtschaftsredakteur`."""
    whole, endings = _roles()
    folded = fold_phrase(word.strip("()-:;,"))
    return folded in whole or (len(folded) > 6 and folded.endswith(endings))


def is_particle(word: str) -> bool:
    """Return whether a word in lower case can be part of a name: `van`."""
    return word.casefold() in _listed("surname_particle")


@cache
def _given_names() -> frozenset[str]:
    text = Path(__file__).with_name("given_names.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["names"].casefold().split())


@cache
def _roles() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the roles that are whole words, and those that can end a compound."""
    endings = tuple(role[1:] for role in words("role") if role.startswith("*"))
    return frozenset(fold_phrase(role.lstrip("*")) for role in words("role")), endings


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(words(key))


def _is_title(word: str) -> bool:
    return fold_phrase(word) in _listed("title")


def _is_capitalized(word: str) -> bool:
    bare = word.removeprefix("al-").removeprefix("el-").removeprefix("ʿ").lstrip("'’")
    if not bare or not (_WORD.fullmatch(bare) or _INITIALS.fullmatch(bare)):
        return False
    first = bare[2] if bare[:2].lower() in ("d'", "d’", "l'", "l’") and len(bare) > 2 else bare[0]
    return first.isupper() and not (bare.endswith(".") and len(bare) > 5)


def _has_case(text: str) -> bool:
    """Return whether a text is in a script with capitals."""
    return text.lower() != text.upper()


def _is_caseless_name(text: str) -> bool:
    if any(shape.fullmatch(text) for shape in (_HAN_NAME, _KATAKANA_NAME, _HANGUL_NAME)):
        return True
    parts = text.split()
    spaced = not re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)
    return spaced and 2 <= len(parts) <= 4 and all(_CASELESS_WORD.fullmatch(part) for part in parts)


@cache
def _ordinary_words() -> frozenset[str]:
    listed = (*words("weekdays"), *words("notice"), *words("not_byline"), *words("photo"), *words("section"))
    labels = (
        *map(str.casefold, words("company")),
        *words("source"),
        *words("keywords"),
        *words("published"),
        *words("modified"),
    )
    other = NO_NAMES | COMMON | _roles()[0] | agencies("news pictures") | _interface_words()
    return (frozenset((*listed, *labels)) | other) - _listed("also_name")


@cache
def _interface_words() -> frozenset[str]:
    """Return the words of headings and buttons of pages."""
    return frozenset(word for lexicon in lexicons() for name in _INTERFACE for word in lexicon[name].whole)


def _is_ordinary(word: str) -> bool:
    return word in _ordinary_words() or is_role_word(word)

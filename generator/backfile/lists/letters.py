"""Owns the alphabetical order of labels and headlines, and the letters under which they are filed.

Each script has its own letters: nothing is transliterated. Latin letters are filed without accents. Chinese characters
are one group, which is divided in the order of Unicode, that of radicals and strokes; kana are filed by the rows of the
gojuon, Hangul by the first consonant, Thai and Lao by the first consonant, before which a vowel may be written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from functools import cache
from itertools import islice

from backfile.slugs import slug

Letters = tuple[str, ...]
"""The letters under which a text is filed, from the first one; empty for a text that does not begin with a letter."""

MOST_LETTERS = 6
REST = "_rest"
"""Name of the group of texts that do not begin with a letter."""

_HAN = "漢字"
_HAN_BLOCK = 256
"""How many Chinese characters, in the order of Unicode, are one group of the second level."""
_ROWS = "あかさたなはまやらわ"
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
"""Katakana -> the same kana in hiragana."""
_VOWELS_BEFORE = re.compile("^[\u0e40-\u0e44\u0ec0-\u0ec4]")
"""Vowels of Thai and Lao that are written before the consonant (Unicode: Logical_Order_Exception)."""
_KANA = ("HIRAGANA", "KATAKANA")
_GROUPED = (*_KANA, "HANGUL")
"""Scripts with one level of groups above the letters."""
_KEEPS_MARKS = "CYRILLIC"
"""The script in which letters with marks are letters of the alphabet: Й, Ї."""


def letters_of(text: str) -> Letters:
    """Return the letters under which a text is filed, at most MOST_LETTERS."""
    folded = unicodedata.normalize("NFKC", text)
    characters = (c for c in folded if c.isalnum() and unicodedata.category(c) != "Lm")
    first = next(characters, "")
    if not first.isalpha():
        return ()
    if _VOWELS_BEFORE.match(first):
        first = next(characters, first)
    letters: list[str] = [*_groups(first)]
    for character in (first, *islice(characters, MOST_LETTERS)):
        letters += _fold(character)
    return tuple(letters[:MOST_LETTERS])


def file_name(letters: Letters) -> str:
    """Return the name of the file of a group: ASCII characters, different for different letters."""
    name = "".join(letters)
    if name.isascii():
        return name or REST
    codes = (letter if letter.isascii() else f"{ord(letter):04x}" for letter in letters if letter != _HAN)
    return "_".join((script_of(letters[0]), *codes))


def heading(letters: Letters) -> str:
    """Return the heading of a group: its letters, the first one as a capital."""
    if letters[0] == _HAN:
        block = letters[1:2] and f"{letters[1]}–{chr(ord(letters[1]) + _HAN_BLOCK - 1)}"
        return "".join(letters[2:]) or block or _HAN
    has_group = len(letters) > 1 and _script(letters[0]) in _GROUPED
    return "".join(letters[1:] if has_group else letters).capitalize()


def script_of(text: str) -> str:
    """Return the script of a text's first letter, by its name in Unicode: `latin`, `cyrillic`, `cjk`."""
    first = next(filter(str.isalpha, text), "")
    return _script(first).lower()


def sort_key(text: str) -> tuple[str, str]:
    """Return the key of the alphabetical order: without accents and case; of equal ones, by the text itself."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_KATAKANA)
    return "".join(c for c in decomposed if not unicodedata.combining(c)), text


@cache
def _groups(first: str) -> Letters:
    """Return the groups above the letters themselves, of a text's first character."""
    script = _script(first)
    if script == "CJK":
        return (_HAN, chr(ord(first) // _HAN_BLOCK * _HAN_BLOCK))
    if script in _KANA:
        return (_ROWS[max(0, bisect(_ROWS, _fold(first)[0]) - 1)],)
    if script == "HANGUL":
        return (_consonant(first),)
    return ()


@cache
def _fold(character: str) -> Letters:
    """Return a character as it is filed: in lower case, without marks; `ß` and `æ` are two letters."""
    script = _script(character)
    if script == "LATIN":
        return tuple(slug(character)) or (character.lower(),)
    if script in ("CJK", "HANGUL", _KEEPS_MARKS):
        return (character.lower(),)
    base = unicodedata.normalize("NFKD", character.casefold())[:1]
    return (base.translate(_KATAKANA),)


def _consonant(syllable: str) -> str:
    """Return the first consonant of a syllable as a letter; a double consonant is filed as the single one."""
    name = unicodedata.name(unicodedata.normalize("NFD", syllable)[0], "")
    simple = re.sub(r"HANGUL (?:CHOSEONG|LETTER) (?:SSANG)?", "HANGUL LETTER ", name)
    try:
        return unicodedata.lookup(simple)
    except KeyError:  # An old consonant, which has no letter of its own.
        return syllable


@cache
def _script(character: str) -> str:
    return re.split("[ -]", unicodedata.name(character, "OTHER"))[0] if character else "OTHER"

"""Roles in bylines ("Health reporter"). Owns the words for roles, and their removal from the names of persons."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.fields import credit_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROLES = re.compile(
    r"\b(?:staff|editors?|editorial|desk|team|correspondents?|reporters?|writers?|columnists?|contributors?|newsroom|bureau|"
    r"admin(?:istrator)?|webmaster|redaktion|redakteur(?:in|e)?|redactie|redacci[\u00f3o]n|r\u00e9daction|redazione|"
    r"reda[ck]c[jt]a|redaktionen|korrespondent(?:in|en)?|journalists?|photographers?|guest|special)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?:editor|correspondent|reporter|writer|columnist|contributor|journalist|photographer|korrespondent)s?"
    r"|(?:redakteur|korrespondent|journalist)(?:in|innen|e|en)?",
    re.IGNORECASE,
)
"""Roles of one person, in contrast to a desk or a team, beside which there is no name."""
_BEATS = frozenset(
    "affairs africa america arts asia assistant associate business chief city climate consumer contributing court crime"
    " culture defence defense deputy diplomatic economics economy education energy entertainment environment europe"
    " executive features film finance foreign freelance global guest health home international investigations"
    " investigative junior legal lifestyle literary local managing media medical middle music national news north"
    " planning political politics regional religion royal science senior social south special sport sports staff"
    " technology transport travel us uk west east white house world der die das our the and of for on in & -".split()
)
"""Words for the subject or the rank of a role."""
_SHORTEST_COMPOUND = 6
_PUBLICATION_WORD = re.compile(
    r"(?:news|times|post|press|daily|weekly|magazine|online|media|tv|radio|agency|zeitung|the|(?-i:[A-Z]{2,})|\S*\.\S{2,})",
    re.IGNORECASE,
)
"""A word of a publication's name: "Harbour News reporter" has no name of a person."""
_SURNAMES = frozenset(["fellow", "host", "anchor", "critic", "intern", "author", "presenter"])
"""Roles that are also surnames, or that are read as a part of a name."""


def has_role(name: str) -> bool:
    """Return whether `name` contains the word for a role, or is such a word of any language."""
    return (
        _ROLES.search(name) is not None
        or is_role_word(name)
        or _is_role_with_place(name)
        or _office().search(name) is not None
    )


def is_role_word(word: str) -> bool:
    """Return whether a word is a role in one of the languages: `journaliste`, `Wirtschaftsredakteurin`."""
    whole, endings = _roles()
    folded = word.casefold().strip(" .,()")
    return folded in whole or (len(folded) > _SHORTEST_COMPOUND and " " not in folded and folded.endswith(endings))


def names_outlet(name: str) -> bool:
    """Return whether a name contains a word of a publication's name: "Harbour Daily News", "The Gull"."""
    return not name.isupper() and any(_PUBLICATION_WORD.fullmatch(word) for word in name.split())


def _is_role_with_place(name: str) -> bool:
    """Return whether a role opens a phrase in lower case: `Korrespondentin in Merrow`, `journaliste au Courrier`."""
    words = name.split()
    return len(words) > 1 and words[1].islower() and is_role_word(words[0]) and words[0].casefold() not in _SURNAMES


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of an editorial office of any language, at the end of a name: `Merrow Haber Merkezi`.

    Chinese, Japanese and Korean names have no space before it: `港新聞編集部`.
    """
    east_asian = credit_words.pattern("office", "ja zh ko")
    return re.compile(rf"(?:{east_asian}|(?<!\w){credit_words.pattern('office')})$", re.IGNORECASE)


@cache
def _roles() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the roles that are whole words, and those that can end a compound."""
    roles = credit_words.words("role")
    endings = tuple(role[1:] for role in roles if role.startswith("*"))
    return frozenset(role.lstrip("*") for role in roles), endings


def without_role(name: str) -> str:
    """Remove a role from the end or the start of a person's name; return `name` unchanged if no such name is left."""
    words = name.split()
    end, start = len(words), 0
    if words and _is_personal(words[-1]):
        while end and _is_of_role(words[end - 1]):
            end -= 1
    else:
        while start < end and _is_of_role(words[start]):
            start += 1
        if not any(map(_is_personal, words[:start])):
            return name
    rest = words[start:end]
    return " ".join(rest) if len(rest) < len(words) and is_person(rest) else name


def _is_of_role(word: str) -> bool:
    """Return whether a word is a part of a role: its subject, its rank, or the role of one person."""
    return word.casefold().strip("',") in _BEATS or _is_personal(word)


def _is_personal(word: str) -> bool:
    """Return whether a word is the role of one person, and not a surname."""
    return _PERSONAL.fullmatch(word) is not None or (is_role_word(word) and word.casefold() not in _SURNAMES)


def is_person(words: Sequence[str]) -> bool:
    """Return whether words have the form of a person's name: two or more, the first and the last capitalized."""
    of_publication = any(
        _PUBLICATION_WORD.fullmatch(word) for word in words if not (word.isupper() and " ".join(words).isupper())
    )
    return (
        len(words) > 1
        and words[0][:1].isupper()
        and words[-1][:1].isupper()
        and not of_publication
        and not has_role(" ".join(words))
    )

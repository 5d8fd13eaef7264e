"""Roles in bylines ("Health reporter"). Owns the words for roles, and their removal from the names of persons."""

from __future__ import annotations

import re

from backfile.fields import credit_words

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
_PUBLICATION_WORD = re.compile(
    r"(?:news|times|post|press|daily|weekly|magazine|online|media|tv|radio|agency|zeitung|the|(?-i:[A-Z]{2,})|\S*\.\S{2,})",
    re.IGNORECASE,
)
"""A word of a publication's name: "Harbour News reporter" has no name of a person."""


def has_role(name: str) -> bool:
    """Return whether `name` contains the word for a role, or is such a word of any language."""
    return _ROLES.search(name) is not None or name.casefold() in credit_words.words("role")


def without_role(name: str) -> str:
    """Remove a role from the end or the start of a person's name; return `name` unchanged if no such name is left."""
    words = name.split()
    end, start = len(words), 0
    if words and _PERSONAL.fullmatch(words[-1]):
        while end and _is_role_word(words[end - 1]):
            end -= 1
    else:
        while start < end and _is_role_word(words[start]):
            start += 1
        if not any(_PERSONAL.fullmatch(word) for word in words[:start]):
            return name
    rest = words[start:end]
    return " ".join(rest) if len(rest) < len(words) and _is_person(rest) else name


def _is_role_word(word: str) -> bool:
    return word.casefold().strip("',") in _BEATS or _PERSONAL.fullmatch(word) is not None


def _is_person(words: list[str]) -> bool:
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

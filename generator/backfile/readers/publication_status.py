"""What says of an article that it is not published: keys of records, of front matter and of feeds, and folders of
drafts. Owns their names and values, for all readers; what becomes of such an article is left to `conversion`.

Sources of the names: ninjs (`pubstatus`), WordPress (`post_status`), Drupal and Joomla (`status` and `state` as
numbers), Jekyll (`published`, `_drafts`), Hugo (`draft`, `expiryDate`), Obsidian (`publish`), Grav (`visible`), Ghost
(`visibility: members`), Hashnode (`saveAsDraft`), Contentful and Airtable (`fields`), Sanity (`_id: drafts.…`),
schema.org (`creativeWorkStatus`), the Atom Publishing Protocol (`app:draft`). `live` and `online` are none: exports say
so of streams and of reports that go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import PurePosixPath
from typing import Any

from backfile.article import Origin
from backfile.fields.future_dates import RELEASE_YEAR
from backfile.readers.columns import NOTHING, fold_name

_STATUS = frozenset({"status", "state", "visibility", "stage", "access", "accesslevel"})
_NUMBERED = frozenset({"status", "state"})
_UNPUBLISHED_IF_TRUE = frozenset(
    "draft private unpublished hidden hide unlisted deleted trashed embargoed wip saveasdraft".split()
)
_UNPUBLISHED_IF_FALSE = frozenset("published publish public visible active enabled approved".split())
_TIMES_OF_REMOVAL = frozenset({"deletedat", "trashedat", "deletedon"})
_KNOWN = _STATUS | _UNPUBLISHED_IF_TRUE | _UNPUBLISHED_IF_FALSE | _TIMES_OF_REMOVAL
_NAME = re.compile(
    r"(?:is|wp|post|article|entry|node|content|creativework|page|item|story|document|record|pub(?:lish(?:ing)?|lication)?"
    rf"|editorial|workflow|moderation|fields|attributes|meta|metadata|frontmatter)*({'|'.join(sorted(_KNOWN))})"
)
"""A name with what can stand before it: `post_status`, `isDraft`, `publicationStatus`."""
_EXPIRY = frozenset({"expirydate", "unpublishdate"})
_INNER = frozenset("meta metadata sys system attributes properties workflow frontmatter fields params".split())
"""Objects that have what systems say of a record."""
_NAMES = ("name", "slug", "value", "label", "id", "key", "code", "type", "title", "#text", "@value")
"""The keys under which an object has the word that it stands for."""
_CANCELLED = frozenset("withheld canceled cancelled withdrawn retracted".split())
_DRAFTS = frozenset(
    "draft drafts draftworkstatus autodraft indraft pending pendingreview inreview underreview needsreview "
    "private scheduled unpublished notpublished trash trashed deleted future hidden unlisted restricted "
    "password passwordprotected protected embargo embargoed disabled inherit wip skip "
    "entwurf brouillon borrador bozza rascunho".split()
)
"""Words for the state of what is not published; `inherit` is that of former versions in WordPress, `skip` of pages that
Pelican does not write."""
_UNFINISHED = frozenset(
    "review readyforreview inprogress editing writing planned assigned submitted notstarted idea inactive "
    "internal".split()
)
"""Words for the state of a text that is worked on. Notes say so of what somebody reads, too: they count only where the
date of publication is stated to be none."""
_DATES = frozenset("publishedat publishedon publisheddate publishdate publicationdate datepublished".split())
_RESTRICTED = frozenset("members member membersonly paid paidmembers subscribers subscribersonly tiers".split())
"""Words for what a site shows to some. Data sets of newspapers say so of articles that anybody can buy, which are
published; in a system's own files it is what the public does not see."""
_GHOST = frozenset({"mobiledoc", "lexical", "commentid"})
"""Names that records of Ghost have, and no other system's."""
_TRUE = frozenset("true yes on y t x draft wahr vrai verdadero verdadeiro vero".split())
_FALSE = frozenset("false no off n f 0 falsch faux falso".split())
"""Also as spreadsheets in other languages write them into tables."""
_TRASHED = "-2"
"""Joomla's state of what is in its trash."""
_MOST_WORDS, _MOST_DEPTH, _LONGEST = 20, 3, 60
_YEAR = re.compile(r"(\d{4})-\d\d-\d\d")
DRAFTS_FOLDER = "_drafts"
_SANITY_DRAFT = "drafts."
"""The beginning of the ids of drafts in Sanity."""


def find_unpublished(values: Mapping[str, Any], depth: int = 0) -> str | None:
    """Return why an article is not published, one clause; None for one that is. In: names and values."""
    for name, value in values.items():
        if reason := _reason(str(name), value, depth):
            return reason
    if str(values.get("_id", ""))[: len(_SANITY_DRAFT)] == _SANITY_DRAFT:
        return "it is not published (a draft)"
    names = {fold_name(str(name)[:_LONGEST]): name for name in values}
    if any(not [*_words(values[names[name]])] for name in _DATES & names.keys()):
        return _of_status(values, _UNFINISHED)
    return _of_status(values, _RESTRICTED) if _GHOST & names.keys() else None


def find_restricted(values: Mapping[str, Any]) -> str | None:
    """Return why a site shows an article to its members only; None for others. In: the front matter of its source."""
    return _of_status(values, _RESTRICTED)


def _of_status(values: Mapping[str, Any], states: Set[str]) -> str | None:
    """Return why an article is not published if one of its states is one of these words; None for others."""
    for name, value in values.items():
        known = _NAME.fullmatch(fold_name(str(name)[:_LONGEST]))
        for word in _words(value) if known and known[1] in _STATUS else ():
            if word in states:
                return f"it is not published ({word})"
    return None


def find_expired(values: Mapping[str, Any]) -> str | None:
    """Return why a site no longer shows a page: the day of its `expiryDate` has passed in any case; None for others."""
    for name, value in values.items():
        if fold_name(name) in _EXPIRY and (year := _YEAR.match(str(value))) and int(year[1]) < RELEASE_YEAR:
            return "it has expired"
    return None


def find_drafts_folder(origin: Origin) -> str | None:
    """Return why the file of an article is not published: it is in a folder of drafts; None for others."""
    names = (origin.file, origin.record or "")
    folders = (PurePosixPath(name).parent.parts for name in names if "://" not in name)
    return f"it is in the folder {DRAFTS_FOLDER}" if any(DRAFTS_FOLDER in parts for parts in folders) else None


def is_flag(value: Any) -> bool:
    """Return whether a value is one of yes or no, as that of `published` is in Jekyll; in others it is a date."""
    words = [*_words(value)]
    return len(words) == 1 and (words[0] in _TRUE | _FALSE or words[0] == "1")


def _reason(name: str, value: Any, depth: int) -> str | None:
    """Return why a value says that an article is not published. In: its name."""
    folded = fold_name(name[:_LONGEST])
    known = _NAME.fullmatch(folded)
    is_inner = folded in _INNER or name.startswith("_") or (known and known[1] in _STATUS)
    if isinstance(value, dict) and is_inner and depth < _MOST_DEPTH and (found := find_unpublished(value, depth + 1)):
        return found
    return _of_words(known[1], value) if known else None


def _of_words(name: str, value: Any) -> str | None:
    """Return why a value says that an article is not published. In: its name without what stands before it."""
    for word in _words(value):
        if name in _STATUS:
            if word in _CANCELLED:
                return f"it is {word} by its publisher"
            if word in _DRAFTS or word == _TRASHED or (name in _NUMBERED and word in ("false", "0")):
                return f"it is not published ({word})"
        is_removed = name in _TIMES_OF_REMOVAL and (word in _TRUE or re.search("[1-9]", word))
        if (name in _UNPUBLISHED_IF_TRUE and _is_true(word)) or is_removed:
            return f"it is not published ({name})"
        if name in _UNPUBLISHED_IF_FALSE and word in _FALSE:
            return f"it is not published ({name}: {word})"
    return None


def _is_true(word: str) -> bool:
    return word in _TRUE or word.lstrip("0") == "1"


def _words(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the words of a value, in lower case and without separators: `Pending Review` as `pendingreview`."""
    if isinstance(value, bool | int | float | str):
        text = str(value)[:_LONGEST].strip().lower().removesuffix(".0")
        # A vocabulary can stand before a word: `stat:withheld`, `https://schema.org/Draft`. In a date, numbers do.
        text = re.split(r"[:/#]", text)[-1] if text[:1].isalpha() else text
        word = text if text == _TRASHED else fold_name(text)
        if word and not {word, text} & NOTHING:
            yield word
    elif isinstance(value, dict) and depth < _MOST_DEPTH:
        found = next((value[name] for name in _NAMES if name in value), None)
        yield from _words(found, depth + 1)
    elif isinstance(value, list) and depth < _MOST_DEPTH:
        for item in value[:_MOST_WORDS]:
            yield from _words(item, depth + 1)

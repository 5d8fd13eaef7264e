"""The keys and columns of data sets: which one has which field of an article. Owns the comparison of names, the table
of known names, and which values are personal data; values are turned into strings in `row_values`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("column_names.toml")
_SEPARATORS = re.compile(r"[\s_.:\-]+")
NOTHING = frozenset({"none", "null", "nan", "n/a", "na", "nat", "undefined", "\\n"})
"""Strings that programs write for a value that they do not have, in lower case; the last one in dumps of databases."""
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PERSONAL_ENDING = re.compile(
    r"(?:^|_)(?:(?:e_?)?mails?|(?<!in_)reply_?to|passwords?|passwd|pwd|password_hash|cookies?|token|api_key|secret"
    r"|(?:cell|mobile|tele)?phones?|tel|fax|(?:^|author_|contact_|owner_|user_|writer_)mobile"
    r"|ips?|ip_addr|remote_addr|user_agent)(?:_(?:address(?:es)?|addr|hash|no|number))?$"
)
"""The last words of names of personal data of any person: `comment_author_IP`, `userEmailAddress`.

`image_mobile` is an image for small screens, `in_reply_to` the address of a text."""
_PERSONS = frozenset({"name", "contributor", "contributors", "editor", "owner"})
_NO_ARTICLES = frozenset(
    {"comment", "reply", "replies", "user", "picture", "photo", "logo", "og", "opengraph", "twitter", "facebook", "seo"}
)
"""Other names of what is no article but can have a title and a text: comments, persons, images, and what a page says of
itself to networks."""
_AT_SIGNS = ("@", "%40", "\uff20", "\ufe6b")
"""The at sign, as URLs have it (RFC 3986, section 2.1), and its wide and small forms."""
_HOST = re.compile(
    rf"(?:{'|'.join(_AT_SIGNS)})(?:[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+|\[[0-9a-f:.]{{3,45}}\])\s{{0,9}}[)>\]]?",
    re.IGNORECASE,
)
"""An e-mail address from its at sign on, which is looked for first: so the time is in proportion to the text."""
_NAME_BACKWARDS = re.compile(r'(?:"[^"\n]{1,64}"|[\w.+%-]{1,64})(?::otliam)?\s{0,9}[(<\[]?', re.IGNORECASE)
"""What is before the at sign, from its end to its beginning: the name, `mailto:`, a bracket."""
_LONGEST_NAME = 90
"""No text that `_NAME_BACKWARDS` matches has more characters."""
_WEB_ADDRESS = re.compile(r"(\s*https?://)(?:[^\s<>\"/?#]*@)?+([^\s<>\"]+\s*)", re.IGNORECASE)
"""A value that is one web address. What is before the host says who signs in, which is personal."""
BODY = "body"
"""The name of the body in a mapping, beside those of fields."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which names of a data set have which field."""

    body: tuple[str, ...]
    """The names that can have the text, the most trusted first."""
    fields: Mapping[str, tuple[str, ...]]
    """Field name -> the names that can have it, the most trusted first."""
    identity: tuple[str, ...]
    """The names that can identify a record."""
    places: tuple[str, ...]
    """The names that can say where a crawler found the page."""

    def fate(self, name: str) -> str | None:
        """Return what becomes of a name: a field, `body`, `identity`; None if nothing does."""
        if name in self.body:
            return BODY
        return next((field for field, names in self.fields.items() if name in names), None) or (
            "record" if name in self.identity else None
        )


def find_columns(names: Iterable[str], mapping: Mapping[str, str]) -> Columns:
    """Return which of the names of a record have which field. In: field or `body` -> name, as the owner states it."""
    by_folded: dict[str, str] = {}
    for name in names:
        by_folded.setdefault(fold_name(name), name)
    table = _table()

    def known(candidates: Iterable[str], field: str) -> tuple[str, ...]:
        if field in mapping:
            stated = by_folded.get(fold_name(mapping[field]))
            return (stated,) if stated is not None else ()
        return tuple(by_folded[each] for each in candidates if each in by_folded)

    fields = {field: known(candidates, field) for field, candidates in table["fields"].items()}
    body = known([*table["body"]["html"], *table["body"]["text"]], BODY)
    places = dict.fromkeys(by_folded[each] for each in table["places"]["names"] if each in by_folded)
    stated = (name for name in fields["url"] if "url" in mapping and fold_name(name) not in table["places"]["claimed"])
    identity = known(table["identity"]["names"], "record")
    return Columns(body, fields, identity, tuple(places | dict.fromkeys(stated)))


def is_personal(name: str) -> bool:
    """Return whether the values under a name are personal data, which are not kept."""
    if fold_name(name) in _personal():
        return True
    words = _WORD_BORDER.sub("_", name.strip()).lower()
    return _PERSONAL_ENDING.search(_SEPARATORS.sub("_", words)) is not None


def names_persons(name: str) -> bool:
    """Return whether the values under a name are persons, who may be written with their addresses."""
    folded = fold_name(name)
    return folded in _table()["fields"]["byline"] or folded in _PERSONS


def is_no_article(name: str) -> bool:
    """Return whether an object under a name is no article, whatever it has: a person, an image, a right, a comment."""
    folded, fields = fold_name(name), _table()["fields"]
    return (
        is_personal(name)
        or names_persons(name)
        or folded in _NO_ARTICLES
        or folded in (*fields["image"], *fields["rights"])
    )


def without_addresses(text: str) -> str:
    """Return the name of a person without e-mail addresses: `Jane Doe <jane@example.org>`.

    A web address stays, also one such as `https://social.example/@jane@other.example`, but for the name that signs in.
    """
    if not any(sign in text for sign in _AT_SIGNS):
        return text
    if address := _WEB_ADDRESS.fullmatch(text):
        return address[1] + address[2]
    parts, end = [], 0
    for host in _HOST.finditer(text):
        before = text[max(end, host.start() - _LONGEST_NAME) : host.start()]
        if name := _NAME_BACKWARDS.match(before[::-1]):
            parts.append(text[end : host.start() - name.end()])
            end = host.end()
    if not parts:
        return text
    rest = " ".join(" ".join([*parts, text[end:]]).split()).strip(" ,;")
    return rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest


def field_names() -> tuple[str, ...]:
    """Return the names that a mapping can have."""
    return (BODY, *_table()["fields"], "record")


def fold_name(name: str) -> str:
    """Return a name as it is compared: in lower case, without separators."""
    return _SEPARATORS.sub("", name.strip().lower())


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _personal() -> frozenset[str]:
    return frozenset(_table()["personal"]["names"])

"""The seal of a page: a digest of the page's own text, in its front matter.

It shows whether the program wrote the page as it is now: without git, without a database, in any copy of the archive.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_SEAL = re.compile(r'^(?:  )?seal: "[0-9a-f]*"\r?\n', re.MULTILINE)
"""The line of the seal: under `origin` on articles, at the top level on list pages."""


def with_seal(text: str) -> str:
    """Return a page's text with the digest of its other lines as the value of its seal."""
    lines = text.replace("\r\n", "\n")
    digest = _digest(_SEAL.sub("", lines, count=1))
    return _SEAL.sub(lambda line: re.sub('"[0-9a-f]*"', f'"{digest}"', line[0]), text, count=1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal that a page carries, and whether it fits the page."""

    value: str
    """16 hexadecimal digits: they identify the text that the program wrote. Empty when the page has no seal."""
    intact: bool
    """Whether the text is still the one that the program wrote."""


def read_seal(text: str) -> Seal:
    """Read the seal of a page. Lines may end in CRLF: git converts them on some systems."""
    text = text.replace("\r\n", "\n")
    line = _SEAL.search(text)
    if not line:
        return Seal("", intact=False)
    value = line[0].split('"')[1]
    return Seal(value, intact=value == _digest(text[: line.start()] + text[line.end() :]))


def is_sealed_twice(text: str) -> bool:
    """Return whether a page carries several seals, as git leaves it where it merges two pages line by line."""
    return len(_SEAL.findall(text.replace("\r\n", "\n"))) > 1

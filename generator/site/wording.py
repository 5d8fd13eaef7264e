"""The words of the interface, in the language of the site's theme.

A catalogue is a file `words/LANGUAGE.toml` of keys and texts. A text may have places for values, `{like_this}`, and
holds no mark that means something in HTML. English has every key and stands in for what another language lacks. Owns
finding the catalogue; what an article says is never translated.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Protocol

FOLDER = Path(__file__).with_name("words")
FALLBACK = "en"


class Say(Protocol):
    """Gives the text of a key. Values are put in as they are: whoever prints them as HTML has escaped them."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Raise KeyError where there is no such key: that is a mistake of ours."""


@cache
def words(language: str) -> dict[str, str]:
    """Give the catalogue for a theme's language: of `pt-BR`, else of `pt`, over that of English."""
    found = _read(FALLBACK)
    for name in dict.fromkeys((language.split("-")[0].lower(), language)):
        if name != FALLBACK and name in languages():
            found = {**found, **_read(name)}
    return found


@cache
def languages() -> frozenset[str]:
    """Name the languages that have a catalogue."""
    return frozenset(file.stem for file in FOLDER.glob("*.toml"))


def say_in(language: str) -> Say:
    """Give the function that says things in a theme's language."""
    found = words(language)

    def say(key: str, /, **values: object) -> str:
        return found[key].format(**values) if values else found[key]

    return say


def _read(language: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))

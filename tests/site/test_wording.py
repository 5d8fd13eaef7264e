"""The catalogues of words: every key that templates ask for is there, in every language."""

import re
import string
from pathlib import Path

import pytest

from generator.fidelity import KEYS
from generator.site.citation import FORMS
from generator.site.wording import FOLDER, languages, say_in, words

THEME = FOLDER.parent / "theme"
SOURCES = [*THEME.rglob("*.html"), *FOLDER.parent.glob("*.py")]
COMPUTED = {*(f"cite_{form.name}" for form in FORMS), *"older newer file record sha256 reader retrieved".split()}
COMPUTED |= {f"fidelity_{key}" for key in KEYS}
"""What templates ask for by a name that they work out."""


def asked(file: Path) -> set[str]:
    return set(re.findall(r"""\bsay\(["'](\w+)["'](?! ~)""", file.read_text("utf-8")))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_word_that_is_asked_for_is_there_and_no_other() -> None:
    assert set().union(COMPUTED, *map(asked, SOURCES)) == set(words("en"))


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_catalogue_has_every_key_and_the_same_places(language: str) -> None:
    own = words(language)
    assert set(own) == set(words("en"))
    for key, text in words("en").items():
        assert own[key].strip()
        assert not set(own[key]) & set('"<>&'), "it is printed as it is, in attributes too"
        assert places(own[key]) == places(text)


def test_english_stands_in_for_a_language_without_a_catalogue() -> None:
    assert say_in("tlh-Latn")("tags") == "Tags"


def test_a_word_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        say_in("en")("nonsense")

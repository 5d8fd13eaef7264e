"""The table of words of bylines and dates is consistent."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from babel import Locale

from backfile.fields import credit_words
from backfile.fields.credit_words import pattern, words

FILE = Path(credit_words.__file__).with_suffix(".toml")
TABLES = tomllib.loads(FILE.read_text("utf-8"))


def test_every_key_is_explained_at_the_top_of_the_file() -> None:
    explained = set(re.findall(r"\b([a-z_]+)\b", FILE.read_text("utf-8").partition("\n[")[0]))
    assert {key for table in TABLES.values() for key in table} <= explained


def test_every_table_is_a_language_without_repetitions() -> None:
    for language, table in TABLES.items():
        assert Locale.parse(language)
        for key, listed in table.items():
            assert len(listed) == len(set(listed)), (language, key)


def test_words_of_some_languages() -> None:
    assert words("ordinal", "en fr") == ("st", "nd", "rd", "th", "er")
    assert set(words("ordinal", "en fr")) < set(words("ordinal"))


def test_a_pattern_matches_each_of_its_words() -> None:
    for key in {key for table in TABLES.values() for key in table}:
        assert all(re.fullmatch(pattern(key), word) for word in words(key))

"""Catalogs: every key that is used exists, in every language, and no text has markup."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from datetime import date
from pathlib import Path

import material
import pytest

from backfile.archive.revisions.history import Kind
from backfile.conversion.fidelity import KEYS
from backfile.i18n.catalogs import FALLBACK, FOLDER, OTHER, catalog_for, languages, read_catalog
from backfile.lists import LISTS
from backfile.lists.files import list_folders
from backfile.markup.escape import escape
from backfile.site.article.citations import CITATIONS
from backfile.site.search.page import COUNTED_PHRASES, SCRIPT_PHRASES

PACKAGE = FOLDER.parent
THEME = PACKAGE / "site" / "theme"
SOURCES = [
    *THEME.rglob("*.html"),
    *(PACKAGE / "site").rglob("*.py"),
    *(PACKAGE / "lists").glob("*.py"),
    PACKAGE / "operations" / "withdraw.py",
]
COMPUTED = {
    *(f"cite_{form.name}" for form in CITATIONS),
    *list_folders(),
    *SCRIPT_PHRASES,
    *COUNTED_PHRASES,
    *"older newer file record sha256 reader retrieved no_tags part_of parts all_subjects all_tags all_sources".split(),
    *"to_light to_dark to_system withdrawn withdrawn_on withdrawn_reason".split(),
    *(f"fidelity_{key}" for key in KEYS),
    *(f"kind_{kind}" for kind in Kind),
    *"substantive small entered changed_on removed_label added_label".split(),
    *"description_changed authors_changed show_text".split(),
}
"""Keys whose names templates, lists and scripts compute or receive."""
MATERIAL = Path(material.__file__).parent / "templates/partials/languages"


def used_keys(file: Path) -> set[str]:
    return set(re.findall(r"""(?:(?<!lang\.)\b|_)(?:t|phrases)\(\s*["'](\w+)["'](?! ~)""", file.read_text("utf-8")))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_keys_of_the_english_catalog_are_those_that_are_used() -> None:
    assert set().union(COMPUTED, *map(used_keys, SOURCES)) == set(read_catalog(FALLBACK))


FACETS = ("subject", "tag", "author", "source", "year", "from", "to")


def test_scripts_use_the_phrases_that_they_receive_and_no_others() -> None:
    scripts = THEME.joinpath("assets/javascripts/search").glob("*.js")
    calls = [
        re.findall(r"""\bt(?:Count)?\((?:"(\w+)"|`(\w+)\$\{kind\}`)""", script.read_text("utf-8")) for script in scripts
    ]
    used = {key or f"{stem}{kind}" for call in calls for key, stem in call for kind in FACETS}
    assert used == {*SCRIPT_PHRASES, *COUNTED_PHRASES}


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_catalog_has_every_key_with_its_placeholders_and_plural_forms(language: str) -> None:
    own, english = read_catalog(language), read_catalog(FALLBACK)
    assert list(own) == list(english), "the same keys, in the same order"
    forms = {*catalog_for(language).locale.plural_form.tags, OTHER}
    for key, texts in own.items():
        assert set(texts) == (forms if len(english[key]) > 1 else {OTHER}), key
        assert placeholders(texts[OTHER]) == placeholders(english[key][OTHER]), key
        for text in texts.values():
            assert text == text.strip()
            assert text
            # The form for one, or for two, can leave the number out.
            assert placeholders(text) <= placeholders(texts[OTHER]), key


@pytest.mark.parametrize("language", sorted(languages()))
def test_texts_have_no_characters_with_a_meaning_in_html_or_markdown(language: str) -> None:
    """They are written without escaping, also in attributes and list pages."""
    for texts in read_catalog(language).values():
        for text in texts.values():
            filled = text.format(**dict.fromkeys(placeholders(text), "x"))
            assert not set(filled) & set('"<>&')
            assert escape(filled) == filled


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["0 articles", "1 article", "2 articles", "1,234 articles"]),
        ("de", ["0 Artikel", "1 Artikel", "2 Artikel", "1.234 Artikel"]),
        ("fr", ["0 article", "1 article", "2 articles", "1\u202f234 articles"]),
        ("es", ["0 artículos", "1 artículo", "2 artículos", "1.234 artículos"]),
        ("ar", ["لا مقالات", "مقالة واحدة", "مقالتان", "1,234 مقالة"]),
        ("tlh-Latn", ["0 articles", "1 article", "2 articles", "1,234 articles"]),
    ],
)
def test_counts_have_the_plural_forms_of_the_language(language: str, expected: list[str]) -> None:
    assert [catalog_for(language)("articles", count=count) for count in (0, 1, 2, 1234)] == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("2 March 2009", "March", "March 2009")),
        ("de", ("2. März 2009", "März", "März 2009")),
        ("fr", ("2 mars 2009", "Mars", "Mars 2009")),
        ("es", ("2 de marzo de 2009", "Marzo", "Marzo de 2009")),
        ("ar", ("2 مارس 2009", "مارس", "مارس 2009")),
        ("pt-BR", ("2 de março de 2009", "Março", "Março de 2009")),
        ("tlh-Latn", ("2 March 2009", "March", "March 2009")),
    ],
)
def test_days_and_months_are_those_of_the_language(language: str, expected: tuple[str, str, str]) -> None:
    t = catalog_for(language)
    assert (t.day(date(2009, 3, 2)), t.month(3), t.month_of(2009, 3)) == expected


def test_months_do_not_depend_on_languages_used_before() -> None:
    program = "from backfile.i18n.catalogs import catalog_for; print(*(catalog_for(name).month(3) for name in {}))"
    for names in (["ja", "de", "fr"], ["fr", "ja", "de"]):
        done = subprocess.run([sys.executable, "-c", program.format(names)], capture_output=True, text=True, check=True)
        assert dict(zip(names, done.stdout.split(), strict=True)) == {"de": "März", "fr": "Mars", "ja": "3月"}


@pytest.mark.parametrize("language", sorted(file.stem for file in MATERIAL.glob("*.html")))
def test_every_language_of_the_theme_has_texts_numbers_and_months(language: str) -> None:
    t = catalog_for(language)
    assert t("tags")
    assert escape(t("articles", count=1234))
    assert all(escape(t.month_of(2009, number)).replace("&nbsp;", " ") for number in range(1, 13))


def test_titles_of_lists_are_in_the_catalog() -> None:
    assert {index.folder or index.name for index in LISTS} <= set(read_catalog(FALLBACK))


def test_an_unknown_key_raises_an_error() -> None:
    with pytest.raises(KeyError):
        catalog_for("en")("nonsense")

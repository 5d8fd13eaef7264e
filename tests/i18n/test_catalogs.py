"""The catalogues of words: every key that is asked for is there, in every language, and means nothing but itself."""

import re
import string
import subprocess
import sys
from datetime import date
from pathlib import Path

import material
import pytest

from backfile.conversion.fidelity import KEYS
from backfile.i18n.catalogs import FALLBACK, FOLDER, OTHER, catalog_for, languages, read_catalog
from backfile.lists import LISTS
from backfile.lists.files import list_folders
from backfile.markup.escape import escape
from backfile.site.article.citations import CITATIONS
from backfile.site.search.page import COUNTED_PHRASES, SCRIPT_PHRASES

PACKAGE = FOLDER.parent
THEME = PACKAGE / "site" / "theme"
SOURCES = [*THEME.rglob("*.html"), *(PACKAGE / "site").rglob("*.py"), *(PACKAGE / "lists").glob("*.py")]
COMPUTED = {
    *(f"cite_{form.name}" for form in CITATIONS),
    *list_folders(),
    *SCRIPT_PHRASES,
    *COUNTED_PHRASES,
    *"older newer file record sha256 reader retrieved no_tags part_of parts all_tags all_sources".split(),
    *"to_light to_dark to_system".split(),
    *(f"fidelity_{key}" for key in KEYS),
}
"""What templates, lists and scripts ask for by a name that they work out, or are handed."""
MATERIAL = Path(material.__file__).parent / "templates/partials/languages"


def asked(file: Path) -> set[str]:
    return set(re.findall(r"""(?:(?<!lang\.)\b|_)(?:t|say|words|phrases)\(\s*["'](\w+)["'](?! ~)""", file.read_text("utf-8")))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_word_that_is_asked_for_is_there_and_no_other() -> None:
    assert set().union(COMPUTED, *map(asked, SOURCES)) == set(read_catalog(FALLBACK))


FACETS = ("tag", "author", "source", "year", "from", "to")


def test_scripts_say_what_they_are_given_and_no_more() -> None:
    scripts = THEME.joinpath("assets/javascripts/search").glob("*.js")
    named = [re.findall(r"""\bt(?:Count)?\((?:"(\w+)"|`(\w+)\$\{kind\}`)""", script.read_text("utf-8")) for script in scripts]
    said = {key or f"{stem}{kind}" for found in named for key, stem in found for kind in FACETS}
    assert said == {*SCRIPT_PHRASES, *COUNTED_PHRASES}


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_catalogue_has_every_key_the_same_places_and_its_plural_forms(language: str) -> None:
    own, english = read_catalog(language), read_catalog(FALLBACK)
    assert list(own) == list(english), "the same keys, in the same order"
    forms = {*catalog_for(language).locale.plural_form.tags, OTHER}
    for key, texts in own.items():
        assert set(texts) == (forms if len(english[key]) > 1 else {OTHER}), key
        assert places(texts[OTHER]) == places(english[key][OTHER]), key
        for text in texts.values():
            assert text == text.strip()
            assert text
            # A form of one, or of two, may say so without a figure.
            assert places(text) <= places(texts[OTHER]), key


@pytest.mark.parametrize("language", sorted(languages()))
def test_words_mean_nothing_in_html_or_markdown(language: str) -> None:
    """They are printed as they are, in attributes and in lists too."""
    for texts in read_catalog(language).values():
        for text in texts.values():
            said = text.format(**dict.fromkeys(places(text), "x"))
            assert not set(said) & set('"<>&')
            assert escape(said) == said


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["0 articles", "1 article", "2 articles", "1,234 articles"]),
        ("de", ["0 Artikel", "1 Artikel", "2 Artikel", "1.234 Artikel"]),
        ("fr", ["0 article", "1 article", "2 articles", "1\u202f234 articles"]),
        ("es", ["0 artículos", "1 artículo", "2 artículos", "1.234 artículos"]),
        ("ar", ["لا مقالات", "مقالة واحدة", "مقالتان", "1,234 مقالة"]),
        ("tlh-Latn", ["0 articles", "1 article", "2 articles", "1,234 articles"]),
    ],
)
def test_how_many_is_said_as_the_language_does(language: str, told: list[str]) -> None:
    assert [catalog_for(language)("articles", count=count) for count in (0, 1, 2, 1234)] == told


@pytest.mark.parametrize(
    ("language", "told"),
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
def test_days_and_months_are_those_of_the_language(language: str, told: tuple[str, str, str]) -> None:
    say = catalog_for(language)
    assert (say.day(date(2009, 3, 2)), say.month(3), say.month_of(2009, 3)) == told


def test_months_are_those_of_the_language_whichever_was_asked_before() -> None:
    asked = "from backfile.i18n.catalogs import catalog_for; print(*(catalog_for(name).month(3) for name in {}))"
    for names in (["ja", "de", "fr"], ["fr", "ja", "de"]):
        done = subprocess.run([sys.executable, "-c", asked.format(names)], capture_output=True, text=True, check=True)
        assert dict(zip(names, done.stdout.split(), strict=True)) == {"de": "März", "fr": "Mars", "ja": "3月"}


@pytest.mark.parametrize("language", sorted(file.stem for file in MATERIAL.glob("*.html")))
def test_every_language_of_the_theme_has_words_numbers_and_months(language: str) -> None:
    say = catalog_for(language)
    assert say("tags")
    assert escape(say("articles", count=1234))
    assert all(escape(say.month_of(2009, number)).replace("&nbsp;", " ") for number in range(1, 13))


def test_lists_have_their_titles_among_the_words() -> None:
    assert {index.folder or index.name for index in LISTS} <= set(read_catalog(FALLBACK))


def test_a_word_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        catalog_for("en")("nonsense")

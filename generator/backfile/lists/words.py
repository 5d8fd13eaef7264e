"""Owns the texts of list pages in the archive's language: those of the catalogues, and the `words` of lists."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from backfile.i18n.catalogs import FALLBACK, OTHER, Catalog, Phrase, catalog_for
from backfile.lists import all_lists
from backfile.lists.subjects import subject_key
from backfile.tags.subjects.own_subjects import OwnSubjects


@cache
def phrases(language: str) -> Catalog:
    """Return the texts of a theme's language, with the `words` of all lists; texts of the catalogues take precedence.

    A list without a text for its title gets the name of its folder with a capital.
    """
    catalog = catalog_for(language)
    languages = dict.fromkeys((FALLBACK, language.split("-")[0].lower(), language))
    words = {kind.folder: kind.folder.replace("_", " ").capitalize() for kind in all_lists() if kind.folder}
    for kind in all_lists():
        for name in languages:
            words |= kind.words.get(name, {})
    own = {key: Phrase({OTHER: text}, language) for key, text in words.items()}
    return replace(catalog, phrases={**own, **catalog.phrases})


def archive_phrases(language: str, own: OwnSubjects) -> Catalog:
    """Return the texts of a theme's language for one archive: with the owner's labels of subjects."""
    catalog = phrases(language)
    labels = {subject_key(subject): Phrase({OTHER: label}, language) for subject, label in own.labels.items()}
    return replace(catalog, phrases={**catalog.phrases, **labels}) if labels else catalog

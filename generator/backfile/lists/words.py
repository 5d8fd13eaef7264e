"""Owns the texts of list pages in the archive's language: those of the catalogues, and those that lists bring along."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from backfile.i18n.catalogs import FALLBACK, OTHER, Catalog, say_in
from backfile.lists import all_lists


@cache
def phrases(language: str) -> Catalog:
    """Return the texts of a theme's language, with the `words` of all lists; texts of the catalogues take precedence.

    A list without a text for its title gets the name of its folder with a capital.
    """
    catalog = say_in(language)
    languages = dict.fromkeys((FALLBACK, language.split("-")[0].lower(), language))
    words = {kind.folder: kind.folder.replace("_", " ").capitalize() for kind in all_lists() if kind.folder}
    for kind in all_lists():
        for name in languages:
            words |= kind.words.get(name, {})
    plural = catalog.locale.plural_form
    return replace(catalog, texts={key: ({OTHER: text}, plural) for key, text in words.items()} | dict(catalog.texts))

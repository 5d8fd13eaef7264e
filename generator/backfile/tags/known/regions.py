"""Owns the names of continents and their parts as tags: in the archive's language, by CLDR, like those of countries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backfile.fields import gazetteer
from backfile.tags.label_key import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping


def region_label(text: str, language: str, tags_language: str) -> str | None:
    """Return the name in `tags_language` of the region that `text` names; None if it names none.

    Names count in the language (ISO 639 code) of the article and in English: `Europa` is Europe in a German article.
    """
    key = label_key(text)
    code = _codes(language).get(key) or _codes("en").get(key)
    names = gazetteer.regions(tags_language) or gazetteer.regions("en")
    return names.get(code) if code else None


@cache
def _codes(language: str) -> Mapping[str, str]:
    return {label_key(name): code for code, name in gazetteer.regions(language).items()}

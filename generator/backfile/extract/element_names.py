"""Names of elements: what sites write into `class`, `id` and similar attributes. Owns the form in which names are
compared with words: lower case, hyphens between the words of one name, spaces between names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_NAMES = 2_000
"""Names whose words are kept: most elements of a page have those of other ones, and several steps read them."""


def split_name(element: HtmlElement) -> str:
    """Return the class and id of an element in the form that is compared."""
    return split_words(f"{element.get('class') or ''} {element.get('id') or ''}")


def split_names(element: HtmlElement, attributes: Iterable[str]) -> str:
    """Return the names in some attributes of an element in the form that is compared; empty if it has none."""
    return split_words(" ".join([value for name in attributes if (value := element.get(name))]))


@lru_cache(maxsize=_MOST_NAMES)
def split_words(names: str) -> str:
    """Return names in the form that is compared. In: the values of the attributes, separated by spaces."""
    lower = names.lower()
    if lower == names:  # most names
        return names.replace("_", "-")
    return _NEXT_WORD.sub("-", names).lower().replace("_", "-")

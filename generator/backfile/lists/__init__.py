"""List pages: Markdown under docs/, one kind of list in each module, a pure function of the pages that they list.

Owns LISTS, the kinds of list in the order of the navigation. A new kind is a module with a record `LIST` and an entry
of it in LISTS; another package declares its record as an entry point of the group `backfile.lists`. Most kinds list
articles by a label, and need no more than this:

    def places(summary: PageSummary) -> list[str]:
        place = place_of_dateline(summary.dateline)
        return [place] if place else []

    LIST = label_list(
        LabelKind("places", "place", places), words={"en": {"places": "Places"}, "de": {"places": "Orte"}}
    )

The title of a list is the text whose key is the name of its folder. A kind has its texts in `words`; those of
the kinds in LISTS are in the catalogues of `i18n` instead, where a test requires every key in every language. Without
any text the title is the name of the folder with a capital.
"""

from __future__ import annotations

import re
from functools import cache

from backfile.lists import authors, dates, home, sections, sources, subjects, tags
from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind
from backfile.lists.list_kind import EscapeLabel, ListContext, ListKind, ListPage
from backfile.lists.parts import newest_first
from backfile.problems import DependencyError
from backfile.settings.plugins import load_plugins

__all__ = [
    "LISTS",
    "EscapeLabel",
    "LabelKind",
    "ListContext",
    "ListKind",
    "ListPage",
    "all_lists",
    "label_list",
    "newest_first",
]

LISTS = (home.LIST, dates.LIST, subjects.LIST, tags.LIST, authors.LIST, sources.LIST, sections.LIST)
"""The kinds of list of this package, in the order of the navigation."""

_RESERVED = frozenset({"articles", "images", "handbook", ""})
"""Folders under docs/ that hold other pages and files."""


@cache
def all_lists() -> tuple[ListKind, ...]:
    """Return LISTS, and after it the kinds of list that other packages declare in the group `backfile.lists`.

    Raises DependencyError for one that cannot be loaded, or whose folder or kinds of pages belong to others.
    """
    lists = list(LISTS)
    for added in load_plugins("backfile.lists", ListKind):
        if not re.fullmatch("[a-z0-9][a-z0-9_-]*", added.folder):
            raise _unusable(added, "which is not a name of lower-case letters, digits and hyphens")
        if added.folder in _RESERVED or any(_overlaps(added, other) for other in lists):
            raise _unusable(added, "or a kind of page, that is already in use")
        lists.append(added)
    return tuple(lists)


def _unusable(added: ListKind, reason: str) -> DependencyError:
    return DependencyError(
        f"The list `{added.name}` of an installed package uses the folder docs/{added.folder}, {reason}. "
        "Uninstall the package, or install another version of it."
    )


def _overlaps(one: ListKind, other: ListKind) -> bool:
    """Return whether two kinds of list share their folder or a kind of page."""
    return one.folder == other.folder or not set(one.kinds).isdisjoint(other.kinds)

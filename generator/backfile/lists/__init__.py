"""List pages, one kind a file. They are real Markdown under docs/, a pure function of the pages they list."""

from __future__ import annotations

from backfile.lists import authors, dates, home, sections, sources, tags
from backfile.lists.list_page import EscapeLabel, ListContext, ListKind, ListPage, newest_first

__all__ = ["LISTS", "EscapeLabel", "ListContext", "ListKind", "ListPage", "newest_first"]

LISTS = (home.LIST, dates.LIST, tags.LIST, authors.LIST, sources.LIST, sections.LIST)
"""In the order of their doors."""

"""List pages, one kind a file. They are real Markdown under docs/, a pure function of the pages they list."""

from __future__ import annotations

from backfile.lists import authors, dates, home, sections, sources, tags
from backfile.lists.list_page import Around, Index, Label, ListPage, newest_first

__all__ = ["INDEXES", "Around", "Index", "Label", "ListPage", "newest_first"]

INDEXES = (home.INDEX, dates.INDEX, tags.INDEX, authors.INDEX, sources.INDEX, sections.INDEX)
"""In the order of their doors."""

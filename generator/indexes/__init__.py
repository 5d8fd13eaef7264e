"""List pages, one kind a file. They are real Markdown under docs/, a pure function of the pages they list."""

from __future__ import annotations

from generator.indexes import home, tags
from generator.indexes.index import Index, ListPage

__all__ = ["INDEXES", "Index", "ListPage"]

INDEXES = (home.INDEX, tags.INDEX)

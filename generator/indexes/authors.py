"""Lists by author."""

from __future__ import annotations

from generator.indexes.labels import Kind, index

INDEX = index(Kind("authors", "author", lambda entry: entry.authors, alone=False))

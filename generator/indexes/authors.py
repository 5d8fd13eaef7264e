"""Lists by author."""

from __future__ import annotations

from generator.indexes.labels import index

INDEX = index("authors", "author", lambda entry: entry.authors)

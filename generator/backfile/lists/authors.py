"""Lists by author."""

from __future__ import annotations

from backfile.lists.by_label import Kind, index

INDEX = index(Kind("authors", "author", lambda entry: entry.authors, alone=False))

"""Lists by publication."""

from __future__ import annotations

from backfile.lists.by_label import Kind, index

INDEX = index(Kind("sources", "source", lambda entry: [entry.source] if entry.source else []))

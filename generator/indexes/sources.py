"""Lists by publication."""

from __future__ import annotations

from generator.indexes.labels import index

INDEX = index("sources", "source", lambda entry: [entry.source] if entry.source else [])

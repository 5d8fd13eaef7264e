"""Lists by publication."""

from __future__ import annotations

from generator.indexes.labels import Kind, index

INDEX = index(Kind("sources", "source", lambda entry: [entry.source] if entry.source else []))

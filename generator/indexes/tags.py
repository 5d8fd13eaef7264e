"""The tag index."""

from __future__ import annotations

from generator.indexes.labels import index

INDEX = index("tags", "tag", lambda entry: entry.tags, none="No article has a tag yet.")

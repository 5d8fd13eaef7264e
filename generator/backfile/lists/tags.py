"""The tag index."""

from __future__ import annotations

from backfile.lists.by_label import LabelKind, label_list

LIST = label_list(
    LabelKind(
        "tags",
        "tag",
        lambda entry: entry.tags,
        none="no_tags",
        alone=False,
        given=lambda entry: entry.keywords,
    )
)

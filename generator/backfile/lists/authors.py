"""Lists by author."""

from __future__ import annotations

from backfile.lists.by_label import LabelKind, label_list

LIST = label_list(LabelKind("authors", "author", lambda entry: entry.authors, alone=False))

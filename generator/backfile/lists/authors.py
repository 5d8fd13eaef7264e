"""Lists by author."""

from __future__ import annotations

from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind

LIST = label_list(LabelKind("authors", "author", lambda summary: summary.authors, single=False))

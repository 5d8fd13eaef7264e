"""Lists by tag."""

from __future__ import annotations

from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind

LIST = label_list(LabelKind("tags", "tag", lambda summary: summary.tags, none="no_tags", single=False))

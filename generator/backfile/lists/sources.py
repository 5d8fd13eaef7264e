"""Lists by source, which is the publication."""

from __future__ import annotations

from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind

LIST = label_list(LabelKind("sources", "source", lambda summary: [summary.source] if summary.source else []))

"""Lists by section. The page of a section lists the articles of all publications that have a section of that name."""

from __future__ import annotations

from backfile.lists.by_label import label_list
from backfile.lists.labels import LabelKind

LIST = label_list(LabelKind("sections", "section", lambda summary: [summary.section] if summary.section else []))

"""Lists by publication."""

from __future__ import annotations

from backfile.lists.by_label import LabelKind, label_list

LIST = label_list(LabelKind("sources", "source", lambda entry: [entry.source] if entry.source else []))

"""Lists by section. Publications name their sections alike: a page holds those of all of them."""

from __future__ import annotations

from backfile.lists.by_label import LabelKind, label_list

LIST = label_list(LabelKind("sections", "section", lambda entry: [entry.section] if entry.section else []))

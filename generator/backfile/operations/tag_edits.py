"""The edits of tags.yml: what each changes in the file, and its summary for the commit message.

`tags.edit_tags_yml` changes the text; `operations.retag` runs an edit and updates the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from backfile.operations.retag import Edit
from backfile.tags import edit_tags_yml


def rename(label: str, new: str) -> Edit:
    """Return the edit that renames a tag; the old name becomes an alias."""
    return Edit(partial(edit_tags_yml.rename, label=label, new=new), f"{label} is now {new}", (label,))


def merge(labels: Sequence[str], into: str) -> Edit:
    """Return the edit that replaces several tags by one; the others become aliases."""
    others = [label for label in labels if label != into]
    change = partial(edit_tags_yml.merge, labels=others, into=into)
    return Edit(change, f"{', '.join(others)} merged into {into}", tuple(others))


def split(label: str, new: str, context: Sequence[str]) -> Edit:
    """Return the edit that replaces a tag by `new` on articles that contain any of the words of `context`."""
    change = partial(edit_tags_yml.split, label=label, new=new, context=list(context))
    return Edit(change, f"{new} split from {label}", (label,))


def block(label: str) -> Edit:
    """Return the edit after which a label is never a tag."""
    return Edit(partial(edit_tags_yml.block, label=label), f"{label} blocked")


def allow(label: str) -> Edit:
    """Return the edit that undoes `block`."""
    return Edit(partial(edit_tags_yml.unblock, label=label), f"{label} allowed again")


def distinct(label: str, others: Sequence[str]) -> Edit:
    """Return the edit that records that a tag differs from others, so that no merge of them is suggested."""

    def change(source: str) -> str:
        for other in others:
            source = edit_tags_yml.set_distinct(source, label, other)
        return source

    return Edit(change, f"{label} is not {' or '.join(others)}")

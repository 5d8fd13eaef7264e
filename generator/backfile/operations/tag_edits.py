"""The edits of tags.yml: what each changes in the file, and its summary for the commit message.

`tags.edit_tags_yml` changes the text; `operations.retag` runs an edit and updates the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from backfile.operations.retag import Edit, Reach
from backfile.tags.suggestions import Merge, New
from backfile.tags.vocabulary import edit_tags_yml


def rename(label: str, new: str, *, match_text: bool = False) -> Edit:
    """Return the edit that renames a tag. With `match_text` texts are searched for its old and its new name."""
    change = partial(edit_tags_yml.rename, label=label, new=new, match_text=match_text)
    return _replacing(change, f"{label} is now {new}", (label,), match_text=match_text)


def merge(labels: Sequence[str], into: str, *, match_text: bool = False) -> Edit:
    """Return the edit that replaces several tags by one. With `match_text` texts are searched for all of them."""
    others = [label for label in labels if label != into]
    change = partial(edit_tags_yml.merge, labels=others, into=into, match_text=match_text)
    return _replacing(change, f"{', '.join(others)} merged into {into}", tuple(others), match_text=match_text)


def split(label: str, new: str, context: Sequence[str], *, match_text: bool = False) -> Edit:
    """Return the edit that replaces a tag by `new` on articles that contain any of the words of `context`.

    With `match_text` texts are searched for the words of the tag.
    """
    change = partial(edit_tags_yml.split, label=label, new=new, context=list(context), match_text=match_text)
    return _replacing(change, f"{new} split from {label}", (label,), match_text=match_text)


def _replacing(change: Callable[[str], str], summary: str, labels: tuple[str, ...], *, match_text: bool) -> Edit:
    return Edit(change, summary, labels, Reach.ALL if match_text else Reach.REPLACED, must_exist=True)


def block(label: str) -> Edit:
    """Return the edit after which a label is never a tag."""
    return Edit(partial(edit_tags_yml.block, label=label), f"{label} blocked", (label,), Reach.LABELLED)


def allow(label: str) -> Edit:
    """Return the edit that undoes `block`."""
    return Edit(partial(edit_tags_yml.unblock, label=label), f"{label} allowed again")


def distinct(label: str, others: Sequence[str]) -> Edit:
    """Return the edit that records that a tag differs from others, so that no merge of them is suggested."""

    def change(source: str) -> str:
        for other in others:
            source = edit_tags_yml.set_distinct(source, label, other)
        return source

    return Edit(change, f"{label} is not {' or '.join(others)}", reach=Reach.NONE)


def accept(merges: Sequence[Merge], new: Sequence[New]) -> Edit:
    """Return the edit that follows suggestions: merges of tags, and names that become tags."""
    others = tuple(label for merge in merges for label in merge.labels)

    def change(source: str) -> str:
        replaced: dict[str, str] = {}
        for merge in merges:
            # A tag that an earlier merge has replaced is the other one now.
            into = replaced.get(merge.into, merge.into)
            source = edit_tags_yml.merge(source, merge.labels, into)
            replaced |= dict.fromkeys(merge.labels, into)
        for each in new:
            source = edit_tags_yml.add(source, each.label)
        return source

    parts = [f"{len(merges)} merge{'s' * (len(merges) != 1)}"] * bool(merges)
    parts += [f"{len(new)} new tag{'s' * (len(new) != 1)}"] * bool(new)
    summary = f"{' and '.join(parts)} as suggested"
    return Edit(change, summary, others, Reach.ALL if new else Reach.REPLACED)

"""Owns the edit of tags.yml after which one tag replaces others: by `replaces`, without a change of what texts match.

An entry says by its label and aliases which articles have a tag. Therefore it stays when its tag is replaced, unless
nothing is searched for its words. Its parents and its distinct tags become those of the new tag.
"""

from __future__ import annotations

from collections.abc import Sequence

from backfile.settings.yaml_files import Entries, edit
from backfile.tags.label_key import label_key
from backfile.tags.vocabulary.tags_yml_entries import (
    EditError,
    alias_owner,
    entry_name,
    extend,
    owner_of,
    remove_entries,
    rename_entry,
    replace_references,
    settings_of,
)
from backfile.tags.words import key_of


def merge(source: str, labels: Sequence[str], into: str) -> str:
    """Replace tags by `into`. Raises EditError where one of them is blocked."""
    removed: list[str] = []

    def change(entries: Entries) -> None:
        names = [entry_name(entries, label) for label in labels]
        target = into if _take_back(entries, names, into) else entry_name(entries, into)
        # Another spelling of the target has no entry of its own.
        names = [label if name == target else name for label, name in zip(labels, names, strict=True)]
        names = [name for name in dict.fromkeys(names) if name != target]
        if not names:
            raise EditError(f"Name the tags that are to become `{into}`.")
        removed.extend(_replace(entries, names, target))

    return remove_entries(edit(source, change), removed)


def rename(source: str, label: str, new: str) -> str:
    """Replace a tag by a new one. Raises EditError when there is an entry `new`, or the tag is blocked."""
    removed: list[str] = []

    def change(entries: Entries) -> None:
        old = entry_name(entries, label)
        if new in (old, label):
            raise EditError(f"The tag is called `{new}` already.")
        if not _take_back(entries, [old], new):
            _refuse_taken(entries, old, new)
        # Texts match another spelling as well.
        is_spelling = key_of(old) == key_of(new) and not (entries.get(old) or {}).get("exact")
        if old in entries and new not in entries and (is_spelling or not _is_searched(entries, old)):
            _refuse_blocked(entries, [old])
            rename_entry(entries, old, new)
            extend(settings_of(entries, new), "replaces", [old], new)
            replace_references(entries, [old], new)
        else:
            removed.extend(_replace(entries, [old], new))

    return remove_entries(edit(source, change), removed)


def _refuse_taken(entries: Entries, old: str, new: str) -> None:
    """Raise EditError for a new label that is an entry, or that belongs to another entry than the old one."""
    if new in entries:
        raise EditError(f"There is an entry `{new}` already. Use: backfile tags merge '{old}' --into '{new}'.")
    if alias_owner(entries, new) != old:
        entry_name(entries, new)


def _refuse_blocked(entries: Entries, names: Sequence[str]) -> None:
    for name in names:
        if (entries.get(name) or {}).get("blocked"):
            raise EditError(f"The entry `{name}` has `blocked`. Allow it: backfile tags block --undo '{name}'.")


def _replace(entries: Entries, names: Sequence[str], target: str) -> list[str]:
    """Replace tags by another in all entries. Return the names of the entries that are not needed any more."""
    _refuse_blocked(entries, (*names, target))
    settings = settings_of(entries, target, match_text=False)
    removed = [name for name in names if name in entries and not _is_searched(entries, name)]
    for name in names:
        old = entries.get(name) or {}
        extend(settings, "replaces", [name, *(old.get("replaces", []) if name in removed else [])], target)
        for key in ("parents", "distinct"):
            extend(settings, key, old.get(key) or [], target)
    replace_references(entries, names, target)
    return removed


def _is_searched(entries: Entries, name: str) -> bool:
    """Return whether an entry decides which articles have a tag, by its words or for a tag that was split from it."""
    settings = entries[name] or {}
    if settings.get("match_text") is not False or settings.get("aliases") or settings.get("split_from"):
        return True
    key = label_key(name)
    return any(label_key(label) == key for value in entries.values() for label in (value or {}).get("split_from") or [])


def _take_back(entries: Entries, names: Sequence[str], into: str) -> bool:
    """Remove `into` from the tags that one of `names` has replaced. Return whether it was one of them.

    Tags that were split from one that replaced it are split from it, too: its articles stay as they are.
    """
    path, owner = [into], owner_of(entries, into)
    while owner is not None and owner not in path:
        path.append(owner)
        owner = owner_of(entries, owner) if owner not in names else None
    if path[-1] not in names or len(path) == 1:
        return False
    replaced = entries[path[1]]["replaces"]
    for place in range(len(replaced) - 1, -1, -1):
        if label_key(replaced[place]) == label_key(into):
            del replaced[place]
    keys = set(map(label_key, path[1:]))
    for name, settings in entries.items():
        if any(label_key(label) in keys for label in (settings or {}).get("split_from") or []):
            extend(settings, "split_from", [into], name)
    if not replaced:
        del entries[path[1]]["replaces"]
    return True

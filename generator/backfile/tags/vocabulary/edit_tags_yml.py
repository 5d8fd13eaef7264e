"""Owns the edits of tags.yml by command: text in, text out, with the owner's comments and order kept.

The changes within an entry are in `tags_yml_entries`.
"""

from __future__ import annotations

from collections.abc import Sequence

from backfile.settings.yaml_files import Entries, edit
from backfile.tags.vocabulary import replace_tags
from backfile.tags.vocabulary.tags_yml_entries import (
    EditError,
    check_label,
    entry_name,
    extend,
    remove_entries,
    rename_entry,
    replace_references,
    settings_of,
)
from backfile.tags.words import key_of

__all__ = ["EditError", "add", "block", "merge", "rename", "set_distinct", "split", "unblock"]


def rename(source: str, label: str, new: str, *, match_text: bool = False) -> str:
    """Rename a tag: `new` replaces it. With `match_text` its old label becomes an alias, which texts are searched for.

    Raises EditError when there is an entry `new`.
    """
    check_label(new)
    if not match_text:
        return replace_tags.rename(source, label, new)

    def change(entries: Entries) -> None:
        old = entry_name(entries, label)
        if old == new:
            raise EditError(f"The tag is called `{new}` already.")
        if new in entries:
            raise EditError(f"There is an entry `{new}` already. Use: backfile tags merge '{label}' --into '{new}'.")
        settings = settings_of(entries, old)
        rename_entry(entries, old, new)
        extend(settings, "aliases", [old], new)
        replace_references(entries, [old], new)

    return edit(source, change)


_OWN = ("with", "exact", "blocked", "automatic", "split_from")
"""Settings that apply to an entry's own words. As aliases of another entry, the words would lose them."""


def merge(source: str, labels: Sequence[str], into: str, *, match_text: bool = False) -> str:
    """Merge tags into one, which replaces them. With `match_text` they and their aliases become aliases of `into`.

    Raises EditError where one of them is blocked, and with `match_text` where one has a setting that would not apply
    to all.
    """
    check_label(into)
    if not match_text:
        return replace_tags.merge(source, labels, into)
    names: list[str] = []

    def change(entries: Entries) -> None:
        target_name = entry_name(entries, into)
        names.extend(name for label in labels if (name := entry_name(entries, label)) != target_name)
        if not names:
            raise EditError(f"Name the tags that are to become `{into}`.")
        target = settings_of(entries, target_name)
        for name in names:
            settings = entries.get(name) or {}
            if own := next((key for key in _OWN if key in settings), None):
                raise EditError(f"The entry `{name}` has `{own}`. Remove that first, or edit tags.yml.")
            extend(target, "aliases", [name, *(settings.get("aliases") or [])], target_name)
            for key in ("replaces", "parents", "distinct"):
                extend(target, key, settings.get(key) or [], target_name)
        replace_references(entries, names, target_name)

    return remove_entries(edit(source, change), names)


def split(source: str, label: str, new: str, context: Sequence[str], *, match_text: bool = False) -> str:
    """Add a tag `new`, which replaces `label` in articles that contain one of the words of `context`.

    With `match_text`, texts are searched for `label` and its aliases, too. Raises EditError when there is an entry
    `new`.
    """
    check_label(new)

    def change(entries: Entries) -> None:
        if entry_name(entries, new) in entries:
            raise EditError(f"There is an entry `{new}` already. Name another, or edit tags.yml.")
        old = entry_name(entries, label)
        settings = settings_of(entries, new, match_text=match_text)
        if match_text:
            extend(settings, "aliases", [old, *((entries.get(old) or {}).get("aliases") or [])], new)
        else:
            extend(settings, "split_from", [old], new)
        extend(settings, "with", context, new)

    return edit(source, change)


def add(source: str, label: str) -> str:
    """Add an entry, for whose label texts are searched. One that there is stays as it is."""
    return edit(source, lambda entries: settings_of(entries, entry_name(entries, label)) and None)


def block(source: str, label: str) -> str:
    """Block a label, so that it is never a tag. Raises EditError where it is an alias."""
    return edit(source, lambda entries: settings_of(entries, entry_name(entries, label)).update(blocked=True))


def unblock(source: str, label: str) -> str:
    """Allow a label again. Raises EditError when it is not blocked."""
    emptied: list[str] = []

    def change(entries: Entries) -> None:
        name = entry_name(entries, label)
        settings = entries.get(name) or {}
        if not settings.pop("blocked", False):
            raise EditError(f"`{label}` is not blocked. backfile tags list --blocked names those that are.")
        emptied.extend([name] * (not settings or list(settings) == ["match_text"]))

    return remove_entries(edit(source, change), emptied)


def set_distinct(source: str, label: str, other: str) -> str:
    """Record that two tags are not the same, so that no merge of them is suggested again."""
    if key_of(label) == key_of(other):
        raise EditError(f"`{label}` and `{other}` differ at most in case, accents or punctuation. Name another.")

    def change(entries: Entries) -> None:
        name = entry_name(entries, label)
        extend(settings_of(entries, name, match_text=False), "distinct", [other], name)

    return edit(source, change)

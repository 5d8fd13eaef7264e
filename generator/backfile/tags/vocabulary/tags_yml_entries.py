"""Owns changes of single entries of tags.yml: finding one by its label, renaming, extending, replacing, removing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

import yaml
from ruamel.yaml.comments import CommentedMap

from backfile.settings import yaml_reading
from backfile.settings.yaml_files import Entries, edit, inline_list, scalar
from backfile.tags.label_form import LONGEST_LABEL, visible_label
from backfile.tags.label_key import label_key
from backfile.tags.vocabulary.own_subjects_yml import ENTRY
from backfile.tags.words import key_of


class EditError(ValueError):
    """An edit that is not possible in this vocabulary; the message has the reason and the next step."""


def check_label(label: str) -> None:
    """Raise EditError for a label that no tag can have: with characters that cannot be seen, or too long."""
    if visible_label(label) != label:
        raise EditError(f"{label!r} has spaces or characters that cannot be seen. Write it without them.")
    if len(label) > LONGEST_LABEL:
        raise EditError(f"`{label[:20]}…` has more than {LONGEST_LABEL} characters. Choose a shorter tag.")


def entry_name(entries: Entries, label: str) -> str:
    """Return the name of a label's entry, or the label itself without one.

    Raises EditError for a label without letters, for an alias of an entry that applies to all articles, and for a tag
    that another has replaced.
    """
    key = key_of(label)
    if not key:
        raise EditError(f"`{label}` has no letter, and is never a tag.")
    if ENTRY in entries and key == (ENTRY,):
        raise EditError(f"`{label}` is the entry of subjects in tags.yml, and no tag. Edit it in the file.")
    if (owner := owner_of(entries, label)) is not None:
        if label_key(owner) == label_key(label):
            return owner
        raise EditError(f"`{label}` is `{owner}` now. Name that one, or remove the label from `replaces` in tags.yml.")
    if label in entries:
        return label
    for name, value in entries.items():
        if key_of(name) == key and not (value or {}).get("exact"):
            return str(name)
    if (owner := alias_owner(entries, label)) is not None:
        raise EditError(f"`{label}` is an alias of `{owner}`. Name that one, or remove the alias from tags.yml.")
    return label


def alias_owner(entries: Entries, label: str) -> str | None:
    """Return the name of the entry that has a label as an alias in all articles; None without one."""
    key = key_of(label)
    for name, value in entries.items():
        settings = value or {}
        applies_to_all = not settings.get("with") and not settings.get("exact")
        if applies_to_all and any(key_of(alias) == key for alias in settings.get("aliases") or []):
            return str(name)
    return None


def owner_of(entries: Entries, label: str) -> str | None:
    """Return the name of the entry that replaces a tag in all articles; None without one.

    Another spelling of the tag is replaced with it, unless texts are searched for that spelling.
    """
    is_own = label in entries and (entries[label] or {}).get("match_text") is not False
    for form in (str.casefold,) if is_own else (str.casefold, label_key):
        for name, value in entries.items():
            if any(form(replaced) == form(label) for replaced in (value or {}).get("replaces") or []):
                return str(name)
    return None


def settings_of(entries: Entries, label: str, *, match_text: bool = True) -> Any:
    """Return the settings of an entry, which can be changed in place; add the entry without one.

    With `match_text` as false, no text is searched for the label of an entry that is added.
    """
    if label not in entries and not match_text:
        entries[scalar(label)] = CommentedMap(match_text=False)
    if entries.get(label) is None:
        entries[scalar(label)] = CommentedMap()
    return entries[label]


def rename_entry(entries: Entries, label: str, new: str) -> None:
    """Rename an entry; it keeps its place and its comments."""
    place = list(entries).index(label)
    comments = entries.ca.items.pop(label, None)
    settings = entries.pop(label)
    entries.insert(place, scalar(new), settings)
    if comments is not None:
        entries.ca.items[new] = comments


def extend(settings: Any, key: str, items: Iterable[str], label: str) -> None:
    """Add `items` to a list of an entry's settings, without duplicates; to aliases and parents not `label`."""
    form = str.casefold if key in ("replaces", "split_from") else key_of
    known: set[object] = {form(label)} if key in ("aliases", "parents") else set()
    listed = settings.get(key)
    known |= {form(item) for item in listed or []}
    added: list[str] = []
    for item in items:
        if form(item) not in known:
            known.add(form(item))
            added.append(item)
    if not added:
        return
    if listed is None:
        settings[key] = listed = inline_list()
    listed.extend(map(scalar, added))


def replace_references(entries: Entries, labels: Sequence[str], new: str) -> None:
    """Replace labels by `new` in the parents and distinct tags of all entries; remove `new` from its own aliases."""
    for name, settings in entries.items():
        for key in ("parents", "distinct"):
            listed = (settings or {}).get(key) or []
            for place in range(len(listed) - 1, -1, -1):
                if listed[place] in labels:
                    listed[place] = scalar(new)
                if listed[place] == name or listed[place] in listed[:place]:
                    del listed[place]
    aliases = (entries.get(new) or {}).get("aliases") or []
    for place in range(len(aliases) - 1, -1, -1):
        if key_of(aliases[place]) == key_of(new):
            del aliases[place]


_COMMENT = re.compile(r"""(?:[^"'#]|"[^"]*"|'[^']*'|(?<=\S)\#)*?(?:(?<=\s)|^)(\#.*)""")


def remove_entries(source: str, labels: Collection[str]) -> str:
    """Remove entries. Those on lines of their own are removed line by line, so that their comments keep their place."""
    document = yaml_reading.compose(source)
    if not isinstance(document, yaml.MappingNode) or not labels:
        return source
    if document.flow_style:
        return edit(source, partial(_pop, labels=labels))
    lines = source.splitlines(keepends=True)
    starts = [(key.start_mark.line, key.value) for key, _ in document.value]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, label), end in reversed(list(zip(starts, ends, strict=True))):
        if label in labels:
            while end > start + 1 and re.match(r"\s*$|#", lines[end - 1]):
                end -= 1
            comments = (_COMMENT.match(line) for line in lines[start:end])
            lines[start:end] = [f"{comment[1].rstrip()}\n" for comment in comments if comment]
    return "".join(lines)


def _pop(entries: Entries, labels: Collection[str]) -> None:
    for label in labels:
        entries.pop(label, None)

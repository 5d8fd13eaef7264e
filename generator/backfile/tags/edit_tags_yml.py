"""Edits of tags.yml that a command makes: text in, text out, with the owner's comments and order kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

import yaml
from ruamel.yaml.comments import CommentedMap

from backfile.settings.yaml_files import Entries, edit, inline_list, scalar
from backfile.tags.vocabulary import key_of


class EditError(ValueError):
    """An edit makes no sense for this vocabulary; the message says why and what to do."""


def rename(source: str, label: str, new: str) -> str:
    """Call a tag something else; its old label becomes an alias. Raises EditError when there is an entry `new`."""

    def change(entries: Entries) -> None:
        old = _name(entries, label)
        if old == new:
            raise EditError(f"`{new}` is what it is called.")
        if new in entries:
            raise EditError(f"There is an entry `{new}` already. Use: backfile tags merge '{label}' --into '{new}'.")
        settings = _settings(entries, old)
        _move(entries, old, new)
        _extend(settings, "aliases", [old], new)
        _replace(entries, [old], new)

    return edit(source, change)


_OWN = ("with", "exact", "blocked", "automatic")
"""What an entry says of its own words: others must not come under it, nor lose it, by a merge."""


def merge(source: str, labels: Sequence[str], into: str) -> str:
    """Make one tag of several: the others, and what stands for them, become aliases of `into`.

    Raises EditError where one of them has what would not hold for all.
    """
    names: list[str] = []

    def change(entries: Entries) -> None:
        target_name = _name(entries, into)
        names.extend(name for label in labels if (name := _name(entries, label)) != target_name)
        if not names:
            raise EditError(f"Name the tags that are to become `{into}`.")
        target = _settings(entries, target_name)
        for name in names:
            settings = entries.get(name) or {}
            if kept := next((key for key in _OWN if key in settings), None):
                raise EditError(f"The entry `{name}` has `{kept}`. Take that out first, or edit tags.yml.")
            _extend(target, "aliases", [name, *(settings.get("aliases") or [])], target_name)
            for key in ("parents", "distinct"):
                _extend(target, key, settings.get(key) or [], target_name)
        _replace(entries, names, target_name)

    return _without(edit(source, change), names)


def split(source: str, label: str, new: str, context: Sequence[str]) -> str:
    """Make a tag of its own of what `label` means in articles that have one of the words of `context`.

    Raises EditError when there is an entry `new`.
    """

    def change(entries: Entries) -> None:
        if _name(entries, new) in entries:
            raise EditError(f"There is an entry `{new}` already. Name another, or edit tags.yml.")
        old = _name(entries, label)
        settings = _settings(entries, new)
        _extend(settings, "aliases", [old, *((entries.get(old) or {}).get("aliases") or [])], new)
        _extend(settings, "with", context, new)

    return edit(source, change)


def block(source: str, label: str) -> str:
    """Make sure that a label is never a tag again. Raises EditError where it is an alias."""
    return edit(source, lambda entries: _settings(entries, _name(entries, label)).update(blocked=True))


def unblock(source: str, label: str) -> str:
    """Allow a label again. Raises EditError when it is not blocked."""
    emptied: list[str] = []

    def change(entries: Entries) -> None:
        name = _name(entries, label)
        settings = entries.get(name) or {}
        if not settings.pop("blocked", False):
            raise EditError(f"`{label}` is not blocked. backfile tags list --blocked names those that are.")
        emptied.extend([name] * (not settings))

    return _without(edit(source, change), emptied)


def tell_apart(source: str, label: str, other: str) -> str:
    """Remember that two tags are not the same, so that nobody is asked again."""
    if key_of(label) == key_of(other):
        raise EditError(f"`{label}` and `{other}` are one word to the program. Name another.")

    def change(entries: Entries) -> None:
        name = _name(entries, label)
        _extend(_settings(entries, name), "distinct", [other], name)

    return edit(source, change)


def _name(entries: Entries, label: str) -> str:
    """Give a label as its entry has it. Raises EditError where it is an alias of an entry that counts everywhere."""
    key = key_of(label)
    if not key:
        raise EditError(f"`{label}` has no letter, and is never a tag.")
    if label in entries:
        return label
    for name, settings in entries.items():
        said = settings or {}
        if key_of(name) == key and not said.get("exact"):
            return str(name)
        if (
            not said.get("with")
            and not said.get("exact")
            and any(key_of(alias) == key for alias in said.get("aliases") or [])
        ):
            raise EditError(f"`{label}` is an alias of `{name}`. Name that one, or take the alias out of tags.yml.")
    return label


_COMMENT = re.compile(r"""(?:[^"'#]|"[^"]*"|'[^']*'|(?<=\S)\#)*?(?:(?<=\s)|^)(\#.*)""")


def _without(source: str, labels: Collection[str]) -> str:
    """Take entries out; where they stand in lines of their own, line by line: their comments stay where they were."""
    document = yaml.compose(source, Loader=yaml.SafeLoader)
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
            found = (_COMMENT.match(line) for line in lines[start:end])
            lines[start:end] = [f"{comment[1].rstrip()}\n" for comment in found if comment]
    return "".join(lines)


def _pop(entries: Entries, labels: Collection[str]) -> None:
    for label in labels:
        entries.pop(label, None)


def _settings(entries: Entries, label: str) -> Any:
    """Give what the file says of a label; its entry is made where there is none."""
    if entries.get(label) is None:
        entries[scalar(label)] = CommentedMap()
    return entries[label]


def _move(entries: Entries, label: str, new: str) -> None:
    """Put an entry under another name in its place, its comments with it."""
    at = list(entries).index(label)
    comments = entries.ca.items.pop(label, None)
    settings = entries.pop(label)
    entries.insert(at, scalar(new), settings)
    if comments is not None:
        entries.ca.items[new] = comments


def _extend(settings: Any, key: str, items: Iterable[str], label: str) -> None:
    """Add to a list what it lacks; nothing that is said by the label itself."""
    known = {key_of(label)} if key in ("aliases", "parents") else set()
    listed = settings.get(key)
    known |= {key_of(item) for item in listed or []}
    added = [item for item in items if key_of(item) not in known and not known.add(key_of(item))]  # type: ignore[func-returns-value]
    if not added:
        return
    if listed is None:
        settings[key] = listed = inline_list()
    listed.extend(map(scalar, added))


def _replace(entries: Entries, labels: Sequence[str], new: str) -> None:
    """Call tags by their new name where entries refer to them; an alias that is the label itself goes."""
    for name, settings in entries.items():
        for key in ("parents", "distinct"):
            listed = (settings or {}).get(key) or []
            for at in range(len(listed) - 1, -1, -1):
                if listed[at] in labels:
                    listed[at] = scalar(new)
                if listed[at] == name or listed[at] in listed[:at]:
                    del listed[at]
    own = (entries.get(new) or {}).get("aliases") or []
    for at in range(len(own) - 1, -1, -1):
        if key_of(own[at]) == key_of(new):
            del own[at]

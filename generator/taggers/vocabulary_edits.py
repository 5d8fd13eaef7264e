"""Edits of tags.yml that a command makes: text in, text out, with the owner's comments and order kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import yaml
from ruamel.yaml.comments import CommentedMap

from generator.owners_file import Entries, as_text, edited, on_one_line
from generator.taggers.vocabulary import key_of


class EditError(ValueError):
    """An edit makes no sense for this vocabulary; the message says why and what to do."""


def rename(source: str, label: str, new: str) -> str:
    """Call a tag something else; its old label becomes an alias. Raises EditError when there is an entry `new`."""

    def change(entries: Entries) -> None:
        if new in entries:
            raise EditError(f"There is an entry `{new}` already. Use: backfile tags merge '{label}' --into '{new}'.")
        settings = _settings(entries, label)
        _move(entries, label, new)
        _extend(settings, "aliases", [label], new)
        _replace(entries, [label], new)

    return edited(source, change)


def merge(source: str, labels: Sequence[str], into: str) -> str:
    """Make one tag of several: the others, and what stands for them, become aliases of `into`.

    Raises EditError where one of them counts only in some articles or spellings: their aliases would mean more.
    """

    def change(entries: Entries) -> None:
        target = _settings(entries, into)
        for label in labels:
            settings = entries.get(label) or {}
            if settings.get("with") or settings.get("exact"):
                raise EditError(f"The entry `{label}` has `with` or `exact`. Take that out first, or edit tags.yml.")
            _extend(target, "aliases", [label, *(settings.get("aliases") or [])], into)
            _extend(target, "parents", settings.get("parents") or [], into)
        _replace(entries, labels, into)

    return _without(edited(source, change), labels)


def split(source: str, label: str, new: str, context: Sequence[str]) -> str:
    """Make a tag of its own of what `label` means in articles that have one of the words of `context`.

    Raises EditError when there is an entry `new`.
    """

    def change(entries: Entries) -> None:
        if new in entries:
            raise EditError(f"There is an entry `{new}` already. Name another, or edit tags.yml.")
        settings = _settings(entries, new)
        _extend(settings, "aliases", [label], new)
        _extend(settings, "with", context, new)

    return edited(source, change)


def block(source: str, label: str) -> str:
    """Make sure that a label is never a tag again."""
    return edited(source, lambda entries: _settings(entries, label).update(blocked=True))


def unblock(source: str, label: str) -> str:
    """Allow a label again. Raises EditError when it is not blocked."""

    def change(entries: Entries) -> None:
        settings = entries.get(label) or {}
        if not settings.pop("blocked", False):
            raise EditError(f"`{label}` is not blocked. backfile tags list --blocked names those that are.")
        emptied.extend([label] * (not settings))

    emptied: list[str] = []
    return _without(edited(source, change), emptied)


def tell_apart(source: str, label: str, other: str) -> str:
    """Remember that two tags are not the same, so that nobody is asked again."""
    return edited(source, lambda entries: _extend(_settings(entries, label), "distinct", [other], label))


_COMMENT = re.compile(r"""(?:^|\s)(?:[^"'#]|"[^"]*"|'[^']*'|(?<=\S)\#)*?(\#.*)""")


def _without(source: str, labels: Collection[str]) -> str:
    """Take entries out, line by line: their comments stay where they were."""
    document = yaml.compose(source, Loader=yaml.SafeLoader)
    lines = source.splitlines(keepends=True)
    starts = [(key.start_mark.line, key.value) for key, _ in document.value] if document else []
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, label), end in reversed(list(zip(starts, ends, strict=True))):
        if label in labels:
            while end > start + 1 and re.match(r"\s*$|#", lines[end - 1]):
                end -= 1
            found = (_COMMENT.search(line) for line in lines[start:end])
            lines[start:end] = [f"{comment[1].rstrip()}\n" for comment in found if comment]
    return "".join(lines)


def _settings(entries: Entries, label: str) -> Any:
    """Give what the file says of a label; its entry is made where there is none."""
    if entries.get(label) is None:
        entries[as_text(label)] = CommentedMap()
    return entries[label]


def _move(entries: Entries, label: str, new: str) -> None:
    """Put an entry under another name in its place, its comments with it."""
    at = list(entries).index(label)
    comments = entries.ca.items.pop(label, None)
    settings = entries.pop(label)
    entries.insert(at, as_text(new), settings)
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
        settings[key] = listed = on_one_line()
    listed.extend(map(as_text, added))


def _replace(entries: Entries, labels: Sequence[str], new: str) -> None:
    """Call tags by their new name where entries refer to them; an alias that is the label itself goes."""
    for name, settings in entries.items():
        for key in ("parents", "distinct"):
            listed = (settings or {}).get(key) or []
            for at in range(len(listed) - 1, -1, -1):
                if listed[at] in labels:
                    listed[at] = as_text(new)
                if listed[at] == name or listed[at] in listed[:at]:
                    del listed[at]
    own = (entries.get(new) or {}).get("aliases") or []
    for at in range(len(own) - 1, -1, -1):
        if key_of(own[at]) == key_of(new):
            del own[at]

"""Three-way merge of front matter: what the program changed since it last wrote a page, put into what its owner wrote.

Key by key, in the owner's text: lines of other keys, their order, quotes and comments stay as they are. The result is
read again and compared with the values that it should have; text that cannot be edited so is a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from backfile.archive.front_matter import PageError, front_matter, plain_value
from backfile.settings import yaml_reading

_ORIGIN = "origin"
"""The key of the mapping that describes the input of the new text. What is new in it replaces what was there, the seal
too; the owner's own keys and comments stay.
"""


class ConflictError(ValueError):
    """Both sides changed something; the message is the name of it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key of a mapping in YAML, with its value and where it is in the text."""

    value: Any
    node: yaml.Node
    key: yaml.Node

    @property
    def begin(self) -> int:
        """Return where the value begins: of a list or mapping on lines of its own, behind its key."""
        return self.key.end_mark.index + 1 if _is_block(self.node) else int(self.node.start_mark.index)

    @property
    def end(self) -> int:
        """Return where the last character of the value ends."""
        return _end(self.node)


_Entries = dict[str, _Entry]
_Sides = tuple[_Entries, _Entries, _Entries]
"""One mapping in three texts: base, own, new."""


@dataclass(slots=True)
class _Edits:
    """Changes of the owner's text: (begin, end, new text)."""

    text: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, entry: _Entry, inline: str, name: str) -> None:
        """Replace a value by one on the same line. Raises ConflictError if comments would be lost."""
        if _is_block(entry.node) and "#" in self.text[entry.begin : entry.end]:
            raise ConflictError(name)
        space = " " * _is_block(entry.node)
        self.edits.append((entry.begin, entry.end, space + inline))

    def remove(self, entry: _Entry, name: str) -> None:
        """Remove the lines of a key. Raises ConflictError if there are comments on them."""
        begin, end = self.text.rfind("\n", 0, entry.key.start_mark.index) + 1, self.line_end(entry.end)
        if "#" in self.text[entry.end : end] or (_is_block(entry.node) and "#" in self.text[begin:end]):
            raise ConflictError(name)
        self.edits.append((begin, end, ""))

    def insert(self, place: int, lines: str) -> None:
        """Insert lines at the beginning of a line."""
        self.edits.append((place, place, lines))

    def line_end(self, place: int) -> int:
        """Return where the line after that of a place begins."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1

    def applied(self) -> str:
        """Return the text with the changes; those at one place in the order in which they were made."""
        text = self.text
        for _, (begin, end, new) in sorted(enumerate(self.edits), key=lambda each: (each[1][0], each[0]), reverse=True):
            text = text[:begin] + new + text[end:]
        return text


def merge_front_matter(base: str, own: str, new: str) -> str:
    """Return the owner's YAML with what the new one changed. In: YAML without its delimiters, with LF as line ends.

    Raises ConflictError with the names of what both changed.
    """
    try:
        edits = _Edits(own)
        expected = _merge((_read(base), _read(own), _read(new)), edits, "")
        merged = edits.applied()
        is_right = {key: entry.value for key, entry in _read(merged).items()} == expected
    except ConflictError:
        raise
    except (yaml.YAMLError, PageError, RecursionError) as error:
        raise ConflictError("front matter") from error
    if not is_right:
        raise ConflictError("front matter")
    return merged


def _merge(sides: _Sides, edits: _Edits, under: str) -> dict[str, Any]:
    """Add the edits of one mapping, and return the values that it will have. In: its name; empty for the outermost."""
    base, own, new = sides
    expected = {key: entry.value for key, entry in own.items()}
    conflicts: list[str] = []
    for key in dict.fromkeys((*base, *new)):
        try:
            _merge_key(key, sides, edits, under, expected)
        except ConflictError as conflict:
            conflicts.append(str(conflict))
    if conflicts:
        raise ConflictError(", ".join(conflicts))
    return expected


def _merge_key(key: str, sides: _Sides, edits: _Edits, under: str, expected: dict[str, Any]) -> None:
    """Add the edit of one key. Raises ConflictError if both sides changed it."""
    base, own, new = sides
    name = f"{under}.{key}".lstrip(".")
    before, mine, theirs = base.get(key), own.get(key), new.get(key)
    if _same(before, theirs) or _same(mine, theirs):
        return
    is_ours = under == _ORIGIN or under.startswith(f"{_ORIGIN}.")
    if mine and theirs and before and all(isinstance(each.node, yaml.MappingNode) for each in (mine, theirs, before)):
        inner = (_entries(before.node), _entries(mine.node), _entries(theirs.node))
        expected[key] = _merge(inner, edits, name)
    elif mine is None and theirs and (before is None or is_ours):
        edits.insert(_place(key, own, new, edits), _lines(key, theirs.value, own))
        expected[key] = theirs.value
    elif mine and theirs and (is_ours or _same(before, mine)):
        edits.replace(mine, _inline(key, theirs.value, name), name)
        expected[key] = theirs.value
    elif mine and theirs is None and (is_ours or _same(before, mine)):
        edits.remove(mine, name)
        del expected[key]
    elif before and mine and theirs and all(_is_list(each.value) for each in (before, mine, theirs)):
        values = _merge_lists(before.value, mine.value, theirs.value, name)
        edits.replace(mine, _inline(key, values, name), name)
        expected[key] = values
    else:
        raise ConflictError(name)


def _same(first: _Entry | None, second: _Entry | None) -> bool:
    if first is None or second is None:
        return first is second
    return type(first.value) is type(second.value) and bool(first.value == second.value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value) and len(set(value)) == len(value)


def _merge_lists(base: list[str], own: list[str], new: list[str], name: str) -> list[str]:
    """Return the new list without what the owner removed, and with what the owner added, at its end.

    Raises ConflictError if the owner ordered it anew.
    """
    kept = [item for item in own if item in base]
    if kept != [item for item in base if item in own]:
        raise ConflictError(name)
    removed = set(base) - set(own)
    merged = [item for item in new if item not in removed]
    return merged + [item for item in own if item not in base and item not in merged]


def _place(key: str, own: _Entries, new: _Entries, edits: _Edits) -> int:
    """Return where a new key is inserted: after the key that precedes it in the new text and is in the owner's."""
    order = list(new)
    before = next((each for each in reversed(order[: order.index(key)]) if each in own), None)
    if before is not None:
        return edits.line_end(own[before].end)
    first = min((entry.key.start_mark.index for entry in own.values()), default=0)
    return edits.text.rfind("\n", 0, first) + 1


def _lines(key: str, value: Any, own: _Entries) -> str:
    """Return the lines of a key, as far to the right as the other keys of its mapping."""
    indent = " " * next((entry.key.start_mark.column for entry in own.values()), 0)
    lines = front_matter({key: value}).removeprefix("---\n").removesuffix("---\n").splitlines()
    return "".join(f"{indent}{line}\n" for line in lines)


def _inline(key: str, value: Any, name: str) -> str:
    """Return a value as it stands behind its key. Raises ConflictError for one that needs several lines."""
    text = front_matter({key: value}).removeprefix("---\n").removesuffix("\n---\n")
    if "\n" in text:
        raise ConflictError(name)
    return text.partition(": ")[2]


def _read(text: str) -> _Entries:
    """Return the keys of a text. Raises ConflictError for one that cannot be edited key by key."""
    node = yaml_reading.compose(text)
    if not isinstance(node, yaml.MappingNode):
        raise ConflictError("front matter")
    return _entries(node)


def _entries(node: yaml.Node) -> _Entries:
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise ConflictError("front matter")
    entries: _Entries = {}
    for key, value in node.value:
        name = str(_construct(key))
        if name in entries:
            raise ConflictError(name)
        entries[name] = _Entry(_construct(value), value, key)
    return entries


def _construct(node: yaml.Node) -> Any:
    return plain_value(yaml_reading.construct(node))


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _end(node: yaml.Node) -> int:
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)

"""The conversion of a page from format 1 to format 2: an owner's keys whose names format 2 reserves move to `extra`.

Everything else of the page stays as its owner wrote it: order, comments, quotes, line ends. A page without such keys
stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from backfile.archive.front_matter import PageError, span, split
from backfile.archive.page import EXTRA, RESERVED
from backfile.archive.seals import read_seal, with_seal
from backfile.settings import yaml_reading

OWNERS_IN_1 = ("subjects", *RESERVED)
"""The keys that were an owner's own in format 1."""
_SEPARATORS = ("\x85", "\u2028", "\u2029")
"""The line ends of YAML 1.1, which PyYAML reads, that are none in a text file."""


def upgrade_page(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a page of format 1 in format 2, and what moved: pairs of the old key and its name under `extra`.

    The result is the same page when it is in format 2 already. Raises PageError for a page that cannot be read, and for
    one whose keys cannot be moved without changing other lines: front matter in braces, merge keys, and the like.
    """
    meta, _ = split(text)
    names = _new_names(meta)
    if not names:
        return text, ()
    own_extra = meta.get(EXTRA) if EXTRA not in names else None
    moved = {new: meta[old] for old, new in names.items()}
    expected = {key: value for key, value in meta.items() if key not in names} | {EXTRA: {**(own_extra or {}), **moved}}
    start, end = span(text)
    heads = (_moved_lines(text[start:end], names, all_lines=all_lines) for all_lines in (False, True))
    candidates = (f"{text[:start]}{head}{text[end:]}" for head in heads)
    upgraded = next((candidate for candidate in candidates if _holds(candidate, expected)), None)
    if upgraded is None:
        keys = ", ".join(f"`{name}`" for name in names)
        raise PageError(f"{keys} cannot be moved under `{EXTRA}` without changing other lines of its front matter")
    return (with_seal(upgraded) if read_seal(text).intact else upgraded), tuple(names.items())


def _new_names(meta: Mapping[str, Any]) -> dict[str, str]:
    """Return the name under `extra` for each key that has to move. `extra` itself moves when it is no mapping."""
    extra = meta.get(EXTRA)
    taken = set(extra) if isinstance(extra, dict) else set()
    names: dict[str, str] = {}
    for key in meta:
        if key in OWNERS_IN_1 and not (key == EXTRA and isinstance(extra, dict)):
            free = (f"{key}_{number}" if number > 1 else key for number in range(1, len(taken) + 2))
            names[key] = next(name for name in free if name not in taken)
    return names


def _moved_lines(head: str, names: Mapping[str, str], *, all_lines: bool) -> str:
    """Return front matter with the lines of each key in `names` indented under `extra`; the same text if none can move.

    Comments directly above a key move with it. Without `all_lines`, what follows a line separator of Unicode is not
    indented: YAML's reader ends a line there, an editor shows it within the line.
    """
    lines = head.splitlines(keepends=True)
    blocks = _blocks(lines, head)
    if not blocks:
        return head
    newline = "\r\n" if "\r\n" in head else "\n"
    indent = next((_indent(block) for key, block in blocks if key == EXTRA and key not in names), "  ")
    renamed = [_renamed(block, key, names[key]) for key, block in blocks if key in names]
    moving = [_indented(block, indent, all_lines=all_lines) for block in renamed]
    result: list[str] = []
    has_extra = any(key == EXTRA and key not in names for key, _ in blocks)
    for key, block in blocks:
        if key == EXTRA and has_extra:
            result += [*block, *(line for lines in moving for line in lines)]
        elif key not in names:
            result += block
        elif moving and not has_extra:
            result += [f"{EXTRA}:{newline}", *(line for lines in moving for line in lines)]
            moving = []
    return "".join(result)


def _blocks(lines: Sequence[str], head: str) -> list[tuple[str, list[str]]]:
    """Return the lines of each top-level key with the key, in order; none when keys do not begin lines of their own."""
    try:
        root = yaml_reading.compose(head)
    except yaml.YAMLError:
        return []
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return []
    keys = [(str(key.value), key.start_mark.line) for key, _ in root.value if key.start_mark.column == 0]
    if len(keys) != len(root.value) or len({line for _, line in keys}) != len(keys):
        return []
    starts = [_with_comments(lines, line) for _, line in keys]
    ends = [*starts[1:], len(lines)]
    starts[0] = 0
    return [(key, list(lines[start:end])) for (key, _), start, end in zip(keys, starts, ends, strict=True)]


def _with_comments(lines: Sequence[str], line: int) -> int:
    """Return the first line of the comments directly above a line, or the line itself."""
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _renamed(block: Sequence[str], old: str, new: str) -> list[str]:
    """Return the lines of a key under a new name."""
    if old == new:
        return list(block)
    return [re.sub(rf"^{re.escape(old)}(?=\s*:)", new, line) for line in block]


def _indent(block: Sequence[str]) -> str:
    """Return the white space before the keys of a mapping whose lines are `block`."""
    inner = next((line for line in block[1:] if line.strip()), "  ")
    return inner[: len(inner) - len(inner.lstrip())] or "  "


def _indented(block: Sequence[str], indent: str, *, all_lines: bool) -> list[str]:
    """Return lines with an indent; without `all_lines`, those that follow a line separator of Unicode stay."""
    before = ["", *block[:-1]]
    stay = [
        not line.strip() or (not all_lines and last.endswith(_SEPARATORS))
        for last, line in zip(before, block, strict=True)
    ]
    return [line if stays else f"{indent}{line}" for stays, line in zip(stay, block, strict=True)]


def _holds(text: str, meta: Mapping[str, Any]) -> bool:
    """Return whether the front matter of a page holds exactly `meta`."""
    try:
        return split(text)[0] == meta
    except PageError:
        return False

"""The two forms of an entry in furniture.yml: a list of lines to remove, or a mapping of lists to remove and to keep.
Owns the change from the first form to the second in the text of the file; all other characters stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from backfile.problems import SettingsError
from backfile.settings import yaml_reading

REMOVE, KEEP = "remove", "keep"
"""The keys of an entry that is a mapping."""


def as_mappings(source: str, chosen: Callable[[str], bool], path: Path) -> str:
    """Return the text of a file in which the entries with a chosen name are mappings. Raises SettingsError.

    In: a text that `furniture_yml.parse` accepts, a test for names, the name of the file in errors.
    """
    document = yaml_reading.compose(source)
    entries = document.value if isinstance(document, yaml.MappingNode) else []
    # Upwards, so that the places of the entries above stay valid.
    for key, value in reversed(entries):
        if chosen(key.value) and not isinstance(value, yaml.MappingNode):
            changed = _as_mapping(source, value)
            if not _is_same_but(source, changed, key.value):
                place = f"{path}, line {key.start_mark.line + 1}"
                reason = f"the list of `{key.value}` is in a form that the program cannot edit"
                raise SettingsError(f"{place}: {reason}. Write it under `{REMOVE}:` of `{key.value}` yourself.")
            source = changed
    return source


def _as_mapping(source: str, value: yaml.Node) -> str:
    """Return the text of a file in which one value is a mapping."""
    begin, end = value.start_mark.index, value.end_mark.index
    if not isinstance(value, yaml.SequenceNode):
        separator = "" if source[begin - 1 : begin] == " " else " "
        return f"{source[:begin]}{separator}{{{KEEP}: []}}{source[end:]}"
    if value.flow_style:
        return f"{source[:begin]}{{{REMOVE}: {source[begin:end]}, {KEEP}: []}}{source[end:]}"
    line = begin - value.start_mark.column
    last = value.value[-1].end_mark
    # A block scalar ends at the beginning of the line below it.
    below = last.index if not last.column else source.find("\n", last.index) + 1
    items = source[line:below] if below else f"{source[line:]}\n"
    rest = source[below:] if below else ""
    indent = " " * value.start_mark.column
    if not indent:
        # The keys must be further to the right than the name of the entry.
        indent, items = "  ", "".join(f"  {item}" if item.strip() else item for item in items.splitlines(keepends=True))
    return f"{source[:line]}{indent}{REMOVE}:\n{items}{indent}{KEEP}: []\n{rest}"


def _is_same_but(source: str, changed: str, name: str) -> bool:
    """Return whether only the form of one entry has changed."""
    try:
        before, after = yaml_reading.load(source), yaml_reading.load(changed)
    except yaml.YAMLError:
        return False
    lines = before[name]
    return bool(after == {**before, name: {KEEP: []} if lines is None else {REMOVE: lines, KEEP: []}})

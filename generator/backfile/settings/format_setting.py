"""Owns changing the setting `format` in the text of mkdocs.yml, and nothing else in it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from backfile.settings import yaml_reading
from backfile.settings.inside import read_anywhere

_PLUGIN = "backfile"


def with_format(file: Path, number: int) -> str | None:
    """Return the text of mkdocs.yml with another archive format; None when the number is not written in this file.

    Only the number changes: comments, tags such as `!ENV`, and line ends stay. The setting may come from a file that
    `INHERIT` names, from an environment variable or from an anchor: then its owner has to change it there.
    """
    return change_format(read_anywhere(file).decode("utf-8"), number)


def change_format(text: str, number: int) -> str | None:
    """Return a text of mkdocs.yml with another archive format, as `with_format` does."""
    node = _format_node(yaml_reading.compose(text.removeprefix("\ufeff")))
    if node is None:
        return None
    offset = len(text) - len(text.removeprefix("\ufeff"))
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    is_number = re.fullmatch("[0-9]+", text[start:end])
    return f"{text[:start]}{number}{text[end:]}" if is_number else None


def format_in(text: str) -> int | None:
    """Return the archive format that a text of mkdocs.yml states; None where it states no number."""
    node = _format_node(yaml_reading.compose(text.removeprefix("\ufeff")))
    return int(node.value) if node and re.fullmatch("[0-9]{1,4}", node.value) else None


def _format_node(root: yaml.Node | None) -> yaml.Node | None:
    """Return the node of the number, which is a plain integer; None when there is none."""
    plugins = _value(root, "plugins")
    entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    for entry in entries:
        node = _value(_value(entry, _PLUGIN), "format")
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:int":
            return node
    return None


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the value of a key of a mapping; None when it is not a mapping or has no such key.

    Of a key that is there twice the last one counts, as for PyYAML.
    """
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in reversed(node.value) if name.value == key), None)

"""The metadata at the head of a Markdown file: YAML, TOML or JSON between lines, or lines of `Key: value`. Owns telling
and reading them; which key has which field is left to `columns`.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from typing import Any

import yaml

from backfile.readers.json_values import is_deep
from backfile.settings import yaml_reading

_FENCED = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\A\{[^\S\n]*+\n.*?^\}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINES = re.compile(r"\A(?:[A-Za-z][\w -]{0,30}:[ \t][^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=\s*\n)")
_LINE = re.compile(r"^([A-Za-z][\w -]{0,30}):[ \t]([^\n]*(?:\n[ \t]+\S[^\n]*)*)", re.MULTILINE)
_TITLE = re.compile(r"^title:", re.IGNORECASE | re.MULTILINE)
_MOST_CHARACTERS = 100_000


class FrontMatterError(ValueError):
    """The metadata cannot be read; the message is the reason, one clause."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return the metadata of a file and its body; no metadata for a file without. Raises FrontMatterError."""
    values, body = _split(text)
    if is_deep(values):
        raise FrontMatterError("its front matter is nested too deeply")
    return values, body


def _split(text: str) -> tuple[dict[str, Any], str]:
    if match := _FENCED.match(text):
        values = _yaml(match[2]) if match[1] == "---" else _toml(match[2])
        return values, text[match.end() :]
    if match := _JSON.match(text):
        try:
            values = json.loads(match[0])
        except (ValueError, RecursionError):
            return {}, text
        return (values, text[match.end() :]) if isinstance(values, dict) else ({}, text)
    if (match := _LINES.match(text)) and _TITLE.search(match[0]):
        values = {key.strip(): " ".join(value.split()) for key, value in _LINE.findall(match[0])}
        return values, text[match.end() :]
    return {}, text


def _yaml(source: str) -> dict[str, Any]:
    """Return a mapping of YAML with plain values: dates as they are written, no aliases."""
    if len(source) > _MOST_CHARACTERS:
        raise FrontMatterError("its front matter is longer than 100,000 characters")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=yaml.CSafeLoader)):
            raise FrontMatterError("its front matter has aliases")
        values = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  (strings only)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, FrontMatterError):
            raise
        reason = getattr(error, "problem", None) or "it is not YAML"
        raise FrontMatterError(f"its front matter cannot be read ({reason})") from error
    return values if isinstance(values, dict) else {}


def _toml(source: str) -> dict[str, Any]:
    try:
        values = tomllib.loads(source)
        has_long_number = _has_long_number(values)
    except (ValueError, RecursionError) as error:  # Thousands of digits are no TOMLDecodeError.
        raise FrontMatterError(f"its front matter cannot be read ({str(error)[:100]})") from error
    if has_long_number:
        raise FrontMatterError("a number in its front matter has thousands of digits")
    return {key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in values.items()}


def _has_long_number(value: object) -> bool:
    """Return whether a number is in a value that Python does not write, as `0x` can begin one."""
    if isinstance(value, dict | list):
        return any(map(_has_long_number, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and value.bit_length() > yaml_reading.LONGEST

"""Front matter: the YAML at the head of a page. Owns how it is written and read; which keys there are is in `page`.

Strings are written in double quotes, so that YAML reads none of them as a date, a number or a switch; the output is
deterministic. Reading accepts what an owner may have written by hand, with limits on nesting.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from backfile.article import When
from backfile.settings import yaml_reading

EMPTY_PAGE = "there is nothing in it"


class PageError(ValueError):
    """A page's text cannot be read; the message is the reason, one clause."""


class _Dumper(yaml.SafeDumper):
    """Writes strings in double quotes; dates and plain keys without quotes."""


class _FastDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes the same, compiled where the library is. It writes keys that are empty, long or not ASCII otherwise."""


def _quoted(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')


def _date(dumper: yaml.SafeDumper, value: When) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


def _mapping(dumper: yaml.SafeDumper, value: dict[object, object]) -> yaml.MappingNode:
    pairs = [(_key(dumper, key), dumper.represent_data(item)) for key, item in value.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not value)


def _key(dumper: yaml.SafeDumper, key: object) -> yaml.Node:
    if not isinstance(key, str):
        return dumper.represent_data(key)  # An owner's mapping may have numbers as keys.
    style = None if _PLAIN_KEY.fullmatch(key) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", key, style=style)


def _list_of(dumper: yaml.SafeDumper, value: Sequence[object]) -> yaml.SequenceNode:
    on_one_line = all(isinstance(item, str) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=on_one_line)


_PLAIN_KEY = re.compile("[A-Za-z][A-Za-z0-9 _-]*")
_LONGEST_PLAIN_KEY = 60
_UNLIMITED = 2**31 - 1
"""Characters of a line, for the compiled library, which knows no infinity."""
for _dumper in (_Dumper, _FastDumper):
    _dumper.add_representer(str, _quoted)
    _dumper.add_representer(datetime, _date)
    _dumper.add_representer(date, _date)
    _dumper.add_representer(dict, _mapping)
    _dumper.add_representer(list, _list_of)
    _dumper.add_representer(tuple, _list_of)


def front_matter(meta: Mapping[str, object]) -> str:
    """Return front matter with its delimiters: keys in the given order, each string on one line."""
    is_fast = _has_plain_keys(meta)
    dumper, width = (_FastDumper, _UNLIMITED) if is_fast else (_Dumper, float("inf"))
    text: str = yaml.dump(dict(meta), Dumper=dumper, allow_unicode=True, sort_keys=False, width=width)
    return f"---\n{text}---\n"


def _has_plain_keys(value: object) -> bool:
    """Return whether both dumpers write a value alike: all keys in it are short and plain."""
    if isinstance(value, Mapping):
        return all(
            isinstance(key, str)
            and len(key) <= _LONGEST_PLAIN_KEY
            and _PLAIN_KEY.fullmatch(key) is not None
            and _has_plain_keys(item)
            for key, item in value.items()
        )
    return not isinstance(value, list | tuple) or all(map(_has_plain_keys, value))


def quoted(text: str) -> str:
    """Return a string as `front_matter` writes it; without the YAML library where no character needs an escape."""
    if _UNESCAPED.fullmatch(text):
        return f'"{text}"'
    return front_matter({"title": text}).removeprefix("---\ntitle: ").removesuffix("\n---\n")


_UNESCAPED = re.compile(r"[ !#-\[\]-~]*")
"""Printable characters of ASCII without the quotation mark and the backslash (YAML 1.2, 7.3.1)."""


def is_torn(text: str) -> bool:
    """Return whether a page holds nothing but white space and NUL: a failing disk leaves such a file, no edit does."""
    return not text.strip("\0 \t\r\n")


def split(text: str) -> tuple[dict[str, Any], str]:
    """Split a page into its front matter, as a mapping, and its body. Raises PageError when it has no readable one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _match(text)
    try:
        meta = yaml_reading.load(match[1], yaml_reading.FastLoader)
    except yaml.YAMLError as error:
        line, reason = yaml_reading.place_and_reason(error)
        place = f" (line {line + 1})" if line else ""
        raise PageError(f"its front matter is not YAML: {reason}{place}") from error
    if not isinstance(meta, dict):
        raise PageError("its front matter is not a list of keys and values")
    return {str(key): value for key, value in plain_values(meta).items()}, text[match.end() :].strip("\n")


def plain_values(meta: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return front matter with each value as a page can have it (see `plain_value`).

    Raises PageError for values that are nested too deep, stand for too much, or have a number that Python does not
    write: by default of more than 4,300 digits (`sys.set_int_max_str_digits`), as `0x` can begin one.
    """
    _height(meta, _DEEPEST, {})
    if _length(meta, {}) > _LONGEST:
        raise PageError("its front matter stands for too much: aliases in it repeat values too often")
    return {key: plain_value(value) for key, value in meta.items()}


def plain_value(value: Any, _known: dict[int, Any] | None = None) -> Any:
    """Return a value that YAML made with the types of JSON, and dates, at any depth.

    Members of a set (`!!set`) become a list in the order of their texts, since a set has none that stays; pairs
    (`!!omap`, `!!pairs`) become lists; bytes (`!!binary`) become their text in base64. What occurs again is made once.
    """
    known: dict[int, Any] = {} if _known is None else _known
    if not isinstance(value, _HOLDERS):
        return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
    if id(value) not in known:
        known[id(value)] = (
            {plain_value(key): plain_value(item, known) for key, item in value.items()}
            if isinstance(value, dict)
            else [plain_value(item, known) for item in (sorted(value, key=_order) if isinstance(value, set) else value)]
        )
    return known[id(value)]


def _order(member: object) -> tuple[str, str]:
    """Return what the members of a set are sorted by."""
    return str(member), type(member).__name__


def span(text: str) -> tuple[int, int]:
    """Return where the YAML of a page begins and ends, without its delimiters. Raises PageError when there is none.

    Unlike `split`, it takes the text as it is on the disk: with a byte order mark, with lines that end in CRLF.
    """
    return _match(text).span(1)


def body_of(text: str) -> str:
    """Return the body of a page, as `split` does, without reading its front matter. Raises PageError without one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text[_match(text).end() :].strip("\n")


def _match(text: str) -> re.Match[str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        missing = "it does not begin with front matter between two lines of three hyphens"
        raise PageError(EMPTY_PAGE if is_torn(text) else missing)
    return match


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_DEEPEST = 50
"""Levels of nesting that are read. YAML can also write a list that contains itself."""
_LONGEST = 10_000_000
"""Characters that front matter may stand for. With aliases, ten lines of YAML can stand for billions of values."""
_HOLDERS = (dict, list, tuple, set)
"""What YAML's tags make that holds other values; `!!omap` and `!!pairs` make lists of pairs."""
_TOO_DEEP = "its front matter is nested too deep"


def _height(value: object, left: int, known: dict[int, int]) -> int:
    """Return how many levels a value has. Raises PageError for more than are `left`, and for a number that is too long.

    `known` holds the heights of the values that are counted, by their ids: an anchor may refer to one any number of
    times, from any depth.
    """
    if isinstance(value, int) and value.bit_length() > yaml_reading.LONGEST:
        raise PageError("a number in its front matter has thousands of digits")
    if not isinstance(value, _HOLDERS):
        return 0
    if left and id(value) not in known:
        known[id(value)] = _DEEPEST + 1  # A value inside itself.
        known[id(value)] = 1 + max((_height(item, left - 1, known) for item in _items(value)), default=0)
    height = known.get(id(value), _DEEPEST + 1)
    if height > left:
        raise PageError(_TOO_DEEP)
    return height


def _items(value: object) -> Iterator[object]:
    """Yield what a value holds: the keys and values of a mapping, the items of a list, a pair or a set."""
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, _HOLDERS):
        yield from value


def _length(value: object, known: dict[int, int]) -> int:
    """Return how many characters `value`, which contains itself nowhere, has with all aliases written out.

    `known` holds the lengths of the values that hold others, by their ids.
    """
    if isinstance(value, str):
        return len(value) + 1
    if not isinstance(value, _HOLDERS):
        return 1
    if id(value) not in known:
        known[id(value)] = 1 + sum(_length(item, known) for item in _items(value))
    return known[id(value)]

"""The record of a field: its names, its parser and the kind of its value. `fields.FIELDS` lists all fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from backfile.fields.limits import Limit


class FieldKind(StrEnum):
    """The type of a field's value in `Article` and in front matter."""

    TEXT = "text"
    """A string."""
    DATE = "date"
    """A date or a datetime (`article.When`)."""
    LIST = "list"
    """A tuple of strings; a list in front matter."""


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What parsers use beside the strings of their own field."""

    language: str | None = None
    """The article's language, as BCP 47."""
    base_url: str | None = None
    """The URL to which relative URLs refer."""
    publications: tuple[str, ...] = ()
    """All candidates for the source, as found."""
    headlines: tuple[str, ...] = ()
    """All candidates for headline and dek, as found."""
    authors: tuple[str, ...] = ()
    """The names in all candidates for the byline."""


Parser: TypeAlias = Callable[[Sequence[str], ParseContext], object]
"""A function from the strings of one candidate to the field's value; a false value means that they cannot be parsed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an article."""

    name: str
    """The field's name in `Clipping.fields`."""
    key: str
    """The field's key in front matter."""
    attribute: str
    """The attribute of `Article` that holds the value."""
    parse: Parser | None
    """None where no value is read from inputs."""
    limit: Limit | None
    """None for dates, which have a fixed form."""
    kind: FieldKind = FieldKind.TEXT
    in_origin: bool = False
    """Whether `attribute` and `key` belong to `Article.origin`."""

"""Reading of YAML. Owns that every failure, whatever value a file has, is a `yaml.YAMLError` with its line, and the
limits of numbers. What the values mean is left to the module of each file.

PyYAML raises exceptions of many types for values that a tag or a form declares to be what they are not: KeyError for
`!!bool x`, AttributeError for `!!timestamp x`, ValueError for the date 2020-99-99.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import yaml

LONGEST = 12_000
"""Bits of a number: 3,613 digits. Python writes 4,300 digits by default (`sys.set_int_max_str_digits`)."""
_LONG_TEXT = sys.int_info.str_digits_check_threshold
"""Characters. Python reads each number whose text is not longer."""
INT = "tag:yaml.org,2002:int"
FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What PyYAML's constructors raise for values that they cannot read, beside its own errors."""
_KINDS = {"bool": "true or false", "int": "a number", "float": "a number", "timestamp": "a date or a time"}
TOO_DEEP = "it is nested too deeply"
_MOST_NODES = 1_000_000
"""Values that a file may have once its aliases (`*name`) are followed; more is a file made to fill the memory."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_Base: Any = yaml.constructor.BaseConstructor if TYPE_CHECKING else object


class SafeValues(_Base):  # type: ignore[misc]
    """A mixin for loaders: what cannot be read is a ConstructorError with its line."""

    def get_single_node(self) -> Any:
        """Return the node of a document. Raises MarkedYAMLError for what the scanner cannot read."""
        try:
            return super().get_single_node()
        except (*FAILURES, RecursionError) as error:
            mark = self.get_mark() if isinstance(self, yaml.reader.Reader) else None  # The compiled one says no place.
            reason = TOO_DEEP if isinstance(error, RecursionError) else str(error)
            raise yaml.MarkedYAMLError(problem=reason, problem_mark=mark) from error

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the value of a node, as PyYAML does. Raises ConstructorError."""
        try:
            return super().construct_object(node, deep=deep)
        except FAILURES as error:
            kind = node.tag.rpartition(":")[2]
            if "python/" in node.tag:  # MkDocs' tags for functions
                reason = f"`{kind}` cannot be used: {error}"
            else:
                reason = f"a value cannot be read as {_KINDS.get(kind, f'`{kind}`')}; a text needs quotation marks"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from error

    def construct_scalar(self, node: Any) -> Any:
        """Return the text of a node. Raises ConstructorError for one that no file can hold."""
        value = super().construct_scalar(node)
        if _SURROGATES.search(value):
            reason = "a text has half of a character (a surrogate), which no file can hold"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)
        return value

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Return a number. Raises ConstructorError for one that is too long."""
        try:
            number = int(yaml.constructor.SafeConstructor.construct_yaml_int(self, node))
        except ValueError:
            if len(node.value) <= _LONG_TEXT:
                raise
            number = 1 << (LONGEST + 1)
        if number.bit_length() > LONGEST:
            raise yaml.constructor.ConstructorError(None, None, "a number has thousands of digits", node.start_mark)
        return number


class Loader(SafeValues, yaml.SafeLoader):
    """PyYAML's safe loader, with lines in its errors."""


class FastLoader(SafeValues, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same, compiled where the library is."""


for _loader in (Loader, FastLoader):
    _loader.add_constructor(INT, _loader.construct_yaml_int)


def place_and_reason(error: yaml.YAMLError) -> tuple[int | None, str]:
    """Return the line of an error, from 1, and its reason on one line. Not every error has a line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    parts = (getattr(error, "context", None), getattr(error, "problem", None)) if mark else (str(error),)
    return (mark.line + 1 if mark else None), " ".join(" ".join(filter(None, parts)).split())


def load(source: Any, loader: Any = Loader) -> Any:
    """Return the value of a document. Raises yaml.YAMLError for every text that cannot be read."""
    try:
        return yaml.load(source, loader)  # noqa: S506  (safe loaders)
    except RecursionError as error:
        raise yaml.YAMLError(TOO_DEEP) from error
    except UnicodeEncodeError as error:  # By the compiled loader.
        raise yaml.YAMLError("it has half of a character (a surrogate)") from error


def compose(source: Any) -> yaml.Node | None:
    """Return the node of a document, with the places of its values. Raises yaml.YAMLError as `load` does."""
    node: yaml.Node | None = yaml.compose(source, Loader)
    return node


class RepetitionError(yaml.MarkedYAMLError):
    """Aliases of a document repeat its values too often."""


NO_ALIASES = "Write the values without aliases."
"""The next step then."""


def refuse_repetition(node: yaml.Node | None) -> None:
    """Raise RepetitionError for a document that aliases make larger than any file of settings."""
    if node and _count(node, {}) > _MOST_NODES:
        raise RepetitionError(problem="its aliases (`*name`) repeat too much", problem_mark=node.start_mark)


def _count(node: yaml.Node, known: dict[int, int]) -> int:
    """Return the number of values in a node with what its aliases repeat. In: the counts of nodes that are known."""
    if id(node) not in known:
        known[id(node)] = 1  # A node inside itself, which is refused when it is read.
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        below = node.value if isinstance(node, yaml.SequenceNode) else [each for pair in pairs for each in pair]
        known[id(node)] = 1 + sum(_count(each, known) for each in below)
    return known[id(node)]


def construct(node: yaml.Node) -> Any:
    """Return the value of a node. Raises yaml.YAMLError as `load` does."""
    try:
        return Loader("").construct_document(node)
    except RecursionError as error:
        raise yaml.constructor.ConstructorError(None, None, TOO_DEEP, node.start_mark) from error

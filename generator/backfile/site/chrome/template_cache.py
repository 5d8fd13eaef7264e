"""The compiled templates of the builds of this process: Jinja compiles for half a second, which previews, tests and
programs with several archives need only once.

They are in memory alone. In a file they would be code that another user, or an archive, could replace.
"""

from __future__ import annotations

from types import CodeType
from typing import TYPE_CHECKING

from jinja2.bccache import Bucket, BytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment

_OPTIONS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *(
        "trim_blocks",
        "lstrip_blocks",
        "newline_sequence",
        "keep_trailing_newline",
        "optimized",
        "is_async",
        "sandboxed",
    ),
    *("autoescape", "finalize", "undefined", "code_generator_class", "newstyle_gettext"),
)
"""The attributes of an environment on which compiled code depends."""


class TemplateCache(BytecodeCache):
    """Compiled templates by their name, file and source, for one kind of environment: for another, it is emptied.

    Jinja calls filters and tests with constant arguments when it compiles: the same functions belong to the kind.
    """

    def __init__(self) -> None:
        self._kind: tuple[object, ...] = ()
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Set the code of a template, if it is known."""
        kind = _kind(bucket.environment)
        if kind != self._kind:
            self._kind, self._codes = kind, {}
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, which was compiled for the environment of the last `load_bytecode`."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = TemplateCache()


def _kind(environment: Environment) -> tuple[object, ...]:
    options = tuple(getattr(environment, name, None) for name in _OPTIONS)
    policies = repr(sorted(environment.policies.items()))
    return (*options, policies, [*environment.extensions], {**environment.filters}, {**environment.tests})

"""Records of other packages for the plug points. Owns finding and loading them by their entry points; the plug points
(`readers`, `tags`, `lists`) own the tuples to which they append these records, and keep what they have loaded.

A package declares an entry point in the group of a plug point, for example in its `pyproject.toml`:

    [project.entry-points."backfile.readers"]
    epub = "backfile_epub:READER"

The object that the entry point names is the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from backfile.problems import DependencyError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


def load_plugins(group: str, kind: type[T]) -> tuple[T, ...]:
    """Return the records of type `kind` that installed packages declare as entry points of `group`.

    They are in the order of the names of their packages, then of their entry points. Raises DependencyError, with the
    name of the package, for an entry point that cannot be loaded or names an object of another type.
    """
    from importlib.metadata import entry_points  # Importing it takes 40 ms.

    declared = sorted(entry_points(group=group), key=lambda entry_point: (_package(entry_point), entry_point.name))
    return tuple(_load(entry_point, kind) for entry_point in declared)


def _load(entry_point: EntryPoint, kind: type[T]) -> T:
    """Return the record that an entry point names. Raises DependencyError as `load_plugins` does."""
    declared = f"{_package(entry_point)} declares `{entry_point.name} = {entry_point.value}` in {entry_point.group}"
    step = f"Install another version of {_package(entry_point)}, or uninstall it"
    try:
        record = entry_point.load()
    except (Exception, SystemExit) as error:  # Importing another package can raise anything.
        raise DependencyError(
            f"{declared}, and it cannot be loaded: {type(error).__name__}: {error}. {step}."
        ) from error
    if not isinstance(record, kind):
        raise DependencyError(f"{declared}, and it is a {type(record).__name__}, not a {kind.__name__}. {step}.")
    return record


def _package(entry_point: EntryPoint) -> str:
    """Return the name of the package that declares an entry point."""
    return entry_point.dist.name if entry_point.dist else entry_point.module

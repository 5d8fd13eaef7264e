"""Backfile turns collected articles into an archive: Markdown pages, a searchable site, every change in git.

These are the public names, for programs; the handbook has a page on them. Each is loaded when it is first used (PEP
562), so that `import backfile` takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backfile.api import Archive, convert, dumps, loads
    from backfile.api.identity import Identity
    from backfile.api.tags import Tags
    from backfile.article import Article, Clipping, Origin
    from backfile.lists import LISTS
    from backfile.problems import (
        BackfileError,
        BuildError,
        DependencyError,
        GitError,
        LockedError,
        NotAnArchiveError,
        NothingThereError,
        OwnFolderError,
        Problem,
        ProblemKind,
        SettingsError,
        StorageError,
        UntrustedError,
    )
    from backfile.readers import READERS
    from backfile.report import Report
    from backfile.tags.tagging import TAGGERS

__all__ = [
    "LISTS",
    "READERS",
    "TAGGERS",
    "Archive",
    "Article",
    "BackfileError",
    "BuildError",
    "Clipping",
    "DependencyError",
    "GitError",
    "Identity",
    "LockedError",
    "NotAnArchiveError",
    "NothingThereError",
    "Origin",
    "OwnFolderError",
    "Problem",
    "ProblemKind",
    "Report",
    "SettingsError",
    "StorageError",
    "Tags",
    "UntrustedError",
    "convert",
    "dumps",
    "loads",
]

_MODULES = {
    "LISTS": "lists",
    "READERS": "readers",
    "TAGGERS": "tags.tagging",
    "Article": "article",
    "Clipping": "article",
    "Origin": "article",
    "Report": "report",
    "Identity": "api.identity",
    "Tags": "api.tags",
    **dict.fromkeys(("Archive", "convert", "dumps", "loads"), "api"),
}
"""Name -> the module that has it; all others are in `problems`."""


def __getattr__(name: str) -> object:
    """Return a public name from its module."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"backfile.{_MODULES.get(name, 'problems')}"), name)


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return __all__

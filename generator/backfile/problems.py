"""What can go wrong. Problems are values: one file or record that needs a person's eye, while everything else goes on.
Errors are exceptions in one tree: the run cannot go on. Each error class has its exit code, documented in the handbook.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What a problem is about. A kind in `REFUSALS` means that its record did not become a page."""

    NO_READER = "no-reader"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    CRASHED = "crashed"
    NO_BODY = "no-body"
    SUPERSEDED = "superseded"
    EDITED = "edited"
    REMOVED = "removed"
    ENCODING = "encoding"
    DATE = "date"
    URL_HELD = "url-held"
    UNWRITABLE = "unwritable"
    UNWRITTEN = "unwritten"
    ORIGINAL = "original"
    IMAGE = "image"
    FIDELITY = "fidelity"
    PAGED = "paged"
    LONG = "long"
    PAGE = "page"
    LIST = "list"
    GIT = "git"


_REMARKS = frozenset(
    {
        ProblemKind.ENCODING,
        ProblemKind.DATE,
        ProblemKind.URL_HELD,
        ProblemKind.PAGE,
        ProblemKind.LIST,
        ProblemKind.ORIGINAL,
        ProblemKind.IMAGE,
        ProblemKind.FIDELITY,
    }
    | {ProblemKind.PAGED, ProblemKind.LONG, ProblemKind.GIT}
)
REFUSALS = frozenset(ProblemKind) - _REMARKS
"""The kinds that count as `reported` in read = written + updated + unchanged + reported; the others are remarks."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should look at."""

    kind: ProblemKind
    file: str
    """The input, as in `Origin.file`; for a page, a list or git, its path from the archive's folder on."""
    reason: str
    """What is wrong, one clause without a full stop at its end."""
    next_step: str
    """What the person can do, one sentence."""
    record: str | None = None
    """The record inside the file, for containers."""

    def __str__(self) -> str:
        where = f"{self.file}, record {self.record}" if self.record else self.file
        return f"{where}: {self.reason}. {self.next_step}"


class BackfileError(Exception):
    """Anything that ends a run. Its text says what happened and what to do next."""

    exit_code = 10


class NotAnArchiveError(BackfileError):
    """The folder holds no archive."""

    exit_code = 11


class SettingsError(BackfileError):
    """mkdocs.yml, tags.yml or furniture.yml cannot be used."""

    exit_code = 12


class LockedError(BackfileError):
    """Another run holds the archive."""

    exit_code = 13


class GitError(BackfileError):
    """git is missing or said no."""

    exit_code = 14


class BuildError(BackfileError):
    """The site could not be built."""

    exit_code = 15


class NothingThereError(BackfileError):
    """An input that was named does not exist."""

    exit_code = 16


class OwnFolderError(BackfileError):
    """An input that was named is a folder of the archive's own: its pages, originals or site."""

    exit_code = 18


class StorageError(BackfileError):
    """A file of the archive cannot be written, or not be read."""

    exit_code = 17

    def __init__(self, path: object, error: OSError, done: str = "written") -> None:
        self.reason = f"{path} cannot be {done}: {error.strerror or error}"
        self.is_general = error.errno in _GENERAL
        """Whether other files will not fare better: the disk is full, or may not be written to."""
        super().__init__(f"{self.reason}. Put that right and run again; what is done stays done.")


class DependencyError(BackfileError):
    """A package that the program needs is missing, or is too old, or cannot be loaded."""

    exit_code = 19


_GENERAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})

UNFORESEEN = 1
"""Exit code of a run that failed in a way that nobody foresaw."""

REPORTED = 3
"""Exit code of a run that went to its end but had to report some inputs."""

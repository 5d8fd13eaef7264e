"""Problems and errors.

A problem is a value: it reports one file or record that a person should look at, and the run continues. An error is an
exception: the run ends. All errors are in one tree below `BackfileError`. Each class has an exit code, which the
handbook documents (`docs/handbook/command-line.md`).
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """The subject of a problem. A problem of a kind in `REFUSALS` means that its record did not become a page."""

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
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left-out"
    GONE = "gone"
    DAMAGED = "damaged"
    SUMMARY = "summary"
    MARKUP = "markup"
    SIGNATURE = "signature"
    ENCODING = "encoding"
    DATE = "date"
    LIMIT = "limit"
    URL_HELD = "url-held"
    IDENTITY = "identity"
    SAME_ARTICLE = "same-article"
    UNWRITABLE = "unwritable"
    UNWRITTEN = "unwritten"
    ORIGINAL = "original"
    IMAGE = "image"
    FIDELITY = "fidelity"
    MUCH_REMOVED = "much-removed"
    PAGED = "paged"
    SEVERAL = "several"
    LONG = "long"
    PAGE = "page"
    LIST = "list"
    GIT = "git"


_REMARKS = frozenset(
    {
        ProblemKind.ENCODING,
        ProblemKind.DATE,
        ProblemKind.LIMIT,
        ProblemKind.URL_HELD,
        ProblemKind.IDENTITY,
        ProblemKind.SAME_ARTICLE,
        ProblemKind.PAGE,
        ProblemKind.LIST,
        ProblemKind.ORIGINAL,
        ProblemKind.IMAGE,
        ProblemKind.FIDELITY,
        ProblemKind.MUCH_REMOVED,
        ProblemKind.GONE,
        ProblemKind.DAMAGED,
        ProblemKind.SUMMARY,
        ProblemKind.MARKUP,
        ProblemKind.SIGNATURE,
        ProblemKind.LEFT_OUT,
    }
    | {ProblemKind.PAGED, ProblemKind.SEVERAL, ProblemKind.LONG, ProblemKind.GIT}
)
REFUSALS = frozenset(ProblemKind) - _REMARKS
"""The kinds that count as `reported` in read = written + updated + unchanged + left out + reported. LEFT_OUT counts as
`left out`; the others are remarks."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact about a file or a record that a person should look at."""

    kind: ProblemKind
    file: str
    """The input, as in `Origin.file`; for a page, a list page or git, its path relative to the archive's folder."""
    reason: str
    """What is wrong, one clause without a full stop."""
    next_step: str
    """What to do next, one sentence."""
    record: str | None = None
    """The record inside the file, for containers."""

    def __str__(self) -> str:
        return f"{name_record(self.file, self.record)}: {self.reason}. {self.next_step}"


def name_record(file: str, record: str | None) -> str:
    """Return how messages name an input, or a record in it: `export.jsonl#3121`."""
    return f"{file}#{record}" if record else file


class BackfileError(Exception):
    """An error that ends a run. Its message says what is wrong and what to do next."""

    exit_code = 10


class NotAnArchiveError(BackfileError):
    """The folder is not in an archive."""

    exit_code = 11


class SettingsError(BackfileError):
    """mkdocs.yml, tags.yml or furniture.yml cannot be used."""

    exit_code = 12


class LockedError(BackfileError):
    """Another run has locked the archive."""

    exit_code = 13


class GitError(BackfileError):
    """git is missing, or refused a command."""

    exit_code = 14


class BuildError(BackfileError):
    """The site could not be built."""

    exit_code = 15


class NothingThereError(BackfileError):
    """An input that was named does not exist."""

    exit_code = 16


class OwnFolderError(BackfileError):
    """An input that was named is a folder of the archive: its pages, originals or site."""

    exit_code = 18


class StorageError(BackfileError):
    """A file of the archive cannot be written or read."""

    exit_code = 17

    def __init__(self, path: object, error: OSError, action: str = "written") -> None:
        self.reason = f"{path} cannot be {action}: {error.strerror or error}"
        self.is_general = error.errno in _GENERAL
        """Whether the error concerns all files: the disk is full, read-only or defective."""
        self.is_unwritable = error.errno in _UNWRITABLE
        """Whether the archive can still be read: the disk is full or read-only, or its files are somebody else's."""
        self._arguments = (path, error, action)
        super().__init__(f"{self.reason}. Correct this and run again; files that are already written stay.")

    def __reduce__(self) -> tuple[type[StorageError], tuple[object, OSError, str]]:
        """Return what pickle makes the error of: by default it would call the class with the message."""
        return type(self), self._arguments


class DependencyError(BackfileError):
    """A required package is missing, too old, or cannot be loaded."""

    exit_code = 19


class UntrustedError(BackfileError):
    """The settings of the archive name code that the user of this machine has not allowed to run."""

    exit_code = 20

    def __init__(
        self, message: str, code: tuple[dict[str, object], ...] = (), environment: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        """For each piece of code its kind and name, the file and line that name it, and whether it is new."""
        self.environment = environment
        """The names of the environment variables that the settings read."""


_GENERAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})

UNFORESEEN = 1
"""The exit code of a run that ended with an exception that is not a `BackfileError`."""

REPORTED = 3
"""The exit code of a run that is complete and reported some inputs."""

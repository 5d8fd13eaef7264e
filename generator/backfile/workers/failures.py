"""The problems of tasks that failed. Owns their wording, and which errors concern a single input; the others end the
run.
"""

from __future__ import annotations

from concurrent.futures import TimeoutError as TaskTimeoutError
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from pebble import ProcessExpired

from backfile.problems import BackfileError, Problem, ProblemKind, StorageError

if TYPE_CHECKING:
    from pebble import ProcessFuture

    from backfile.readers.files import InputFile
    from backfile.settings.schema import Settings
    from backfile.workers.batch import Batch, Task

_MAX_ERROR_CHARACTERS = 200


class DividerEndedError(Exception):
    """The process that divides containers ended."""


class TaskError(Exception):
    """A task failed, by an error that concerns its input."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def wait_for(future: ProcessFuture[list[Batch]], task: Task) -> list[Batch]:
    """Wait for the results of tasks that were sent together, of which the first is given. Raises TaskError when their
    process was stopped, or one raised an error.

    Raises errors that concern every input (`is_general`), those of the system as StorageError.
    """
    try:
        batches: list[Batch] = future.result()
    except Exception as error:  # Libraries can raise anything on hostile input; the other inputs are converted.
        if is_general(error):
            if isinstance(error, OSError):
                raise StorageError(error.filename or task.input.file, error) from error
            raise
        raise TaskError(error) from error
    return batches


def is_general(error: Exception) -> bool:
    """Return whether an error concerns every input: a package that is missing, settings, a full disk."""
    if isinstance(error, OSError):
        return StorageError("", error).is_general
    return isinstance(error, ImportError | BackfileError)


def faulty_input(item: InputFile) -> Problem:
    """Return the refusal of an input that has a fault."""
    step = "Replace it by the file itself, or make it readable, and run again."
    return Problem(ProblemKind.UNREADABLE, item.file, item.fault or "", step)


def failed_input(error: Exception, file: str, settings: Settings, record: str | None = None) -> Problem:
    """Return the refusal of an input, or one record, whose task failed with an error."""
    if isinstance(error, TaskTimeoutError):
        reason = f"reading it took more than {settings.max_seconds} seconds"
        step = "If the file is sound, raise `max_seconds` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_SLOW, file, reason, step, record)
    if isinstance(error, MemoryError):
        reason = f"reading it takes more than {settings.max_memory_megabytes} MB of memory"
        step = "If the file is sound, raise `max_memory_megabytes` in mkdocs.yml and run again."
        return Problem(ProblemKind.TOO_LARGE, file, reason, step, record)
    if isinstance(error, ProcessExpired | DividerEndedError):
        code = f" (exit code {error.exitcode})" if isinstance(error, ProcessExpired) else ""
        reason = f"the process that read it died{code}"
        step = "Run again with more memory free; if it stays, please report it together with the file."
        return Problem(ProblemKind.CRASHED, file, reason, step, record)
    return failed_record(error, file, record)


def failed_division(error: Exception, file: str, settings: Settings) -> Problem:
    """Return the refusal of the rest of a container, whose next record could not be separated because of an error."""
    problem = failed_input(error, file, settings)
    step = "Take that record out of the file, or divide the file, and run again."
    return replace(problem, reason=f"{problem.reason}; its records from there on are not read", next_step=step)


def failed_record(error: Exception, file: str, record: str | None) -> Problem:
    """Return the refusal of an input, or one record, on which a library raised an error."""
    message = shorten(f"{type(error).__name__}: {error}", _MAX_ERROR_CHARACTERS, placeholder=" …").rstrip(" .")
    step = "Please report it together with the file, unless it names a plugin of your own."
    return Problem(ProblemKind.CRASHED, file, f"reading it failed: {message}", step, record)

"""The pool of worker processes. Owns the conversion of all inputs of a run in processes with limits on time and memory,
and their order; what a process does is left to `task`, its limits to `limits`, the problem of an input whose process
fails to `failures`.

A process that crashes, hangs or uses too much memory is replaced: its input becomes a problem, and the others are
converted. No process outlives the run, however the run ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from pebble import ProcessPool

from backfile.conversion.result import Result, refused
from backfile.problems import StorageError
from backfile.readers.files import InputFile
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import Settings
from backfile.workers import forkserver
from backfile.workers.batch import Batch, Task
from backfile.workers.failures import failed_input, is_general
from backfile.workers.limits import limit_process
from backfile.workers.staging import Staging


@dataclass(frozen=True, slots=True)
class InputResults:
    """The results of an input, or of a part of a large container: then several follow each other for one input."""

    input: InputFile
    results: Sequence[Result]


def convert_inputs(
    inputs: Sequence[InputFile],
    config: Config,
    jobs: int,
    read_as: str | None = None,
    staging: Staging | None = None,
    *,
    explaining: bool = False,
) -> Generator[InputResults]:
    """Convert every input, and yield its results, in the order of `inputs`.

    `jobs` is the number of worker processes, `read_as` the name of the reader for inputs whose names have no known
    extension, `staging` has the folders for images and originals that the archive does not have: without it they
    are not written. With `explaining`, the results explain how each article was made. Raises StorageError when images
    cannot be written, DependencyError for a reader of another package that cannot be loaded.
    """
    settings = config.settings
    # A worker asks nothing: the process of the run has asked.
    access = Access.LOOK if config.access is Access.LOOK else Access.CHECKED
    tasks = [Task(config.root, item, read_as, staging, access, explaining) for item in inputs]
    with start_pool(settings, min(jobs, max(1, len(inputs)))) as pool:
        try:
            batches = pool.map(_convert, tasks, timeout=settings.max_seconds).result()
            for task in tasks:
                batch = _result(lambda: next(batches), task, settings)
                yield InputResults(task.input, batch.results)
                while batch.next_record is not None:
                    rest = replace(task, first=batch.next_record)
                    future = pool.schedule(_convert, args=[rest], timeout=settings.max_seconds)
                    batch = _result(future.result, task, settings)
                    yield InputResults(task.input, batch.results)
        except BaseException:
            # Also when the run is interrupted, or when no more results are wanted: waiting tasks are not started.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def group_by_input(converted: Iterable[InputResults]) -> Iterator[tuple[InputFile, Iterator[Result]]]:
    """Yield each input with all its results. In: the output of `convert_inputs`.

    A large container has several parts in it. Use the results of an input before the next input is requested.
    """
    for _, parts in groupby(converted, key=lambda part: id(part.input)):
        first = next(parts)
        yield first.input, (result for part in chain([first], parts) for result in part.results)


def start_pool(settings: Settings, jobs: int) -> ProcessPool:
    """Return a pool of `jobs` processes with the memory limit of the settings, which end with this process."""
    return start_limited_pool(settings.max_memory_megabytes, jobs, forkserver.CONVERSION_MODULES)


def start_limited_pool(megabytes: int, jobs: int, modules: Sequence[str]) -> ProcessPool:
    """Return a pool of `jobs` processes with a limit of memory, which end with this process.

    In: names of the modules that all of them need. If this process has started a pool before, those of that one are
    shared, and each process imports the others itself.
    """
    context = forkserver.start_forkserver(modules)
    # The fork server is started here, not in a thread of the pool: a signal interrupts this wait.
    context.Process(target=_do_nothing).start()
    return ProcessPool(max_workers=jobs, initializer=limit_process, initargs=(megabytes,), context=context)


def processors() -> int:
    """Count the processors that this process can use; all of the machine where the system does not limit them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _result(wait: Callable[[], Batch], task: Task, settings: Settings) -> Batch:
    """Wait for the result of a task; when its process was stopped, or it raised an error, return a refusal.

    Raises errors that concern every input (`is_general`), those of the system as StorageError.
    """
    try:
        return wait()
    except Exception as error:  # Libraries can raise anything on hostile input; the other inputs are converted.
        if is_general(error):
            if isinstance(error, OSError):
                raise StorageError(error.filename or task.input.file, error) from error
            raise
        return Batch([refused(failed_input(error, task.input.file, settings))])


def _do_nothing() -> None: ...


def _convert(task: Task) -> Batch:
    """Do a task in a worker process. What conversion needs is imported there, not in the process of the run."""
    from backfile.workers.task import convert_batch

    try:
        return convert_batch(task)
    except SystemExit as error:
        # A reader or tagger of another package that ends the process would end the run without a message.
        raise RuntimeError(f"a plugin tried to end the program with exit code {error.code}") from error

"""The pool of worker processes. Owns the conversion of all inputs of a run in processes with limits on time and memory,
and their order; what a process does is left to `task`, its limits to `limits`, the problem of an input whose process
fails to `failures`.

A process that crashes, hangs or uses too much memory is replaced: its input becomes a problem, and the others are
converted. No process outlives the run, however the run ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from backfile.conversion.result import Result, refused
from backfile.readers.files import InputFile
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import Config
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import forkserver
from backfile.workers.batch import Batch, Task
from backfile.workers.division import Divided, Division
from backfile.workers.failures import TaskError, failed_input, wait_for
from backfile.workers.few_inputs import convert_few
from backfile.workers.limits import limit_process
from backfile.workers.lookups import Lookup
from backfile.workers.staging import Staging

_AHEAD = 500
"""So many tasks are scheduled before the result of the first one is used; their results are in memory together."""
_TOGETHER = 10
"""So many records of a large container are sent to a process together, because sending each by itself takes the process
of the run a sixth more time."""


_Future: TypeAlias = "ProcessFuture[list[Batch]]"
_Scheduled = tuple[Task, _Future]
_Records = Sequence[tuple[Divided, Task | None]]
"""What the division found, with the task of each record."""


@dataclass(frozen=True, slots=True)
class InputResults:
    """The results of an input, or of a part of a large container: then several follow each other for one input."""

    input: InputFile
    results: Sequence[Result]
    position: int = 0
    """How many bytes of a large container are read."""
    lookups: tuple[Lookup, ...] | None = ()
    """As in `Batch`; None for results that may be others the next time."""


def convert_inputs(
    inputs: Sequence[InputFile],
    config: Config,
    jobs: int,
    read_as: str | None = None,
    staging: Staging | None = None,
    *,
    explaining: bool = False,
    drafts: bool = False,
    mapping: Mapping[str, str] | None = None,
) -> Generator[InputResults]:
    """Convert every input, and yield its results, in the order of `inputs`.

    `jobs` is the number of worker processes, `read_as` the name of the reader for inputs whose names have no known
    extension, `staging` has the folders for images and originals that the archive does not have: without it they
    are not written. With `explaining`, the results explain how each article was made; with `drafts`, articles that are
    not published are converted, too; `mapping` is as in `InputSource`. Raises StorageError when images cannot be
    written, DependencyError for a reader of another package that cannot be loaded.
    """
    # A worker asks nothing: the process of the run has asked.
    access = Access.LOOK if config.access is Access.LOOK else Access.CHECKED
    tasks = [
        Task(config.root, item, read_as, staging, access, explaining, None, mapping or {}, drafts) for item in inputs
    ]
    if staging:
        yield from _convert_tasks(tasks, config.settings, jobs, staging.records)
    else:
        with TemporaryDirectory(prefix="backfile-") as folder:
            yield from _convert_tasks(tasks, config.settings, jobs, Path(folder))


def _convert_tasks(tasks: Sequence[Task], settings: Settings, jobs: int, records: Path) -> Iterator[InputResults]:
    """Convert the inputs of tasks. In: the number of processes, the folder for records of containers."""
    with ExitStack() as opened:
        start = cache(lambda: opened.enter_context(_stopping(start_pool(settings, _count_processes(tasks, jobs)))))
        run = _Conversion(start, settings, opened.enter_context(Division(settings, records)))
        for task, future in opened.enter_context(closing(run.schedule(tasks))):
            yield from run.results(task, future)


@contextmanager
def _stopping(pool: ProcessPool) -> Iterator[ProcessPool]:
    """Yield a pool, and wait for its end; at an error, tasks that wait are not started."""
    with pool:
        try:
            yield pool
        except BaseException:
            # Also when the run is interrupted, or when no more results are wanted.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _count_processes(tasks: Sequence[Task], jobs: int) -> int:
    """Count the processes that a run can use: one for each input, and for each megabyte, which can be a container."""
    count = len(tasks)
    for task in tasks:
        if count >= jobs:
            break
        with suppress(OSError):
            count += task.input.path.stat().st_size // MEGABYTE
    return max(1, min(jobs, count))


@dataclass(frozen=True, slots=True)
class _Conversion:
    """The conversion of the inputs of one run."""

    start_pool: Callable[[], ProcessPool]
    """Return the pool, which is started when it is first needed."""
    settings: Settings
    division: Division

    def schedule(self, tasks: Sequence[Task]) -> Generator[_Scheduled]:
        """Yield tasks with their futures, in order. Only some tasks are scheduled ahead."""
        done = 0
        with closing(convert_few(tasks, self.settings, _convert)) as few:
            for scheduled in few:
                yield scheduled
                done += 1
        waiting: deque[_Scheduled] = deque()
        for task in tasks[done:]:
            waiting.append((task, self._start([task])))
            if len(waiting) == _AHEAD:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()

    def results(self, task: Task, future: _Future) -> Iterator[InputResults]:
        """Yield the results of an input, in parts if it is a large container."""
        try:
            (batch,) = wait_for(future, task)
        except TaskError as error:
            # In a container one record may have caused the error: then it is divided from its beginning on.
            parts = self._divide(task, 0)
            first = next(parts, None)
            if first is not None:
                yield first
                yield from parts
                return
            again = self._once_more(task, error)
            if isinstance(again, TaskError):
                problem = failed_input(again.error, task.input.file, self.settings)
                yield InputResults(task.input, [refused(problem)], lookups=None)
                return
            batch = again
        yield InputResults(task.input, batch.results, lookups=batch.lookups)
        if batch.next_record is not None:
            yield from self._divide(task, batch.next_record)

    def _divide(self, container: Task, first: int) -> Iterator[InputResults]:
        """Yield the results of the records of a container, from the record number `first` on; nothing for an input
        that is one article.
        """
        waiting: deque[tuple[_Records, _Future | None]] = deque()  # No future where there are only problems.
        divided = self.division.divide(container, first)
        while items := list(islice(divided, _TOGETHER)):
            records = [(item, self._task(container, item)) for item in items if isinstance(item, Divided)]
            tasks = [task for _, task in records if task]
            waiting.append((records, self._start(tasks) if tasks else None))
            if len(waiting) == _AHEAD // _TOGETHER:
                yield from self._record_results(container, *waiting.popleft())
        while waiting:
            yield from self._record_results(container, *waiting.popleft())

    def _task(self, container: Task, item: Divided) -> Task | None:
        """Return the task of a record; None for a problem."""
        if item.input is None:
            return None
        return replace(container, input=item.input, read_as=item.reader, assets=item.assets)

    def _start(self, tasks: Sequence[Task]) -> _Future:
        """Schedule tasks for one process, one after another. All together have the time limit of one."""
        return self.start_pool().schedule(_convert, args=[tasks], timeout=self.settings.max_seconds)

    def _record_results(self, container: Task, records: _Records, future: _Future | None) -> Iterator[InputResults]:
        """Yield the results of records that were sent together, in order. In: also their container."""
        batches = self._batches([task for _, task in records if task], future)
        for item, task in records:
            if task is None:
                refusals = [refused(item.problem)] if item.problem else []
                lookups = () if item.problem and item.problem.record else None
                yield InputResults(container.input, refusals, item.position, lookups)
                continue
            batch = next(batches)
            if isinstance(batch, TaskError):
                problem = failed_input(batch.error, task.input.file, self.settings, task.input.record)
                yield InputResults(container.input, [refused(problem)], item.position, None)
            else:
                yield InputResults(container.input, batch.results, item.position, batch.lookups)
            if task.staging is None:
                task.input.path.unlink(missing_ok=True)

    def _batches(self, tasks: Sequence[Task], future: _Future | None) -> Iterator[Batch | TaskError]:
        """Yield the result of each task, or its error. In: tasks that were sent together, and their future.

        If they failed, one of them caused the error, and if they took long, some were not begun. Then each of these is
        done by itself, within the limits of one.
        """
        done: list[Batch] = []
        if future:
            try:
                done = wait_for(future, tasks[0])
            except TaskError as error:
                if len(tasks) == 1:
                    yield error
                    return
        yield from done
        for task, single in [(task, self._start([task])) for task in tasks[len(done) :]]:
            try:
                yield from wait_for(single, task)
            except TaskError as error:
                yield self._once_more(task, error)

    def _once_more(self, task: Task, error: TaskError) -> Batch | TaskError:
        """Return the result of a task whose process ended, or its error, after it was done once more; other errors.

        A process can end at its next task before the pool has read the result of this one, and takes it for the cause.
        """
        if not isinstance(error.error, ProcessExpired):
            return error
        try:
            (batch,) = wait_for(self._start([task]), task)
        except TaskError as again:
            return again
        return batch


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


def _do_nothing() -> None: ...


def _convert(tasks: Sequence[Task]) -> list[Batch]:
    """Do tasks in a worker process. What conversion needs is imported there, not in the process of the run."""
    from backfile.workers.task import convert_batches

    try:
        return convert_batches(tasks)
    except SystemExit as error:
        # A reader or tagger of another package that ends the process would end the run without a message.
        raise RuntimeError(f"a plugin tried to end the program with exit code {error.code}") from error

"""Calls of a function in worker processes, with limits on time and memory. Owns their order, and the reason when a call
is stopped or its process dies; what is called is left to the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import TimeoutError as TaskTimeoutError
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pebble import ProcessExpired

from backfile.problems import BuildError
from backfile.workers.call_limits import Limits, Stopped
from backfile.workers.pool import start_limited_pool
from backfile.workers.processors import processors

_T = TypeVar("_T")
_R = TypeVar("_R")


def call_bounded(
    function: Callable[[_T], _R], tasks: Sequence[_T], limits: Limits, modules: Sequence[str]
) -> Generator[_R | Stopped]:
    """Yield the result of `function` for each task, in their order; `Stopped` where it exceeds a limit or its process
    dies. It must raise no exceptions of its own but MemoryError: others are raised here.

    Raises BuildError if no process can be started.

    In: names of the modules that it needs, which are imported once for all processes. At an exception, all processes
    end.
    """
    with start_limited_pool(limits.megabytes, min(processors(), max(1, len(tasks))), modules) as pool:
        try:
            results = pool.map(function, tasks, timeout=limits.seconds).result()
            for _ in tasks:
                yield _result(lambda: next(results), limits)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _result(wait: Callable[[], _R], limits: Limits) -> _R | Stopped:
    try:
        return wait()
    except TaskTimeoutError:
        step = "If it is sound, raise `max_seconds` in mkdocs.yml and run again."
        return Stopped(f"it took more than {limits.seconds} seconds", step)
    except MemoryError:
        step = "If it is sound, raise `max_memory_megabytes` in mkdocs.yml and run again."
        return Stopped(f"it takes more than {limits.megabytes} MB of memory", step)
    except ProcessExpired as error:
        step = "Run again with more memory free; if it stays, please report it together with the file."
        return Stopped(f"the process that read it died (exit code {error.exitcode})", step, is_lasting=False)
    except BrokenProcessPool as error:
        step = "In a script, call the build under `if __name__ == '__main__':`; else please report it."
        raise BuildError(f"The processes that make pictures could not be started: {error}. {step}") from error

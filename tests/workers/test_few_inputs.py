"""Tests of the conversion of a few inputs in a fork: what it does and does not do, its limits, and its end."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backfile.readers.files import InputFile
from backfile.settings.schema import MEGABYTE, Settings
from backfile.workers import few_inputs, forkserver
from backfile.workers.batch import Batch, Task
from backfile.workers.few_inputs import convert_few
from backfile.workers.forkserver import start_forkserver

LIMITS = Settings(max_seconds=1, max_memory_megabytes=4096)


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process seem to have converted nothing."""
    monkeypatch.setattr(forkserver, "_expected", threading.Event())
    monkeypatch.setattr(few_inputs, "_IMPORTS", 1)
    count = threading.active_count
    others = count() - 1  # Servers of other tests, which wait for ever.
    monkeypatch.setattr(threading, "active_count", lambda: count() - others)


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    file = tmp_path / "input.html"
    file.write_text("An article.")
    return [Task(tmp_path, InputFile(file, f"{number}.html")) for number in range(4)]


def numbers(tasks: Sequence[Task], convert: Callable[[str], object], settings: Settings = LIMITS) -> list[Any]:
    """Return what a function returns for the file name of each task, in a fork; the class of an error."""

    def batch(some: Sequence[Task]) -> list[Batch]:
        assert len(some) == 1
        return [Batch([], convert(some[0].input.file))]  # type: ignore[arg-type]

    with closing(convert_few(tasks, settings, batch)) as few:
        pairs = list(few)
    assert [task for task, _ in pairs] == list(tasks[: len(pairs)])
    return [type(future.exception()) if future.exception() else future.result()[0].next_record for _, future in pairs]


def test_one_fork_converts_all(tasks: list[Task]) -> None:
    results = numbers(tasks, lambda file: (file, os.getpid(), resource.getrlimit(resource.RLIMIT_AS)))
    files, pids, limits = zip(*results, strict=True)
    assert files == ("0.html", "1.html", "2.html", "3.html")
    assert len({*pids} - {os.getpid()}) == 1
    assert {*limits} == {(LIMITS.max_memory_megabytes * MEGABYTE,) * 2}
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


FAILURES: dict[str, tuple[Callable[[], object], list[Any]]] = {
    "an error": (lambda: 1 / 0, ["0.html"]),
    "too much memory": (lambda: bytes(4 << 30), ["0.html"]),
    "an end": (lambda: os._exit(0), ["0.html"]),
    "an end by Python": (lambda: exit(0), ["0.html"]),
    "a signal": (lambda: os.kill(os.getpid(), signal.SIGKILL), ["0.html"]),
    "a result that cannot be sent": (lambda: threading.Lock(), ["0.html"]),
    "too much time": (lambda: time.sleep(600), ["0.html", TimeoutError]),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_what_follows_a_failure_is_left_to_the_pool(tasks: list[Task], failure: str) -> None:
    fail, expected = FAILURES[failure]
    assert numbers(tasks, lambda file: fail() if file == "1.html" else file) == expected


def test_a_fork_is_used_once_by_a_process_without_fork_server(tasks: list[Task]) -> None:
    assert len(numbers(tasks, str)) == 4
    assert numbers(tasks, str) == []


def test_no_fork_beside_a_fork_server(tasks: list[Task]) -> None:
    start_forkserver()
    assert numbers(tasks, str) == []


def test_no_fork_for_much(tasks: list[Task]) -> None:
    assert numbers(tasks * 3, str) == []
    with tasks[0].input.path.open("a") as file:
        file.truncate(MEGABYTE)
    assert numbers(tasks[:1], str) == []


def test_no_fork_of_a_process_with_threads(tasks: list[Task]) -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert numbers(tasks, str) == []
    finally:
        ended.set()
        thread.join()


def test_no_fork_of_a_process_that_has_much_memory(tasks: list[Task]) -> None:
    assert numbers(tasks, str, Settings(max_memory_megabytes=1)) == []


def test_no_fork_for_an_input_that_is_not_there(tasks: list[Task]) -> None:
    tasks[0].input.path.unlink()
    assert numbers(tasks, str) == []

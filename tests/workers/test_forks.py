"""Tests of work in forks: results in order, whatever happens to a fork, and no process that outlives the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from backfile.workers import forks
from backfile.workers.forks import fork_each


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "processors", lambda: 2)


def test_results_come_in_order_from_several_processes() -> None:
    results = [*fork_each(range(7), lambda number: f"{number} {os.getpid()}".encode())]
    numbers, processes = zip(*(result.split() for result in results if result), strict=True)
    assert [*map(int, numbers)] == [*range(7)]
    assert len({*processes}) == 2
    assert str(os.getpid()).encode() not in processes


def test_results_may_be_larger_than_a_pipe() -> None:
    sizes = [3 << 20, 1, 2 << 20, 0]
    assert [*map(len, filter(None, fork_each(sizes, bytes)))] == sizes[:3]


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_an_item_whose_work_fails_has_no_result(end) -> None:  # type: ignore[no-untyped-def]
    results = [*fork_each(range(6), lambda number: b"x" if number % 2 or not number else end())]
    assert results[:4] == [b"x", b"x", None, b"x"]
    assert results[1::2] == [b"x"] * 3


WITH_FEW_FILES = """
import resource, sys
from pathlib import Path
from backfile.workers import forks

def open_files():
    return {number for number in range(64) if Path(f"/proc/self/fd/{number}").exists()}

forks.processors = lambda: 2
before = open_files()
free = [number for number in range(64) if number not in before][int(sys.argv[1])]
limits = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
print([*forks.fork_each(range(5), lambda _: b"x")])
resource.setrlimit(resource.RLIMIT_NOFILE, limits)
assert open_files() == before, (open_files(), before)
"""


@pytest.mark.parametrize(("free", "expected"), [(0, [None] * 5), (3, [None] * 5), (5, [b"x", None, b"x", None, b"x"])])
def test_what_no_fork_can_do_has_no_result(free: int, expected: list[bytes | None]) -> None:
    # In a process of its own: in this one, files that other tests left may be closed at any moment.
    command = [sys.executable, "-c", WITH_FEW_FILES, str(free)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{expected}\n"


def test_forks_end_with_the_iterator() -> None:
    with closing(fork_each(range(1000), lambda _: str(os.getpid()).encode() * 100_000)) as results:
        first = next(results)
    assert first
    pid = int(first[: len(first) // 100_000])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


ENDLESS = """
import os, time
from backfile.workers import forks
forks.processors = lambda: 2
for pid in forks.fork_each([0, 1, 2], lambda number: str(os.getpid()).encode() if number < 2 else time.sleep(600)):
    print(pid.decode(), flush=True)
"""


def test_forks_end_when_this_process_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pids = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
    deadline = time.monotonic() + 60
    while any(map(is_running, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False

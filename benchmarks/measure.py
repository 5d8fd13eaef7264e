"""Runs a command or a function, and measures CPU time, elapsed time and memory of all its processes."""

import ctypes
import os
import resource
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
_INTERVAL = 0.25
"""Seconds between two samples of the memory."""


@dataclass(frozen=True)
class Cost:
    """The measured cost of a command or a function."""

    cpu: float
    """Seconds, user and system, over all processes."""
    memory: float
    """Peak resident set of the largest process, in MB."""
    elapsed: float = 0
    """Seconds."""
    together: float = 0
    """Peak proportional set of all processes together, in MB, if it was sampled."""


class _Sampler:
    """Samples the proportional memory of all processes that this one started."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Return the peak, in MB."""
        self._is_over.set()
        self._thread.join()
        return self.peak

    def _run(self) -> None:
        while not self._is_over.wait(_INTERVAL):
            self.peak = max(self.peak, sum(map(_proportional, _below(os.getpid()))))


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def cost(command: list[str], folder: Path, *, together: bool = False) -> Cost:
    """Run a command in `folder`, wait for it and for all processes that it started, and return their cost.

    With `together`, their memory is sampled.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sampler = _Sampler() if together else None
    cpu, memory, failed = 0.0, 0.0, False
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
        failed = failed or (pid == process.pid and status != 0)
    process.returncode = 0
    if failed:
        raise RuntimeError(f"{command} failed in {folder}")
    return Cost(cpu, memory, time.monotonic() - start, sampler.end() if sampler else 0)


def cost_of(task: Callable[[], object], seconds: int) -> Cost | None:
    """Run a task in a fork of this process, and return its cost; None if it takes more than `seconds` of CPU time."""
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        try:
            task()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status, usage = os.wait4(pid, 0)
    if os.WIFSIGNALED(status):
        return None
    if status:
        raise RuntimeError("The measured task failed. Its traceback is above.")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

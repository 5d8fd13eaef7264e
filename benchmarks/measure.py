"""Runs a command or a function, and measures the CPU time of all its processes and the memory of the largest one."""

import ctypes
import os
import resource
import subprocess
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """The measured cost of a command or a function."""

    cpu: float
    """Seconds, user and system, over all processes."""
    memory: float
    """Peak resident set of the largest process, in MB."""


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command in `folder`, wait for it and for all processes that it started, and return their cost."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    return Cost(cpu, memory)


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

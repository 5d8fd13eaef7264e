"""Runs a command and says what it cost: CPU time of all its processes, and the memory of the largest of them."""

import ctypes
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    cpu: float
    """Seconds, user and system, over all processes."""
    memory: float
    """Peak resident set of the largest process, in MB."""


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command in `folder` and wait for it and for every process that it left behind."""
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

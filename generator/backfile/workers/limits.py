"""The limits of a worker process. Owns its limit of memory, its signals, and its end when the process of the run ends;
its time limit is left to the pool.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import select
import signal
import sys
from typing import TYPE_CHECKING, cast

from backfile.settings.schema import MEGABYTE

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess


def limit_process(megabytes: int) -> None:
    """Limit the memory of this worker process, and set its signals."""
    limit_memory(megabytes)
    end_with_parent(cast("BaseProcess", multiprocessing.parent_process()).sentinel)


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process, on Linux; other systems do not enforce it."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))


def end_with_parent(pipe: int) -> None:
    """Let the system end this process when its parent ends: the pipe from the parent then sends a signal.

    A thread that waits for the pipe is not enough: it does not run during a long match of a regular expression. The
    process leaves the process group of the terminal: the parent receives Ctrl-C and ends its workers. SIGTERM ends it
    at once, whatever it does.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # On Linux, the default action of this signal ends the process.
    signal.signal(signal.SIGIO, signal.SIG_DFL if sys.platform == "linux" else _exit)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:
        _exit()


def _exit(*_: object) -> None:
    """End this process without clean-up, also as a signal handler."""
    os._exit(1)

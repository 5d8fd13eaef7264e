"""The fork server: the process from which worker processes are forked. Owns its start, and the modules that it imports
once for all workers, while the process of the run continues.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext

CONVERSION_MODULES = (
    "backfile.workers.task",
    "backfile.extract.page",
    "backfile.extract.text.steps",
    "dateparser.languages.loader",
    "ftfy",
    "gcld3",
    "backfile.workers.forkserver_tables",
)
"""What conversion needs."""
_EXCEPTHOOK = "backfile.workers.forkserver_excepthook"

_SAFE_PATH = "PYTHONSAFEPATH"
"""The environment variable that keeps the current folder out of `sys.path` (Python 3.11)."""
_expected = threading.Event()
"""Set when this process has converted inputs: if it does so again, it gains by a fork server, which stays."""


def is_expected() -> bool:
    """Return whether this process has started the fork server, or has done without it once."""
    return _expected.is_set()


def expect() -> None:
    """Keep that this process does without the fork server, this once."""
    _expected.set()


def start_forkserver(modules: Sequence[str] = CONVERSION_MODULES) -> ForkServerContext:
    """Start the fork server if it does not run, with modules imported. Return the context that creates workers.

    The fork server ends with this process.
    """
    _expected.set()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*modules, _EXCEPTHOOK])
    # The two processes run `python -c`, which imports modules from the current folder first: that may be an archive or
    # downloads of a stranger.
    safe_path = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    # Only this process receives Ctrl-C, and ends the others: they inherit this signal mask. The resource tracker is
    # started before, because its start, from the fork server, would unblock the signal.
    try:
        resource_tracker.ensure_running()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    finally:
        if safe_path is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = safe_path
    return context


def stop_forkserver() -> None:
    """End the fork server, if it runs, when its worker processes have ended; the next `start_forkserver` starts it."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]

"""The process that workers are forked from: it loads what reading takes, once for all, while this process goes on."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext

_LOADED = [
    "backfile.workers.task",
    "backfile.site.plugin",
    "dateparser.languages.loader",
    "backfile.workers.forkserver_excepthook",
]
"""The plugin is among them since MkDocs loads no archive's settings without it."""


def begin() -> ForkServerContext:
    """Start that process, unless it runs; give what makes workers of it. It ends with this process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    # Ctrl-C is for this process alone, which ends the others: they inherit the mask. The tracker, which the other one
    # would start, lifts it.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context

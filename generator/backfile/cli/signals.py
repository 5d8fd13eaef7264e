"""Signals that end a run: from the keyboard, from the system, from a terminal that is closed.

The first signal raises `Interrupted`, so that workers and git end too and the terminal is restored. A second
signal ends the process at once. So does an alarm, if the run has not ended within ten seconds. An archive can be
interrupted at any moment.
"""

from __future__ import annotations

import errno
import os
import signal
import termios
from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_OUTPUTS = (1, 2)
"""The descriptors of standard output and standard error; they may exist even if Python has no such streams."""
_SECONDS = 10
"""The time in which a run has to end after a signal."""


class Interrupted(BaseException):
    """A signal ends the run. This is neither an Exception nor a KeyboardInterrupt, because libraries catch those."""

    def __init__(self, number: int) -> None:
        """Take the number of the signal."""
        self.exit_code = 128 + number
        """The exit code that shells use for this signal."""
        name = signal.Signals(number).name
        super().__init__(f"Ended by {name}. What was done so far is saved; run the same command again to continue.")


def raise_on_signals() -> None:
    """Install handlers that raise Interrupted. Signals that the caller ignores (nohup, `&`) stay ignored."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    for other in (*_ENDING, signal.SIGALRM):
        signal.signal(other, lambda *_: os._exit(128 + number))
    signal.alarm(_SECONDS)
    _discard_lost_terminals()
    raise Interrupted(number)


def terminal_hangup(error: Exception) -> Interrupted | None:
    """Return the interruption for an error that says that the terminal was closed; None for other errors.

    Such an error can come before the signal does.
    """
    is_hangup = isinstance(error, OSError) and error.errno == errno.EIO and _discard_lost_terminals()
    return Interrupted(signal.SIGHUP) if is_hangup else None


def _discard_lost_terminals() -> bool:
    """Redirect output to /dev/null if its terminal was closed, and return whether one was.

    Without this, printing would raise an error that hides the reason for the end of the run.
    """
    lost_terminals = [descriptor for descriptor in _OUTPUTS if is_lost_terminal(descriptor)]
    for descriptor in lost_terminals:
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
    return bool(lost_terminals)


def is_lost_terminal(descriptor: int) -> bool:
    """Return whether a descriptor leads to a terminal that was closed."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False

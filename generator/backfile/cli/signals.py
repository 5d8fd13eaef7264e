"""The signals that ask a run to end: from the keyboard, from the system, from a terminal that closes.

The first one ends the run as an exception does, so that workers and git end with it and the terminal is left in order.
The second one ends it on the spot, and so does the clock where the first was of no use: an archive bears that at any
moment.
"""

from __future__ import annotations

import errno
import os
import signal
import termios
from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SAID_ON = (1, 2)
"""Standard output and standard error, also where Python has none."""
_SECONDS = 10
"""How long a run may take to end."""


class Stopped(BaseException):
    """A signal asks the run to end. No Exception and no KeyboardInterrupt: libraries keep those to themselves."""

    def __init__(self, number: int) -> None:
        """In: the signal's number."""
        self.exit_code = 128 + number
        """As shells have it."""
        super().__init__(f"Ended by {signal.Signals(number).name}. What is done stays done; run again to go on.")


def heed() -> None:
    """From now on these signals raise Stopped. Those that the caller has ignored (nohup, `&`) stay ignored."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    for other in (*_ENDING, signal.SIGALRM):
        signal.signal(other, lambda *_: os._exit(128 + number))
    signal.alarm(_SECONDS)
    _let_go_of_terminals()
    raise Stopped(number)


def hung_up(error: Exception) -> Stopped | None:
    """Give what ends the run where an error says that its terminal is gone, which may be seen before the signal."""
    gone = isinstance(error, OSError) and error.errno == errno.EIO and _let_go_of_terminals()
    return Stopped(signal.SIGHUP) if gone else None


def _let_go_of_terminals() -> bool:
    """Write nowhere where the terminal is gone: what is still said would be an error that hides why the run ended.

    Out: whether one is gone.
    """
    gone = [descriptor for descriptor in _SAID_ON if is_gone(descriptor)]
    for descriptor in gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
    return bool(gone)


def is_gone(descriptor: int) -> bool:
    """Whether a stream leads to a terminal that is gone."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False

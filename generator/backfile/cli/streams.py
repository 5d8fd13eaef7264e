"""Standard input, output and error as the caller left them: closed, full, or given up by who reads them. Whatever they
are, a command goes on to its end; what has become of its output decides how it ends.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, TextIO

from backfile.cli import signals
from backfile.problems import REPORTED, StorageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NAMES = ("stdin", "stdout", "stderr")
"""By their descriptors."""
_WENT_WELL = (None, 0, REPORTED)
"""Exit codes of a command that went to its end."""


class _Lenient(io.BufferedWriter):
    """A stream that leads nowhere from when it cannot be written to: the work of a command is not its output."""

    def __init__(self, descriptor: int, *, at_once: bool) -> None:
        """In: what it writes to, and never closes; whether nothing waits in its buffer."""
        super().__init__(io.FileIO(descriptor, "w", closefd=False))
        self.lost: OSError | None = None
        """Why something could not be written, the first time."""
        self._at_once = at_once

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, or lose it. Raises OSError where a terminal is gone: that ends a run, as its signal does."""
        size = memoryview(data).nbytes
        try:
            super().write(data)
        except OSError as error:
            self._lose(error)
        if self._at_once:
            self.flush()
        return size

    def flush(self) -> None:
        """Write what waits, or lose it; raises as `write` does."""
        try:
            super().flush()
        except OSError as error:
            self._lose(error)
            super().flush()

    def _lose(self, error: OSError) -> None:
        if signals.is_gone(self.fileno()):
            raise error
        self.lost = self.lost or error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def begin() -> None:
    """Make the streams ones that can be used, before any file is opened."""
    for descriptor, name in enumerate(_NAMES):
        _expect_open(descriptor)
        if getattr(sys, name) is None:
            mode = "w" if descriptor else "r"
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    sys.stdout, sys.stderr = _lenient(sys.stdout), _lenient(sys.stderr)


def _expect_open(descriptor: int) -> None:
    """Open nothing in the place of a stream that is closed: a file of the archive would get its number otherwise, and
    what a child process prints would end up there.
    """
    try:
        os.fstat(descriptor)
    except OSError:
        nothing = os.open(os.devnull, os.O_RDWR)
        if nothing != descriptor:
            os.dup2(nothing, descriptor)
            os.close(nothing)
        os.set_inheritable(descriptor, True)


def _lenient(stream: TextIO) -> TextIO:
    """Give what takes the place of a stream that Python has made, and is like it in all else."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    return io.TextIOWrapper(
        # Python leaves the buffer out where it was told to (-u).
        _Lenient(stream.fileno(), at_once=isinstance(stream.buffer, io.RawIOBase)),
        stream.encoding,
        # A terminal of few letters shows the others as escapes.
        errors="backslashreplace",
        newline="\n",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def ended(code: str | int | None) -> str | int | None:
    """Give the exit code of a command that has ended with `code`, once all that it printed is written or lost."""
    sys.stdout.flush()
    lost = sys.stdout.buffer.lost if isinstance(sys.stdout.buffer, _Lenient) else None
    if lost is None or code not in _WENT_WELL:
        return code
    if lost.errno == errno.EPIPE:
        return 128 + signal.SIGPIPE
    from backfile.cli import output

    output.complain(
        f"Standard output cannot be written: {lost.strerror}. All else is done, and the archive is whole. "
        "Make room there, or print to another place, and run again."
    )
    return StorageError.exit_code

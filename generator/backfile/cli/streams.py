"""Standard input, output and error: replaced by streams that work even if the caller closed them, or if they are full,
or if the program that reads them ended.

A command always continues to its end. If its output could not be written, the exit code shows it afterwards.
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
"""The names of the streams; the index is the descriptor."""
_COMPLETE = (None, 0, REPORTED)
"""The exit codes of a command that completed its work."""


class _DiscardingWriter(io.BufferedWriter):
    """A stream that discards everything after the first error: the work of a command does not depend on its output."""

    def __init__(self, descriptor: int, *, unbuffered: bool) -> None:
        """Take the descriptor to write to, which is never closed, and whether each write is flushed."""
        super().__init__(io.FileIO(descriptor, "w", closefd=False))
        self.error: OSError | None = None
        """The first error of writing."""
        self._unbuffered = unbuffered

    def write(self, data: ReadableBuffer, /) -> int:
        """Write or discard data. Raises OSError if the terminal was closed: that ends a run, as SIGHUP does."""
        size = memoryview(data).nbytes
        try:
            super().write(data)
        except OSError as error:
            self._discard(error)
        if self._unbuffered:
            self.flush()
        return size

    def flush(self) -> None:
        """Write or discard the buffer. Raises OSError as `write` does."""
        try:
            super().flush()
        except OSError as error:
            self._discard(error)
            super().flush()

    def _discard(self, error: OSError) -> None:
        if signals.is_lost_terminal(self.fileno()):
            raise error
        self.error = self.error or error
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, self.fileno())
        os.close(devnull)


def replace_standard_streams() -> None:
    """Replace the standard streams of Python. Call this before any file is opened."""
    for descriptor, name in enumerate(_NAMES):
        _open_if_closed(descriptor)
        if getattr(sys, name) is None:
            mode = "w" if descriptor else "r"
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    sys.stdout, sys.stderr = _discarding(sys.stdout), _discarding(sys.stderr)


def _open_if_closed(descriptor: int) -> None:
    """Open /dev/null in the place of a closed stream.

    Otherwise the next file that is opened, perhaps one of the archive, would get this descriptor, and the output of
    child processes would be written into that file.
    """
    try:
        os.fstat(descriptor)
    except OSError:
        devnull = os.open(os.devnull, os.O_RDWR)
        if devnull != descriptor:
            os.dup2(devnull, descriptor)
            os.close(devnull)
        os.set_inheritable(descriptor, True)


def _discarding(stream: TextIO) -> TextIO:
    """Return a stream that discards output after an error, and is otherwise like `stream`."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    return io.TextIOWrapper(
        # With `python -u` the stream has no buffer.
        _DiscardingWriter(stream.fileno(), unbuffered=isinstance(stream.buffer, io.RawIOBase)),
        stream.encoding,
        # Characters that the encoding of the terminal lacks are printed as escape sequences.
        errors="backslashreplace",
        newline="\n",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def final_exit_code(code: str | int | None) -> str | int | None:
    """Flush standard output, and return the exit code of a command that ended with `code`.

    It differs from `code` if the command completed its work but standard output could not be written.
    """
    sys.stdout.flush()
    error = sys.stdout.buffer.error if isinstance(sys.stdout.buffer, _DiscardingWriter) else None
    if error is None or code not in _COMPLETE:
        return code
    if error.errno == errno.EPIPE:
        return 128 + signal.SIGPIPE
    from backfile.cli import output

    output.print_error(
        f"Standard output cannot be written: {error.strerror}. The command is complete and the archive is whole. "
        "Make room there, or print to another place, and run again."
    )
    return StorageError.exit_code

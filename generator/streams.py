"""Standard input, output and error as the caller left them: closed, for one. Whatever they are, commands go on."""

from __future__ import annotations

import os
import sys

_NAMES = ("stdin", "stdout", "stderr")
"""By their descriptors."""


def begin() -> None:
    """Make the streams ones that can be used, before any file is opened."""
    for descriptor, name in enumerate(_NAMES):
        _expect_open(descriptor)
        if getattr(sys, name) is None:
            mode = "w" if descriptor else "r"
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal of few letters shows the others as escapes.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


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

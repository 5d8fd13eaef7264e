"""The command line in the process of the tests: what a command does and says, without the time that starting one takes.

What a process is to the system and to a terminal (signals, streams that close, arguments that are no text) is tested on
processes of their own.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from backfile.cli.app import app


def backfile(*arguments: object, cwd: Path, code: int = 0) -> str:
    """Run a command in the folder `cwd`. It must end with `code`; give what it printed, then what it complained of."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with contextlib.chdir(cwd), _into(1, out), _into(2, err):
            ended = _ended(list(map(str, arguments)))
        said = "".join(file.read().decode() for file in (out, err) if file.seek(0) == 0)
    assert ended == code, said
    assert "Traceback" not in said
    return said


def _ended(arguments: list[str]) -> int:
    try:
        app(arguments, prog_name="backfile")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    raise AssertionError("a command ends by leaving")


@contextlib.contextmanager
def _into(descriptor: int, file: IO[bytes]) -> Iterator[None]:
    """Have a standard stream go into a file, for what Python prints and for what other programs do."""
    name = {1: "stdout", 2: "stderr"}[descriptor]
    stream, kept = getattr(sys, name), os.dup(descriptor)
    stream.flush()
    os.dup2(file.fileno(), descriptor)
    setattr(sys, name, io.TextIOWrapper(os.fdopen(descriptor, "wb", closefd=False), "utf-8", write_through=True))
    try:
        yield
    finally:
        getattr(sys, name).flush()
        setattr(sys, name, stream)
        os.dup2(kept, descriptor)
        os.close(kept)

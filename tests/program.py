"""Running commands in the process of the tests, which saves the time to start the program.

Signals, closed streams and arguments that are not valid text are tested with processes of their own.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from typer.main import get_command

from backfile.cli.app import app


def backfile(*arguments: object, cwd: Path, code: int = 0) -> str:
    """Run a command in the folder `cwd`, assert its exit code, and return its output, standard error last."""
    done = run(*arguments, cwd=cwd)
    printed = done.stdout + done.stderr
    assert done.returncode == code, printed
    assert "Traceback" not in printed
    return printed


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder `cwd`; return its exit code and what it wrote to each stream."""
    command = list(map(str, arguments))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with contextlib.chdir(cwd), _redirect(1, out), _redirect(2, err):
            exit_code = _exit_code(command)
        written = [file.read().decode() for file in (out, err) if file.seek(0) == 0]
    return subprocess.CompletedProcess(command, exit_code, *written)


@cache
def _command() -> Any:
    """Return the command line, which Typer would build anew for each run."""
    return get_command(app)


def _exit_code(arguments: list[str]) -> int:
    try:
        _command()(arguments, prog_name="backfile")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    raise AssertionError("a command ends with SystemExit")


@contextlib.contextmanager
def _redirect(descriptor: int, file: IO[bytes]) -> Iterator[None]:
    """Redirect a standard stream into a file, for Python and for child processes."""
    name = {1: "stdout", 2: "stderr"}[descriptor]
    stream, original = getattr(sys, name), os.dup(descriptor)
    stream.flush()
    os.dup2(file.fileno(), descriptor)
    setattr(sys, name, io.TextIOWrapper(os.fdopen(descriptor, "wb", closefd=False), "utf-8", write_through=True))
    try:
        yield
    finally:
        getattr(sys, name).flush()
        setattr(sys, name, stream)
        os.dup2(original, descriptor)
        os.close(original)

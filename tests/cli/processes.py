"""Running the program in a process of its own, with pipes or a terminal as its output."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "generator" / "backfile" / "samples"
HOSTILE_NAME = "evil\x1b[2J\u202egpj.\nname.docx"
"""A file name with an escape sequence, a change of text direction and a line break."""


def run(*arguments: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; `variables` are added to its environment."""
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")} | variables
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def run_on_terminal(*arguments: object, cwd: Path, **variables: str) -> str:
    """Run a command with a terminal as its output; return what was written to the terminal."""
    master, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"} | variables
    for name in {"NO_COLOR", "FORCE_COLOR", "CI"} - variables.keys():
        environment.pop(name, None)
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    with subprocess.Popen(command, cwd=cwd, env=environment, stdout=terminal, stderr=terminal):
        os.close(terminal)
        output = b""
        try:
            while part := os.read(master, 65536):
                output += part
        except OSError:  # Linux raises it when the other end is closed.
            pass
    os.close(master)
    return output.decode()

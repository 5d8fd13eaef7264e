"""Commands in a process that finds a package with entry points, as if it was installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def backfile(*arguments: object, cwd: Path, code: int = 0, path: Path) -> str:
    """Run a command in a process that imports also from the folder `path`; return what it printed."""
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    search_path = os.pathsep.join(filter(None, (str(path), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": search_path}
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout + run.stderr

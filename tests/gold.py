"""The folder of the gold sets, by default or as `BACKFILE_GOLD` names it, and the script that scores pages."""

import os
import subprocess
import sys
from pathlib import Path

GOLD = Path(os.environ.get("BACKFILE_GOLD") or Path(__file__).parents[1] / "../shared/bench").resolve()


def scorer(*arguments: str | Path) -> str:
    """Run the script and return its output."""
    command = [sys.executable, str(GOLD / "score.py"), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

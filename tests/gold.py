"""Where the gold sets are, and the scorer that lies with them. `BACKFILE_GOLD` names the folder."""

import os
import subprocess
import sys
from pathlib import Path

GOLD = Path(os.environ.get("BACKFILE_GOLD") or Path(__file__).parents[1] / "../shared/bench").resolve()


def scorer(*arguments: str | Path) -> str:
    """Run the scorer; give what it prints."""
    command = [sys.executable, str(GOLD / "score.py"), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

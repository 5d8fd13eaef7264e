"""News and picture agencies: the suppliers of articles and pictures. Owns loading their names from `agencies.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")


@cache
def agencies(kinds: str) -> frozenset[str]:
    """Return the names of agencies in lower case, of the kinds in `agencies.toml`, named as `"news initials"`."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(name for kind in kinds.split() for name in tables[kind])

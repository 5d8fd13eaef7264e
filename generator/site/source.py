"""An article's page as the archive holds it, published beside the page of the site: the same bytes, at `NAME.md`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def publish(paths: Iterable[str], docs: Path, site: Path) -> None:
    """Copy pages from `docs` to `site`, each to the same path."""
    for path in paths:
        shutil.copyfile(docs / path, site / path)

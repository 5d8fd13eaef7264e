"""The result of a build, as the library returns it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build."""

    site: Path
    """The folder of the site."""
    pages: int
    """Number of HTML pages in the site."""
    seconds: float
    warnings: tuple[str, ...] = ()
    """The warnings of MkDocs, in its words."""
    rendered: int = 0
    """Number of pages that were rendered: those that changed, and those in the navigation."""
    kept: int = 0
    """Number of pages that were left as the last build wrote them."""
    removed: int = 0
    """Number of pages that the last build wrote, and that the archive does not have any more."""
    all_because: str | None = None
    """Why all pages were rendered although that is rarely needed, one clause; None if only those were that had to."""

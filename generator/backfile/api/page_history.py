"""The revisions of pages, for programs: each method is a command. `Archive.history` is one of these."""

from __future__ import annotations

import os
from pathlib import Path

from backfile.archive.revisions.history import History
from backfile.operations.page_history import Compared, diff, log
from backfile.settings.mkdocs_yml import Config

Page = str | os.PathLike[str]
"""The path of a page: relative to the current folder, to the archive's folder or to docs/."""


class PageHistory:
    """The history of an archive's pages. The methods raise NothingThereError and GitError."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def log(self, page: Page | None = None) -> History:
        """Return the revisions of a page, or of all pages that have several."""
        return log(self._config, None if page is None else Path(page))

    def diff(self, page: Page, *revisions: str) -> Compared:
        """Return how two revisions of a page differ: the last two, one and the one before it, or any two.

        Revisions are named by their ids, or by the beginnings of them.
        """
        return diff(self._config, Path(page), revisions)

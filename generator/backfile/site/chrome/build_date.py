"""The date of a build: that of the last commit, so that a build of the same commit has the same bytes at any time.

MkDocs and its plugins read it from SOURCE_DATE_EPOCH (reproducible-builds.org). The dates of articles are in their
front matter.
"""

from __future__ import annotations

import os
from pathlib import Path

from backfile.archive.git import last_commit_time

VARIABLE = "SOURCE_DATE_EPOCH"


class BuildDate:
    """The environment variable that dates a build, and whether this program has set it."""

    def __init__(self) -> None:
        """Begin with a variable that this program has not set."""
        self._is_ours = False

    def set(self, folder: Path) -> None:
        """Set the variable to the time of the last commit in `folder`, unless the environment has it already.

        Without a commit it is not set, and the date is the current time.
        """
        if VARIABLE not in os.environ and (seconds := last_commit_time(folder)) is not None:
            os.environ[VARIABLE] = str(seconds)
            self._is_ours = True

    def unset(self) -> None:
        """Remove the variable if this program has set it."""
        if self._is_ours:
            os.environ.pop(VARIABLE, None)
            self._is_ours = False

"""The date of a build: that of the last commit, so that a build of the same commit has the same bytes at any time.

MkDocs and its plugins read it from SOURCE_DATE_EPOCH (reproducible-builds.org). The dates of articles are in their
front matter.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.exceptions import PluginError

from backfile.archive.git import last_commit_time
from backfile.fields.limits import cut_text
from backfile.markup.plain_text import strip_controls

VARIABLE = "SOURCE_DATE_EPOCH"
_LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
"""The last time of a build, in seconds since 1970: with any time zone it is a date that Python has."""


class BuildDate:
    """The environment variable that dates a build, and whether this program has set it."""

    def __init__(self) -> None:
        """Begin with a variable that this program has not set."""
        self._is_ours = False

    def set(self, folder: Path) -> None:
        """Set the variable to the time of the last commit in `folder`, unless the environment has it already.

        Without a commit it is not set, and the date is the current time. A commit may have any date, before 1970 and
        after the year 9999; the nearest possible date is then that of the build. Raises PluginError for a variable of
        the environment that is no such time.
        """
        if VARIABLE in os.environ:
            _check(os.environ[VARIABLE])
        elif (seconds := last_commit_time(folder)) is not None:
            os.environ[VARIABLE] = str(min(max(seconds, 0), _LAST))
            self._is_ours = True

    def unset(self) -> None:
        """Remove the variable if this program has set it."""
        if self._is_ours:
            os.environ.pop(VARIABLE, None)
            self._is_ours = False


def _check(value: str) -> None:
    """Raise PluginError if a value of the variable is no time in whole seconds, from 1970 to 9999."""
    if not (re.fullmatch("[0-9]{1,12}", value) and int(value) <= _LAST):
        shown = cut_text(strip_controls(value), _SHOWN)
        raise PluginError(f"{VARIABLE} is {shown!r}, which is no number of seconds since 1970: unset it or set it anew")


_SHOWN = 40
"""How many characters of a wrong value are shown."""

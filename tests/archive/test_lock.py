"""One run at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.archive.lock import hold_lock
from backfile.operations.ingest import ingest
from backfile.problems import LockedError
from backfile.settings.mkdocs_yml import Config


def test_a_second_run_is_refused(home: Config, inbox: Path) -> None:
    with hold_lock(home.root / ".backfile" / "lock", "ingest"), pytest.raises(LockedError):
        ingest([inbox], home)

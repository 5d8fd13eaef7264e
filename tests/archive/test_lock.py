"""The lock, and the folder in which it lies."""

from __future__ import annotations

import pickle
from pathlib import Path

from backfile.archive.lock import hold_lock
from backfile.problems import StorageError
from tests.program import backfile


def test_the_cache_is_ignored_by_git(tmp_path: Path) -> None:
    with hold_lock(tmp_path / ".backfile" / "lock", "test"):
        assert (tmp_path / ".backfile" / ".gitignore").read_text() == "*\n"


def test_a_linked_cache_is_refused_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    backfile("init", "archive", cwd=tmp_path)
    outside = tmp_path / "outside"
    (outside / "tmp").mkdir(parents=True)
    (outside / "tmp" / "mine").write_text("precious")
    (outside / "lock").write_text("mine")
    (tmp_path / "archive" / ".backfile").rename(tmp_path / "old")
    (tmp_path / "archive" / ".backfile").symlink_to("../outside")
    for command, code in (("tags list", 17), ("lists", 17), ("reingest", 17), ("build", 17), ("upgrade", 17)):
        assert "symbolic link" in backfile(*command.split(), cwd=tmp_path / "archive", code=code)
    assert {path.name: path.read_text() for path in outside.rglob("*") if path.is_file()} == {
        "mine": "precious",
        "lock": "mine",
    }


def test_errors_of_storage_survive_the_way_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(StorageError("a", OSError(28, "No space left on device"))))
    assert error.is_general
    assert "a cannot be written" in str(error)

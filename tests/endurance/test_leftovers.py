"""Lock files of a git that the program started and that was killed are removed; those of another git are not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.settings.mkdocs_yml import Config
from tests.endurance.runs import git, wait_until, write_pages

LOCKS = (
    "index.lock",
    "HEAD.lock",
    "refs/heads/main.lock",
    "next-index-77.lock",
    "packed-refs.lock",
    "objects/4b/tmp_obj_x",
    "objects/tmp_objdir-bulk-fsync-x/4b/tmp_obj_y",
)


@pytest.fixture
def home(tmp_path: Path) -> Config:
    write_pages(tmp_path / "inbox", 2)
    return init.create(tmp_path / "archive")


def note(home: Config) -> None:
    """Make the note of a run that was killed while it committed."""
    (home.root / ".backfile" / "committing").mkdir()
    (home.root / ".backfile" / "committing" / "began").touch()


def lock(home: Config, name: str) -> Path:
    file = home.root / ".git" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    return file


def test_locks_of_the_programs_git_are_removed(home: Config, tmp_path: Path) -> None:
    note(home)
    locks = [lock(home, name) for name in LOCKS]
    assert ingest([tmp_path / "inbox"], home).revision
    assert not any(file.exists() for file in locks)
    assert not (home.root / ".backfile" / "committing").exists()
    assert git(home.root, "status", "--short") == ""


def test_an_older_lock_is_not_removed(home: Config, tmp_path: Path) -> None:
    other_lock = lock(home, "index.lock")
    note(home)
    os.utime(other_lock, (1, 1))
    report = ingest([tmp_path / "inbox"], home)
    assert "index.lock" in (report.uncommitted or "")
    assert other_lock.exists()


def test_a_lock_of_a_running_git_is_not_removed(home: Config, tmp_path: Path) -> None:
    """The owner is writing a commit message: git holds the lock, and has no file open."""
    (home.root / "tags.yml").write_text("# Nothing\n")
    note(home)
    (tmp_path / "hold").touch()
    editor = f"while test -e {tmp_path / 'hold'}; do sleep 0.01; done; echo Mine >"
    environment = {**os.environ, "GIT_EDITOR": editor, "GIT_COMMITTER_NAME": "O", "GIT_COMMITTER_EMAIL": "o@x.test"}
    environment |= {"GIT_AUTHOR_NAME": "O", "GIT_AUTHOR_EMAIL": "o@x.test"}
    owner = subprocess.Popen(["git", "commit", "--all"], cwd=home.root, env=environment)
    wait_until((home.root / ".git" / "index.lock").exists)
    report = ingest([tmp_path / "inbox"], home)
    assert "index.lock" in (report.uncommitted or "")
    (tmp_path / "hold").unlink()
    assert owner.wait() == 0
    assert ingest([tmp_path / "inbox"], home).revision
    assert git(home.root, "log", "--format=%s").splitlines()[1] == "Mine"


def test_a_lock_that_a_process_has_open_is_not_removed(home: Config, tmp_path: Path) -> None:
    note(home)
    other_lock = lock(home, "index.lock")
    with subprocess.Popen(["sleep", "1000"], stdin=other_lock.open()) as holder:
        report = ingest([tmp_path / "inbox"], home)
        holder.kill()
    assert "index.lock" in (report.uncommitted or "")
    assert ingest([tmp_path / "inbox"], home).revision

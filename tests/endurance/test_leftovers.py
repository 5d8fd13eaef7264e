"""What a killed git left is taken away; what may be another git's is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.settings.mkdocs_yml import Config
from tests.endurance.runs import fill, git, wait_until

LEFT = (
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
    fill(tmp_path / "inbox", 2)
    return init.create(tmp_path / "archive")


def note(home: Config) -> None:
    """Leave the note that a run leaves which was killed while it committed."""
    (home.root / ".backfile" / "committing").mkdir()
    (home.root / ".backfile" / "committing" / "began").touch()


def lock(home: Config, name: str) -> Path:
    file = home.root / ".git" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    return file


def test_what_our_git_left_is_taken_away(home: Config, tmp_path: Path) -> None:
    note(home)
    left = [lock(home, name) for name in LEFT]
    assert ingest([tmp_path / "inbox"], home).revision
    assert not any(file.exists() for file in left)
    assert not (home.root / ".backfile" / "committing").exists()
    assert git(home.root, "status", "--short") == ""


def test_a_lock_from_before_our_git_is_another_s(home: Config, tmp_path: Path) -> None:
    theirs = lock(home, "index.lock")
    note(home)
    os.utime(theirs, (1, 1))
    report = ingest([tmp_path / "inbox"], home)
    assert "index.lock" in (report.uncommitted or "")
    assert theirs.exists()


def test_a_lock_of_a_git_at_work_is_left_to_it(home: Config, tmp_path: Path) -> None:
    """Its owner writes the message of a commit: git holds the lock, and has no file open."""
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


def test_a_lock_that_somebody_has_open_is_left_to_them(home: Config, tmp_path: Path) -> None:
    note(home)
    theirs = lock(home, "index.lock")
    with subprocess.Popen(["sleep", "1000"], stdin=theirs.open()) as holder:
        report = ingest([tmp_path / "inbox"], home)
        holder.kill()
    assert "index.lock" in (report.uncommitted or "")
    assert ingest([tmp_path / "inbox"], home).revision

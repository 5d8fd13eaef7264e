"""A disk that is full or read-only: one clear line, and when there is space again the next run continues."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backfile.archive.lock import hold_lock
from tests.endurance.runs import assert_same_state, files, run, start_program, state, write_pages
from tests.program import backfile

PAGE = 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:
        pytest.skip(f"mounting is not permitted: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def free_space(disk: Path, size: int) -> Iterator[None]:
    """Leave only `size` bytes free in the block."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(PAGE, shutil.disk_usage(disk).free - size))
    yield
    ballast.unlink()


def run_failing(*arguments: object) -> tuple[int, str]:
    """Run the program, which is expected to fail. Return its exit code and the one line that it prints."""
    _, err = (started := start_program(*arguments)).communicate()
    assert "Traceback" not in err, err
    lines = err.splitlines()
    assert started.returncode == 0 or len(lines) == 1, err
    return started.returncode, err


FULL = ("No space left on device", "Out of diskspace", "is full")
"""How the system, git and the program say that a disk is full."""


def test_an_ingest_on_a_disk_that_gets_full(disk: Path, tmp_path: Path) -> None:
    inbox = write_pages(tmp_path / "inbox", 12)
    run("init", tmp_path / "new", "--name", "Disk")
    shutil.copytree(tmp_path / "new", tmp_path / "undisturbed")
    run("ingest", inbox, "-C", tmp_path / "undisturbed")
    expected = state(tmp_path / "undisturbed")
    codes = []
    for kilobytes in (0, 300, 720, 900):
        archive = shutil.copytree(tmp_path / "new", disk / "archive")
        with free_space(disk, kilobytes * 1024):
            code, message = run_failing("ingest", inbox, "-C", archive)
        print(kilobytes, code, message)
        assert code in (0, 14, 17), message
        assert code == 0 or any(text in message for text in FULL), message
        codes.append(code)
        run("ingest", inbox, "-C", archive)
        assert_same_state(state(archive), expected)
        shutil.rmtree(archive)
    assert {14, 17} <= set(codes)


def test_a_build_on_a_full_disk(disk: Path, tmp_path: Path) -> None:
    archive = disk / "archive"
    run("init", archive, "--name", "Disk")
    run("ingest", write_pages(tmp_path / "inbox", 5), "-C", archive)
    run("build", "-C", archive)
    site = files(archive / "site")
    for kilobytes in (0, 500, 2000):
        with free_space(disk, kilobytes * 1024):
            code, message = run_failing("build", "--full", "-C", archive)
        assert code == 15, message
        assert "No space left on device" in message
        assert files(archive / "site") == site
    run("build", "-C", archive)
    assert files(archive / "site") == site


def test_a_read_only_disk(disk: Path, tmp_path: Path) -> None:
    archive = disk / "archive"
    run("init", archive, "--name", "Disk")
    inbox = write_pages(tmp_path / "inbox", 2)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for command, code in ((("ingest", inbox), 17), (("lists",), 17), (("build",), 15)):
        ended, message = run_failing(*command, "-C", archive)
        assert ended == code, message
        assert "Read-only file system" in message


LOOKING = ("lists --check", "tags list", "tags suggest", "verify", "log", "identity list", "trust", "explain {file}")
DRY = ("lists", "ingest {file}", "reingest", "tags apply", "undo", "seal", "upgrade", "withdraw {page} --reason x")


@pytest.mark.parametrize("is_cached", [True, False], ids=["as runs leave it", "a clone"])
def test_a_read_only_archive_can_be_looked_at(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_cached: bool
) -> None:
    """All that a run needs for itself is outside the archive then, and gone afterwards."""
    temporary = tmp_path / "temporary"  # Other tests use the usual folder at the same time.
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    archive = disk / "archive"
    inbox = write_pages(tmp_path / "inbox", 2)
    backfile("init", archive, "--name", "Disk", cwd=tmp_path)
    backfile("ingest", inbox, cwd=archive)
    page = next(archive.glob("docs/articles/**/*.md")).relative_to(archive).as_posix()
    commands = [*LOOKING, *(f"{command} --dry-run" for command in DRY)]
    words = [command.format(file=next(inbox.glob("*.html")), page=page).split() for command in commands]
    expected = [backfile(*each, cwd=archive) for each in words]
    if not is_cached:
        shutil.rmtree(archive / ".backfile")
    before, others = files(archive), set(temporary.iterdir())
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for each, printed in zip(words, expected, strict=True):
        found = backfile(*each, cwd=archive)
        assert found == printed or (each[0] == "explain" and not is_cached), each  # It knows pages by the cache alone.
    for each in (["lists"], ["tags", "apply"]):
        assert "Read-only file system" in backfile(*each, cwd=archive, code=17)
    assert files(archive) == before
    assert set(temporary.iterdir()) == others


def test_an_archive_that_another_run_changes_is_not_looked_at_meanwhile(disk: Path, tmp_path: Path) -> None:
    archive = disk / "archive"
    backfile("init", archive, "--name", "Disk", cwd=tmp_path)
    with hold_lock(archive / ".backfile" / "lock", "ingest"), looked_at_elsewhere(archive, tmp_path) as same:
        assert "is running in" in backfile("tags", "list", cwd=same, code=13)
    with looked_at_elsewhere(archive, tmp_path) as same:
        backfile("tags", "list", cwd=same)


@contextmanager
def looked_at_elsewhere(archive: Path, folder: Path) -> Iterator[Path]:
    """Yield a folder in which an archive can be read and not be written, as on another machine."""
    same = folder / "same"
    same.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", str(archive), str(same)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(same)], check=True)
        yield same
    finally:
        subprocess.run(["umount", "--lazy", str(same)], check=True)

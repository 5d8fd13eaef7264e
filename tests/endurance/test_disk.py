"""A disk that is full or may not be written to: one clear line, and after making room the next run goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.endurance.runs import begin, files, fill, run, same, state

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
def room(disk: Path, size: int) -> Iterator[None]:
    """Leave so many bytes free meanwhile."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(PAGE, shutil.disk_usage(disk).free - size))
    yield
    ballast.unlink()


def fail(*arguments: object) -> tuple[int, str]:
    """Run the program, which is to fail; give its exit code and the one line that it prints."""
    _, err = (started := begin(*arguments)).communicate()
    assert "Traceback" not in err, err
    lines = err.splitlines()
    assert started.returncode == 0 or len(lines) == 1, err
    return started.returncode, err


def test_an_ingest_meets_a_full_disk_anywhere(disk: Path, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", 12)
    run("init", tmp_path / "new", "--name", "Disk")
    shutil.copytree(tmp_path / "new", tmp_path / "undisturbed")
    run("ingest", inbox, "-C", tmp_path / "undisturbed")
    wanted = state(tmp_path / "undisturbed")
    ends = []
    for kilobytes in (0, 64, 300, 720, 900):
        archive = shutil.copytree(tmp_path / "new", disk / "archive")
        with room(disk, kilobytes * 1024):
            code, said = fail("ingest", inbox, "-C", archive)
        print(kilobytes, code, said)
        assert code in (0, 14, 17), said
        assert code == 0 or "No space left on device" in said or "is full" in said, said
        ends.append(code)
        run("ingest", inbox, "-C", archive)
        same(state(archive), wanted)
        shutil.rmtree(archive)
    assert {14, 17} <= set(ends)


def test_a_build_meets_a_full_disk(disk: Path, tmp_path: Path) -> None:
    archive = disk / "archive"
    run("init", archive, "--name", "Disk")
    run("ingest", fill(tmp_path / "inbox", 5), "-C", archive)
    run("build", "-C", archive)
    site = files(archive / "site")
    for kilobytes in (0, 500, 2000):
        with room(disk, kilobytes * 1024):
            code, said = fail("build", "-C", archive)
        assert code == 15, said
        assert "No space left on device" in said
        assert files(archive / "site") == site
    run("build", "-C", archive)
    assert files(archive / "site") == site


def test_a_disk_that_may_not_be_written_to(disk: Path, tmp_path: Path) -> None:
    archive = disk / "archive"
    run("init", archive, "--name", "Disk")
    inbox = fill(tmp_path / "inbox", 2)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for command, code in ((("ingest", inbox), 17), (("lists",), 17), (("build",), 15)):
        ended, said = fail(*command, "-C", archive)
        assert ended == code, said
        assert "Read-only file system" in said

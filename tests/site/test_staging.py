"""Tests of the folder in which a site is built: how its files take the places of those of the old site."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backfile.site.staging import staged

SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture(params=["the same disk", "another disk"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The folder of an old site with the files `a.txt` and `same.txt`."""
    is_elsewhere = request.param == "another disk"
    if is_elsewhere and not (SHARED_MEMORY.is_dir() and SHARED_MEMORY.stat().st_dev != tmp_path.stat().st_dev):
        pytest.skip("There is no other disk.")
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if is_elsewhere else tmp_path) as folder:
        for name in ("a.txt", "same.txt"):
            Path(folder, name).write_text("old")
        yield Path(folder)


def update(root: Path, site: Path) -> None:
    """Put a new `a.txt` into the site."""
    (root / ".backfile").mkdir()
    with staged(root, site) as staging:
        (staging.folder / "a.txt").write_text("new")
        staging.old, staging.stays = ["a.txt", "same.txt"], {"same.txt"}


def test_a_file_is_replaced_by_another_whole_one(tmp_path: Path, site: Path) -> None:
    """Who has opened the old file reads it to its end."""
    with (site / "a.txt").open() as opened:
        update(tmp_path, site)
        assert opened.read() == "old"
    assert {path.name: path.read_text() for path in site.iterdir()} == {"a.txt": "new", "same.txt": "old"}
    assert (site / "a.txt").stat().st_mode == (site / "same.txt").stat().st_mode


def test_no_file_is_put_into_a_folder_in_its_place(tmp_path: Path, site: Path) -> None:
    """Somebody made the folder during the build."""
    (site / "a.txt").unlink()
    (site / "a.txt/more").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        update(tmp_path, site)
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*")) == ["a.txt", "a.txt/more", "same.txt"]


def run_as_a_user(task: Callable[[], object]) -> int:
    """Run a task in a fork that is not root, who may change everything. Return its exit code."""
    if not (child := os.fork()):
        try:
            if not os.geteuid():
                os.setuid(65534)
            task()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_folders_of_an_old_site_that_may_not_be_changed_are_removed() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        if not os.geteuid():
            os.chown(root, 65534, 65534)

        def build_twice() -> None:
            closed = root / "site/a/b"
            closed.mkdir(parents=True)
            (root / ".backfile").mkdir()
            (closed / "old.txt").write_text("old")
            closed.chmod(0o555)
            for number in range(2):
                with staged(root, root / "site") as staging:
                    (staging.folder / "new.txt").write_text(str(number))
                assert [path.name for path in (root / "site").rglob("*")] == ["new.txt"]
                assert not (root / ".backfile/site").exists()

        assert run_as_a_user(build_twice) == 0

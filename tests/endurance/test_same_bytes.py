"""The same inputs give the same bytes: pages, originals, commits and site, wherever and whenever they are made."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endurance import conflicts, disks
from tests.endurance.environments import World, contents, difference, faketime, git

FILES = conflicts.samples() | conflicts.articles()
LOCALES = ("tr_TR", "de_DE")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as made on a usual day."""
    return World().make(tmp_path_factory.mktemp("usual"), FILES)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of locales, compiled for this test."""
    folder = tmp_path_factory.mktemp("locales")
    for name in LOCALES:
        command = ["localedef", "--no-archive", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("Debian's package `locales` is not installed")
    return folder


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder with a long path of its own, in memory where there is room: files are listed there as they came."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="Über all 'elsewhere' ", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def _same(usual: Path, other: Path) -> None:
    assert difference(contents(usual), contents(other)) == []
    for question in (("ls-tree", "-r", "HEAD"), ("rev-parse", "HEAD"), ("status", "--porcelain")):
        assert git(other, *question) == git(usual, *question)


def _moved_clock() -> dict[str, str]:
    library = faketime()
    if library is None:
        pytest.skip("Debian's package `faketime` is not installed")
    more = {"LD_PRELOAD": library, "FAKETIME": "+370d"}
    asked = subprocess.run([sys.executable, "-c", "import time; print(time.time())"], env=more, capture_output=True)
    assert float(asked.stdout) > time.time() + 365 * 24 * 3600
    return more


def test_nothing_around_an_archive_leaves_a_trace(usual: Path, elsewhere: Path, locales: Path) -> None:
    more = {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(locales), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "99"}
    world = World(jobs=4, seed=1, umask=0o077, more=more | _moved_clock())
    other = world.make(elsewhere, FILES)
    _same(usual, other)
    unmistakable = elsewhere.name.split()[-1].encode()
    assert not [path for path, data in contents(other).items() if unmistakable in data]


def test_originals_do_not_tell_when_or_on_what_they_were_packed(usual: Path) -> None:
    """RFC 1952, 2.3.1: no name, no time, packed as well as could be, by an unknown system."""
    packed = [data[:10] for path, data in contents(usual).items() if path.startswith("originals/")]
    assert set(packed) == {b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"}


@pytest.mark.soak
@pytest.mark.parametrize(
    "world",
    [
        World(jobs=4),
        World(seed=2),
        World(umask=0o077),
        World(umask=0),
        World(more={"LC_ALL": "C"}),
        World(more={"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        World(more={"TZ": "America/St_Johns"}),
        World(more={"TZ": "Pacific/Kiritimati"}),
        World(more={"PYTHONHASHSEED": "random"}),
        World(jobs=3, seed=3, more={"PYTHONHASHSEED": "0"}),
    ],
    ids=str,
)
def test_each_circumstance_by_itself(usual: Path, tmp_path: Path, world: World) -> None:
    _same(usual, world.make(tmp_path, FILES))


@pytest.mark.soak
@pytest.mark.parametrize("name", LOCALES)
def test_other_languages(usual: Path, tmp_path: Path, locales: Path, name: str) -> None:
    _same(usual, World(more={"LC_ALL": f"{name}.UTF-8", "LOCPATH": str(locales)}).make(tmp_path, FILES))


@pytest.mark.soak
def test_a_year_later(usual: Path, tmp_path: Path) -> None:
    _same(usual, World(more=_moved_clock()).make(tmp_path, FILES))


@pytest.mark.soak
def test_another_python(usual: Path, tmp_path: Path) -> None:
    """BACKFILE_OTHER names the `backfile` of another Python's environment."""
    if not (other := os.environ.get("BACKFILE_OTHER")):
        pytest.skip("BACKFILE_OTHER names no other installation")
    _same(usual, World(backfile=Path(other)).make(tmp_path, FILES))


def test_a_disk_that_takes_upper_and_lower_case_for_one(usual: Path, tmp_path: Path) -> None:
    with disks.without_case(tmp_path) as disk:
        made = World(jobs=2).make(disk, FILES, inbox=tmp_path / "inbox")
        _same(usual, made)


def test_a_clone_on_such_a_disk_is_the_archive(usual: Path, tmp_path: Path) -> None:
    with disks.without_case(tmp_path) as disk:
        clone = disk / "clone"
        subprocess.run(["git", "clone", "--quiet", str(usual), str(clone)], check=True, capture_output=True)
        assert git(clone, "status", "--porcelain") == ""
        report = World().ingest(clone, World().inbox(tmp_path / "inbox", FILES))
        assert report["read"] == report["unchanged"] + report["reported"]
        assert git(clone, "status", "--porcelain") == ""


def test_in_three_portions(usual: Path, tmp_path: Path) -> None:
    """Saves of one article lie in one portion, and so do headlines that are alike: who comes first has the name."""
    world = World()
    archive = tmp_path / "archive"
    world.run("init", "--name", "Clippings", str(archive), at=tmp_path)
    for portion in sorted(world.inbox(tmp_path / "inbox", FILES).iterdir()):
        world.run("ingest", "--quiet", str(portion), at=archive)
    pages = {path: data for path, data in contents(usual).items() if not path.startswith("site/")}
    assert difference(pages, contents(archive)) == []
    assert git(archive, "ls-tree", "-r", "HEAD") == git(usual, "ls-tree", "-r", "HEAD")

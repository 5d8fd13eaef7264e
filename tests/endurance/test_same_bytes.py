"""The same inputs give the same bytes of pages, originals, commits and site, in every environment."""

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
from tests.endurance.environments import Environment, contents, different_files, find_faketime, git

FILES = conflicts.samples() | conflicts.articles()
LOCALES = ("tr_TR", "de_DE")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive from the default environment."""
    return Environment().make_archive(tmp_path_factory.mktemp("usual"), FILES)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of compiled locales."""
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
    """A folder with a long path, in memory if possible: tmpfs lists files in the order in which they were made."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="Über all 'elsewhere' ", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def _assert_same(usual: Path, other: Path) -> None:
    assert different_files(contents(usual), contents(other)) == []
    for command in (("ls-tree", "-r", "HEAD"), ("rev-parse", "HEAD"), ("status", "--porcelain")):
        assert git(other, *command) == git(usual, *command)


def _clock_variables() -> dict[str, str]:
    library = find_faketime()
    if library is None:
        pytest.skip("Debian's package `faketime` is not installed")
    variables = {"LD_PRELOAD": library, "FAKETIME": "+370d"}
    clock = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"], env=variables, capture_output=True
    )
    assert float(clock.stdout) > time.time() + 365 * 24 * 3600
    return variables


def test_the_environment_does_not_change_the_archive(usual: Path, elsewhere: Path, locales: Path) -> None:
    variables = {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(locales), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "99"}
    environment = Environment(jobs=4, seed=1, umask=0o077, variables=variables | _clock_variables())
    other = environment.make_archive(elsewhere, FILES)
    _assert_same(usual, other)
    folder_word = elsewhere.name.split()[-1].encode()
    assert not [path for path, data in contents(other).items() if folder_word in data]


def test_originals_do_not_name_time_or_system(usual: Path) -> None:
    """The gzip header (RFC 1952, 2.3.1) has no name and no time, the best compression, and an unknown system."""
    headers = [data[:10] for path, data in contents(usual).items() if path.startswith("originals/")]
    assert set(headers) == {b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"}


@pytest.mark.soak
@pytest.mark.parametrize(
    "environment",
    [
        Environment(jobs=4),
        Environment(seed=2),
        Environment(umask=0o077),
        Environment(umask=0),
        Environment(variables={"LC_ALL": "C"}),
        Environment(variables={"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        Environment(variables={"TZ": "America/St_Johns"}),
        Environment(variables={"TZ": "Pacific/Kiritimati"}),
        Environment(variables={"PYTHONHASHSEED": "random"}),
        Environment(jobs=3, seed=3, variables={"PYTHONHASHSEED": "0"}),
    ],
    ids=str,
)
def test_each_circumstance_alone(usual: Path, tmp_path: Path, environment: Environment) -> None:
    _assert_same(usual, environment.make_archive(tmp_path, FILES))


@pytest.mark.soak
@pytest.mark.parametrize("name", LOCALES)
def test_another_locale(usual: Path, tmp_path: Path, locales: Path, name: str) -> None:
    _assert_same(
        usual, Environment(variables={"LC_ALL": f"{name}.UTF-8", "LOCPATH": str(locales)}).make_archive(tmp_path, FILES)
    )


@pytest.mark.soak
def test_another_date(usual: Path, tmp_path: Path) -> None:
    _assert_same(usual, Environment(variables=_clock_variables()).make_archive(tmp_path, FILES))


@pytest.mark.soak
def test_another_python(usual: Path, tmp_path: Path) -> None:
    """BACKFILE_OTHER names the `backfile` of another Python's environment."""
    if not (other := os.environ.get("BACKFILE_OTHER")):
        pytest.skip("BACKFILE_OTHER names no other installation")
    _assert_same(usual, Environment(backfile=Path(other)).make_archive(tmp_path, FILES))


@pytest.mark.soak
def test_a_disk_that_ignores_case(usual: Path, tmp_path: Path) -> None:
    with disks.without_case(tmp_path) as disk:
        archive = Environment(jobs=2).make_archive(disk, FILES, inbox=tmp_path / "inbox")
        _assert_same(usual, archive)


def test_a_clone_on_a_disk_that_ignores_case(usual: Path, tmp_path: Path) -> None:
    with disks.without_case(tmp_path) as disk:
        clone = disk / "clone"
        subprocess.run(["git", "clone", "--quiet", str(usual), str(clone)], check=True, capture_output=True)
        assert git(clone, "status", "--porcelain") == ""
        report = Environment().ingest(clone, Environment().inbox(tmp_path / "inbox", FILES))
        assert report["read"] == report["unchanged"] + report["reported"]
        assert git(clone, "status", "--porcelain") == ""


@pytest.mark.soak
def test_three_ingests_give_the_archive_of_one(usual: Path, tmp_path: Path) -> None:
    """Saves of one article, and similar headlines, are in one part: the first article with a headline gets its slug."""
    environment = Environment()
    archive = tmp_path / "archive"
    environment.run("init", "--name", "Clippings", str(archive), cwd=tmp_path)
    for part in sorted(environment.inbox(tmp_path / "inbox", FILES).iterdir()):
        environment.run("ingest", "--quiet", str(part), cwd=archive)
    pages = {path: data for path, data in contents(usual).items() if not path.startswith("site/")}
    assert different_files(pages, contents(archive)) == []
    assert git(archive, "ls-tree", "-r", "HEAD") == git(usual, "ls-tree", "-r", "HEAD")

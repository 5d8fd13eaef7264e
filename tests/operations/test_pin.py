"""`backfile pin`: pip installs what it wrote, and refuses files of the same name and version with other content."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import asdict
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from backfile.operations import wheels
from backfile.operations.pin import Pinned, pin
from backfile.operations.requirements_txt import installed_packages, requirements
from backfile.problems import BackfileError
from tests.program import backfile

TAG = "py3-none-any"


def make_wheel(folder: Path, name: str, content: str, *, record: str = "", needs: str = "") -> Path:
    """Write a wheel of version 1.0 with one module. Its RECORD has the digest of `record` instead, if given."""
    info = f"{name}-1.0.dist-info"
    members = {
        f"{name}.py": content,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        + (f"Requires-Dist: {needs}\n" if needs else ""),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {TAG}\n",
    }
    rows = [f"{member},sha256={digest(text)},{len(text)}" for member, text in members.items()]
    if record:
        rows[0] = f"{name}.py,sha256={digest(record)},{len(record)}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-1.0-{TAG}.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        for member, text in {**members, f"{info}/RECORD": "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"}.items():
            wheel.writestr(zipfile.ZipInfo(member), text)
    return file


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def pip(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def installed(folder: Path, name: str, wheel: Path) -> Distribution:
    """Return a package after pip installed it from a wheel."""
    done = pip("install", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    return PathDistribution(folder / f"{name}-1.0.dist-info")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that is all that pip knows."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    for variable in ("PIP_CONSTRAINT", "PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.fixture
def pinned(tmp_path: Path, shelf: Path) -> Path:
    """An archive whose requirements were pinned: a program that needs `buoys`."""
    packages = {
        "backfile": installed(tmp_path / "a", "backfile", make_wheel(shelf, "backfile", "lamp = 1\n", needs="buoys")),
        "buoys": installed(tmp_path / "b", "buoys", make_wheel(shelf, "buoys", "red = 1\n")),
    }
    archive = tmp_path / "archive"
    backfile("init", "archive", "--no-git", "--host", "github", cwd=tmp_path)
    result = pin(archive, packages)
    assert (result.packages, result.wheel) == (2, f"packages/backfile-1.0-{TAG}.whl")
    return archive


def install(archive: Path) -> subprocess.CompletedProcess[str]:
    return pip("install", "--requirement", "requirements.txt", "--target", archive.parent / "host", cwd=archive)


def test_a_host_installs_what_was_pinned(pinned: Path) -> None:
    text = (pinned / "requirements.txt").read_text()
    assert re.search(rf"^\./packages/backfile-1\.0-{TAG}\.whl --hash=sha256:[0-9a-f]{{64}}$", text, re.MULTILINE)
    assert re.search(r"^buoys==1\.0 --hash=sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    done = install(pinned)
    assert done.returncode == 0, done.stderr
    assert (pinned.parent / "host" / "buoys.py").read_text() == "red = 1\n"


@pytest.mark.parametrize("place", ["shelf", "archive/packages"])
def test_a_host_refuses_another_file_of_the_same_name_and_version(pinned: Path, place: str) -> None:
    name = "buoys" if place == "shelf" else "backfile"
    make_wheel(pinned.parent / place, name, "red = 2  # of somebody else\n")
    done = install(pinned)
    assert done.returncode
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert not (pinned.parent / "host").exists()


def test_a_host_refuses_what_is_not_pinned(pinned: Path) -> None:
    make_wheel(pinned.parent / "shelf", "moorings", "rope = 1\n")
    with (pinned / "requirements.txt").open("a") as file:
        file.write("moorings==1.0\n")
    done = install(pinned)
    assert done.returncode
    assert "Hashes are required" in done.stderr


def test_a_host_installs_nothing_before_the_digests_are_written(tmp_path: Path, shelf: Path) -> None:
    make_wheel(shelf, "backfile", "lamp = 'of somebody else'\n")
    backfile("init", "archive", "--no-git", "--host", "gitlab", cwd=tmp_path)
    done = install(tmp_path / "archive")
    assert done.returncode
    assert not (tmp_path / "host").exists()


def test_without_a_dependency_nothing_but_the_program_could_be_installed_and_it_is_not_named() -> None:
    program = {"backfile": installed_packages()["backfile"]}
    assert "backfile==" not in requirements(program, {}, {})
    assert requirements(program, {}, {}).endswith("--only-binary :all:\n")


@pytest.mark.parametrize("record", ["", "red = 1\n"], ids=["an honest record", "the record of the genuine file"])
def test_a_file_with_other_content_than_the_installed_package_is_not_pinned(
    tmp_path: Path, shelf: Path, record: str
) -> None:
    packages = {
        "backfile": installed(tmp_path / "a", "backfile", make_wheel(shelf, "backfile", "lamp = 1\n")),
        "buoys": installed(tmp_path / "b", "buoys", make_wheel(shelf, "buoys", "red = 1\n")),
    }
    make_wheel(shelf, "buoys", "red = 2  # of somebody else\n", record=record)
    backfile("init", "archive", "--no-git", cwd=tmp_path)
    with pytest.raises(BackfileError, match=r"another buoys\.py"):
        pin(tmp_path / "archive", packages)
    assert not (tmp_path / "archive" / "requirements.txt").exists()


def test_the_program_itself_is_compared(tmp_path: Path, shelf: Path) -> None:
    packages = {"backfile": installed(tmp_path / "a", "backfile", make_wheel(shelf, "backfile", "lamp = 1\n"))}
    (tmp_path / "a" / "backfile-1.0.dist-info" / "direct_url.json").unlink()
    make_wheel(shelf, "backfile", "lamp = 2\n")
    backfile("init", "archive", "--no-git", cwd=tmp_path)
    with pytest.raises(BackfileError, match=r"another backfile\.py"):
        pin(tmp_path / "archive", packages)


def test_a_wheel_that_was_installed_and_has_changed_is_refused(tmp_path: Path, shelf: Path) -> None:
    """pip recorded the digest of the file that it installed (PEP 610)."""
    wheel = make_wheel(tmp_path / "own", "backfile", "lamp = 1\n")
    packages = {"backfile": installed(tmp_path / "a", "backfile", wheel)}
    make_wheel(tmp_path / "own", "backfile", "lamp = 2\n")
    backfile("init", "archive", "--no-git", cwd=tmp_path)
    with pytest.raises(BackfileError, match="pip cannot get the packages"):
        pin(tmp_path / "archive", packages)


@pytest.mark.parametrize(
    ("direct_url", "expected"),
    [
        (
            {"url": "https://git.example/b.git", "vcs_info": {"vcs": "git", "commit_id": "c" * 40}},
            f"backfile @ git+https://git.example/b.git@{'c' * 40}",
        ),
        (
            {"url": "https://e.example/b.whl", "archive_info": {"hash": f"sha256={'d' * 64}"}},
            f"backfile @ https://e.example/b.whl#sha256={'d' * 64}",
        ),
        ({"url": "file:///srv/b", "dir_info": {"editable": True}}, "backfile @ file:///srv/b"),
    ],
)
def test_the_program_is_made_from_what_was_installed(tmp_path: Path, direct_url: dict, expected: str) -> None:
    package = installed(tmp_path / "a", "backfile", make_wheel(tmp_path / "own", "backfile", "lamp = 1\n"))
    (tmp_path / "a" / "backfile-1.0.dist-info" / "direct_url.json").write_text(json.dumps(direct_url))
    assert wheels._source(package) == expected


def test_pip_does_not_run_code_of_the_current_folder(tmp_path: Path, shelf: Path, monkeypatch) -> None:
    (tmp_path / "pip.py").write_text("raise SystemExit('ran')")
    make_wheel(shelf, "buoys", "red = 1\n")
    monkeypatch.chdir(tmp_path)
    wheels.download(["buoys==1.0"], tmp_path / "got")
    assert [file.name for file in (tmp_path / "got").iterdir()] == [f"buoys-1.0-{TAG}.whl"]


def test_wheels_for_a_host_are_added_on_another_system(tmp_path: Path, shelf: Path, monkeypatch) -> None:
    for tag in (f"cp3{sys.version_info.minor}-cp3{sys.version_info.minor}-manylinux_2_17_x86_64", TAG):
        make_wheel(shelf, "buoys", "red = 1\n").rename(shelf / f"buoys-1.0-{tag}.whl")
    monkeypatch.setattr(wheels, "_is_like_host", lambda: False)
    wheels.download(["buoys==1.0"], tmp_path / "got")
    assert any("manylinux" in file.name for file in (tmp_path / "got").iterdir())


@pytest.mark.parametrize("name", ["packages", "requirements.txt"])
def test_nothing_is_written_through_a_link_of_a_cloned_archive(tmp_path: Path, shelf: Path, name: str) -> None:
    packages = {"backfile": installed(tmp_path / "a", "backfile", make_wheel(shelf, "backfile", "lamp = 1\n"))}
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "requirements.txt").write_text("mine\n")
    backfile("init", "archive", "--no-git", cwd=tmp_path)
    target = outside / name if name == "requirements.txt" else outside
    (tmp_path / "archive" / name).symlink_to(target)
    with pytest.raises(BackfileError):
        pin(tmp_path / "archive", packages)
    assert [file.name for file in outside.iterdir()] == ["requirements.txt"]
    assert (outside / "requirements.txt").read_text() == "mine\n"


def test_the_command_names_what_to_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Pinned(3, "packages/backfile-1.0.whl", "d" * 64)
    monkeypatch.setattr("backfile.operations.pin.pin", lambda root: made)
    backfile("init", "archive", "--no-git", cwd=tmp_path)
    shown = backfile("pin", "--archive", "archive", cwd=tmp_path)
    assert "digests of 3 packages" in shown
    assert "git add requirements.txt packages/backfile-1.0.whl" in shown
    assert json.loads(backfile("pin", "--json", cwd=tmp_path / "archive")) == asdict(made)

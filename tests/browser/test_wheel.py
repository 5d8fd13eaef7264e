"""Tests of the wheel in a fresh environment, installed by the oldest supported pip without lock file or constraints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.clippings import search
from tests.shared import alone, make_once

ROOT = Path(__file__).parents[2]
PIP = os.environ.get("BACKFILE_PIP", "pip==23.0.1")
"""The pip that installs it: by default the oldest that is supported, which Debian 12 has.

Before 23.3, pip does not match `lxml[html_clean]` with lxml's extra `html-clean`.
"""
MOST_MEGABYTES = 330
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "PIP_"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def megabytes(folder: Path) -> float:
    """Return the size of a folder on a disk with blocks of 4 KiB, as `du` counts it."""
    return sum(-(-file.lstat().st_size // 4096) * 4096 for file in folder.rglob("*")) / (1 << 20)


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of programs of the fresh environment, which no other test uses in the meantime."""
    folder = make_once(tmp_path_factory, "wheel", install)
    with alone(tmp_path_factory, "wheel"):
        yield folder / "fresh" / "bin"


def install(folder: Path) -> None:
    """Install the wheel into a fresh environment in a folder, without the source."""
    source = folder / "source"
    shutil.copytree(ROOT / "generator", source / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, source)
    hatchling = Path(sys.executable).parent / "hatchling"
    run(hatchling, "build", "--target", "wheel", "--directory", folder / "dist", cwd=source)
    shutil.rmtree(source)
    (wheel,) = (folder / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", "fresh", cwd=folder)
    fresh = folder / "fresh" / "bin"
    run(fresh / "python", "-m", "pip", "install", "--quiet", "--upgrade", PIP, cwd=folder)
    run(fresh / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)


def test_an_archive_is_created_built_and_searched(
    installed: Path, tmp_path: Path, visit: Callable, served: Callable
) -> None:
    backfile = installed / "backfile"
    assert "backfile init clippings" in run(backfile, "init", "--help", cwd=tmp_path)
    run(backfile, "init", "--sample", "clippings", cwd=tmp_path)
    archive = tmp_path / "clippings"
    again = json.loads(run(backfile, "ingest", samples(installed), "--json", cwd=archive))
    assert (again["unchanged"], again["written"], again["updated"]) == (21, 0, 0)
    run(backfile, "build", cwd=archive)
    first = contents(archive / "site")
    run(installed / "mkdocs", "build", cwd=archive)
    assert contents(archive / "site") == first
    with served(archive / "site") as address:
        page = visit(address)
        search(page, "weathercock")
        expect(page.locator(".search__title").first).to_contain_text("weathercock")
        page.close()


def samples(installed: Path) -> Path:
    (folder,) = installed.parent.glob("lib/python*/site-packages/*/samples")
    return folder


def test_the_size_of_the_installation_is_limited(installed: Path) -> None:
    assert megabytes(installed.parent) <= MOST_MEGABYTES


@pytest.mark.parametrize("package", ["lxml-html-clean", "pymdown-extensions", "typer"])
def test_a_missing_package_is_named_in_one_line(installed: Path, tmp_path: Path, package: str) -> None:
    name = package.replace("-", "_")
    (metadata,) = installed.parent.glob(f"lib/python*/site-packages/{name}-*.dist-info")
    code = metadata.parent / {"pymdown_extensions": "pymdownx"}.get(name, name)
    moves = [(path, tmp_path / path.name) for path in (metadata, code)]
    run(installed / "backfile", "init", "archive", cwd=tmp_path)
    for path, moved in moves:
        shutil.move(path, moved)
    try:
        out = run(installed / "backfile", "ingest", samples(installed), cwd=tmp_path / "archive", code=19)
    finally:
        for path, moved in moves:
            shutil.move(moved, path)
    assert out.count("\n") == 1
    assert f"backfile: {package} is missing" in out
    assert f"-m pip install {package}" in out.replace("'", "")

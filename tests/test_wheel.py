"""The wheel alone, in a fresh environment without the development tools, makes an archive and its site."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
AGAIN = """
import subprocess, sys, generator, pathlib
samples = pathlib.Path(generator.__file__).parent / "samples"
command = [pathlib.Path(sys.executable).parent / "backfile", "ingest", samples]
sys.exit(subprocess.run(command).returncode != 3)
"""


def run(*command: str | Path, cwd: Path) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_wheel_alone(tmp_path: Path) -> None:
    tools = Path(sys.executable).parent
    source = tmp_path / "source"
    kept = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", source / "generator", ignore=kept)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, source)
    run(tools / "hatchling", "build", "--target", "wheel", "--directory", tmp_path / "dist", cwd=source)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(tools / "uv", "venv", "--python", sys.executable, "fresh", cwd=tmp_path)
    fresh = tmp_path / "fresh" / "bin"
    lock = ROOT / "requirements.lock"
    run(tools / "uv", "pip", "install", "--python", fresh / "python", "-c", lock, wheel, cwd=tmp_path)
    assert "backfile init clippings" in run(fresh / "backfile", "init", "--help", cwd=tmp_path)
    out = run(fresh / "backfile", "init", "--sample", "clippings", cwd=tmp_path)
    assert "Committed as" in out
    archive = tmp_path / "clippings"
    shutil.rmtree(source)
    assert "20  unchanged" in run(fresh / "python", "-c", AGAIN, cwd=archive)
    run(fresh / "backfile", "build", cwd=archive)
    first = contents(archive / "site")
    assert "pagefind/pagefind-entry.json" in first
    run(fresh / "mkdocs", "build", cwd=archive)
    assert contents(archive / "site") == first

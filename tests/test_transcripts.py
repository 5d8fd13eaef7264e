"""The console sessions of the handbook and the README are run, and their output is compared."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAVED = ("2019-night-market-prices.html", "2021-el-tranvia-dormido.html", "undated-how-to-borrow-a-ladder.htm")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder with three saved articles and a picture."""
    (tmp_path / "saved-articles").mkdir()
    for name in SAVED:
        shutil.copy(ROOT / "generator" / "backfile" / "samples" / name, tmp_path / "saved-articles")
    (tmp_path / "saved-articles" / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    return tmp_path


def shell(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(home), "COLUMNS": "80"}
    command = ["bash", "-c", script]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command in the console blocks of a page, and its output."""
    for block in re.findall(r"^```console\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


def test_start(home: Path) -> None:
    check_steps("start", home)


def test_backup(home: Path) -> None:
    made = shell("backfile init clippings && backfile ingest --archive clippings saved-articles", home)
    assert made.returncode == 3, made.stderr  # A picture among the articles is reported.
    check_steps("backup", home)


def check_steps(name: str, home: Path) -> None:
    """Run the commands of a page of the handbook. In the expected output, `…` matches any text within a line."""
    page = (ROOT / "docs" / "handbook" / f"{name}.md").read_text("utf-8").replace("/home/you", str(home))
    where = home
    commands = list(steps(page))
    assert len(commands) > 7
    for command, printed in commands:
        done = shell(f"cd '{where}' && {command}; code=$?; pwd > ~/where; exit $code", home)
        where = Path((home / "where").read_text().strip())
        assert done.stderr == ""
        assert re.fullmatch(re.escape(printed).replace("…", ".+"), done.stdout), f"{command}:\n{done.stdout}"


def test_readme(home: Path) -> None:
    users_part = (ROOT / "README.md").read_text("utf-8").partition("## Work on it")[0]
    block = "".join(re.findall(r"^```sh\n(.*?)^```$", users_part, re.DOTALL | re.MULTILINE))
    # The environment, pip and `serve` are not run, and exit code 3 (a reported picture) is no failure.
    environment = "python3() { mkdir -p ~/backfile/bin; : > ~/backfile/bin/activate; }; pip() { :; }"
    besides = environment + '; backfile() { test "$1" = serve || command backfile "$@" || test $? -eq 3; };'
    done = shell(f"set -e; {besides}\n{block}", home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "try-it" / "site" / "index.html").exists()
    assert "Ingest: 3 new" in done.stdout

"""Standard streams that are closed, full or given up by who reads them: a command does its work all the same, and says
what has become of what it printed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import archive

ARTICLE = "The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE)
    return archive.create(tmp_path / "clippings").root


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Have bash run a line in which B is the program; its code is that of the program, wherever the output goes."""
    script = f'B() {{ "{sys.executable}" -m generator "$@"; }}; set -o pipefail; {line}'
    done = subprocess.run(["bash", "-c", script], cwd=cwd, capture_output=True, text=True, check=False)
    for fault in ("Traceback", "Exception ignored", "Error:"):
        assert fault not in done.stdout + done.stderr
    return done


def articles(home: Path) -> list[Path]:
    return list((home / "docs" / "articles").rglob("the-tide-comes-in.md"))


@pytest.mark.parametrize(("closed", "told"), [("<&-", True), (">&-", False), ("2>&-", True), ("<&- >&- 2>&-", False)])
def test_closed_streams_are_streams_of_nothing(home: Path, closed: str, *, told: bool) -> None:
    done = shell(f"B ingest ../in {closed}", home)
    assert done.returncode == 0, done.stderr
    assert ("1  written" in done.stdout) is told
    assert len(articles(home)) == 1
    log = subprocess.check_output(["git", "log", "-1", "--format=%s"], cwd=home, text=True)
    assert log == "Ingest: 1 new\n"


def test_a_closed_input_is_an_empty_one(home: Path) -> None:
    done = shell("B ingest - <&-", home)
    assert done.returncode == 3
    assert "there is nothing in it" in done.stdout


def test_nobody_is_asked_through_a_closed_input(tmp_path: Path) -> None:
    assert shell("B init new <&-", tmp_path).returncode == 0
    assert (tmp_path / "new" / "mkdocs.yml").is_file()


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
@pytest.mark.parametrize("command", ["lists --json", "build", "tags list", "explain ../in/a.txt", "--help"])
def test_every_command_bears_a_closed_output(home: Path, command: str, closed: str) -> None:
    assert shell(f"B {command} {closed}", home).returncode == 0

"""Standard streams that are closed, full, or no longer read: a command completes its work, and reports lost output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backfile.operations import init

ARTICLE = "The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE)
    return init.create(tmp_path / "clippings").root


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which B is the program; the exit code is that of the program, also in a pipe."""
    script = f'B() {{ "{sys.executable}" -m backfile "$@"; }}; set -o pipefail; {line}'
    done = subprocess.run(["bash", "-c", script], cwd=cwd, capture_output=True, text=True, check=False)
    for fault in ("Traceback", "Exception ignored", "Error:"):
        assert fault not in done.stdout + done.stderr
    return done


def articles(home: Path) -> list[Path]:
    return list((home / "docs" / "articles").rglob("the-tide-comes-in.md"))


@pytest.mark.parametrize(
    ("closed", "is_printed"), [("<&-", True), (">&-", False), ("2>&-", True), ("<&- >&- 2>&-", False)]
)
def test_closed_streams_work_like_dev_null(home: Path, closed: str, *, is_printed: bool) -> None:
    done = shell(f"B ingest ../in {closed}", home)
    assert done.returncode == 0, done.stderr
    assert ("1  written" in done.stdout) is is_printed
    assert len(articles(home)) == 1
    log = subprocess.check_output(["git", "log", "-1", "--format=%s"], cwd=home, text=True)
    assert log == "Ingest: 1 new\n"


def test_a_closed_input_is_an_empty_one(home: Path) -> None:
    done = shell("B ingest - <&-", home)
    assert done.returncode == 3
    assert "it is empty" in done.stdout


def test_a_closed_input_is_not_asked_questions(tmp_path: Path) -> None:
    assert shell("B init new <&-", tmp_path).returncode == 0
    assert (tmp_path / "new" / "mkdocs.yml").is_file()


@pytest.mark.parametrize(("command", "closed"), [("lists --json", ">&-"), ("build", ">&- 2>&-"), ("--help", "2>&-")])
def test_commands_complete_with_a_closed_output(home: Path, command: str, closed: str) -> None:
    assert shell(f"B {command} {closed}", home).returncode == 0


@pytest.mark.parametrize(("command", "unbuffered"), [("ingest ../in -v", "1"), ("ingest ../in --json", "")])
def test_a_full_output_is_reported_after_the_work_is_done(home: Path, command: str, unbuffered: str) -> None:
    done = shell(f"PYTHONUNBUFFERED={unbuffered} B {command} > /dev/full", home)
    assert done.returncode == 17
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        "backfile: Standard output cannot be written: No space left on device. The command is complete"
    )
    assert_complete(home)


@pytest.mark.parametrize("command", ["lists --json", "--help"])
def test_every_command_reports_a_full_output(home: Path, command: str) -> None:
    done = shell(f"B {command} > /dev/full", home)
    assert done.returncode == 17
    assert "backfile: Standard output cannot be written: No space left" in done.stderr.splitlines()[-1]


def test_an_error_keeps_its_exit_code_when_output_is_full(home: Path) -> None:
    for full in ("> /dev/full", "2> /dev/full", "> /dev/full 2>&1"):
        assert shell(f"B ingest nowhere --json {full}", home).returncode == 16
    assert shell("B ingest nowhere --json > /dev/full", home).stderr.count("\n") == 1


def test_a_full_standard_error_does_not_end_the_run(home: Path) -> None:
    assert shell("B ingest ../in -v 2> /dev/full", home).returncode == 0
    assert_complete(home)


@pytest.mark.parametrize(("options", "unbuffered"), [("-v", "1"), ("--json", "")])
def test_a_run_continues_when_the_pipe_is_closed(home: Path, options: str, unbuffered: str) -> None:
    for number in range(120):
        (home.parent / "in" / f"more-{number}.docx").write_bytes(b"x")
    done = shell(f"PYTHONUNBUFFERED={unbuffered} B ingest ../in {options} | true", home)
    assert (done.returncode, done.stderr) == (141, "")
    assert_complete(home)


@pytest.mark.parametrize("command", ["tags list", "--help"])
def test_a_command_that_only_prints_ends_silently_when_the_pipe_is_closed(home: Path, command: str) -> None:
    done = shell(f"B {command} | true", home)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_run_continues_when_both_output_streams_are_closed_pipes(home: Path) -> None:
    assert shell("B ingest ../in -v 2>&1 | true", home).returncode == 141
    assert_complete(home)


def assert_complete(home: Path) -> None:
    """Assert that the article has a page, is listed, and is committed."""
    assert len(articles(home)) == 1
    assert "**1 article**" in (home / "docs" / "index.md").read_text()
    assert not subprocess.check_output(["git", "status", "--porcelain"], cwd=home)
    assert subprocess.check_output(["git", "log", "-1", "--format=%s"], cwd=home, text=True) == "Ingest: 1 new\n"

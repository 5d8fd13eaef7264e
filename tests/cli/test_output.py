"""What the program prints, and where: on terminals and into pipes, with --verbose and --quiet."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import processes
from tests.cli.processes import HOSTILE_NAME, SAMPLES, run_on_terminal
from tests.program import run


def test_the_progress_bar_is_drawn_on_terminals_only_and_removed_at_the_end(home: Path, inbox: Path) -> None:
    output = run_on_terminal("ingest", inbox, cwd=home)
    assert "Reading" in output
    *_, end = output.rpartition("Reading")
    assert "\x1b[2K" in end.partition("4  read")[0], "the bar is removed before the report"
    verbose = run_on_terminal("ingest", "-v", inbox, cwd=home)
    assert re.search(r"(\n|\x1b\[2K)unchanged  b.txt", verbose), "lines are printed above the bar"
    plain = run("ingest", inbox, cwd=home)
    assert "Reading" not in plain.stdout + plain.stderr
    assert "\x1b" not in plain.stdout + plain.stderr
    assert "\x1b" not in processes.run("ingest", inbox, cwd=home, FORCE_COLOR="1").stderr


def test_colors_depend_on_the_terminal_and_no_color(home: Path, inbox: Path) -> None:
    run("ingest", inbox, cwd=home)
    assert "\x1b" not in run_on_terminal("ingest", "--dry-run", inbox, cwd=home, TERM="dumb")
    colors = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")
    assert colors.search(run_on_terminal("ingest", "--dry-run", inbox, cwd=home))
    assert not colors.search(run_on_terminal("ingest", "--dry-run", inbox, cwd=home, NO_COLOR="1"))


def test_a_report_fits_the_terminal_and_its_counts_add_up(home: Path, inbox: Path) -> None:
    done = run("ingest", inbox, cwd=home)
    assert done.returncode == 3
    names = [line.strip() for line in done.stdout.splitlines() if line.endswith(".docx")]
    assert len(names) == 3
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if ".docx" not in line)
    counts = {name: int(number) for number, name in re.findall(r"^ *(\d+)  (\w+)$", done.stdout, re.MULTILINE)}
    assert counts == {"read": 4, "written": 1, "updated": 0, "unchanged": 0, "reported": 3}
    assert done.stdout.count("Save it as a web page") == 1, (
        "the next step is printed once for all files with one reason"
    )
    assert done.stdout.rstrip().endswith("Next: backfile build && backfile serve")


def test_control_characters_of_file_names_are_escaped(home: Path, inbox: Path) -> None:
    for options in (), ("-v",), ("-q",):
        done = run("ingest", inbox, *options, cwd=home)
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert r"evil\x1b[2J\u202egpj. name.docx" in done.stdout
    (problem,) = [
        p for p in json.loads(run("ingest", inbox, "--json", cwd=home).stdout)["problems"] if "evil" in p["file"]
    ]
    assert problem["file"] == HOSTILE_NAME
    assert "\x1b" not in run("ingest", "\x1b[2Jnowhere", cwd=home).stderr


def test_characters_missing_in_the_encoding_are_escaped(home: Path) -> None:
    (home / "巷.docx").write_bytes(b"x")
    done = processes.run("ingest", "-v", home / "巷.docx", cwd=home, PYTHONIOENCODING="latin-1")
    assert r"\u5df7.docx" in done.stdout
    assert done.returncode == 3, done.stderr


def test_verbose_prints_each_input(home: Path, inbox: Path) -> None:
    page = "docs/articles/undated/0e/the-tide-comes-in.md"
    first = run("ingest", "--verbose", inbox, cwd=home).stdout
    assert f"written    b.txt: {page}\n" in first
    assert "reported   a.docx: nothing reads files of this kind\n" in first
    assert f"unchanged  b.txt: {page}\n" in run("ingest", "-v", inbox, cwd=home).stdout
    (home / page).unlink()
    assert f"written      {Path(page).parts[0]}/index.md\n" in run("lists", "-v", cwd=home).stdout
    assert "Cleaning site directory" in run("build", "-v", cwd=home).stderr


def test_quiet_prints_problems_only(home: Path, inbox: Path) -> None:
    assert run("ingest", "--quiet", inbox / "b.txt", cwd=home).stdout == ""
    assert run("build", "-q", cwd=home).stdout == ""
    assert run("lists", "-q", cwd=home).stdout == ""
    done = run("ingest", "-q", inbox, cwd=home)
    assert "a.docx" in done.stdout
    assert "unchanged" not in done.stdout


@pytest.mark.parametrize("command", [["ingest", "."], ["build"], ["lists"]])
def test_verbose_and_quiet_exclude_each_other(home: Path, command: list[str]) -> None:
    done = run(*command, "-v", "-q", cwd=home)
    assert done.returncode == 2
    assert "excludes --quiet" in done.stderr


def test_an_empty_folder_has_nothing_to_read(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    done = run("ingest", tmp_path / "empty", cwd=home)
    assert done.returncode == 0
    assert "nothing to read" in done.stdout
    assert "Next:" in done.stdout


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    script = f"{sys.executable} -m backfile ingest --dry-run -v '{SAMPLES}'/2018* | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=home, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_lists_dry_run_prints_what_is_outdated(home: Path, inbox: Path) -> None:
    run("ingest", inbox, cwd=home)
    next((home / "docs" / "articles").rglob("*.md")).unlink()
    before = (home / "docs" / "index.md").read_bytes()
    dry = run("lists", "--dry-run", cwd=home)
    assert dry.returncode == 0
    assert "outdated" in dry.stdout
    assert run("lists", "--check", "-q", cwd=home).returncode == 3
    assert (home / "docs" / "index.md").read_bytes() == before
    assert "written" in run("lists", cwd=home).stdout
    assert "up to date" in run("lists", cwd=home).stdout

"""Help texts, and completion in the shells."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.readers import READERS
from tests.cli.processes import run
from tests.test_handbook import ROOT

BIN = Path(sys.executable).parent
COMMANDS = [["--help"], *([name, "--help"] for name in ROOT.commands)]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_help_fits_eighty_columns_and_has_examples(tmp_path: Path, arguments: list[str]) -> None:
    shown = run(*arguments, cwd=tmp_path, COLUMNS="80").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert not re.search(r"<(bool|str|int|path|list)", shown), "types are named in plain words"
    examples = [line.strip() for line in shown.splitlines() if line.startswith("    ") and "backfile " in line]
    for example in examples:
        assert re.match(r"backfile |curl ", example), "each example is on a line of its own"
    assert len(examples) > 1


def test_help_and_completion_import_no_slow_library(tmp_path: Path) -> None:
    script = "import sys, backfile.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    slow = {"rich", "lxml", "mkdocs", "yaml", "sqlite3", "trafilatura", "dateparser", "nh3", "multiprocessing"}
    slow |= {"importlib.metadata"}
    assert slow.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(("shell", "word"), [("bash", "complete -o default"), ("zsh", "compdef"), ("fish", "complete")])
def test_completion_scripts(tmp_path: Path, shell: str, word: str) -> None:
    """The program recognizes the shell by the name of its parent process."""
    (tmp_path / shell).symlink_to("/bin/sh")
    script = f"{BIN}/backfile --show-completion; true"
    done = subprocess.run([tmp_path / shell, "-c", script], capture_output=True, text=True, check=False)
    assert "_BACKFILE_COMPLETE=complete_" + shell in done.stdout
    assert word in done.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("backfile ingest --as ", [reader.name for reader in READERS]),
        ("backfile ingest --as h", ["html"]),
        ("backfile explain --as ", [reader.name for reader in READERS]),
        ("backfile explain sav", ["saved-articles"]),
        ("backfile explain --in sav", ["saved-articles"]),
        ("backfile furniture --acc", ["--accept"]),
        ("backfile in", ["ingest", "init"]),
        ("backfile lists --che", ["--check"]),
        ("backfile ingest sav", ["saved-articles"]),
        ("backfile ingest --archive sav", ["saved-articles"]),
    ],
)
def test_completion_in_bash(tmp_path: Path, line: str, expected: list[str]) -> None:
    """The program completes no file names: bash does that itself (`-o default`)."""
    (tmp_path / "saved-articles").mkdir()
    words = " ".join(f"'{word}'" for word in line.split(" "))
    script = f"""
        PATH="{BIN}:$PATH"
        eval "$(_BACKFILE_COMPLETE=source_bash backfile)"
        COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _backfile_completion backfile
        test ${{#COMPREPLY[@]}} -gt 0 || COMPREPLY=($(compgen -o default -- "${{COMP_WORDS[-1]}}"))
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert sorted(done.stdout.split()) == sorted(expected), done.stderr


def test_usage_errors_point_to_the_help(home: Path) -> None:
    for arguments in (["ingest"], ["nope"], ["ingest", "--jbos", "3", "."], ["serve", "--port", "0"], ["init"]):
        done = run(*arguments, cwd=home)
        assert done.returncode == 2
        assert re.search(r"Try 'backfile.* --help' for help", done.stderr)

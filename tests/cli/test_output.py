"""What is printed where: on terminals and into pipes, for people and for scripts, for shells that complete."""

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from backfile.operations import init
from backfile.readers import READERS
from backfile.tags.suggestions import New
from tests.cli.test_app import SAMPLES
from tests.test_handbook import ROOT, text

BIN = Path(sys.executable).parent
HOSTILE_NAME = "evil\x1b[2J\u202egpj.\nname.docx"


def run(*arguments: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")} | more
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def on_a_terminal(*arguments: object, cwd: Path, **more: str) -> str:
    """Run the command with a terminal for its output and errors; give what the terminal got."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"} | more
    for name in {"NO_COLOR", "FORCE_COLOR", "CI"} - more.keys():
        environment.pop(name, None)
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    with subprocess.Popen(command, cwd=cwd, env=environment, stdout=theirs, stderr=theirs):
        os.close(theirs)
        got = b""
        try:
            while part := os.read(ours, 65536):
                got += part
        except OSError:  # Linux says so when the other end is closed.
            pass
    os.close(ours)
    return got.decode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return init.create(tmp_path / "clippings").root


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.txt").write_text("The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n")
    for name in ("a.docx", "a-name-that-is-long-enough-to-need-a-whole-line-and-some-more-of-the-next-one.docx"):
        (folder / name).write_bytes(b"x")
    (folder / HOSTILE_NAME).write_bytes(b"x")
    return folder


def test_progress_is_for_terminals_and_vanishes(home: Path, inbox: Path) -> None:
    got = on_a_terminal("ingest", inbox, cwd=home)
    assert "Reading" in got
    *_, after = got.rpartition("Reading")
    assert "\x1b[2K" in after.partition("4  read")[0], "the bar is wiped away before the report"
    told = on_a_terminal("ingest", "-v", inbox, cwd=home)
    assert re.search(r"(\n|\x1b\[2K)unchanged  b.txt", told), "what is told goes above the bar, not into its line"
    plain = run("ingest", inbox, cwd=home)
    assert "Reading" not in plain.stdout + plain.stderr
    assert "\x1b" not in plain.stdout + plain.stderr
    assert "\x1b" not in run("ingest", inbox, cwd=home, FORCE_COLOR="1").stderr


def test_plain_terminals_are_respected(home: Path, inbox: Path) -> None:
    assert "\x1b" not in on_a_terminal("ingest", "--dry-run", inbox, cwd=home, TERM="dumb")
    colours = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")
    assert colours.search(on_a_terminal("ingest", "--dry-run", inbox, cwd=home))
    assert not colours.search(on_a_terminal("ingest", "--dry-run", inbox, cwd=home, NO_COLOR="1"))


def test_a_report_fits_a_terminal_and_adds_up(home: Path, inbox: Path) -> None:
    done = run("ingest", inbox, cwd=home)
    assert done.returncode == 3
    names = [line.strip() for line in done.stdout.splitlines() if line.endswith(".docx")]
    assert len(names) == 3
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if ".docx" not in line)
    counts = {name: int(number) for number, name in re.findall(r"^ *(\d+)  (\w+)$", done.stdout, re.MULTILINE)}
    assert counts == {"read": 4, "written": 1, "updated": 0, "unchanged": 0, "reported": 3}
    assert done.stdout.count("Save it as one of") == 1, "what is to be done is said once for all of one kind"
    assert done.stdout.rstrip().endswith("Next: backfile build && backfile serve")


def test_names_do_nothing_to_the_terminal(home: Path, inbox: Path) -> None:
    for more in (), ("-v",), ("-q",):
        done = run("ingest", inbox, *more, cwd=home)
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert r"evil\x1b[2J\u202egpj. name.docx" in done.stdout
    (problem,) = [
        p for p in json.loads(run("ingest", inbox, "--json", cwd=home).stdout)["problems"] if "evil" in p["file"]
    ]
    assert problem["file"] == HOSTILE_NAME
    assert "\x1b" not in run("ingest", "\x1b[2Jnowhere", cwd=home).stderr


def test_a_terminal_of_few_letters(home: Path) -> None:
    done = run("ingest", "-v", SAMPLES, cwd=home, PYTHONIOENCODING="latin-1")
    assert done.returncode == 3, done.stderr
    (home / "巷.docx").write_bytes(b"x")
    assert r"\u5df7.docx" in run("ingest", home / "巷.docx", cwd=home, PYTHONIOENCODING="latin-1").stdout


def test_verbose_tells_of_each_input(home: Path, inbox: Path) -> None:
    page = "docs/articles/undated/0e/the-tide-comes-in.md"
    first = run("ingest", "--verbose", inbox, cwd=home).stdout
    assert f"written    b.txt: {page}\n" in first
    assert "reported   a.docx: nothing reads files of this kind\n" in first
    assert f"unchanged  b.txt: {page}\n" in run("ingest", "-v", inbox, cwd=home).stdout
    (home / page).unlink()
    assert f"written      {Path(page).parts[0]}/index.md\n" in run("lists", "-v", cwd=home).stdout
    assert "Cleaning site directory" in run("build", "-v", cwd=home).stderr


def test_quiet_tells_of_problems_alone(home: Path, inbox: Path) -> None:
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


def test_nothing_to_read(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    done = run("ingest", tmp_path / "empty", cwd=home)
    assert done.returncode == 0
    assert "nothing to read" in done.stdout
    assert "Next:" in done.stdout


def test_a_reader_that_goes_away_is_no_fault(home: Path) -> None:
    script = f"{sys.executable} -m backfile ingest --dry-run -v '{SAMPLES}' | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=home, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_lists_say_what_they_would_do(home: Path, inbox: Path) -> None:
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


# JSON

HOOK = "print('a hook prints')\n"


def keys(heading: str, table: str) -> list[str]:
    """The keys that the handbook gives in a table of the section on JSON."""
    _, _, section = text("command-line").partition("\n## JSON\n")
    _, _, section = section.partition(f"\n### {heading}\n") if heading else ("", "", section)
    _, _, rows = section.partition(f"| {table} | Type | Meaning |\n")
    return re.findall(r"^\| `(\w+)` \|", rows.partition("\n\n")[0], re.MULTILINE)


def test_json_alone_and_as_the_handbook_has_it(home: Path, inbox: Path, tmp_path: Path) -> None:
    made = json.loads(run("init", "--json", "--sample", "other", cwd=tmp_path).stdout)
    assert list(made) == keys("init", "Key")
    assert list(made["samples"]) == keys("ingest", "Key")
    (home / "hook.py").write_text(HOOK)
    with (home / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [hook.py]\n")
    results: dict[str, Any] = {}
    for command in (["ingest", inbox], ["build"], ["lists"]):
        done = run(*command, "--json", cwd=home)
        assert "a hook prints" in done.stderr
        results[str(command[0])] = json.loads(done.stdout)
    for command, result in results.items():
        assert list(result) == keys(str(command), "Key")
    other = tmp_path / "other"
    some = next(file for file in (other / "docs" / "articles").rglob("*.md") if '"crafts"' in file.read_text("utf-8"))
    some.write_text(some.read_text("utf-8").replace('"crafts"', '"craft"'), "utf-8")
    changed = json.loads(run("tags", "block", "harbour", "--json", cwd=other).stdout)
    assert list(changed) == keys("tags", "Key")
    assert list(changed["changed"][0]) == keys("tags", "Key in `changed`")
    listed = json.loads(run("tags", "list", "--json", cwd=other).stdout)
    assert list(listed["tags"][0]) == keys("tags", "Key in `tags`")
    found = json.loads(run("tags", "suggest", "--least", "2", "--json", cwd=other).stdout)
    assert list(found["merges"][0]) == keys("tags", "Key in `merges`")
    assert [field.name for field in fields(New)] == keys("tags", "Key in `new`")
    found = results["ingest"]
    assert list(found["pages"][0]) == keys("ingest", "Key in `pages`")
    assert list(found["problems"][0]) == keys("ingest", "Key in `problems`")
    assert found["read"] == sum(found[key] for key in ("written", "updated", "unchanged", "reported"))


@pytest.mark.parametrize(
    "command", [["ingest", "."], ["build"], ["lists"], ["explain", "f"], ["furniture", "f"], ["init", "f/g"]]
)
def test_errors_as_json(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "f").write_text("")
    done = run(*command, "--json", cwd=tmp_path)
    error = json.loads(done.stdout)["error"]
    assert list(error) == keys("", "Key in `error`")
    assert error["exit_code"] == done.returncode > 3
    assert error["message"] in done.stderr


def test_what_nobody_foresaw(home: Path) -> None:
    (home / "hook.py").write_text("def on_files(files, config):\n    raise ZeroDivisionError('on\\npurpose')\n")
    with (home / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [hook.py]\n")
    done = run("build", "--json", cwd=home)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["name"] == "ZeroDivisionError"
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("backfile: Unexpected error: ZeroDivisionError: on purpose.")


# Help and completion


COMMANDS = [["--help"], *([name, "--help"] for name in ROOT.commands)]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_help_is_read_at_eighty_columns(tmp_path: Path, arguments: list[str]) -> None:
    shown = run(*arguments, cwd=tmp_path, COLUMNS="80").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert not re.search(r"<(bool|str|int|path|list)", shown), "types are told in words that people use"
    examples = [line.strip() for line in shown.splitlines() if line.startswith("    ") and "backfile " in line]
    for example in examples:
        assert re.match(r"backfile |curl ", example), "each example is on a line of its own"
    assert len(examples) > 1


def test_help_and_completion_wait_for_no_library(tmp_path: Path) -> None:
    script = "import sys, backfile.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    slow = {"rich", "lxml", "mkdocs", "yaml", "sqlite3", "trafilatura", "dateparser", "nh3", "multiprocessing"}
    assert slow.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(("shell", "word"), [("bash", "complete -o default"), ("zsh", "compdef"), ("fish", "complete")])
def test_completion_scripts(tmp_path: Path, shell: str, word: str) -> None:
    """The shell is known by the name of the process that asks."""
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
    """Names of files are bash's own business (`-o default`): there the program offers nothing."""
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


def test_what_is_wrong_with_the_command_line_has_a_next_step(home: Path) -> None:
    for arguments in (["ingest"], ["nope"], ["ingest", "--jbos", "3", "."], ["serve", "--port", "0"], ["init"]):
        done = run(*arguments, cwd=home)
        assert done.returncode == 2
        assert re.search(r"Try 'backfile.* --help' for help", done.stderr)

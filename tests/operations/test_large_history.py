"""What a clone of a few kilobytes can have in its history, and in its folders, costs little memory and is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backfile.archive import git_objects
from backfile.archive.git_process import read_entries
from backfile.settings.inside import LARGEST_TEXT
from tests.program import backfile

MOST = 250 << 10
"""Kilobytes of memory of any process of a run. The program alone needs about 100 MB."""
FAILED = 14
HUGE = "docs/articles/2020/01/huge.md"
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(f"\\n{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}", end="", flush=True)
sys.exit(code)
"""
ARTICLE = "<title>Pier</title><article><h1>Pier</h1><p>" + "The pier is open again after the storm. " * 9


def git(root: Path, *arguments: str, stdin: str | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, input=stdin, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    backfile("init", root, "--name", "Gazette", cwd=tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "pier.html").write_text(ARTICLE)
    return root


def run_in_little(root: Path, *arguments: str, most: int = MOST) -> tuple[int, str]:
    """Run a command, assert that none of its processes needed much memory, and return its exit code and output.

    A small process starts it: the system counts the memory of the process that starts another one as its memory, too.
    """
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "backfile", *arguments]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    printed, _, used = done.stdout.rpartition("\n")
    assert int(used) < most, printed
    assert "Traceback" not in printed
    return done.returncode, printed


def test_a_page_of_any_size_is_named_and_not_read(archive: Path) -> None:
    (archive / HUGE).parent.mkdir(parents=True)
    with (archive / HUGE).open("wb") as page:
        page.write(b"---\ntitle: Huge\n---\n\nText.\n")
        page.truncate(LARGEST_TEXT + 1)
    git(archive, "add", ".")
    git(archive, "commit", "-qm", "A huge page")
    code, printed = run_in_little(archive, "verify")
    assert (code, f"{HUGE}: it is larger than 256 MB, so that its digest alone is checked" in printed) == (0, True)
    assert "larger than 256 MB" in run_in_little(archive, "lists", "--check")[1]
    git(archive, "rm", "-q", HUGE)
    git(archive, "commit", "-qm", "No huge page")
    code, printed = run_in_little(archive, "ingest", "../inbox", "--dry-run")
    assert (code, "1  written" in printed) == (0, True), printed
    assert "Committed as" in run_in_little(archive, "ingest", "../inbox")[1]


@pytest.mark.parametrize(
    ("levels", "message", "most"),
    [
        (5, "lists more than 200000 files and changes", 1 << 20),
        pytest.param(7, "seems to repeat folders", 9 << 18, marks=pytest.mark.soak),
    ],
)
def test_trees_that_repeat_each_other_are_not_followed_to_their_end(
    levels: int, message: str, most: int, archive: Path
) -> None:
    """git itself has all changes of a commit in memory: half a gigabyte for a million."""
    blob = git(archive, "hash-object", "-w", "--stdin", stdin="Text.\n")
    tree = git(archive, "mktree", stdin="".join(f"100644 blob {blob}\t{name}.md\n" for name in "abcdefghij"))
    for _ in range(levels):
        tree = git(archive, "mktree", stdin="".join(f"040000 tree {tree}\t{name}\n" for name in "abcdefghij"))
    for name in ("articles", "docs"):
        tree = git(archive, "mktree", stdin=f"040000 tree {tree}\t{name}\n")
    commit = git(archive, "commit-tree", tree, "-p", "HEAD", "-m", "Many files")
    git(archive, "reset", "-q", "--soft", git(archive, "commit-tree", "HEAD^{tree}", "-p", commit, "-m", "None"))
    code, printed = run_in_little(archive, "log", most=most)
    assert (code, message in printed) == (FAILED, True), printed
    assert message in run_in_little(archive, "ingest", "../inbox", "--dry-run", most=most)[1]


def test_a_clone_that_shares_the_objects_of_another_is_read_whole(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backfile("ingest", tmp_path / "inbox", cwd=archive)
    git(tmp_path, "clone", "-q", "--shared", str(archive), "shared")
    monkeypatch.setattr(git_objects, "_FEW_FILES", 0)
    for root in (archive, tmp_path / "shared"):
        assert "1 page and 1 original at commit" in backfile("verify", cwd=root)


def test_of_a_message_of_any_length_the_beginning_is_read(archive: Path) -> None:
    (archive / "message").write_text("Long\n\n" + "x" * (5 << 20) + "\n\nManifest: " + "0" * 64 + "\n")
    git(archive, "commit", "-q", "--allow-empty", "-F", "message")
    git(archive, "commit", "-q", "--allow-empty", "-m", "Last")
    found = [*read_entries(archive, "log", "-z", "--format=%H%n%B")]
    assert [len(each) < 1_200_000 for each in found] == [True] * 3
    assert found[0].endswith("\nLast\n")
    assert "Manifest: 0" not in found[1]
    assert "right" in backfile("verify", cwd=archive)

"""git with other settings, hooks, environments and repositories around the archive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backfile.archive import git, git_index, git_leftovers, git_process
from backfile.archive.revisions.trails import read_trails
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.problems import GitError
from backfile.settings.mkdocs_yml import Config, load
from tests.accounting import accounted
from tests.operations.ingested import html, log, pages, status


def test_a_commit_without_identity_hooks_and_signing(
    home: Config, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for key, value in {"commit.gpgsign": "true", "user.useConfigOnly": "true"}.items():
        subprocess.run(["git", "config", key, value], cwd=home.root, check=True)
    for name in ("pre-commit", "commit-msg", "post-commit"):
        hook = home.root / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\nexit 1\n")
        hook.chmod(0o755)
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    assert not (tmp_path / "hooked").exists()


def test_file_names_are_not_options_or_patterns(home: Config, inbox: Path) -> None:
    (inbox / "--dry-run.html").write_text(html(title="--dry-run"))
    (inbox / "*.html").write_text(html(title=":(glob)**", url="https://gazette.test/glob"))
    ingest([inbox], home)
    assert status(home) == ""
    assert len(pages(home)) == 2


@pytest.mark.parametrize("name", [".gitignore", ".gitattributes", ".gitmodules", "docs/articles/2020/.gitattributes"])
def test_git_waits_for_no_pipe(home: Config, inbox: Path, name: str) -> None:
    """A pipe in the place of a file that git reads would be waited for without an end."""
    (inbox / "pier.html").write_text(html())
    (home.root / name).parent.mkdir(parents=True, exist_ok=True)
    (home.root / name).unlink(missing_ok=True)
    os.mkfifo(home.root / name)
    report = ingest([inbox], home)
    assert name in (report.uncommitted or "")
    assert len(pages(home)) == 1
    with pytest.raises(GitError, match=name):
        read_trails(home.root, "docs/articles")


def test_no_file_of_an_archive_says_who_made_its_commits(home: Config) -> None:
    """Also a pipe in the place of `.mailmap` is not waited for."""
    os.mkfifo(home.root / ".mailmap")
    words = [sys.executable, "-m", "backfile", "verify"]
    done = subprocess.run(words, cwd=home.root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_a_clone_with_converted_line_ends(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (home.root / ".gitattributes").unlink()
    subprocess.run(["git", "commit", "-qam", "no attributes"], cwd=home.root, check=True)
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", home.root, tmp_path / "clone"], check=True)
    clone = load(tmp_path / "clone")
    assert b"\r\n" in (clone.docs / "index.md").read_bytes()
    report = ingest([inbox], clone)
    assert accounted(report) == (1, 0, 0, 1, 0)
    assert (report.revision, report.uncommitted) == (None, None)


def test_variables_of_another_repository_are_ignored(
    home: Config, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "decoy"], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "decoy" / ".git"))
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    monkeypatch.delenv("GIT_DIR")
    assert log(home)[0] == "Ingest: 1 new"


def test_an_archive_inside_a_larger_repository(tmp_path: Path, inbox: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=outer, check=True)
    (outer / "owner.txt").write_text("mine")
    inner = init.create(outer / "deep" / "archive")
    assert not (inner.root / ".git").exists()
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], inner).revision
    assert log(inner) == ["Ingest: 1 new", "Create the archive archive"]
    assert status(inner).split() == ["??", "../../owner.txt"]


@pytest.mark.parametrize("place", ["clone/archive", "clone/docs/archive"])
def test_a_folder_of_a_clone_that_looks_like_a_repository_runs_nothing(tmp_path: Path, inbox: Path, place: str) -> None:
    (tmp_path / "clone").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "clone", check=True)
    archive = init.create(tmp_path / place)
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "bare"], check=True)
    shutil.copytree(tmp_path / "bare", archive.root, dirs_exist_ok=True)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    program.chmod(0o755)
    settings = f'[core]\nbare = false\nworktree = .\n[filter "own"]\nclean = {program}\nrequired = true\n'
    (archive.root / "config").write_text(settings)
    (archive.root / ".gitattributes").write_text("*.md filter=own\n")
    (inbox / "pier.html").write_text(html())
    assert "safe.bareRepository" in (ingest([inbox], archive).uncommitted or "")
    assert not (tmp_path / "ran").exists()


STAGED_BY_OTHERS = {
    "nothing": "true",
    "a new file": "echo mine > own.txt; git add own.txt",
    "a change": "echo mine >> kept.txt; git add kept.txt",
    "a change, changed again": "echo mine >> kept.txt; git add kept.txt; echo more >> kept.txt",
    "a removal": "git rm -q kept.txt",
    "a rename": "git mv kept.txt renamed.txt",
    "a mode": "chmod +x kept.txt; git add kept.txt",
    "a link": "ln -s kept.txt link; git add link",
    "a folder for a file": "git rm -q kept.txt; mkdir kept.txt; echo mine > kept.txt/own.txt; git add kept.txt",
    "a file outside the archive": "cd ..; echo mine > own.txt; git add own.txt",
    "a file that is not to be looked at": "git update-index --skip-worktree kept.txt; echo mine > kept.txt",
    "settings of git": "git config diff.relative true; git config diff.noprefix true; git rm -q kept.txt",
    "its own file, not as it is now": "echo draft > new.md; git add new.md; rm new.md; echo page > new.md",
}


@pytest.mark.parametrize("staged", STAGED_BY_OTHERS.values(), ids=STAGED_BY_OTHERS)
def test_a_commit_is_that_of_git_commit_only(tmp_path: Path, staged: str) -> None:
    """Other changes that the owner staged are not part of it, and stay staged."""
    paths = ["new.md", "changed.md", "removed.md", "folder/a \n.md", "name", "name/of folder.md", "never.md"]
    states = []
    for name in ("ours", "theirs"):
        root = tmp_path / name / "archive"
        root.mkdir(parents=True)
        script = f"""set -e; git init -q ..; git config user.name A; git config user.email a@example.test
            echo old | tee changed.md removed.md name kept.txt > ../above.txt; git add ..; git commit -q -m First
            {staged}"""
        subprocess.run(["sh", "-c", script], cwd=root, check=True)
        (root / "removed.md").unlink()
        (root / "name").unlink()
        for path in ("new.md", "changed.md", "folder/a \n.md", "name/of folder.md"):
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text("page\n")
        if name == "ours":
            assert git.commit(root, paths, "Second\n") == git.head(root)
        else:
            existing = [path for path in paths if path not in {"never.md", "name"}]
            subprocess.run(["git", "add", "--all", "--", *existing], cwd=root, check=True)
            subprocess.run(["git", "commit", "-q", "-m", "Second", "--only", "--", *existing], cwd=root, check=True)
        commands = (("ls-tree", "-r", "HEAD"), ("ls-files", "-s"), ("status", "--short"), ("log", "--format=%B"))
        states.append([_output(root.parent, *command) for command in commands])
    assert states[0] == states[1]


def _output(folder: Path, *command: str) -> str:
    return subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_nothing_is_committed_beside_a_conflict(home: Config, inbox: Path) -> None:
    """An index with a conflict is not committed, as `git commit` does not."""
    script = """set -e; echo a > own; git add own; git commit -qm a; git checkout -q -b other; echo b > own
        git commit -qam b; git checkout -q main; echo c > own; git commit -qam c; git checkout -q other
        echo d > own; git stash -q; git checkout -q main; git stash pop -q || true"""
    for name in ("name", "email"):
        subprocess.run(["git", "config", f"user.{name}", "a@example.test"], cwd=home.root, check=True)
    subprocess.run(["sh", "-c", script], cwd=home.root, check=True)
    assert "u" in _output(home.root, "status", "--porcelain=v2")
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert "own" in (report.uncommitted or "")
    _output(home.root, "checkout", "--theirs", "own")
    _output(home.root, "add", "own")
    assert ingest([inbox], home).revision
    assert "own" not in _output(home.root, "show", "--name-only", "--format=")


def test_a_killed_garbage_collection_is_found_by_the_next_run(
    home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs while the note exists by which its lock files are found."""
    notes = []

    def run(root: Path, *arguments: str, **options: Any) -> str:
        if "gc" in arguments:
            notes.append(git_leftovers.are_possible(root))
        return git_process.run(root, *arguments, **options)

    monkeypatch.setattr(git, "run", run)
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    assert notes == [True]


def test_many_files_are_added_as_packs(home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many loose objects would make each commit pack them all (`gc.auto`)."""
    monkeypatch.setattr(git_index, "_MOST_LOOSE", 2)
    monkeypatch.setattr(git_index, "_MOST_PACKED", 4)
    for number in range(3):
        (inbox / f"{number}.html").write_text(html(title=f"Pier {number}", url=f"https://gazette.test/{number}"))
    ingest([inbox], home)
    assert status(home) == ""
    assert len(list((home.root / ".git" / "objects" / "pack").glob("*.pack"))) > 1
    assert _output(home.root, "fsck", "--strict") == ""
    clone = home.root.parent / "clone"
    _output(home.root.parent, "clone", "-q", str(home.root), str(clone))
    shutil.rmtree(home.root / "docs")
    _output(home.root, "checkout", "--", "docs")
    assert _output(clone, "status", "--short") == status(home) == ""


ALTERING = {
    ".gitattributes": "* ident\n",
    "docs/.gitattributes": "*.md ident text=auto\n",
    "originals/.gitattributes": "**/* filter=other\n",
    "docs/articles/.gitattributes": "*.md filter=lfs diff=lfs merge=lfs -text\n",
    "docs/articles/2019/.gitattributes": "* -text\n*.md -diff ident\n",
}
"""A file of the archive, and what it tells git to convert."""


@pytest.mark.parametrize("place", ["archive", "clone/of/archive"])
@pytest.mark.parametrize("file", ALTERING)
def test_git_stores_no_other_bytes_than_were_archived(tmp_path: Path, inbox: Path, file: str, place: str) -> None:
    if place != "archive":
        (tmp_path / "clone").mkdir()
        subprocess.run(["git", "init", "-q"], cwd=tmp_path / "clone", check=True)
    archive = init.create(tmp_path / place)
    for name in ("other", "lfs"):
        subprocess.run(["git", "config", f"filter.{name}.clean", "tr a b"], cwd=archive.root, check=True)
    (archive.root / file).parent.mkdir(parents=True, exist_ok=True)
    (archive.root / file).write_text(ALTERING[file])
    (inbox / "pier.html").write_text(html(body="The $Id: foo$ of the pier is on its north side, as before. " * 9))
    result = ingest([inbox], archive)
    assert result.revision is None
    assert "with other bytes than on the disk" in (result.uncommitted or "")
    assert "check-attr" in (result.uncommitted or "")
    (archive.root / file).write_text("* -text\n")
    assert ingest([inbox], archive).revision
    command = ["git", "ls-files", "-z", "docs/articles/*.md", "originals/*.gz"]
    files = subprocess.run(command, cwd=archive.root, check=True, capture_output=True).stdout
    assert files.count(b"\0") == 2
    for path in map(os.fsdecode, files.split(b"\0")[:-1]):
        blob = subprocess.run(["git", "show", f":./{path}"], cwd=archive.root, check=True, capture_output=True).stdout
        assert blob == (archive.root / path).read_bytes(), path


@pytest.mark.parametrize("converts", ["false", "input", "true"])
def test_attributes_that_lose_no_byte_are_no_obstacle(home: Config, inbox: Path, converts: str) -> None:
    attributes = "* text=auto\n*.md text eol=lf diff=markdown\noriginals/** -filter -text\n"
    (home.root / ".gitattributes").write_text(attributes)
    subprocess.run(["git", "config", "core.autocrlf", converts], cwd=home.root, check=True)
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision


def test_output_is_read_part_by_part_and_errors_are_raised(home: Config, inbox: Path) -> None:
    for number in range(3):
        (inbox / f"{number}.html").write_text(html(title=f"Pier {number}", url=f"https://gazette.test/{number}"))
    ingest([inbox], home)
    listing = ("ls-tree", "-r", "-z", "--name-only", "HEAD")
    names = git_process.run(home.root, *listing).split("\0")
    assert [*git_process.read_entries(home.root, *listing), ""] == names
    entries = git_process.read_entries(home.root, *listing)
    assert next(entries) == names[0]
    entries.close()  # git ends with it.
    with pytest.raises(GitError, match=r"git ls-tree failed in .*: fatal: Not a valid object name none"):
        list(git_process.read_entries(home.root, "ls-tree", "-z", "none"))


@pytest.mark.parametrize("command", ["rev-list", "merge-base", "replace", "gc"])
def test_any_command_that_fails_is_named(home: Config, command: str) -> None:
    with pytest.raises(GitError, match=rf"(?s)git {command} failed in .*Then run again\."):
        git_process.run(home.root, "-c", "core.quotePath=true", command, "--none", next_step="Then run again.")

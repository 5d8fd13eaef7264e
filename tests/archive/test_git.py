"""git with other settings, hooks, environments and repositories around the archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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

"""The commit of a run has the files of the program and no others."""

from __future__ import annotations

import subprocess
from pathlib import Path

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import html, status


def test_files_of_a_run_without_commit_are_committed_by_the_next(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home, Options(commit=False)).revision is None
    assert status(home)
    assert ingest([inbox], home).revision
    assert status(home) == ""


def test_files_that_the_owner_staged_are_not_committed(home: Config, inbox: Path) -> None:
    (home.root / "notes.txt").write_text("mine")
    subprocess.run(["git", "add", "notes.txt"], cwd=home.root, check=True)
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    assert status(home).split() == ["A", "notes.txt"]


def test_pages_that_the_owner_wrote_are_not_committed(home: Config, inbox: Path) -> None:
    (home.docs / "index.md").write_text("# My own front page\n")
    (home.docs / "tags" / "mine.md").write_text("# My own page on tags\n")
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    assert status(home).split() == ["M", "docs/index.md", "??", "docs/tags/mine.md"]


def test_a_refused_commit_is_reported_and_made_by_the_next_run(home: Config, inbox: Path) -> None:
    (home.root / ".git" / "index.lock").touch()
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert "index.lock" in (report.uncommitted or "")
    assert ".." not in (report.uncommitted or ""), "git's message does not end with two full stops"
    (home.root / ".git" / "index.lock").unlink()
    assert ingest([inbox], home).revision
    assert status(home) == ""


def test_an_archive_without_git(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert report.revision is None

"""The commit of a run has the files of the program and no others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import PARAGRAPH, html, status
from tests.operations.saves import git


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


@pytest.mark.parametrize(
    ("edit", "saves", "is_staged", "commits"),
    [  # Each two values are together in at least one row.
        ("", 1, True, True),
        ("", 2, False, False),
        ("note", 1, False, True),
        ("note", 2, True, False),
        ("body", 1, False, False),
        ("body", 2, True, True),
        ("body", 1, True, False),
        ("note", 1, True, True),
        ("", 2, False, True),
    ],
)
def test_a_page_that_was_moved_and_revised_is_at_one_path(
    home: Config, inbox: Path, edit: str, saves: int, *, is_staged: bool, commits: bool
) -> None:
    old, new = "docs/articles/2019/11/east-pier-to-be-mended.md", "docs/articles/piers/east.md"
    (inbox / "pier.html").write_text(html())
    (inbox / "mill.html").write_text(html("The mill closes", "It closes on Monday. " * 9, "https://gazette.test/mill"))
    ingest([inbox], home)
    (home.root / new).parent.mkdir()
    if is_staged:
        git(home, "mv", old, new)
    else:
        (home.root / old).rename(home.root / new)
    if edit:
        text = (home.root / new).read_text()
        own = {
            "note": text.replace("origin:", 'note: "mine"\norigin:', 1),
            "body": text.replace("agreed", "agreed mine"),
        }
        (home.root / new).write_text(own[edit])
    for number in range(saves):
        text = html(body=PARAGRAPH * 3 + f"</p><p>It took {number + 2} weeks.", modified=f"2020-01-0{number + 1}")
        (inbox / f"later-{number}.html").write_text(text)
    ingest([inbox], home, Options(commit=commits))
    if not commits:
        ingest([inbox], home)
    listed = git(home, "ls-files", "docs/articles/*.md").split()
    is_left = edit == "body"
    assert (f"It took {saves + 1} weeks" in (home.root / new).read_text()) != is_left
    assert ("mine" in (home.root / new).read_text()) == bool(edit)
    if is_left and saves == 1:
        assert old in git(home, "ls-tree", "-r", "--name-only", "HEAD"), "the owner commits the edited page"
    else:
        assert status(home) == ""
        assert listed == ["docs/articles/2019/11/the-mill-closes.md", new]
    for commit in git(home, "rev-list", "HEAD").split():
        listed = git(home, "ls-tree", "-r", "--name-only", commit, "docs/articles").split()
        assert not {old, new} <= set(listed), git(home, "show", "--stat", commit)

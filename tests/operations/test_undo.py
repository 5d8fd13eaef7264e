"""Undoing an ingest: everything is as before, later edits stay, and the articles can come in again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backfile.archive.git_history import FileVersion, read_texts
from backfile.archive.revisions.history import Kind, read_history
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.undo import undo
from backfile.operations.verify import verify
from backfile.problems import GitError
from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import PARAGRAPH, html, kinds, log, pages, status, tree

PIER = "docs/articles/2019/11/east-pier-to-be-mended.md"


def commit_all(config: Config) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, "commit", "-qam", "Mine"], cwd=config.root, check=True)


def test_ingests_are_undone_one_after_the_other(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    empty = tree(home)
    ingest([inbox], home)
    first = tree(home)
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "One more sentence.", modified="2019-11-06"))
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    second = tree(home)
    would = undo(home, dry_run=True)
    assert tree(home) == second
    assert (len(would.removed), would.restored, would.kept) == (3, (PIER,), ())
    assert undo(home).removed == would.removed
    assert tree(home) == first
    assert log(home)[0] == "Undo: Ingest: 1 new, 1 updated"
    assert undo(home).summary == "Ingest: 1 new"
    assert tree(home) == empty
    with pytest.raises(GitError, match="nothing to undo"):
        undo(home)
    report = ingest([inbox], home)
    assert kinds(report) == []
    assert pages(home).keys() == {path.removeprefix("docs/") for path in second if path.startswith("docs/articles/")}
    assert undo(home).summary == "Ingest: 2 new"
    assert status(home) == ""


def test_a_message_with_a_number_of_many_digits_is_no_ingests(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    number = "9" * 20
    git(home, "commit", "-qm", f"Ingest, revision {number} of {number}: x", "--allow-empty")
    assert undo(home).summary == "Ingest: 1 new"


def test_later_edits_stay_and_are_named(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    with (home.root / PIER).open("a") as page:
        page.write("My note.\n")
    commit_all(home)
    done = undo(home)
    assert PIER in done.kept
    (text,) = pages(home).values()
    assert "My note." in text
    (original,) = (home.root / "originals").rglob("*.gz")  # The kept page has its original.
    assert original.relative_to(home.root).as_posix() in done.kept
    assert status(home) == ""


def test_a_page_that_was_moved_stays_and_is_named(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    moved = "docs/articles/2019/11/pier.md"
    (home.root / PIER).rename(home.root / moved)
    commit_all(home)
    done = undo(home)
    assert moved in done.kept
    assert [path for path in done.removed if path.startswith("docs/")] == ["docs/articles/2019/11/the-mill-closes.md"]
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "One more sentence.", modified="2019-11-06"))
    report = ingest([inbox / "pier.html"], home)
    assert kinds(report) == []
    assert pages(home).keys() == {moved.removeprefix("docs/")}


@pytest.mark.parametrize("modified", ["2019-11-08", "2019-11-04"], ids=["newer", "older"])
def test_what_was_taken_back_is_no_revision(home: Config, inbox: Path, modified: str) -> None:
    """Also not where its owner edited it and took the edit back, and where the ingest brought an older text."""
    save, texts = inbox / "pier.html", "docs/articles"
    save.write_text(html(modified="2019-11-05"))
    ingest([inbox], home)
    other = inbox / "mill.html"
    save.write_text(html(body=PARAGRAPH * 3 + "The chairman stole it.", modified=modified))
    other.write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    wrong = (home.root / PIER).read_bytes()
    assert len(read_history(home.root, texts).pages[PIER]) == 2
    for text in (wrong + b"My note.\n", wrong):
        (home.root / PIER).write_bytes(text)
        commit_all(home)
    undo(home)
    revisions = read_history(home.root, texts, only=PIER).pages[PIER]
    assert not any(
        "stole" in text for _, text in read_texts(home.root, [FileVersion(it.path, "", it.blob) for it in revisions])
    )
    assert [it.kind for it in revisions].count(Kind.PUBLISHER) == 1
    assert len(revisions) == (1 if modified == "2019-11-08" else 3), "the owner's edits of the right text stay"
    ingest([inbox], home)
    again = [it.kind for it in read_history(home.root, texts).pages[PIER]]
    assert again.count(Kind.PUBLISHER) == 2, "it is a revision when it is ingested once more"


@pytest.mark.parametrize("message", ["Ingest: 1 new", "Ingest, revision 1 of 1: 9 new", "Undo: Ingest\n\n{0}: {1}"])
def test_commits_of_a_merged_branch_are_not_undone_and_undo_nothing(home: Config, inbox: Path, message: str) -> None:
    (inbox / "pier.html").write_text(html())
    empty = tree(home)
    report = ingest([inbox], home)
    assert report.written == 1
    git(home, "checkout", "-qb", "theirs")
    (home.docs / "theirs.md").write_text("# Mine")
    (home.docs / PIER.removeprefix("docs/")).write_text("Forged.")
    git(home, "add", "-A")
    root = git(home, "log", "-1", "--format=%(trailers:key=Manifest,valueonly)").strip()
    git(home, "commit", "-qm", message.format("Ingest-Undo", root or git(home, "rev-parse", "HEAD").strip()))
    git(home, "checkout", "-q", "--", ".")
    git(home, "checkout", "-q", "-")
    git(home, "merge", "-q", "--no-ff", "-m", "Merge", "theirs")
    done = undo(home)
    assert done.summary == "Ingest: 1 new"
    assert done.kept[0] == PIER, "it was changed after the ingest"
    with pytest.raises(GitError, match="nothing to undo"):
        undo(home)
    assert tree(home).keys() - empty.keys() >= {"docs/theirs.md"}


@pytest.mark.parametrize("change", ["nothing", "list", "page", "undo"])
def test_an_undo_of_a_merged_branch_counts_if_it_undid_something(home: Config, inbox: Path, change: str) -> None:
    """A commit that only says so would hide the older texts that an ingest brought."""
    save, texts = inbox / "pier.html", "docs/articles"
    save.write_text(html(modified="2019-11-05"))
    ingest([inbox], home)
    save.write_text(html(body=PARAGRAPH * 3 + "The chairman stole it.", modified="2019-11-04"))
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], home)
    assert len(read_history(home.root, texts).pages[PIER]) == 2
    key = git(home, "log", "-1", "--format=%(trailers:key=Manifest,valueonly)").strip()
    git(home, "checkout", "-qb", "theirs")
    if change == "undo":
        undo(home)
    else:
        edited = {"list": home.docs / "index.md", "page": next(home.docs.glob("articles/*/*/*mill*.md"))}.get(change)
        if edited:
            edited.write_text(edited.read_text("utf-8") + "\n", "utf-8")
        git(home, "commit", "-qam", f"Undo: Ingest\n\nIngest-Undo: {key}", "--allow-empty")
    git(home, "checkout", "-q", "-")
    git(home, "merge", "-q", "--no-ff", "-m", "Merge", "theirs")
    has_two = PIER in read_history(home.root, texts).pages
    assert has_two == (change != "undo"), "a page with one text has no history"


def test_an_undo_that_takes_no_text_back_hides_none(home: Config, inbox: Path) -> None:
    """A commit of a stranger edits the page, and says that it takes the ingest of its present text back."""
    save, texts = inbox / "pier.html", "docs/articles"
    for body, modified in ((PARAGRAPH * 3, "2019-11-04"), (PARAGRAPH * 4, "2019-11-05")):
        save.write_text(html(body=body, modified=modified))
        ingest([inbox], home)
    key = git(home, "log", "-1", "--format=%(trailers:key=Manifest,valueonly)").strip()
    (home.root / PIER).write_text((home.root / PIER).read_text("utf-8") + "\n", "utf-8")
    git(home, "commit", "-qam", f"Typo\n\nIngest-Undo: {key}")
    assert len(read_history(home.root, texts).pages[PIER]) == 3


def test_an_undo_that_its_owner_commits_is_right(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    key = git(home, "log", "-1", "--format=%(trailers:key=Manifest,valueonly)").strip()
    undo(home, commit=False)
    git(home, "add", "-A")
    git(home, "commit", "-qm", f"Taken back\n\nIngest-Undo: {key}")
    assert [finding for finding in verify(home).findings if finding.kind == "commit"] == []
    git(home, "commit", "-qm", f"Taken back\n\nIngest-Undo: {key[::-1]}", "--allow-empty")
    assert [finding.kind for finding in verify(home).findings if finding.kind == "commit"] == ["commit"]


def git(config: Config, *arguments: str) -> str:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *own, *arguments], cwd=config.root, capture_output=True, text=True, check=True).stdout


def test_an_archive_without_git_has_nothing_to_undo(tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive", versioned=False)
    with pytest.raises(GitError, match="not in git"):
        undo(config)

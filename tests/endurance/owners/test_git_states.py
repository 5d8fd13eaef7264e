"""git in unusual states: unfinished merges, no branch, submodules, ignored pages, other owners, settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config, load
from tests.endurance.owners.archive import PIER, backfile, git, ingest_counting, kinds, save_article


def test_no_commit_during_a_merge_or_rebase(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    git(home, "checkout", "-qb", "aside", "HEAD^")
    (home.root / "notes").write_text("theirs\n")
    git(home, "add", "notes")
    git(home, "commit", "-qm", "Theirs")
    git(home, "checkout", "-q", "main")
    (home.root / "notes").write_text("mine\n")
    git(home, "add", "notes")
    git(home, "commit", "-qm", "Mine")
    for number, (begin, end) in enumerate(
        (
            (("rebase", "aside"), ("rebase", "--abort")),
            (("merge", "aside"), ("merge", "--abort")),
            (("cherry-pick", "aside"), ("cherry-pick", "--abort")),
            (("revert", "aside"), ("revert", "--abort")),
        )
    ):
        git(home, *begin, code=1)
        save_article(inbox, f"news{number}", f"News {number}", day=10 + number)
        report = ingest_counting(home, inbox, (number + 2, 1, 0, number + 1, 0))
        assert f"in the middle of a {begin[0]}" in (report.uncommitted or "")
        assert report.revision is None
        assert f"?? docs/articles/2019/11/news-{number}.md" in git(home, "status", "--short")
        git(home, *end)
        assert ingest_counting(home, inbox, (number + 2, 0, 0, number + 2, 0)).revision
        assert git(home, "status", "--short") == ""


def test_a_commit_without_a_branch_is_reported(home: Config, inbox: Path) -> None:
    git(home, "checkout", "-q", "--detach")
    report = ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    assert kinds(report) == [ProblemKind.GIT]
    assert (report.revision or "none")[:10] in report.problems[0].next_step
    git(home, "switch", "-q", "main")
    assert not (home.docs / PIER).exists()


def test_the_first_commit_of_a_repository(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    git(home, "init", "-q", "-b", "first")
    assert ingest_counting(home, inbox, (1, 1, 0, 0, 0)).revision
    assert git(home, "log", "--format=%s") == "Ingest: 1 new"


def test_an_archive_in_another_work_tree(home: Config, inbox: Path) -> None:
    git(home, "worktree", "add", "-q", "-b", "aside", home.root.parent / "tree")
    tree = load(home.root.parent / "tree")
    assert ingest_counting(tree, inbox, (1, 1, 0, 0, 0)).revision
    assert git(tree, "status", "--short") == ""
    assert git(home, "log", "--format=%s", "aside").startswith("Ingest: 1 new")
    assert not (home.docs / PIER).exists()


def test_an_archive_in_a_submodule(home: Config, inbox: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "outer")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", home.root, "archive")
    inner = load(tmp_path / "outer" / "archive")
    assert ingest_counting(inner, inbox, (1, 1, 0, 0, 0)).revision
    assert git(inner, "status", "--short") == ""
    git(inner, "revert", "--no-edit", "HEAD")
    assert kinds(ingest_counting(inner, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.REMOVED]


def test_a_submodule_in_docs_is_not_committed(home: Config, inbox: Path) -> None:
    git(home.root.parent, "init", "-q", "notes")
    git(home.root.parent / "notes", "commit", "-q", "--allow-empty", "-m", "Notes")
    allow = ("-c", "protocol.file.allow=always")
    git(home, *allow, "submodule", "--quiet", "add", home.root.parent / "notes", "docs/notes")
    (home.docs / "notes" / "mine.md").write_text("# Mine\n")
    assert ingest_counting(home, inbox, (1, 1, 0, 0, 0)).revision
    assert [line.split()[1] for line in git(home, "status", "--short").splitlines()] == [".gitmodules", "docs/notes"]


def test_pages_in_a_separate_repository_are_reported(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    git(home.docs, "init", "-q")
    git(home.root, "init", "-q")
    report = ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    assert [(problem.kind, problem.file) for problem in report.problems] == [(ProblemKind.GIT, "docs")]
    assert report.uncommitted is None


@pytest.mark.parametrize("above", [1, 2])
@pytest.mark.parametrize("state", ["a repository", "a submodule", "a submodule that is not fetched", "a gitlink"])
def test_pages_in_a_repository_below_docs_are_reported(home: Config, inbox: Path, state: str, above: int) -> None:
    folder = (home.docs / PIER).parents[above - 1]
    folder.mkdir(parents=True)
    if state == "a repository":
        git(folder, "init", "-q")
    elif state == "a gitlink":
        place = folder.relative_to(home.root).as_posix()
        git(home, "update-index", "--add", "--cacheinfo", f"160000,{git(home, 'rev-parse', 'HEAD').strip()},{place}")
    else:
        folder.rmdir()
        other = home.root.parent / "other"
        git(home.root.parent, "init", "-q", "other")
        git(other, "commit", "-q", "--allow-empty", "-m", "Other")
        allow = ("-c", "protocol.file.allow=always")
        git(home, *allow, "submodule", "--quiet", "add", other, folder.relative_to(home.root).as_posix())
        git(home, "commit", "-qm", "Submodule")
        if "not fetched" in state:
            git(home, "submodule", "--quiet", "deinit", "--force", "--all")
    report = ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    place = folder.relative_to(home.root).as_posix()
    assert [(problem.kind, problem.file) for problem in report.problems] == [(ProblemKind.GIT, place)]
    assert PIER not in git(home, "ls-files")


def test_pages_that_git_ignores_are_reported(home: Config, inbox: Path) -> None:
    (home.root / ".gitignore").write_text("/docs/\n/.backfile/\n")
    report = ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    assert [(problem.kind, problem.file) for problem in report.problems] == [(ProblemKind.GIT, "docs/articles")]
    assert report.uncommitted is None
    assert (home.docs / PIER).is_file()


def test_without_git(tmp_path: Path, home: Config, inbox: Path) -> None:
    (empty := tmp_path / "bin").mkdir()
    assert "git is not installed" in backfile("ingest", inbox, home=home, code=14, path=str(empty))
    assert (home.docs / PIER).is_file()
    out = backfile("ingest", inbox, "--no-commit", home=home, path=str(empty))
    assert "1 unchanged" in out
    plain = init.create(tmp_path / "plain", versioned=False)
    assert "1 written" in backfile("ingest", inbox, home=plain, path=str(empty))
    save_article(inbox, "bakery", "Bakery opens")
    assert "git cannot list the pages that were removed" in backfile(
        "ingest", inbox, "--no-commit", home=home, path=str(empty)
    )


@pytest.mark.skipif(os.getuid() != 0, reason="only root can change the owner of a folder")
def test_a_repository_of_another_user(home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    report = ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    assert "dubious ownership" in (report.uncommitted or "")
    assert "safe.directory" in (report.uncommitted or "")
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    assert ingest_counting(home, inbox, (1, 0, 0, 1, 0)).revision


def test_git_settings_that_change_its_output(home: Config, inbox: Path) -> None:
    settings = {
        "color.ui": "always",
        "core.autocrlf": "true",
        "core.pager": "false",
        "diff.external": "false",
        "diff.noprefix": "true",
        "diff.renames": "copies",
        "gpg.program": "false",
        "log.date": "relative",
        "log.follow": "true",
        "log.showSignature": "true",
        "commit.gpgSign": "true",
        "status.relativePaths": "false",
        "status.showUntrackedFiles": "no",
    }
    for key, value in settings.items():
        git(home, "config", key, value)
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    assert git(home, "status", "--short", "-uall") == ""
    git(home, "-c", "commit.gpgSign=false", "-c", "log.showSignature=false", "revert", "--no-edit", "HEAD")
    assert kinds(ingest_counting(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.REMOVED]

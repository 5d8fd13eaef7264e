"""Pages that their owner removed or moved: their articles are not written again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config, load
from tests.endurance.owners.archive import PIER, TEXT, backfile, git, ingest_counting, kinds, save_article


@pytest.mark.parametrize("removal", ["deleted", "staged", "committed", "reverted"])
def test_a_removed_page_is_not_written_again_until_it_is_restored(home: Config, inbox: Path, removal: str) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    original = next((home.root / "originals").rglob("*.gz"))
    if removal == "deleted":
        (home.docs / PIER).unlink()
    elif removal == "reverted":
        git(home, "revert", "--no-edit", "HEAD")
    else:
        git(home, "rm", "-r", f"docs/{PIER}", "originals")
    if removal == "committed":
        git(home, "commit", "-m", "Not this one")
    (problem,) = ingest_counting(home, inbox, (1, 0, 0, 0, 1)).problems
    assert (problem.kind, problem.file) == (ProblemKind.REMOVED, "pier.html")
    assert not (home.docs / PIER).exists()
    assert original.exists() is (removal == "deleted"), "an original that was removed with its page is not stored again"
    # Another save, from another path and with a longer headline, is the same article.
    save_article(inbox / "deep", "pier", "Pier mended soon", "It took a week.")
    (inbox / "pier.html").unlink()
    (problem,) = ingest_counting(home, inbox, (1, 0, 0, 0, 1)).problems
    assert git(home, "log", "--format=%s", "--", f"docs/{PIER}").splitlines().count("Ingest: 1 new") == 1
    command = problem.next_step.partition("run ")[2].partition(" and ")[0]
    subprocess.run(command, shell=True, cwd=home.root, check=True, capture_output=True)
    ingest_counting(home, inbox, (1, 0, 1, 0, 0))
    assert "It took a week." in (home.docs / PIER).read_text()
    expected = f"D  {original.relative_to(home.root)}" if removal == "staged" else ""
    assert git(home, "status", "--short") == expected, "files that the owner staged stay staged"


def test_a_removed_page_without_a_url_and_a_moved_page(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Bakery opens\n\n{TEXT}\n\nNobody was late.\n")
    ingest_counting(home, inbox, (2, 2, 0, 0, 0))
    git(home, "mv", f"docs/{PIER}", "docs/articles/pier.md")
    (bakery,) = (home.docs / "articles" / "undated").rglob("*.md")
    git(home, "rm", bakery)
    git(home, "commit", "-m", "Otherwise")
    assert kinds(ingest_counting(home, inbox, (2, 0, 0, 1, 1))) == [ProblemKind.REMOVED]
    (inbox / "a.txt").write_text(f"Bakery opens\n\n{TEXT}\n\nNobody was late, it says.\n")
    assert kinds(ingest_counting(home, inbox, (2, 0, 0, 1, 1))) == [ProblemKind.REMOVED]
    (inbox / "a.txt").write_text("Quite another\n\nIt has nothing to do with what was there before.\n")
    ingest_counting(home, inbox, (2, 1, 0, 1, 0))


def test_a_moved_page_is_committed_at_both_paths(home: Config, inbox: Path, tmp_path: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    git(home, "mv", f"docs/{PIER}", "docs/articles/pier.md")
    ingest_counting(home, inbox, (1, 0, 0, 1, 0))
    assert git(home, "status", "--short") == ""
    git(tmp_path, "clone", "--quiet", home.root, "clone")
    backfile("lists", "--check", home=load(tmp_path / "clone"))


def test_a_sparse_checkout_is_refused(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    git(home, "sparse-checkout", "set", "--no-cone", "/*", "!/docs/articles/2019/")
    output = backfile("ingest", inbox, home=home, code=14)
    assert "has not checked out 1 file of" in output
    assert "git sparse-checkout disable" in output
    assert git(home, "log", "--format=%s").splitlines()[0] == "Ingest: 1 new"
    git(home, "sparse-checkout", "disable")
    ingest_counting(home, inbox, (1, 0, 0, 1, 0))


@pytest.mark.parametrize("command", [["withdraw", f"docs/{PIER}", "--reason", "x"], ["undo"], ["reingest"]])
def test_originals_that_are_not_checked_out_are_not_taken_for_removed(
    home: Config, inbox: Path, command: list[str]
) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    git(home, "sparse-checkout", "set", "--no-cone", "/*", "!/originals/")
    output = backfile(*command, home=home, code=14)
    assert "has not checked out 1 file of" in output
    assert git(home, "log", "--format=%s").splitlines()[0] == "Ingest: 1 new"


def test_saves_of_a_removed_article_are_not_stored(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    git(home, "rm", "-r", f"docs/{PIER}", "originals")
    git(home, "commit", "-m", "Not this one")
    save_article(inbox / "deep", "pier", "Pier mended", "It took a week.")
    report = ingest_counting(home, inbox, (2, 0, 0, 0, 2))
    assert kinds(report) == [ProblemKind.REMOVED] * 2
    assert not (home.root / "originals").exists()

"""Clones that ingested different articles are merged; list pages are repaired by the next run."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from tests.endurance.owners.archive import (
    backfile,
    git,
    ingest_counting,
    kinds,
    list_pages,
    lists_are_current,
    save_article,
)


def clone(home: Config, name: str) -> Config:
    git(home.root.parent, "clone", "-q", home.root, name)
    return load(home.root.parent / name)


def make_diverged_clone(home: Config, inbox: Path) -> Config:
    """Return a clone; it and the archive each ingested another article, and one that both have."""
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    other = clone(home, "other")
    for config, name, day in ((home, "Bakery opens", 6), (other, "Choir seeks bass", 7)):
        folder = inbox.parent / name
        save_article(folder, name.split()[0].lower(), name, day=day)
        save_article(folder, "shared", "Tide comes in", day=8)
        ingest_counting(config, folder, (2, 2, 0, 0, 0))
    return other


def test_clones_are_merged_without_a_conflict_and_the_next_run_repairs_lists(home: Config, inbox: Path) -> None:
    other = make_diverged_clone(home, inbox)
    git(home, "pull", "--no-rebase", "--no-edit", other.root, "main")
    assert git(home, "status", "--short") == ""
    assert any("list pages are not up to date" in warning for warning in build(home, False, False).warnings)
    backfile("lists", "--check", home=home, code=3)
    report = ingest_counting(home, inbox, (1, 0, 0, 1, 0))
    assert report.problems == ()
    assert lists_are_current(home)
    assert git(home, "status", "--short") == ""
    whole = init.create(inbox.parent / "whole", "archive")
    for folder in (inbox, inbox.parent / "Bakery opens", inbox.parent / "Choir seeks bass"):
        ingest([folder], whole)
    assert list_pages(home) == list_pages(whole)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_list_pages_with_conflict_marks_are_repaired(home: Config, inbox: Path, style: str) -> None:
    """The archive has no .gitattributes, so that git does not merge list pages by itself."""
    git(home, "rm", ".gitattributes")
    git(home, "commit", "-m", "No attributes")
    other = make_diverged_clone(home, inbox)
    git(home, "-c", f"merge.conflictStyle={style}", "pull", "--no-rebase", "--no-edit", other.root, "main", code=1)
    assert "<<<<" in (home.docs / "index.md").read_text()
    report = ingest_counting(home, inbox, (1, 0, 0, 1, 0))
    assert "in the middle of a merge" in (report.uncommitted or "")
    assert lists_are_current(home)
    git(home, "add", "docs")
    git(home, "commit", "-m", "Merged")
    assert ingest_counting(home, inbox, (1, 0, 0, 1, 0)).revision is None


def test_an_edited_list_page_is_merged_and_kept(home: Config, inbox: Path) -> None:
    other = make_diverged_clone(home, inbox)
    index = other.docs / "index.md"
    git(other, "reset", "-q", "--hard", "HEAD^")
    index.write_text(index.read_text() + "\nChosen with care.\n")
    git(other, "commit", "-am", "My words")
    git(home, "pull", "--no-rebase", "--no-edit", other.root, "main")
    assert kinds(ingest_counting(home, inbox, (1, 0, 0, 1, 0))) == [ProblemKind.LIST]
    assert "Chosen with care." in (home.docs / "index.md").read_text()

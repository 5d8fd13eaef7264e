"""An ingest that was reverted with git: its pages and its entries in list pages are removed."""

from __future__ import annotations

from pathlib import Path

from backfile.operations import init
from backfile.settings.mkdocs_yml import Config
from tests.endurance.owners.archive import (
    PIER,
    backfile,
    git,
    ingest_counting,
    list_pages,
    lists_are_current,
    save_article,
)


def test_the_last_ingest_is_reverted(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    expected = git(home, "rev-parse", "HEAD^{tree}")
    save_article(inbox, "bakery", "Bakery opens", day=6)
    ingest_counting(home, inbox, (2, 1, 0, 1, 0))
    git(home, "revert", "--no-edit", "HEAD")
    assert git(home, "rev-parse", "HEAD^{tree}") == expected
    backfile("lists", "--check", home=home)


def test_an_earlier_ingest_is_reverted_and_lists_are_repaired(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    save_article(inbox, "bakery", "Bakery opens", day=6)
    ingest_counting(home, inbox, (2, 1, 0, 1, 0))
    # The only conflicts are in list pages that the first ingest made and the second changed.
    assert git(home, "revert", "--no-edit", "HEAD^", code=1).count("CONFLICT") == 3
    backfile("lists", home=home)
    git(home, "add", "docs")
    git(home, "-c", "core.editor=true", "revert", "--continue")
    assert git(home, "status", "--short") == ""
    assert not (home.docs / PIER).exists()
    assert lists_are_current(home)
    (inbox / "pier.html").unlink()
    alone = init.create(home.root.parent / "alone", "archive")
    ingest_counting(alone, inbox, (1, 1, 0, 0, 0))
    assert list_pages(home) == list_pages(alone)

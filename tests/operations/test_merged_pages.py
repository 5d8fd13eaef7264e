"""Merges of one page: what git's history has of them, several in a row, and what is left to the owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.archive import page
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import kinds, log, pages, status, tree
from tests.operations.saves import CORRECTED, FERRY, PATH, VARIANTS, dates, git, save, versions, write

MINE = "Ada's note: the last boat is the *Marta*."


@pytest.fixture
def edited(home: Config, inbox: Path) -> Config:
    """An archive with the first text, and an edit that is not committed."""
    ingest([write(inbox, "a.html")], home)
    file = home.docs / PATH
    file.write_text(file.read_text().replace(f"{FERRY[0]}\n", f"{FERRY[0]}\n\n{MINE}\n"))
    return home


def ingest_text(
    home: Config, inbox: Path, day: int, *texts: str, title: str = "Late ferries to Merrow from June"
) -> str:
    """Ingest another text of the article, and return its page."""
    write(inbox)
    (inbox / "a.html").write_text(save(day, texts, title))
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 1, 0, 0), report.problems
    return pages(home)[PATH]


def test_three_merges_in_a_row(edited: Config, inbox: Path) -> None:
    texts = list(FERRY)
    for day in (5, 6, 7):
        texts[2] += f" It said so again on day {day}."
        text = ingest_text(edited, inbox, day, *texts, title=f"Late ferries, day {day}")
        assert MINE in text
        assert f"again on day {day}" in text
        assert page.load(text).headline == f"Late ferries, day {day}"
        assert not page.read_seal(text).intact
    assert status(edited) == ""
    before = tree(edited), log(edited)
    assert accounted(ingest([inbox], edited)) == (1, 0, 0, 1, 0)
    assert (tree(edited), log(edited)) == before
    kept = [("M" if MINE in text else "m", page.read_seal(text).intact) for text in versions(edited)]
    assert kept == [("m", True), ("M", False), *[("m", True), ("M", False)] * 3]
    assert log(edited)[5:8] == [
        "Ingest, revision 1 of 2: 1 revised",
        "Edit by hand: 1 page",
        "Ingest: 1 new",
    ]


def test_an_edit_that_the_owner_committed_is_not_committed_again(edited: Config, inbox: Path) -> None:
    git(edited, "commit", "-qam", "A note of mine")
    ingest_text(edited, inbox, 5, *FERRY[:2], FERRY[2] + " More.")
    assert log(edited)[:3] == [
        "Ingest, revision 2 of 2: 1 updated",
        "Ingest, revision 1 of 2: 1 revised",
        "A note of mine",
    ]


def test_a_chain_is_merged_into_an_edited_page(edited: Config, inbox: Path) -> None:
    assert accounted(ingest([write(inbox, *VARIANTS)], edited)) == (3, 0, 2, 1, 0)
    text = pages(edited)[PATH]
    assert MINE in text
    assert "fourty" not in text
    assert [MINE in each for each in versions(edited)] == [False, True, False, False, True]
    assert dates(edited)[2:] == ["2021-05-05", "2021-05-06", "2021-05-06"]
    assert status(edited) == ""
    assert accounted(ingest([inbox], edited)) == (3, 0, 0, 3, 0)


def test_a_conflict_is_solved_by_copying_the_seal(edited: Config, inbox: Path) -> None:
    file = edited.docs / PATH
    file.write_text(file.read_text().replace("three crowns", "3 crowns"))
    assert kinds(ingest([write(inbox, "b.html")], edited)) == [ProblemKind.EDITED]
    incoming = (edited.root / "incoming" / PATH).read_text()
    seals = [page.read_seal(text).value for text in (file.read_text(), incoming)]
    file.write_text(file.read_text().replace(*seals))
    assert accounted(ingest([inbox], edited)) == (1, 0, 0, 1, 0)
    assert not (edited.root / "incoming").exists()
    text = ingest_text(edited, inbox, 7, *CORRECTED, title=page.load(incoming).headline)
    assert f"{page.load(text).origin.retrieved:%d}" == "07"
    assert "3 crowns" in text, "the owner has seen the new fare and kept the old one"
    assert "fourty" in text


def test_without_commits_the_owners_text_stays(edited: Config, inbox: Path) -> None:
    own = pages(edited)
    write(inbox)
    (inbox / "a.html").write_text(save(5, (*FERRY, "More.")))
    report = ingest([inbox], edited, Options(commit=False))
    assert kinds(report) == [ProblemKind.EDITED]
    assert pages(edited) == own
    assert "More." in (edited.root / "incoming" / PATH).read_text()
    assert accounted(ingest([inbox], edited, Options(dry_run=True))) == (1, 0, 1, 0, 0)
    assert pages(edited) == own
    assert accounted(ingest([inbox], edited)) == (1, 0, 1, 0, 0)
    assert not (edited.root / "incoming").exists()
    assert "More." in pages(edited)[PATH]
    assert status(edited) == ""


def test_an_older_save_leaves_an_edit_as_it_was_committed(home: Config, inbox: Path) -> None:
    ingest([write(inbox, "c.html")], home)
    ((path, text),) = pages(home).items()
    (home.docs / path).write_text(text.replace("four crowns.", "five crowns."))
    assert accounted(ingest([write(inbox, "a.html")], home)) == (1, 0, 1, 0, 0)
    assert status(home).split() == ["M", f"docs/{path}"], "what the owner has not committed stays uncommitted"
    assert versions(home, path) == [text, versions(home, path)[1], text]

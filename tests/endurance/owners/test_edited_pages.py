"""Pages that their owner edited are not overwritten; new texts go to incoming/."""

from __future__ import annotations

import shutil
from pathlib import Path

from backfile.archive import page
from backfile.operations.ingest import Options
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.endurance.owners.archive import PIER, backfile, git, ingest_counting, kinds, save_article


def make_edited_page(home: Config, inbox: Path) -> Path:
    """Ingest an article, edit its page, and ingest another text of it. Return the page."""
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    file = home.docs / PIER
    file.write_text(file.read_text().replace("harbour board", "Harbour Board"))
    save_article(inbox, "pier", "Pier mended", "It took a week.")
    assert kinds(ingest_counting(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.EDITED]
    return file


def test_incoming_text_is_removed_when_the_page_has_it(home: Config, inbox: Path) -> None:
    file, incoming = make_edited_page(home, inbox), home.root / "incoming" / PIER
    shutil.copyfile(incoming, file)
    assert ingest_counting(home, inbox, (1, 0, 0, 1, 0), Options(dry_run=True)).settled == (PIER,)
    assert incoming.is_file()
    assert "1 text that you merged was deleted" in backfile("ingest", inbox, home=home)
    assert not (home.root / "incoming").exists()
    assert "It took a week." in file.read_text()
    assert git(home, "status", "--short") == ""


def test_incoming_text_is_removed_when_the_page_has_its_seal(home: Config, inbox: Path) -> None:
    file, incoming = make_edited_page(home, inbox), home.root / "incoming" / PIER
    old_seal, new_seal = page.read_seal(file.read_text()).value, page.read_seal(incoming.read_text()).value
    file.write_text(file.read_text().replace(old_seal, new_seal))
    git(home, "mv", file, home.docs / "articles" / "moved.md")
    report = ingest_counting(home, inbox, (1, 0, 0, 1, 0))
    assert (report.settled, report.problems) == ((PIER,), ())
    assert "Harbour Board" in (home.docs / "articles" / "moved.md").read_text()


def test_a_committed_edit_is_not_overwritten(home: Config, inbox: Path) -> None:
    file = make_edited_page(home, inbox)
    git(home, "commit", "-am", "My wording")
    before = file.read_text()
    save_article(inbox, "pier", "Pier mended", "It took two weeks.")
    assert kinds(ingest_counting(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.EDITED]
    assert file.read_text() == before
    assert "two weeks" in (home.root / "incoming" / PIER).read_text()
    assert git(home, "status", "--short") == ""

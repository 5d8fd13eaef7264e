"""A page that its owner edited keeps the edit when its article is ingested with a new text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.report import Report
from tests.operations.hand_edits import HAND_EDITS, NEW_SECOND, HandEdit, article
from tests.operations.ingested import pages


class Edited:
    """An archive in which one page was edited in each way, before and after the ingest of new texts."""

    def __init__(self, folder: Path) -> None:
        self.home = init.create(folder / "archive")
        inbox = folder / "inbox"
        self.ingest_all(inbox, is_new=False)
        self.paths = {page.load(text).origin.file: path for path, text in pages(self.home).items()}
        self.before = pages(self.home)
        for edit in HAND_EDITS:
            file = self.home.docs / self.path(edit)
            file.write_bytes(edit.edit(file.read_text()).encode())
        self.edited = {path: (self.home.docs / path).read_bytes().decode() for path in self.before}
        self.report = self.ingest_all(inbox, is_new=True)
        self.after = {path: (self.home.docs / path).read_bytes().decode() for path in self.before}

    def ingest_all(self, inbox: Path, *, is_new: bool) -> Report:
        inbox.mkdir(exist_ok=True)
        for number, edit in enumerate(HAND_EDITS):
            (inbox / f"{number}.html").write_text(article(edit.name, is_new=is_new))
        return ingest([inbox], self.home)

    def path(self, edit: HandEdit) -> str:
        return self.paths[f"{HAND_EDITS.index(edit)}.html"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    return Edited(tmp_path_factory.mktemp("edited"))


@pytest.mark.parametrize("edit", HAND_EDITS, ids=lambda edit: edit.name)
def test_an_edit_by_hand_is_kept(archive: Edited, edit: HandEdit) -> None:
    path = archive.path(edit)
    base, own, now = archive.before[path], archive.edited[path], archive.after[path]
    problems = [problem for problem in archive.report.problems if path in problem.reason]
    incoming = archive.home.root / "incoming" / path
    if edit.conflicts:
        assert now == own
        assert "two cracked lenses" in incoming.read_text()
        (problem,) = problems
        assert f"({'; '.join(edit.conflicts)})" in problem.reason
        assert f"incoming/{path}" in problem.next_step
        return
    assert problems == []
    assert not incoming.exists()
    lost = Counter(own.splitlines()) - Counter(base.splitlines()) - Counter(now.splitlines())
    seal = f'  seal: "{page.read_seal(base).value}"'
    assert [line for line in lost if line != seal and not line.startswith(("keywords:", "section:", "tags:"))] == []
    removed = Counter(base.splitlines()) - Counter(own.splitlines())
    assert not [line for line in removed if line in now.splitlines() and len(line) > 3], (
        "what the owner removed is not back"
    )
    assert NEW_SECOND in now
    article_now = page.load(now)
    assert article_now.headline.endswith(": lens is coming")
    assert (article_now.dek, article_now.section) == ("A new lens is on a cart.", "Sea")
    assert "skippers" in article_now.keywords

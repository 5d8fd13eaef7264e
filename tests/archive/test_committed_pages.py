"""What git has of pages is kept between runs, and nothing is believed that another program wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.archive import git_history
from backfile.archive.committed_pages import CommittedPages
from backfile.operations.ingest import ingest
from backfile.settings.layout import SAVES
from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import html, pages

FOLDERS = ("docs/articles", "incoming")


def facts(home: Config) -> tuple[bool, int | None, bool]:
    """Return whether the one page is known: its text, its save, its seal."""
    (text,) = pages(home).values()
    committed = CommittedPages(home.root, FOLDERS)
    save, seal = (text.partition(f'{key}: "')[2].partition('"')[0] for key in ("sha256", "seal"))
    return committed.has_text(text), committed.order(save), committed.sealed_text(seal) == text


def test_texts_are_read_once(home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    assert facts(home) == (True, 0, True)
    assert (home.root / SAVES).is_file()
    read: list[str] = []
    read_texts = git_history.read_texts
    monkeypatch.setattr(
        git_history, "read_texts", lambda root, versions: read_texts(root, [read.append(v.blob) or v for v in versions])
    )
    assert CommittedPages(home.root, FOLDERS).order("0" * 64) is None
    assert read == []
    (home.root / SAVES).write_bytes(b"\0" * 200)
    assert facts(home) == (True, 0, True)
    assert len(read) > 1

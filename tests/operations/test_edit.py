"""Pages by hand: begun by a command, edited in an editor, checked, listed and committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.operations.reingest import reingest
from backfile.settings.mkdocs_yml import Config
from tests.operations.ingested import log, status
from tests.program import backfile

PAGE = "docs/articles/2019/11/the-ferry-stays.md"


def editor(folder: Path, script: str) -> str:
    file = folder / "my editor"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return f"'{file}' --wait"


def test_a_page_is_begun_edited_and_committed(home: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = backfile("new", "The ferry stays", "--date", "2019-11-05", "--author", "Ada Quill", cwd=home.root)
    assert f"Next: backfile edit {PAGE}" in printed
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'printf "It sails at noon.\\n" >> "$2"'))
    assert "Committed as" in backfile("edit", PAGE, cwd=home.root)
    assert (log(home)[0], status(home)) == (f"Edit: {PAGE}", "")
    assert "It sails at noon." in (home.root / PAGE).read_text()
    assert "The ferry stays" in (home.docs / "index.md").read_text()
    assert (reingest(home).unchanged, reingest(home).problems) == (1, ())
    assert "no revision by its publisher" in backfile("log", PAGE, cwd=home.root)
    monkeypatch.setenv("VISUAL", editor(tmp_path, "true"))
    assert "is as it was" in backfile("edit", PAGE, cwd=home.root)
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'printf -- "---\\ntitle: [\\n---\\n" > "$2"'))
    assert "front matter" in backfile("edit", PAGE, cwd=home.root, code=3)
    assert status(home) != ""
    monkeypatch.setenv("VISUAL", editor(tmp_path, "exit 7"))
    assert "exit code 7" in backfile("edit", PAGE, cwd=home.root, code=12)
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "No editor is set" in backfile("edit", PAGE, cwd=home.root, code=12)

"""What `backfile verify` prints of the files that it counted."""

import subprocess
from pathlib import Path

from tests.program import backfile

TEXT = "The tide comes in\n\nIt came in at four, and nobody had moved the chairs. They were found in the evening."


def test_other_files_are_named_as_such(tmp_path: Path) -> None:
    backfile("init", "clippings", cwd=tmp_path)
    home = tmp_path / "clippings"
    (tmp_path / "tide.txt").write_text(TEXT)
    backfile("ingest", tmp_path / "tide.txt", cwd=home)
    assert "1 page and 1 original at commit" in backfile("verify", cwd=home)
    for count, name in ((1, ".gitattributes"), (2, ".gitmodules")):
        (home / "docs" / "articles" / name).write_text("\n")
        subprocess.run(["git", "add", "-f", f"docs/articles/{name}"], cwd=home, check=True)
        mail = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *mail, "commit", "-qm", "Own"], cwd=home, check=True)
        others = "1 other file" if count == 1 else "2 other files"
        assert f"1 page, 1 original and {others} at commit" in backfile("verify", cwd=home)

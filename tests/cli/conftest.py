"""Fixtures of the tests of the command line: an archive, and a folder of inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.operations import init
from tests.cli.processes import HOSTILE_NAME


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a new archive."""
    return init.create(tmp_path / "clippings").root


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Return a folder with one text and three files that no reader accepts."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.txt").write_text("The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n")
    for name in ("a.docx", "a-name-that-is-long-enough-to-need-a-whole-line-and-some-more-of-the-next-one.docx"):
        (folder / name).write_bytes(b"x")
    (folder / HOSTILE_NAME).write_bytes(b"x")
    return folder

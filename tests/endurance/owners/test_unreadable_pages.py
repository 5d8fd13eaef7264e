"""Pages with unusual bytes, and files without read permission."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.settings.mkdocs_yml import Config
from tests import program
from tests.endurance.owners.archive import PIER, TEXT, backfile, ingest_counting


@pytest.mark.parametrize(
    ("odd", "reason", "code"),
    [
        (b"\nOne\x0c two\n", "", 0),
        ("\nOne \uffff two\n".encode(), "", 0),
        (b"\nCaf\xe9\n", "it is not text in UTF-8", 15),
        (b"a: &a [*a]\n", "its front matter is nested too deep", 15),
    ],
)
def test_a_page_with_unusual_bytes_is_published_or_reported(
    home: Config, inbox: Path, odd: bytes, reason: str, code: int
) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    file = home.docs / PIER
    text = file.read_bytes()
    file.write_bytes(text.replace(b"title:", odd + b"title:", 1) if odd.startswith(b"a:") else text + odd)
    remarks = program.backfile("lists", cwd=home.root)
    assert ("page:" in remarks) is bool(code)
    assert reason in remarks
    assert (PIER in program.backfile("build", cwd=home.root, code=code)) is bool(code)


def test_a_text_with_characters_that_xml_forbids_is_published(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Bakery \uffff opens\n\n{TEXT}\n\nNobody \ufffewas late.\n")
    ingest_counting(home, inbox, (2, 2, 0, 0, 0))
    (bakery,) = (home.docs / "articles" / "undated").rglob("*.md")
    assert "Nobody \ufffdwas late." in bakery.read_text()
    program.backfile("build", "--strict", cwd=home.root)


def test_files_without_read_permission_are_named(home: Config, inbox: Path) -> None:
    ingest_counting(home, inbox, (1, 1, 0, 0, 0))
    page_file = home.docs / PIER
    for file, command, code in (
        (page_file, ("reingest",), 17),
        (page_file, ("ingest", str(inbox)), 17),
        (home.docs / "tags" / "index.md", ("lists",), 0),
    ):
        file.chmod(0)
        output = backfile(*command, home=home, code=code, unprivileged=True)
        assert file.relative_to(home.root).as_posix() in output
        file.chmod(0o644)
    (home.root / ".backfile" / "catalog.sqlite").unlink()
    page_file.chmod(0)
    assert "page: it cannot be read" in backfile("lists", home=home, unprivileged=True)
    page_file.chmod(0o644)
    assert "page:" not in backfile("lists", home=home, unprivileged=True)
    backfile("lists", "--check", home=home)

"""Archives, and files in them, whose paths are not UTF-8 are refused in plain words; inputs on such paths are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import BuildError, NotAnArchiveError, StorageError
from backfile.settings.folder_path import find, refuse_undecodable
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build

PAGE = "<!DOCTYPE html><title>East pier mended</title><article><p>The board met on Tuesday.</p></article>"
NAMES = [b"b\xff", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xaf"]


def _folder(parent: Path, name: bytes) -> Path:
    folder = parent / os.fsdecode(name)
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("the file system has only names in UTF-8")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_no_archive_is_made_or_opened_there(name: bytes, tmp_path: Path) -> None:
    folder = _folder(tmp_path, name)
    with pytest.raises(NotAnArchiveError, match=r"\ufffd.* cannot be an archive: its path is not UTF-8"):
        init.create(folder / "archive", "Gazette", versioned=False)
    assert list(folder.iterdir()) == []
    init.create(tmp_path / "archive", "Gazette", versioned=False)
    moved = (tmp_path / "archive").rename(folder / "archive")
    for opening in (find, load):
        with pytest.raises(NotAnArchiveError, match="its path is not UTF-8"):
            opening(moved)


def test_other_paths_are_accepted(tmp_path: Path) -> None:
    refuse_undecodable(tmp_path / "café" / "\U0001f4f0")


@pytest.mark.parametrize(
    "command", [["build"], ["lists"], ["ingest", "x"], ["explain", "x"], ["tags", "list"], ["reingest"], ["trust"]]
)
def test_every_command_refuses(command: list[str], tmp_path: Path) -> None:
    init.create(tmp_path / "archive", "Gazette", versioned=False)
    moved = (tmp_path / "archive").rename(_folder(tmp_path, b"b\xff") / "archive")
    program = [sys.executable, "-m", "backfile", *command]
    done = subprocess.run(program, cwd=moved, capture_output=True, check=False)
    assert done.returncode == NotAnArchiveError.exit_code
    assert b"its path is not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_inputs_there_are_read(name: bytes, tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive", "Gazette", versioned=False)
    folder = _folder(tmp_path, name)
    (folder / os.fsdecode(name + b".html")).write_text(PAGE, encoding="utf-8")
    report = ingest([folder], config, Options(commit=False, jobs=1))
    assert (report.read, report.written) == (1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_in_docs_with_such_a_name_is_named_by_the_build(name: bytes, tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive", "Gazette", versioned=False)
    (_folder(config.docs, name) / "page.md").write_text("# Page", encoding="utf-8")
    with pytest.raises(BuildError, match="is not UTF-8"):
        build(config)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_such_a_name_is_named_by_a_run(name: bytes, tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive", "Gazette", versioned=False)
    config.docs.joinpath("articles").mkdir(exist_ok=True)
    (_folder(config.docs / "articles", name) / "page.md").write_text("# Page", encoding="utf-8")
    with pytest.raises(StorageError, match="its name is not UTF-8; rename it"):
        ingest([], config, Options(commit=False))

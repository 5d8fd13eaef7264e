"""Sealed files: only what was written for a purpose is read for it, and no link leads a file elsewhere."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from backfile.settings.own_key import SEAL_LENGTH
from backfile.settings.sealed_file import bears_seal, open_sealed, read_sealed, sealed_draft, write_sealed

NAME = ".backfile/known"


def archive(folder: Path) -> Path:
    (folder / "archive" / ".backfile").mkdir(parents=True)
    (folder / "outside").mkdir()
    return folder / "archive"


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256))])
def test_data_is_read_for_what_it_was_written_for(tmp_path: Path, data: bytes) -> None:
    root = archive(tmp_path)
    assert read_sealed(root, NAME, "a", b"b") is None
    write_sealed(root, NAME, data, "a", b"b")
    assert read_sealed(root, NAME, "a", b"b") == data
    assert [read_sealed(root, NAME, *other) for other in (("a",), ("b", b"b"), ("a", b"b", b""))] == [None] * 3
    sealed = (root / NAME).read_bytes()
    for forged in (sealed[:SEAL_LENGTH] + data + b"y", bytes(SEAL_LENGTH) + data, b"", data):
        (root / NAME).write_bytes(forged)
        assert read_sealed(root, NAME, "a", b"b") is None


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 5000])
def test_a_file_that_was_written_in_parts_is_read_whole_or_not(tmp_path: Path, data: bytes) -> None:
    root = archive(tmp_path)
    assert (open_sealed(root, NAME, "a"), bears_seal(root, NAME, "a")) == (None, False)
    with sealed_draft(root / NAME, "a") as out:
        out.write(data[:7])
        out.write(data[7:])
    opened = open_sealed(root, NAME, "a")
    assert opened is not None
    with opened:
        assert opened.read() == data
    assert (open_sealed(root, NAME, "b"), bears_seal(root, NAME, "b")) == (None, False)
    sealed = (root / NAME).read_bytes()
    for damaged in (sealed + b"y", sealed[:-1]):
        (root / NAME).write_bytes(damaged)
        assert open_sealed(root, NAME, "a") is None
    for forged in (bytes(SEAL_LENGTH) + sealed[SEAL_LENGTH:], sealed[: SEAL_LENGTH + 7], b"", data):
        (root / NAME).write_bytes(forged)
        assert (open_sealed(root, NAME, "a"), bears_seal(root, NAME, "a")) == (None, False)


def test_no_data_of_somebody_else_is_read(tmp_path: Path) -> None:
    root = archive(tmp_path)
    with (root / NAME).open("wb") as file:
        file.truncate(1 << 40)
    began = time.process_time()
    assert (open_sealed(root, NAME, "a"), bears_seal(root, NAME, "a")) == (None, False)
    assert time.process_time() - began < 1
    (root / NAME).unlink()
    (root / NAME).symlink_to(tmp_path / "outside")
    assert (open_sealed(root, NAME, "a"), bears_seal(root, NAME, "a")) == (None, False)


LINKS = {"the file": NAME, "the unfinished file": f"{NAME}.{os.getpid()}", "the folder": ".backfile"}


@pytest.mark.parametrize("link", LINKS)
def test_no_link_is_followed(tmp_path: Path, link: str) -> None:
    root, outside = archive(tmp_path), tmp_path / "outside"
    (outside / "file").write_bytes(b"the owner's")
    place = root / LINKS[link]
    if place.is_dir():
        place.rmdir()
    place.symlink_to(outside if link == "the folder" else outside / "file")
    try:
        write_sealed(root, NAME, b"x", "a")
    except OSError:
        assert link != "the file", "a link in the place of the file itself is replaced"
    assert {file.name: file.read_bytes() for file in outside.iterdir()} == {"file": b"the owner's"}

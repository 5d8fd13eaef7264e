"""Files that were saved beside a page: which of them its relative addresses can name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backfile.readers import unpack
from backfile.readers.saved_files import read_beside, saved_folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "inbox"
    (inner / "pier_files" / "deep").mkdir(parents=True)
    for name in ("pier_files/a b.png", "pier_files/deep/c.png", "pier_files/100%.png", "pier_files/é.png"):
        (inner / name).write_bytes(b"inside")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (inner / "pier_files" / "link.png").symlink_to(tmp_path / "secret.png")
    (inner / "pier_files" / "inner.png").symlink_to("a b.png")
    (inner / "out").symlink_to(tmp_path)
    (inner / ".hidden").mkdir()
    (inner / ".hidden" / "a.png").write_bytes(b"hidden")
    (inner / "pier_files" / ".a.png").write_bytes(b"hidden")
    os.mkfifo(inner / "pier_files" / "pipe.png")
    return inner


@pytest.mark.parametrize(
    "address",
    [
        "pier_files/a%20b.png",
        "./pier_files/a b.png",
        " pier_files/a b.png\n",
        "pier_files/deep/c.png?v=2#x",
        "pier_files/100%.png",
        "pier_files/%C3%A9.png",
        "pier_files/inner.png",
    ],
)
def test_files_beside_a_page_are_read(folder: Path, address: str) -> None:
    assert read_beside(folder / "pier.html", (), address, 100) == b"inside"


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png",
        "pier_files/../../secret.png",
        "pier_files/%2e%2e/%2e%2e/secret.png",
        "pier_files/link.png",
        "out/secret.png",
        "file:../secret.png",
        "file:///etc/hostname",
        "//host/secret.png",
        "..\\secret.png",
        "pier_files/a b.png\0",
        "pier_files/a%00.png",
        "pier_files/pipe.png",
        "pier_files",
        "pier_files/none.png",
        ".hidden/a.png",
        "pier_files/.a.png",
        "pier_files/" + "x" * 5000,
        "http://[/a.png",
        "",
        ".",
    ],
)
def test_no_file_outside_the_folder_of_the_page_is_read(folder: Path, address: str) -> None:
    assert read_beside(folder / "pier.html", (), address, 100) is None
    absolute = folder.parent / "secret.png"
    assert read_beside(folder / "pier.html", (), str(absolute), 100) is None


def test_for_a_page_that_a_browser_saved_only_its_folder_is_read(folder: Path) -> None:
    (folder / "mine.png").write_bytes(b"inside")
    (folder / "pier.html").write_text("")
    folders = saved_folders(folder / "pier.html")
    assert folders == {"pier_files"}
    assert read_beside(folder / "pier.html", folders, "./pier_files/a%20b.png", 100) == b"inside"
    assert read_beside(folder / "pier.html", folders, "mine.png", 100) is None
    assert saved_folders(folder / "other.html") == frozenset()
    assert read_beside(folder / "other.html", (), "mine.png", 100) == b"inside"


def test_a_file_over_the_limit_is_refused(folder: Path) -> None:
    with pytest.raises(unpack.TooLargeError):
        read_beside(folder / "pier.html", (), "pier_files/a b.png", 5)

"""Kinds of images by their bytes, `data:` URLs, and files beside a page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import images
from backfile.readers import unpack
from backfile.readers.saved_files import read_beside, saved_folders
from tests.conversion.saved_images import KINDS, data, png


@pytest.mark.parametrize("ending", ["avif", "gif", "jpg", "png", "webp"])
def test_each_kind_is_identified_by_its_bytes(ending: str) -> None:
    assert images.identify((KINDS / f"flag.{ending}").read_bytes()) == images.Image(ending, 90, 60)


def test_the_size_of_a_rotated_photograph_is_that_in_browsers() -> None:
    assert images.identify((KINDS / "turned.jpg").read_bytes()) == images.Image("jpg", 90, 60)


NONE = {
    "nothing": b"",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    "HTML": b"<html><script>alert(1)</script></html>",
    "BMP": b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0",
    "a beginning": b"\x89PNG\r\n\x1a\n",
    "no size": png(0, 0),
    "another RIFF": b"RIFF\x24\0\0\0WAVEfmt ",
    "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "SVG behind a signature": b"\xff\xd8\xff<svg onload=alert(1)>",
}


@pytest.mark.parametrize("name", NONE)
def test_bytes_that_are_not_an_image_are_refused(name: str) -> None:
    with pytest.raises(images.NotAnImageError):
        images.identify(NONE[name])


BEGINNINGS = [file.read_bytes()[:60] for file in sorted(KINDS.iterdir())]


@given(st.sampled_from(BEGINNINGS), st.integers(0, 60), st.binary(max_size=300))
def test_hostile_bytes_are_an_image_with_a_size_or_refused(beginning: bytes, kept: int, then: bytes) -> None:
    try:
        found = images.identify(beginning[:kept] + then)
    except images.NotAnImageError:
        return
    assert found.width > 0 < found.height


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("data:image/png;base64,aGk=", b"hi"),
        (" DATA:;base64, aG\n k", b"hi"),
        ("data:image/png;charset=x;BASE64,aGk%3D", b"hi"),
        ("data:,a%20b", b"a b"),
    ],
)
def test_data_urls_are_decoded(address: str, content: bytes) -> None:
    assert images.decode_data_url(address) == content


@pytest.mark.parametrize("address", ["data:image/png;base64,%%%", "data:image/png", "https://a.test/b.png"])
def test_urls_without_content_are_refused(address: str) -> None:
    with pytest.raises(images.NotAnImageError):
        images.decode_data_url(address)


def test_a_damaged_image_does_not_match_its_name(tmp_path: Path) -> None:
    name = images.name_of(png(), "png")
    file = tmp_path / images.FOLDER / name
    file.parent.mkdir(parents=True)
    assert images.read_stored(tmp_path, name) is None
    file.write_bytes(png())
    assert images.read_stored(tmp_path, name) == png()
    file.write_bytes(bytes(len(png())))
    assert images.read_stored(tmp_path, name) is None


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
def test_nothing_outside_the_page_s_folder_is_read(folder: Path, address: str) -> None:
    assert read_beside(folder / "pier.html", (), address, 100) is None
    absolute = folder.parent / "secret.png"
    assert read_beside(folder / "pier.html", (), str(absolute), 100) is None


def test_a_page_that_a_browser_saved_has_its_own_folder_alone(folder: Path) -> None:
    (folder / "mine.png").write_bytes(b"inside")
    (folder / "pier.html").write_text("")
    folders = saved_folders(folder / "pier.html")
    assert folders == {"pier_files"}
    assert read_beside(folder / "pier.html", folders, "./pier_files/a%20b.png", 100) == b"inside"
    assert read_beside(folder / "pier.html", folders, "mine.png", 100) is None
    assert saved_folders(folder / "other.html") == frozenset()
    assert read_beside(folder / "other.html", (), "mine.png", 100) == b"inside"


def test_no_more_is_read_than_is_allowed(folder: Path) -> None:
    with pytest.raises(unpack.TooLargeError):
        read_beside(folder / "pier.html", (), "pier_files/a b.png", 5)


def test_an_address_of_an_archive_is_told_from_others() -> None:
    name = images.name_of(png(), "png")
    assert images.name_in_url(images.page_url(name)) == name
    for other in (f"images/{name}x", f"/images/{name}", f"https://a.test/images/{name}", "../../../images/a.png"):
        assert images.name_in_url(other) is None
    assert images.safe_page_url(data(png()), None) is None
    assert images.safe_page_url("javascript:alert(1)", None) is None

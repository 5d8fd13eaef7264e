"""Images by their bytes: kinds and sizes, names, URLs on pages, and `data:` URLs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import images
from tests.conversion.saved_images import KINDS, data, png


@pytest.mark.parametrize("ending", ["avif", "gif", "jpg", "png", "webp"])
def test_each_kind_is_identified_by_its_bytes(ending: str) -> None:
    assert images.identify((KINDS / f"flag.{ending}").read_bytes()) == images.Image(ending, 90, 60)


def test_the_size_of_a_rotated_photograph_is_that_in_browsers() -> None:
    assert images.identify((KINDS / "turned.jpg").read_bytes()) == images.Image("jpg", 90, 60)


NOT_IMAGES = {
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


@pytest.mark.parametrize("name", NOT_IMAGES)
def test_bytes_that_are_not_an_image_are_refused(name: str) -> None:
    with pytest.raises(images.NotAnImageError):
        images.identify(NOT_IMAGES[name])


BEGINNINGS = [file.read_bytes()[:60] for file in sorted(KINDS.iterdir())]


@given(st.sampled_from(BEGINNINGS), st.integers(0, 60), st.binary(max_size=300))
def test_hostile_bytes_are_an_image_with_a_size_or_refused(beginning: bytes, length: int, rest: bytes) -> None:
    try:
        image = images.identify(beginning[:length] + rest)
    except images.NotAnImageError:
        return
    assert image.width > 0 < image.height


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


def test_urls_of_stored_images_are_recognized() -> None:
    name = images.name_of(png(), "png")
    assert images.name_in_url(images.page_url(name)) == name
    for other in (f"images/{name}x", f"/images/{name}", f"https://a.test/images/{name}", "../../../images/a.png"):
        assert images.name_in_url(other) is None
    assert images.safe_page_url(data(png()), None) is None
    assert images.safe_page_url("javascript:alert(1)", None) is None

"""Thumbnails of single pictures: how they look, how large they are, and what hostile pictures can do."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backfile import images
from backfile.site.pictures.sizes import CARD, LEAD, LEAD_SMALL, SMALL, Form, PictureError, is_picture, is_thumbnail
from backfile.site.pictures.thumbnail import make_thumbnails
from tests.conversion.saved_images import KINDS
from tests.site.pictures.drawn import CORNERS, noise, png_declaring, quarters, saved, turned, with_profile

ANIMATION = {"save_all": True, "append_images": [Image.new("RGB", (600, 400), "black")], "duration": 100}
TRANSPARENT = quarters(mode="RGBA")
TRANSPARENT.paste((0, 0, 0, 0), (0, 0, 300, 200))
DEEP = Image.new("I;16", (600, 400), 40_000)
PICTURES = {
    "PNG": saved(quarters(), "PNG"),
    "JPEG": saved(quarters(), "JPEG"),
    "GIF": saved(quarters(), "GIF"),
    "WebP": saved(quarters(), "WEBP"),
    "WebP without loss": saved(quarters(), "WEBP", lossless=True),
    "AVIF": saved(quarters(), "AVIF"),
    "JPEG in colours of print": saved(quarters(mode="CMYK"), "JPEG"),
    "progressive JPEG": saved(quarters(), "JPEG", progressive=True),
    "palette": saved(quarters(mode="P"), "PNG"),
    "animated GIF": saved(quarters(), "GIF", **ANIMATION),
    "animated WebP": saved(quarters(), "WEBP", **ANIMATION),
    "animated PNG": saved(quarters(), "PNG", **ANIMATION),
    "profile of colours of 900 KB": with_profile(900_000),
    "photograph of 3000 x 2000": saved(quarters(3000, 2000), "JPEG"),
    **{f"turned, {number}": turned(number) for number in range(1, 9)},
    "turned WebP": turned(6, "WEBP"),
    "turned PNG": turned(8, "PNG"),
}


def make_thumbnail(data: bytes, megapixels: int, form: Form = CARD) -> bytes:
    [thumbnail] = make_thumbnails(data, megapixels, [form])
    return thumbnail


def opened(data: bytes, form: Form = CARD) -> Image.Image:
    assert is_thumbnail(data, form)
    return Image.open(io.BytesIO(data)).convert("RGB")


def is_near(colour: object, other: tuple[int, ...]) -> bool:
    return isinstance(colour, tuple) and max(abs(one - two) for one, two in zip(colour, other, strict=True)) < 40


def corners(image: Image.Image) -> list[object]:
    right, below = image.width - 20, image.height - 20
    return [image.getpixel(place) for place in ((20, 20), (right, 20), (20, below), (right, below))]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_any_kind_becomes_a_thumbnail_that_looks_like_it(name: str) -> None:
    thumbnail = opened(make_thumbnail(PICTURES[name], 100))
    assert thumbnail.size == (480, 320)
    assert all(map(is_near, corners(thumbnail), CORNERS))


def test_nothing_but_pixels_comes_into_a_thumbnail() -> None:
    data = make_thumbnail(turned(6), 100)
    assert b"secret" in turned(6)
    assert data[12:16] == b"VP8 ", "the simple form of WebP, which has no metadata"
    assert len(data) == int.from_bytes(data[4:8], "little") + 8


def test_transparent_pixels_are_white() -> None:
    for kind in ("PNG", "WEBP"):
        thumbnail = opened(make_thumbnail(saved(TRANSPARENT, kind), 100))
        assert all(map(is_near, corners(thumbnail), ((255, 255, 255), *CORNERS[1:])))
    palette = TRANSPARENT.convert("P")
    palette.info["transparency"] = palette.getpixel((590, 10))
    thumbnail = opened(make_thumbnail(saved(palette, "GIF"), 100))
    assert is_near(thumbnail.getpixel((470, 10)), (255, 255, 255))


def test_grey_of_16_bits_keeps_its_shade() -> None:
    assert is_near(opened(make_thumbnail(saved(DEEP, "PNG"), 100)).getpixel((9, 9)), (156, 156, 156))


@pytest.mark.parametrize(
    ("size", "shown"), [((600, 1200), (480, 320)), ((300, 200), (300, 200)), ((200, 180), (200, 133))]
)
def test_a_picture_is_cropped_and_never_enlarged(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert opened(make_thumbnail(saved(quarters(*size), "PNG"), 100)).size == shown


@pytest.mark.parametrize("size", [(159, 900), (900, 99), (1700, 400), (400, 1700)])
def test_symbols_and_strips_are_no_pictures(size: tuple[int, int]) -> None:
    assert not is_picture(*size)


@pytest.mark.parametrize("size", [(160, 100), (1600, 400), (3000, 3000)])
def test_others_are(size: tuple[int, int]) -> None:
    assert is_picture(*size)


def test_what_cannot_be_compressed_is_smaller() -> None:
    data = make_thumbnail(saved(noise(900, 600), "PNG"), 100)
    assert len(data) <= CARD.max_bytes
    assert opened(data).width < 480


def test_a_smaller_form_is_made_of_the_larger_one() -> None:
    for picture in (saved(quarters(), "PNG"), saved(noise(900, 600), "JPEG")):
        large, small = make_thumbnails(picture, 100, [CARD, SMALL])
        assert large == make_thumbnail(picture, 100)
        assert opened(small, SMALL).width <= 288
        assert len(small) <= SMALL.max_bytes
    assert all(
        map(is_near, corners(opened(make_thumbnails(saved(quarters(), "PNG"), 100, [CARD, SMALL])[1], SMALL)), CORNERS)
    )


@pytest.mark.parametrize("image", [quarters(1920, 1280), noise(1200, 900)])
def test_the_picture_of_the_lead_story_is_larger(image: Image.Image) -> None:
    data = make_thumbnail(saved(image, "JPEG"), 100, LEAD)
    assert is_thumbnail(data, LEAD)
    width, height = images.read_size(data)
    assert 480 <= width <= 960
    assert abs(width / height - 1.5) < 0.01
    phones = make_thumbnails(saved(image, "JPEG"), 100, [LEAD, LEAD_SMALL])[1]
    width, height = images.read_size(phones)
    assert abs(width / height - 16 / 9) < 0.01


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert len({make_thumbnail(saved(noise(300, 200), "PNG"), 100) for _ in range(3)}) == 1


TRUNCATED = saved(noise(600, 400), "JPEG")
HOSTILE = {
    "nothing": b"",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>',
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 900\n",
    "TIFF": saved(quarters(), "TIFF"),
    "BMP": saved(quarters(), "BMP"),
    "ICO": saved(quarters(), "ICO"),
    "a bomb of pixels": png_declaring(40_000, 40_000),
    "pixels that are not there": png_declaring(900, 600),
    "truncated JPEG": TRUNCATED[: len(TRUNCATED) // 2],
    "truncated PNG": PICTURES["PNG"][: len(PICTURES["PNG"]) // 2],
    "truncated WebP": PICTURES["WebP without loss"][:80],
    "truncated AVIF": PICTURES["AVIF"][: len(PICTURES["AVIF"]) // 2],
    "a profile that is a bomb": with_profile(50_000_000),
    "the beginning of a JPEG, then a page": b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_sound_picture_has_no_thumbnail(name: str) -> None:
    with pytest.raises(PictureError) as caught:
        make_thumbnail(HOSTILE[name], 100)
    assert caught.value.reason
    assert caught.value.step.endswith(".")


def test_scans_are_counted_before_they_are_decoded() -> None:
    picture = PICTURES["progressive JPEG"]
    last = picture.rindex(b"\xff\xda")
    scan, thumbnail = picture[last:-2], b"\xff\xe1\x01\x92" + b"\xff\xda\0\x02" * 100
    sound = picture[:2] + thumbnail + picture[2:-2] + scan * 80 + picture[-2:]
    assert make_thumbnail(sound, 100)
    with pytest.raises(PictureError, match="more than 100 scans"):
        make_thumbnail(picture[:-2] + scan * 200 + picture[-2:], 100)


def test_pixels_are_counted_before_they_are_decoded() -> None:
    with pytest.raises(PictureError, match="40000 x 40000 pixels"):
        make_thumbnail(png_declaring(40_000, 40_000), 100)


def test_a_file_that_is_also_a_page_gives_a_picture_only() -> None:
    for kind in ("JPEG", "GIF", "PNG", "WEBP"):
        data = make_thumbnail(saved(quarters(), kind) + b"<html><script>alert(1)</script></html>", 100)
        assert b"script" not in data
        assert opened(data).size == (480, 320)


def test_a_frame_of_a_gif_cannot_exceed_the_limit() -> None:
    small = bytearray(saved(Image.new("P", (200, 200)), "GIF"))
    start = small.index(b"\x2c\0\0\0\0\xc8\0\xc8\0")
    small[start + 5 : start + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(PictureError):
        make_thumbnail(bytes(small), 1)


BEGINNINGS = [*(file.read_bytes() for file in sorted(KINDS.iterdir())), saved(quarters(160, 100), "GIF", **ANIMATION)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.lists(st.tuples(st.integers(12, 4000), st.binary(min_size=1, max_size=9))))
def test_damaged_pictures_give_a_thumbnail_or_a_reason(data: bytes, changes: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(data)
    for place, content in changes:
        damaged[place % len(damaged) : place % len(damaged) + len(content)] = content
    try:
        result = make_thumbnail(bytes(damaged), 10)
    except PictureError:
        return
    assert images.identify(result).extension == "webp"
    assert len(result) <= CARD.max_bytes

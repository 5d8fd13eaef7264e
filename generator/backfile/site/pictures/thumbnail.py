"""The thumbnails of one picture: decoded, turned, cropped, scaled and written as WebP. Runs in a worker process.

Owns how a thumbnail is made. Pictures are hostile: a picture is decoded by the decoder of its kind alone, which its
first bytes name, and only up to a number of pixels. Nothing of a picture but its pixels comes into the thumbnail.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import shorten

# Each plugin is imported by its name: otherwise Pillow imports all that it has, for 60 kinds.
from PIL import AvifImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from backfile.site.pictures.scans import MOST_SCANS, has_too_many_scans
from backfile.site.pictures.sizes import DAMAGED_STEP, Form, PictureError, check, crop_size

_FORMATS = {
    "png": PngImagePlugin.PngImageFile.format,
    "jpg": JpegImagePlugin.JpegImageFile.format,
    "gif": GifImagePlugin.GifImageFile.format,
    "webp": WebPImagePlugin.WebPImageFile.format,
    "avif": AvifImagePlugin.AvifImageFile.format,
}
"""Pillow's names of the kinds of images that an archive keeps."""

_ORIENTATION = 0x0112
"""The tag of EXIF that says how a picture is to be turned (CIPA DC-008, 4.6.5)."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_LYING = 5
"""From this orientation on, the sides of a picture are exchanged."""
_GROUND = (255, 255, 255)
"""What is behind transparent pixels: drawings on no ground are mostly dark."""
_UPPER = 0.35
"""Where a tall picture is cropped, from 0, its top, to 1: faces are in the upper part."""

_FILTER = Image.Resampling.HAMMING
"""For making smaller: half the time of the bicubic filter, about as sharp."""
_HALVED, _GAP = Image.Resampling.BICUBIC, 1.25
"""For making much smaller: halves first, thirds and so on, to at least so many times the final size; then the sharper
filter. Half the time of one filter for all, as near to the picture."""
_METHOD = 1
"""How long libwebp tries, from 0 to 6: at 2 it takes half as long again and at 4 three times as long, for a signal that
is 0.1 and 0.3 dB better within the same bytes."""
_QUALITIES = ((75, 1.0), (65, 0.89), (55, 0.80), (45, 0.71), (35, 0.61))
"""Qualities of WebP, and which share of the bytes at the first of them a picture has: measured, much alike for all
photographs."""
_SMALLER = ((3 / 4, 45, 0.45), (3 / 4, 30, 0.32), (1 / 2, 40, 0.22), (1 / 2, 20, 0.14), (1 / 4, 20, 0.05))
"""The same of smaller thumbnails, each with its scale: a busy picture is better small than blurred."""
_STEPS = (*((1, quality, share) for quality, share in _QUALITIES), *_SMALLER)
_SCANS_STEP = "To have one, ingest its page again with a copy that an image editor saved."


def make_thumbnails(data: bytes, megapixels: int, forms: Sequence[Form]) -> list[bytes]:
    """Return a thumbnail of a picture in each form, a WebP. Raises PictureError.

    In: the picture; how many millions of pixels it may have; the forms, the largest first: each is made of the one
    before, because decoding takes most of the time. Animations are represented by their first frame. The same picture
    gives the same bytes with the same Pillow.
    """
    kind = check(data, megapixels).extension
    if kind == "jpg" and has_too_many_scans(data):
        raise PictureError(f"it has more than {MOST_SCANS} scans, which are decoded one by one", _SCANS_STEP)
    try:
        image = _decode(data, kind, megapixels, forms[0])
        return [_encode(image := _crop(image, form), form) for form in forms]
    except MemoryError:
        raise
    except Exception as error:
        # The decoders raise various exceptions on malicious bytes.
        message = shorten(f"{type(error).__name__}: {error}", 120, placeholder=" …").rstrip(" .")
        raise PictureError(f"its pixels cannot be decoded ({message})", DAMAGED_STEP) from error


def _decode(data: bytes, kind: str, megapixels: int, form: Form) -> Image.Image:
    """Return the picture, turned as browsers turn it; of a JPEG, at a fraction of its size if that is large enough."""
    # Pillow warns from this number of pixels on, and refuses twice as many: also in the frames of a GIF.
    Image.MAX_IMAGE_PIXELS = megapixels * 1_000_000
    image: Image.Image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
    if image.width * image.height > megapixels * 1_000_000:
        raise ValueError(f"{image.width} x {image.height} pixels")
    orientation = _orientation(image)
    size = (form.width, form.height)
    image.draft("RGB", size if orientation < _FIRST_LYING else size[::-1])
    image.load()
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _orientation(image: Image.Image) -> int:
    """Return how a picture is to be turned, as EXIF numbers it; 1 for a picture that is upright or does not say."""
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except Exception:  # As above. Browsers show a picture whose metadata is damaged, and do not turn it.
        return 1
    return orientation if orientation in _TURNS else 1


def _crop(image: Image.Image, form: Form) -> Image.Image:
    """Return the middle of a picture, in the ratio of a form, scaled down, without transparency."""
    if image.mode.startswith(("I", "F")):  # Grey of 16 bits, which would be cut off at 255.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("P", "PA", "1") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    width, height = crop_size(*image.size, form)
    left, top = (image.width - width) / 2, (image.height - height) * _UPPER
    size = (min(width, form.width), min(height, form.height))
    box = (left, top, left + width, top + height)
    scaled = image.resize(size, _HALVED if width >= 2 * _GAP * size[0] else _FILTER, box, reducing_gap=_GAP)
    ground = Image.new("RGB", size, _GROUND)
    if scaled.has_transparency_data:
        rgba = scaled.convert("RGBA")
        ground.paste(rgba, mask=rgba)
    else:
        ground.paste(scaled.convert("RGB"))
    return ground


def _encode(image: Image.Image, form: Form) -> bytes:
    """Return a picture as WebP in the best quality that is within the limit of bytes.

    A JPEG, written in a tenth of the time, tells about how many bytes that will be, so one attempt is mostly enough.
    """
    size = len(_write(image, "JPEG", quality=50))
    share = form.max_bytes / (size * (0.8 + size / (image.width * image.height) * 2.56))
    for scale, quality, expected in _STEPS:
        if expected <= share:
            scaled = image
            if scale < 1:
                scaled = image.resize(
                    (round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC
                )
            data = _write(scaled, "WEBP", quality=quality, method=_METHOD)
            if len(data) <= form.max_bytes:
                return data
    raise ValueError("its pixels cannot be compressed")


def _write(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()

"""Measures the CPU time and the bytes of thumbnails, and the time of social cards. Prints a Markdown table.

    python benchmarks/pictures.py FILE...

Each file is a picture. It is also measured as a photograph of 1600 pixels, JPEG of quality 85, as publications have it.
The time is the least of five in this process: reading the header, decoding, cropping, scaling and writing, for both
forms of a thumbnail. *Decoding* is what the library needs for the pixels alone. The last row is what a later build
needs for an unchanged picture: the state of its file, and the seal of its thumbnails in the cache.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import mkdocs
from PIL import Image

from backfile.site.pictures.cache import PictureCache
from backfile.site.pictures.card_text import CardTask
from backfile.site.pictures.digests import PictureDigests
from backfile.site.pictures.sizes import are_thumbnails, pack, unpack
from backfile.site.pictures.social_card import draw_card
from backfile.site.pictures.task import digest_of
from backfile.site.pictures.thumbnail import make_thumbnails
from backfile.site.pictures.thumbnails import FORMS

ROUNDS = 5


def measured(work: Callable[[], bytes]) -> tuple[bytes, float]:
    """Return a result, and the least CPU time in milliseconds that it took."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        result = work()
        times.append((time.process_time() - start) * 1000)
    return result, min(times)


def as_photograph(data: bytes) -> bytes:
    """Return a picture as publications have it."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    out = io.BytesIO()
    image.resize((1600, 1600 * image.height // image.width)).save(out, "JPEG", quality=85)
    return out.getvalue()


def card_task(headline: str) -> CardTask:
    """Return an article of which a card is drawn."""
    fonts = Path(mkdocs.__file__).parent / "themes" / "readthedocs" / "css" / "fonts"
    colours = ((255, 255, 255), (0, 0, 0), (200, 0, 0))
    names = str(fonts / "Roboto-Slab-Bold.woff"), str(fonts / "lato-normal.woff")
    return CardTask(headline, "Gazette", "5 May 2019", False, colours, (), *names, Path.cwd())


def decoded(data: bytes) -> bytes:
    """Decode a picture; of a JPEG, at the size that the largest thumbnail needs. Return nothing."""
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (FORMS[0].width, FORMS[0].height))
    image.load()
    return b""


def thumbnails_of(data: bytes) -> bytes:
    """Return both thumbnails of a picture, packed."""
    return pack(make_thumbnails(data, 100, FORMS))


def unchanged(cache: PictureCache, digests: PictureDigests, name: str, file: Path) -> bytes:
    """Return the kept thumbnails of a picture that is not read again."""
    found = cache.get(digests.digest(name, file, lambda: None) or b"")
    if not isinstance(found, bytes):
        raise TypeError("Nothing is kept of the picture.")
    return found


def card(task: CardTask) -> bytes:
    """Return a social card."""
    drawn = draw_card(task)
    if not isinstance(drawn, bytes):
        raise TypeError("The card was not drawn.")
    return drawn


def main(files: list[Path]) -> None:
    """Print the table."""
    print("| Picture | KB | CPU ms | of it decoding | Thumbnails, bytes |\n| --- | ---: | ---: | ---: | ---: |")
    times = []
    with tempfile.TemporaryDirectory() as root:
        cache = PictureCache(Path(root), "benchmark", partial(are_thumbnails, forms=FORMS))
        digests = PictureDigests(Path(root), "benchmark", "")
        for file in files:
            for name, data in (
                (file.name, file.read_bytes()),
                (f"{file.stem}, 1600", as_photograph(file.read_bytes())),
            ):
                thumbnails, taken = measured(partial(thumbnails_of, data))
                _, decoding = measured(partial(decoded, data))
                cache.put(digest_of(data), thumbnails)
                known = Path(root, "picture")
                known.write_bytes(data)
                digests.digest(name, known, partial(digest_of, data))
                digests.save()
                kept = PictureDigests(Path(root), "benchmark", "")
                _, again = measured(partial(unchanged, cache, kept, name, known))
                times.append((taken, again))
                sizes = " and ".join(str(len(each)) for each in unpack(thumbnails))
                print(f"| {name} | {len(data) // 1024} | {taken:.1f} | {decoding:.1f} | {sizes} |")
    for name, headline in (
        ("a short headline", "East pier to be mended"),
        ("a long one", "The harbour board met. " * 13),
    ):
        drawn, taken = measured(partial(card, card_task(headline)))
        print(f"| social card, {name} | | {taken:.1f} | | {len(drawn)} |")
    for name, column in (("mean", 0), ("mean, unchanged", 1)):
        print(f"| {name} | | {sum(row[column] for row in times) / len(times):.2f} | | |")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])

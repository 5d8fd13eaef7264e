"""Tests of the images of an archive: its site shows them under its policy, and loads no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.site.build import build
from tests.conversion.saved_images import KINDS, data, page, png, save


def test_images_of_the_archive_are_shown_in_their_size(tmp_path: Path, served: Callable, visit: Callable) -> None:
    files = {file.name: file.read_bytes() for file in sorted(KINDS.iterdir())}
    elements = [f'<img src="pier_files/{name}" alt="{name}">' for name in files]
    elements[0] = f"<figure>{elements[0]}<figcaption>The pier at dawn.</figcaption></figure>"
    elements.append(f'<img src="{data(png(1200, 30, 5))}" alt="wide">')
    elements.append('<img src="https://cdn.outside.example/a.jpg" alt="outside">')
    home = init.create(tmp_path / "archive")
    ingest([save(tmp_path / "inbox", page(*elements), files)], home)
    assert build(home).warnings == ()
    with served(home.site) as address:
        (article,) = (home.site / "articles" / "undated").glob("*/*/index.html")
        shown = visit(
            f"{address}{article.parent.relative_to(home.site).as_posix()}/", viewport={"width": 900, "height": 800}
        )
        images = shown.locator(".article__body img")
        expect(images).to_have_count(len(files) + 1)
        for image in images.all():
            image.scroll_into_view_if_needed()
            size = (1200, 30) if image.get_attribute("alt") == "wide" else (90, 60)
            expect(image).to_have_js_property("naturalWidth", size[0])
            assert (image.get_attribute("width"), image.get_attribute("height")) == tuple(map(str, size))
        box = shown.get_by_alt_text("wide").bounding_box()
        assert box["width"] < 900
        assert abs(box["width"] / box["height"] - 40) < 2, "it keeps its proportions"
        expect(shown.locator(".image-elsewhere")).to_have_text("Image outside")

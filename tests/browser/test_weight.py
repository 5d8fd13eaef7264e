"""The bytes that a browser loads for a list with many pictures."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Response, expect

from backfile.images import FOLDER, name_of
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.browser.clippings import ORIGIN, article
from tests.site.pictures.drawn import saved

ARTICLES = 30
MOST, MOST_OF_A_THUMBNAIL = 450_000, 3_200
TEXT = "A paragraph tells of letters, roads and rivers. " * 60


def busy(seed: int) -> bytes:
    """Return a picture whose thumbnails need all the bytes that they may have."""
    return saved(Image.frombytes("RGB", (600, 400), random.Random(seed).randbytes(720_000)), "JPEG", quality=60)


@pytest.fixture(scope="module")
def list_address(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path], served: Callable
) -> Iterator[str]:
    """Serve the list of a publication with 30 articles, each with a picture of its own."""
    pictures = [busy(number) for number in range(ARTICLES)]
    names = [name_of(data, "jpg") for data in pictures]
    written = {
        f"articles/2020/03/a{number}.md": article(
            f"![](../../../{FOLDER}/{name})\n\n{TEXT}",
            title=f"Headline of the article with number {number}",
            date=date(2020, 3, number + 1),
            source="Gazette",
            origin=ORIGIN,
        )
        for number, name in enumerate(names)
    }
    archive = make_archive(tmp_path_factory.mktemp("weight"), written)
    for data, name in zip(pictures, names, strict=True):
        file = archive / "docs" / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    config = load(archive)
    assert build(config).warnings == ()
    with served(config.site) as address:
        yield f"{address}sources/gazette/"


def test_a_list_with_thirty_pictures_is_light(chromium: Browser, list_address: str) -> None:
    """As for an article, sizes are compressed, as from a host. All pictures are scrolled into view."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        weights.setdefault(response.url, len(body if response.url.endswith(".webp") else gzip.compress(body)))

    page.on("response", weigh)
    page.goto(list_address, wait_until="networkidle")
    rows = page.locator(".card-list .card__picture")
    expect(rows).to_have_count(ARTICLES)
    for row in rows.all():
        row.scroll_into_view_if_needed()
        expect(row).to_have_js_property("complete", value=True)
    small = [size for url, size in weights.items() if "/small-thumbnails/" in url]
    assert len([url for url in weights if "thumbnails/" in url]) == ARTICLES
    assert len(small) >= ARTICLES - 1, "the first is larger, where its small copy is smaller than it is shown"
    assert max(small) <= MOST_OF_A_THUMBNAIL
    assert sum(weights.values()) <= MOST
    context.close()

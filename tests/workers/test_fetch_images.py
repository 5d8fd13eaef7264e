"""Fetching the images of articles on request: order, pauses, limits, and what ingest and reingest do with them."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from backfile import images
from backfile.conversion.image_sources import fetched_file
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.settings.mkdocs_yml import Config, load
from backfile.settings.schema import Settings
from backfile.workers import fetch_images
from tests.accounting import accounted
from tests.conversion.saved_images import page, png
from tests.conversion.test_images import kept_images, remarks, shown_images
from tests.operations.ingested import status, tree
from tests.workers.image_server import ImageServer


@pytest.fixture
def home(tmp_path: Path) -> Config:
    created = init.create(tmp_path / "archive")
    file = created.root / "mkdocs.yml"
    file.write_text(file.read_text() + "      fetch_private: true\n      fetch_pause_milliseconds: 0\n")
    return load(created.root)


def test_hosts_alternate_with_a_pause_and_busy_hosts_are_left_out(site: ImageServer, tmp_path: Path) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    addresses = [
        f"{site.url}/1",
        f"{site.url}/2",
        f"{site.url}/1",
        f"{other}/busy",
        f"{other}/3",
        f"{site.url}/gone",
        f"{site.url}/4",
    ]
    settings = Settings(fetch_private=True, fetch_pause_milliseconds=300, max_fetched=4)
    failed = fetch_images.fetch(
        dict.fromkeys(addresses, ("page",)), tmp_path / "fetched", settings, lambda done, total: None
    )
    assert site.paths == ["/1", "/busy", "/2", "/gone"]
    times = [time for time, path in zip(site.times, site.paths, strict=True) if path != "/busy"]
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))
    assert failed == {
        f"{other}/busy": "the server answers 503",
        f"{other}/3": "the server answers 503",
        f"{site.url}/gone": "the server answers 404",
        f"{site.url}/4": "more than 4 are wanted in one run",
    }
    assert fetched_file(tmp_path / "fetched", f"{site.url}/2").read_bytes() == png(shade=2)


def test_a_slow_host_is_left_out(site: ImageServer, tmp_path: Path) -> None:
    settings = Settings(fetch_private=True, fetch_pause_milliseconds=0, fetch_seconds=2)
    addresses = [f"{site.url}/slow", f"{site.url}/1"]
    failed = fetch_images.fetch(
        dict.fromkeys(addresses, ("page",)), tmp_path / "fetched", settings, lambda done, total: None
    )
    assert failed == dict.fromkeys(addresses, "fetching it took more than 2 seconds")


def test_fetched_images_stay_in_the_archive(home: Config, site: ImageServer, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    figure = f'<figure><img src="{site.url}/1.png"><figcaption>The pier.</figcaption></figure>'
    rest = (f"{site.url}/2.png?a=1", f"{site.url}/gone.png", f"{site.url}/page.png")
    (inbox / "pier.html").write_text(page(figure, *rest))
    ingest([inbox], home)
    assert kept_images(home) == []
    assert site.paths == []
    dry = ingest([inbox], home, Options(fetch_images=True, dry_run=True))
    assert (accounted(dry), site.paths) == ((1, 0, 0, 1, 0), [])

    report = ingest([inbox], home, Options(fetch_images=True))
    assert accounted(report) == (1, 0, 1, 0, 0)
    assert shown_images(home) == [png(shade=1), png(shade=2), *rest[1:]]
    assert remarks(report) == [
        f"an image is not kept, {rest[2]}: it is not a PNG, JPEG, GIF, WebP or AVIF image",
        f"an image is not kept, {rest[1]}: the server answers 404",
    ]
    assert kept_images(home) == sorted([png(shade=1), png(shade=2)])
    assert status(home) == " M mkdocs.yml\n"

    before, requests = tree(home), len(site.paths)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    assert reingest(home).unchanged == 1
    assert len(site.paths) == requests
    ingest([inbox], home, Options(fetch_images=True))
    assert site.paths[requests:] == ["/gone.png", "/page.png"]
    assert tree(home) == before


def test_reingest_fetches_images(home: Config, site: ImageServer, tmp_path: Path) -> None:
    (tmp_path / "pier.html").write_text(page(f"{site.url}/1.png", f"{site.url}/gone.png"))
    ingest([tmp_path / "pier.html"], home)
    report = reingest(home, fetch_images=True)
    assert (len(report.changed), report.problems) == (1, ())
    assert [remark.reason for remark in report.remarks] == [
        f"an image is not kept, {site.url}/gone.png: the server answers 404"
    ]
    assert shown_images(home) == [png(shade=1), f"{site.url}/gone.png"]
    shutil.rmtree(home.root / ".backfile")
    assert reingest(home).unchanged == 1
    assert (home.docs / "images" / images.name_of(png(shade=1), "png")).exists()

"""Files that a failing disk has damaged are written again. Files are flushed to the disk in an order in which, at any
power cut, no file exists without those that it needs.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.settings.layout import CATALOG, ORIGINALS
from backfile.settings.mkdocs_yml import Config
from tests.endurance.runs import files, git, write_pages

ARTICLES = 4


@pytest.fixture
def home(tmp_path: Path) -> Config:
    """An archive with a few articles; two of them have one headline and one month."""
    config = init.create(tmp_path / "archive")
    inbox = write_pages(tmp_path / "inbox", ARTICLES)
    twin = (inbox / "0.html").read_text().replace("gazette.test/0", "gazette.test/twin").replace("storms", "floods")
    (inbox / "twin.html").write_text(twin)
    ingest([inbox], config)
    return config


def damage_file(file: Path, to: Callable[[bytes], bytes]) -> None:
    file.write_bytes(to(file.read_bytes()))


def assert_repaired(home: Config, tmp_path: Path, damage: Callable[[], None]) -> None:
    """Assert that one more ingest repairs what `damage` does."""
    before = files(home.root / "docs") | files(home.root / ORIGINALS)
    damage()
    report = ingest([tmp_path / "inbox"], home)
    assert report.read == report.written + report.updated + report.unchanged == ARTICLES + 1
    assert not report.problems
    assert files(home.root / "docs") | files(home.root / ORIGINALS) == before
    assert git(home.root, "status", "--short") == ""


@pytest.mark.parametrize("to", [lambda _: b"", lambda data: bytes(len(data)), lambda _: b"\n"])
def test_damaged_pages_and_lists_are_repaired(home: Config, tmp_path: Path, to: Callable[[bytes], bytes]) -> None:
    def all_pages() -> None:
        for file in home.docs.rglob("*.md"):
            damage_file(file, to)

    assert_repaired(home, tmp_path, all_pages)


def test_an_empty_page_without_its_input_is_reported(home: Config, tmp_path: Path) -> None:
    file = next((home.docs / "articles").rglob("pier-2*.md"))
    file.write_bytes(b"")
    (problem,) = ingest([tmp_path / "inbox" / "1.html"], home).problems
    assert (problem.reason, problem.file) == (page.EMPTY_PAGE, file.relative_to(home.root).as_posix())
    assert "git restore" in problem.next_step
    assert file.read_bytes() == b""


@pytest.mark.parametrize(
    "to", [lambda _: b"", lambda data: data[:-9], lambda data: bytes(len(data)), lambda _: gzip.compress(b"another")]
)
def test_damaged_originals_are_repaired(home: Config, tmp_path: Path, to: Callable[[bytes], bytes]) -> None:
    def all_originals() -> None:
        for file in (home.root / ORIGINALS).rglob("*.gz"):
            damage_file(file, to)

    assert_repaired(home, tmp_path, all_originals)


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.7, 0.95])
@pytest.mark.parametrize("filler", [b"", b"\0"])
def test_a_damaged_catalog_is_repaired(home: Config, tmp_path: Path, share: float, filler: bytes) -> None:
    def cut(data: bytes) -> bytes:
        return (start := data[: int(len(data) * share)]) + filler * (len(data) - len(start))

    assert_repaired(home, tmp_path, lambda: damage_file(home.root / CATALOG, cut))


def test_a_catalog_that_fails_during_a_run_is_removed(home: Config) -> None:
    storage = Storage(home.root, home.docs)
    with storage.locked("test"), Catalog(home.root / CATALOG, home.docs) as catalog:
        catalog.sync()
    with pytest.raises(Exception, match=r"catalog\.sqlite cannot be written: it was damaged"):
        break_catalog(home)
    assert not (home.root / CATALOG).exists()


def break_catalog(home: Config) -> None:
    with Catalog(home.root / CATALOG, home.docs) as catalog:
        catalog.sync()
        catalog._database.execute("DROP TABLE page")
        catalog.by_seal("x")


def test_files_are_flushed_after_those_that_they_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each move and each new folder is flushed before the next: originals, images, pages, list pages, in this order."""
    home, inbox = init.create(tmp_path / "archive"), write_pages(tmp_path / "inbox", ARTICLES)
    done: list[tuple[str, Path]] = []
    cache = home.root / ".backfile"

    def flushed(descriptor: int, fsync: Callable[[int], None] = os.fsync) -> None:
        done.append(("flush", Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def in_folder(path: Path, descriptor: int | None) -> Path:
        return Path(path) if descriptor is None else Path(f"/proc/self/fd/{descriptor}").readlink() / path

    def moved(
        source: Path,
        target: Path,
        *,
        src_dir_fd: int | None = None,
        dst_dir_fd: int | None = None,
        replace: Callable = os.replace,
    ) -> None:
        last_move = max((number for number, (step, _) in enumerate(done) if step == "move"), default=-1)
        own = [path for step, path in done[last_move + 1 :] if step == "flush"]
        origin = in_folder(source, src_dir_fd)
        # What the cache keeps is made again if it is lost.
        assert origin in own or origin.parent == cache, "the content is flushed before the file is moved"
        done.append(("move", in_folder(target, dst_dir_fd)))
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def made(path: Path, mode: int = 0o777, *, dir_fd: int | None = None, mkdir: Callable = os.mkdir) -> None:
        mkdir(path, mode, dir_fd=dir_fd)
        done.append(("make", in_folder(path, dir_fd)))

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", moved)
    monkeypatch.setattr(os, "mkdir", made)
    ingest([inbox], home)
    monkeypatch.undo()
    done = [(step, path) for step, path in done if path.is_relative_to(home.root) and not path.is_relative_to(cache)]
    named = [(number, path) for number, (step, path) in enumerate(done) if step != "flush"]
    assert all(done[number + 1] == ("flush", path.parent) for number, path in named)
    order = [path for number, path in named if done[number][0] == "move"]
    articles = [path for path in order if path.is_relative_to(home.docs / "articles")]
    images = home.docs / "images"
    assert len(articles) == ARTICLES
    for article in articles:
        origin = page.load(article.read_text("utf-8")).origin
        original = home.root / ORIGINALS / origin.sha256[:2] / f"{origin.sha256[2:]}.gz"
        for needed in (original, *(images / name for name in origin.images.values())):
            assert order.index(needed) < order.index(article)
    assert any(path.is_relative_to(images) for path in order)
    lists = [path for path in order if path.is_relative_to(home.docs) and path not in articles]
    lists = [path for path in lists if not path.is_relative_to(images)]
    assert min(map(order.index, lists)) > max(map(order.index, articles))

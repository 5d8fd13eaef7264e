"""The catalog is a cache: it can be deleted, and is replaced when it is damaged."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from backfile.archive.catalog import Catalog
from backfile.archive.catalog_database import pages_with_images
from backfile.archive.catalog_row import Row
from backfile.operations.ingest import ingest
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import html, tree


def test_the_cache_can_be_deleted(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    before = tree(home)
    shutil.rmtree(home.root / ".backfile")
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    assert tree(home) == before


def test_a_damaged_catalog_is_replaced(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    catalog = home.root / ".backfile" / "catalog.sqlite"
    for damage in (b"no database at all", catalog.read_bytes()[:4096] + b"\xff" * 9000):
        catalog.write_bytes(damage)
        assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)


def test_the_catalog_of_a_stranger_is_not_read(home: Config, inbox: Path) -> None:
    """A view in the place of its table can be one that never ends."""
    (inbox / "a.html").write_text(html())
    ingest([inbox], home)
    file = home.root / CATALOG
    (found,) = Catalog.to_read(file, home.docs).by_digest(next(iter(digests(home))))  # type: ignore[union-attr]
    assert pages_with_images(file, found.sha256 or "") == []
    version = sqlite3.connect(file).execute("PRAGMA user_version").fetchone()[0]
    file.unlink()
    database = sqlite3.connect(file)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    columns = ", ".join(f"'a' AS {name}" for name in (*Row._fields, "signature"))
    database.executescript(
        f"CREATE VIEW page AS {endless} SELECT {columns} FROM c WHERE x < 0; PRAGMA user_version = {version}"
    )
    database.close()
    assert Catalog.to_read(file, home.docs) is None
    assert pages_with_images(file, "a") == []
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)


def digests(config: Config) -> frozenset[str]:
    with Catalog(config.root / CATALOG, config.docs) as catalog:
        return catalog.digests()

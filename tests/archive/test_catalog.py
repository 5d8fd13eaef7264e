"""The catalog is a cache: it can be deleted, and is replaced when it is damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

from backfile.operations.ingest import ingest
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

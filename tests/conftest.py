"""Shared by all tests: hand-made archives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.operations import init
from backfile.settings import mkdocs_yml
from backfile.settings.layout import CATALOG
from tests.examples import few

# A machine may be busy: no test fails for the time that it takes. Each run tries other examples.
settings.register_profile("backfile", max_examples=few(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("backfile")

MKDOCS_YML = """\
site_name: The Clippings
theme:
  name: material
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {icon: material/weather-night, name: Dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {icon: material/weather-sunny, name: Light}
plugins:
  - backfile
markdown_extensions: [tables, toc, pymdownx.superfences]
"""

MakeArchive = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def _own_state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the tests, and the programs that they run, remember nothing in the folder of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _unflushed_disk() -> Iterator[None]:
    """Let what this process writes reach the disk when the system likes: tests cut no power, and flushing takes long.

    What is flushed, and in which order, is a test of its own (`endurance/test_damaged_files.py`).
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session")
def make_archive() -> MakeArchive:
    """`make_archive(folder, pages, settings)`: write mkdocs.yml, `docs/` and its list pages, give the folder."""

    def made(folder: Path, pages: Mapping[str, str], settings: str = MKDOCS_YML) -> Path:
        folder.joinpath("docs").mkdir(parents=True, exist_ok=True)
        folder.joinpath("mkdocs.yml").write_text(settings, encoding="utf-8")
        for name, text in pages.items():
            page = folder / "docs" / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
        found = mkdocs_yml.load(folder)
        storage = Storage(found.root, found.docs)
        with storage.locked("test"), Catalog(found.root / CATALOG, found.docs) as catalog:
            catalog.sync()
            update.update(storage, catalog, found)
        return folder

    return made


@pytest.fixture(scope="session")
def _new_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init.create(tmp_path_factory.mktemp("new") / "archive").root


@pytest.fixture
def home(_new_archive: Path, tmp_path: Path) -> mkdocs_yml.Config:
    """A new archive."""
    return mkdocs_yml.load(shutil.copytree(_new_archive, tmp_path / "archive", symlinks=True).resolve())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder for what is to be ingested."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder

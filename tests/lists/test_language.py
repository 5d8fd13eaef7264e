"""Lists are in the archive's language: a change of language rewrites them, except for edited ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.lists.files import list_paths
from backfile.settings import mkdocs_yml
from backfile.settings.layout import CATALOG
from tests.browser.clippings import ORIGIN, article
from tests.conftest import MKDOCS_YML


def _articles() -> dict[str, str]:
    pages = {
        f"articles/2009/03/{number}.md": article(
            "Text.", title=f"Pier {number}", date=date(2009, 3, 1 + number % 28), tags=["Pier"], origin=ORIGIN
        )
        for number in range(51)
    }
    pages["articles/undated/3f/bell.md"] = article("Text.", title="*", tags=["Pier"], source="Gazette", origin=ORIGIN)
    return pages


def _update(root: Path, *, dry_run: bool = False) -> update.ListsUpdate:
    config = mkdocs_yml.load(root)
    storage = Storage(config.root, config.docs)
    with storage.locked("test"), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        return update.update(storage, catalog, config, dry_run=dry_run)


def _set_language(root: Path, language: str) -> None:
    text = MKDOCS_YML.replace("  name: material\n", f"  name: material\n  language: {language}\n")
    root.joinpath("mkdocs.yml").write_text(text, encoding="utf-8")


def _titles(root: Path) -> dict[str, str]:
    files = [file for folder in list_paths() for file in sorted(root.glob(f"docs/{folder}/**/*.md"))]
    return {
        file.relative_to(root / "docs").as_posix(): page.split(file.read_text("utf-8"))[0]["title"] for file in files
    }


@pytest.mark.parametrize(
    ("language", "dates", "march", "undated"),
    [
        ("de", "Nach Datum", "März 2009", "Ohne Datum"),
        ("fr", "Dates", "Mars 2009", "Sans date"),
        ("es", "Fechas", "Marzo de 2009", "Sin fecha"),
        ("ar", "التواريخ", "مارس 2009", "بلا تاريخ"),
    ],
)
def test_another_language_rewrites_the_lists(
    make_archive: Callable[..., Path], tmp_path: Path, language: str, dates: str, march: str, undated: str
) -> None:
    root = make_archive(tmp_path, _articles())
    english = _titles(root)
    assert english["dates/index.md"] == "Dates"
    assert english["tags/pier/2009/03.md"] == "Pier, March 2009"
    edited = root / "docs/sources/gazette.md"
    edited.write_text(edited.read_text("utf-8") + "\nMine.\n", encoding="utf-8")
    _set_language(root, language)
    assert "dates/2009/03.md" in _update(root, dry_run=True).written
    assert _update(root).edited == ("sources/gazette.md",)
    assert _update(root).written == ()
    titles = _titles(root)
    assert titles.keys() == english.keys(), "a page keeps its URL"
    assert (titles["dates/index.md"], titles["dates/2009/03.md"], titles["dates/undated.md"]) == (dates, march, undated)
    assert titles["tags/pier/2009/03.md"].endswith(march)
    assert edited.read_text("utf-8").endswith("\nMine.\n")
    _set_language(root, "en")
    _update(root)
    assert _titles(root) == english

"""Tests of the index in parts as builds make it: what is made anew, and that plain MkDocs makes the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from backfile.settings.layout import SEARCHED
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.search import pagefind, parts
from backfile.site.search.entries import SearchEntry
from backfile.site.search.parts import Limit
from tests.site.test_rendering import SETTINGS, build_again, contents, edit, page, write

WITH_SEARCH = SETTINGS.replace("search: false", "search: true")
ARTICLES = {
    f"articles/{year}/03/{name}.md": page(f"{name} {year}", f"Text of {name}.", date=f"{year}-03-01", tags=f"[{tag}]")
    for year in range(2017, 2021)
    for name, tag in (("pier", "Sea"), ("bell", "sea"), ("lamp", "Sea"))
} | {"articles/undated/aa/crane.md": page("The crane", "Text.", tags="[Sea]")}


@pytest.fixture(autouse=True, scope="module")
def limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "WHOLE", Limit(4, 10**9))
        patch.setattr(parts, "PART", Limit(3, 10**9))
        patch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    """Return an archive that was built. The tests of this module change it one after another."""
    root = make_archive(tmp_path_factory.mktemp("parts") / "archive", ARTICLES, WITH_SEARCH)
    build_again(root)
    return root


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of entries of which Pagefind is asked to make an index from now on."""
    asked: list[int] = []
    make = pagefind.make

    def noted(entries: Iterable[SearchEntry], language: str) -> pagefind.Made:
        entries = list(entries)
        asked.append(len(entries))
        return make(entries, language)

    monkeypatch.setattr(pagefind, "make", noted)
    return asked


def folders(root: Path) -> set[str]:
    return {path.name for path in (root / "site/pagefind").iterdir() if path.is_dir()}


CHANGES: dict[str, tuple[Callable[[Path], object], list[int], set[str]]] = {
    "no article": (
        lambda root: (root / "docs/index.md").touch(),
        [],
        {"2016_2017", "2018", "2019", "2020_2023", "undated"},
    ),
    "template": (lambda root: edit(root, "mkdocs.yml", "search: true", "search: true, look: plain"), [], set()),
    "text": (lambda root: edit(root, "docs/articles/2018/03/bell.md", "Text of", "Words of"), [3], set()),
    "new year": (
        lambda root: write(root, "articles/2021/01/a.md", page("A", "B", date="2021-01-02")),
        [1, 3],
        {"2020", "2021"},
    ),
    "a year in parts": (
        lambda root: [
            write(root, f"articles/2020/09/{each}.md", page(each, "Sea", date="2020-09-01")) for each in "xyz"
        ],
        [3, 3],
        {"2020-01_2020-08", "2020-09_2020-12"},
    ),
    "text of such a year": (lambda root: edit(root, "docs/articles/2020/09/x.md", "Sea", "Waves"), [3], set()),
    "tag": (lambda root: edit(root, "docs/articles/undated/aa/crane.md", "[Sea]", "[sea]"), [1], set()),
    "removed": (lambda root: shutil.rmtree(root / "docs/articles/2019"), [3], {"2018_2019"}),
    "language": (
        lambda root: edit(root, "mkdocs.yml", "material}", "material, language: de}"),
        [1, 3, 3, 3, 3, 1],
        set(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_parts_that_changed_are_made(root: Path, made: list[int], change: str) -> None:
    alter, expected, names = CHANGES[change]
    alter(root)
    build(load(root))
    assert made == expected
    assert names <= folders(root)
    build_again(root)


def forge(root: Path) -> None:
    (root / SEARCHED).unlink()
    (root / SEARCHED).write_bytes(b"x" * 9000)


def rows(root: Path, statement: str) -> None:
    with sqlite3.connect(root / SEARCHED) as database:
        database.execute(statement)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda root: (root / SEARCHED).unlink(),
    "no database": forge,
    "truncated": lambda root: os.truncate(root / SEARCHED, (root / SEARCHED).stat().st_size // 2),
    "unsigned": lambda root: rows(root, "UPDATE part SET signature = x'00'"),
    "entries lost": lambda root: rows(root, "DELETE FROM entry"),
    "entries of others": lambda root: rows(root, "UPDATE entry SET data = (SELECT data FROM entry LIMIT 1)"),
    "listed unsigned": lambda root: rows(root, "UPDATE listed SET signature = x'00'"),
    "a file of the site": lambda root: next((root / "site/pagefind/2018_2019").rglob("*.pf_index")).write_bytes(b"x"),
    "a part of the site": lambda root: shutil.rmtree(root / "site/pagefind/2018_2019"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_kept_only_saves_work(root: Path, damage: str) -> None:
    expected = contents(build(load(root)).site)
    DAMAGES[damage](root)
    edit(root, "docs/articles/2018/03/bell.md", "of bell", "of bells")
    edit(root, "docs/articles/2018/03/bell.md", "of bells", "of bell")
    build(load(root))
    assert contents(root / "site") == expected


def test_a_full_build_makes_every_part(root: Path, made: list[int]) -> None:
    expected = contents(build(load(root)).site)
    build(load(root), full=True)
    assert len(made) == len(folders(root))
    assert contents(root / "site") == expected

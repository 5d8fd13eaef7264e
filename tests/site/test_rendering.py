"""Tests of builds that render what changed: always the same bytes as `mkdocs build`, whatever was kept before."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config

from backfile import images
from backfile.archive.catalog import Catalog
from backfile.archive.page import dump
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.problems import BuildError
from backfile.settings import own_key
from backfile.settings.access import Access
from backfile.settings.layout import BUILT, CATALOG, RENDERED
from backfile.settings.mkdocs_yml import load
from backfile.site import build as built_site
from backfile.site.article.page_context import ArticlePages
from backfile.site.build import build
from backfile.site.built import Built
from backfile.site.rendering import ahead, apart
from backfile.site.rendering.cache import RenderingCache
from backfile.site.rendering.pages import Pages
from backfile.site.rendering.texts import Texts
from backfile.site.rendering.unchanged import unchanged
from backfile.workers import forks
from tests.archive.revisions.archives import versioned_archive
from tests.archive.revisions.repository import article, commit, git
from tests.site.pictures.drawn import quarters, saved
from tests.site.test_build import contents

PICTURE = saved(quarters(400, 300), "PNG")
PICTURE_NAME = images.name_of(PICTURE, "png")
SETTINGS = """\
site_name: Clippings
site_url: https://clippings.example/
theme: {name: material}
plugins:
  - backfile: {search: false}
"""


def page(title: str, text: str, **more: str) -> str:
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    url = f"https://e.example/{title.lower().replace(' ', '-')}"
    return (
        f'---\ntitle: "{title}"\nurl: "{url}"\nsource: "Herald"\n{keys}origin: {{file: "{title}.html"}}\n---\n{text}\n'
    )


PAGES = {
    "articles/2020/03/pier.md": page("The pier", "A pier.\n\n## Later\n\nIt fell.", date="2020-03-01", tags="[Sea]"),
    "articles/2020/03/bell.md": page(
        "The bell", "See [it](https://e.example/the-pier).", date="2020-03-02", tags="[Sea]"
    ),
    "articles/2020/04/ferry.md": page(
        "The ferry", "See [a page](../03/bell.md).", date="2020-04-03", authors="[Ada, Bo]"
    ),
    "articles/2021/04/lamp.md": page("The lamp", f"![Lamp](../../../images/{PICTURE_NAME})", date="2021-04-03"),
    "articles/undated/aa/minaret.md": page("المنارة", "نص", language="ar", tags="[Sea, Light]"),
    "handbook/index.md": "# Handbook\n\nSee [notes](notes.md#two) and [more](more.md).\n",
    "handbook/notes.md": "# Notes\n\n## Two\n",
}


def plain(root: Path) -> dict[str, bytes]:
    """Return the site as MkDocs alone builds it."""
    site = root / ".backfile/plain"
    loaded = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    loaded.plugins.on_startup(command="build", dirty=False)
    mkdocs_build.build(loaded)
    found = contents(site)
    shutil.rmtree(site)
    return found


def build_again(root: Path) -> Built:
    """Build, and compare the site with that of MkDocs alone."""
    built = build(load(root))
    ours, theirs = contents(root / "site"), plain(root)
    assert [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)] == []
    assert built.all_because is None
    return built


def write(root: Path, path: str, text: str) -> None:
    file = root / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")


def lists(root: Path) -> None:
    """Write the list pages again."""
    config = load(root)
    storage = Storage(config.root, config.docs)
    with storage.locked("test"), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        update.update(storage, catalog, config)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Iterator[Path]:
    """An archive that was built. The tests of this module change it one after another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        root = make_archive(tmp_path_factory.mktemp("rendering") / "archive", PAGES, SETTINGS)
        assert build_again(root).kept == 0
        yield root


def add_article(root: Path) -> None:
    write(root, "articles/2020/03/crane.md", page("The crane", "New.", date="2020-03-03", tags="[Sea]"))
    lists(root)


def remove_article(root: Path) -> None:
    (root / "docs/articles/2020/03/crane.md").unlink()
    lists(root)


def rename_tag(root: Path) -> None:
    (root / "tags.yml").write_text("Ocean:\n  aliases: [Sea]\n", encoding="utf-8")
    lists(root)


def rename_publication(root: Path) -> None:
    (root / "sources.yml").write_text("Courier:\n  aliases: [Herald]\n", encoding="utf-8")
    lists(root)


def edit_another_day(root: Path) -> None:
    edit(root, "docs/articles/undated/aa/minaret.md", "language", "date: 2019-05-03\ndescription: A light.\nlanguage")
    lists(root)


def edit_authors_and_links(root: Path) -> None:
    edit(root, "docs/articles/2020/04/ferry.md", "[Ada, Bo]", "[Cy, Bo]")
    edit(root, "docs/articles/2020/04/ferry.md", "See ", "See [it](https://e.example/other), ")
    lists(root)


def add_picture(root: Path) -> None:
    file = root / "docs/images" / PICTURE_NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(PICTURE)


CHANGES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "nothing": (lambda root: (root / "docs/index.md").touch(), True),
    "text": (lambda root: edit(root, "docs/articles/2020/03/pier.md", "It fell", "It fell down"), True),
    "headline": (
        lambda root: edit(root, "docs/articles/2020/03/pier.md", 'title: "The pier', 'title: "A pier & co'),
        True,
    ),
    "address": (lambda root: edit(root, "docs/articles/2020/03/pier.md", "example/the-pier", "example/other"), True),
    "former address": (
        lambda root: edit(
            root, "docs/articles/2020/03/pier.md", "source:", "redirect_from: articles/2019/01/quay.md\nsource:"
        ),
        True,
    ),
    "article added": (add_article, True),
    "article removed": (remove_article, True),
    "tag renamed": (rename_tag, True),
    "publication renamed": (rename_publication, False),
    "dek and day": (edit_another_day, True),
    "author and link": (edit_authors_and_links, True),
    "picture added": (add_picture, True),
    "picture removed": (lambda root: (root / "docs/images" / PICTURE_NAME).unlink(), True),
    "list page edited": (lambda root: edit(root, "docs/dates/2020.md", "\n\n", "\n\nA note.\n\n"), True),
    "link target removed": (lambda root: (root / "docs/articles/2020/03/bell.md").unlink(), True),
    "link target added": (lambda root: write(root, "handbook/more.md", "# More\n"), False),
    "anchor removed": (lambda root: edit(root, "docs/handbook/notes.md", "## Two", "## Three"), True),
    "setting": (lambda root: edit(root, "mkdocs.yml", "search: false", "search: false, canonical: original"), False),
    "look": (lambda root: edit(root, "mkdocs.yml", "search: false", "search: false, look: plain"), False),
    "language": (lambda root: edit(root, "mkdocs.yml", "name: material", "name: material, language: de"), False),
    "addresses": (lambda root: edit(root, "mkdocs.yml", "theme:", "use_directory_urls: false\ntheme:"), False),
}
"""What changes, and whether pages are left as they are. Each article names one publication, and each page has the
navigation, in which a new page of the handbook is.
"""


def test_the_site_is_that_of_a_plain_build_after_each_change(root: Path) -> None:
    """One test, since each change is made to what the one before it has left."""
    for change, (apply, is_partly_kept) in CHANGES.items():
        apply(root)
        assert (build_again(root).kept > 0) is is_partly_kept, change
        assert unchanged(root), change


def test_what_is_told_of_a_build(root: Path) -> None:
    write(root, "articles/2020/05/buoy.md", page("The buoy", "Red.", date="2020-05-03"))
    lists(root)
    build(load(root))
    (root / "docs/articles/2020/05/buoy.md").unlink()
    lists(root)
    built = build(load(root))
    assert built.kept > 0 < built.rendered
    assert built.removed == 2  # with the list of the month
    assert not (root / "site/articles/2020/05").exists()
    again = build(load(root))
    assert (again.pages, again.rendered, again.kept) == (built.pages, 0, built.pages)
    full = build(load(root), full=True)
    assert (full.kept, full.rendered) == (0, built.kept + built.rendered)


def test_a_warning_is_given_again_and_ends_a_strict_build_again(root: Path) -> None:
    write(root, "articles/2020/03/pier.md", page("The pier", "[Nowhere](nowhere.md)", date="2020-03-01"))
    first = build(load(root))
    (root / "docs/index.md").touch()
    assert any("nowhere.md" in warning for warning in first.warnings)
    assert build(load(root)).warnings == first.warnings
    assert build(load(root)).warnings == first.warnings  # nothing has changed
    before = contents(root / "site")
    with pytest.raises(BuildError, match=r"nowhere\.md"):
        build(load(root), strict=True)
    assert contents(root / "site") == before


def test_a_site_that_was_changed_by_hand_is_made_right(root: Path) -> None:
    expected = contents(build(load(root)).site)
    edit(root, "site/404.html", "<body", "<body data-x")
    (root / "site/new.html").write_text("new")
    lamp = next((root / "site/articles/2021").rglob("*.html"))
    lamp.write_text("other")
    next((root / "site/articles/2020").rglob("*.html")).unlink()
    assert build(load(root)).kept > 0
    assert contents(root / "site") == expected


def test_files_that_stay_the_same_are_not_touched(root: Path) -> None:
    write(root, "articles/2020/06/raft.md", page("The raft", "Wood.", date="2020-06-03"))
    lists(root)
    (root / "site/.nojekyll").write_text("")
    build(load(root))
    same = ("articles/2020/03/pier.html", "articles/2020/03/pier.md", "robots.txt")
    before = [(root / "site" / path).stat().st_ctime_ns for path in same]
    (root / "docs/articles/2020/06/raft.md").unlink()
    lists(root)
    build(load(root))
    (root / "site/.nojekyll").unlink()  # It is not of the build, and stays.
    assert contents(root / "site") == plain(root)
    assert not (root / "site/articles/2020/06").exists()
    assert [(root / "site" / path).stat().st_ctime_ns for path in same] == before


@pytest.mark.parametrize("path", ["articles/2021/04/lamp.md", "added.txt", "assets/added/a.txt"])
def test_a_file_of_the_site_that_changes_during_a_build_is_noticed_later(
    root: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that somebody adds in a folder into which the build puts a file."""

    def change(root: Path) -> None:
        file = root / "site" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text("other")

    expected = contents(build(load(root)).site)
    (root / "docs/index.md").touch()
    with monkeypatch.context() as patch:
        patch.setattr(built_site, "forget", change)
        build(load(root))
    assert contents(root / "site") != expected
    assert unchanged(root) is None
    build(load(root))
    assert contents(root / "site") == expected


def rows(root: Path, statement: str) -> None:
    with sqlite3.connect(root / RENDERED) as database:
        database.execute(statement)


def forge(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal what another page says with the key of another user."""
    with monkeypatch.context() as patch:
        patch.setattr(own_key, "_key", lambda: b"stranger" * 4)
        with sqlite3.connect(root / RENDERED) as database:
            found = database.execute("SELECT path, key, data FROM text").fetchall()
            for path, key, data in found:
                forged = own_key.seal("site: text", path.encode(), key, data.replace(b"Herald", b"Forged"))
                database.execute("UPDATE text SET data = ?, signature = ? WHERE path = ?", (data, forged, path))
        (root / BUILT).write_bytes(own_key.seal("site: built", b"x") + b"{}")


DAMAGES: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "deleted": lambda root, patch: shutil.rmtree(root / ".backfile"),
    "truncated": lambda root, patch: os.truncate(root / RENDERED, (root / RENDERED).stat().st_size // 2),
    "no database": lambda root, patch: (root / RENDERED).write_bytes(b"x" * 9000),
    "other version": lambda root, patch: rows(root, "PRAGMA user_version = 99"),
    "other tables": lambda root, patch: rows(root, "CREATE TABLE other (x)"),
    "bodies lost": lambda root, patch: rows(root, "DELETE FROM body"),
    "bodies of others": lambda root, patch: rows(root, "UPDATE body SET data = (SELECT data FROM body LIMIT 1)"),
    "pages unsigned": lambda root, patch: rows(root, "UPDATE page SET signature = x'00'"),
    "of other types": lambda root, patch: rows(root, "UPDATE text SET data = 'x', signature = 1"),
    "a folder": lambda root, patch: ((root / RENDERED).unlink(), (root / RENDERED).mkdir()),
    "forged": forge,
    "record truncated": lambda root, patch: os.truncate(root / BUILT, 20),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_kept_only_saves_work(root: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = contents(build(load(root)).site)
    DAMAGES[damage](root, monkeypatch)
    (root / "docs/index.md").touch()
    build(load(root))
    assert contents(root / "site") == expected


def test_a_page_that_was_kept_wrongly_is_noticed(root: Path) -> None:
    expected = contents(build(load(root), full=True).site)
    path, cache = "articles/undated/aa/minaret.md", RenderingCache(root / RENDERED)
    key, *known = cache._pages.find(path) or ()
    next((root / "site/articles/undated").rglob("*.html")).write_text("wrong")
    cache.store_page(path, bytes.fromhex(key), [hashlib.sha256(b"wrong").hexdigest(), *known[1:]])
    cache.close()
    built = build(load(root))
    assert built.all_because == f"what was kept of {path} was not right"
    assert contents(root / "site") == expected


class Forks:
    """Forks for every page, also on a machine with one processor, with a count of the results that they gave."""

    def __init__(self, patch: pytest.MonkeyPatch, root: Path) -> None:
        self.results, self._root, self._are_running = 0, root, False
        patch.setattr(ahead, "FEWEST", 1)
        patch.setattr(ahead, "_MOST", 2)
        patch.setattr(forks, "processors", lambda: 2)
        patch.setattr(ahead, "can_fork", lambda: True)  # Servers of other tests can be threads of this process.
        patch.setattr(ahead, "fork_each", self._counted)

    def _counted(self, *given: Any) -> Iterator[bytes | None]:
        with closing(sqlite3.connect(self._root / RENDERED, timeout=0)) as database:
            database.execute("BEGIN IMMEDIATE")  # An error if something is not committed, for which forks would wait.
        assert not self._are_running, "forks that have no work end before others begin"
        self._are_running = True
        try:
            for result in forks.fork_each(*given):
                self.results += bool(result)
                yield result
        finally:
            self._are_running = False


def fail(*_: object) -> bytes:
    raise ValueError("no result")


FAILURES: dict[str, tuple[Callable[..., bytes], Callable[..., bytes]] | None] = {
    "none": None, "error and kill": (fail, lambda *_: os._exit(9)),
}  # fmt: skip
"""How the forks end that read texts, and those that render pages."""


@pytest.mark.parametrize("failure", FAILURES)
def test_forks_make_the_same_site_however_they_end(root: Path, failure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "articles/2020/03/pier.md", page("The pier", "[Nowhere](nowhere.md)", date="2020-03-01"))
    expected = build(load(root), full=True)
    site = contents(expected.site)
    used = Forks(monkeypatch, root)
    if stop := FAILURES[failure]:
        monkeypatch.setattr(Texts, "_read_in_fork", stop[0])
        monkeypatch.setattr(Pages, "_render_in_fork", stop[1])
    built = build(load(root), full=True)
    assert contents(root / "site") == site
    assert (built.rendered, built.warnings) == (expected.rendered, expected.warnings)
    assert (used.results > 0) is (stop is None)
    (root / "docs/index.md").touch()
    assert build(load(root)).kept > 0


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_large_site_is_rendered_apart(root: Path, is_killed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "articles/2020/03/pier.md", page("The pier", "[Nowhere](nowhere.md)", date="2020-03-01"))
    expected = build(load(root), full=True)
    site, results = contents(expected.site), list[bool]()
    monkeypatch.setattr(built_site, "_LARGE", 0)
    monkeypatch.setattr(forks, "can_fork_once", lambda: True)
    monkeypatch.setattr(
        apart, "call_in_fork", lambda work: (data := forks.call_in_fork(work), results.append(data is not None))[0]
    )
    if is_killed:
        monkeypatch.setattr(apart, "recorded_log", lambda: os._exit(9))
    built = build(load(root), full=True)
    assert contents(root / "site") == site
    assert (built.rendered, built.warnings) == (expected.rendered, expected.warnings)
    write(root, f"articles/2020/04/{is_killed}.md".lower(), page(f"The mole {is_killed}", "A mole.", date="2020-04-01"))
    again = build(load(root))
    assert again.kept > 0 < again.rendered
    assert results == [not is_killed] * 2
    changed = contents(root / "site")
    monkeypatch.undo()
    build(load(root), full=True)
    assert contents(root / "site") == changed != site


def test_an_error_in_a_fork_is_told_as_without_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Forks(monkeypatch, root)
    path = "articles/2020/03/broken.md"
    (root / "docs" / path).write_bytes(b"---\ntitle: x\n---\n\xff")
    with pytest.raises(BuildError, match=path):
        build(load(root), full=True)
    (root / "docs" / path).unlink()


def test_all_fields_that_know_other_articles_are_asked() -> None:
    shared = {"t", "site_name", "original_is_canonical"}  # in the digest of what all pages depend on
    asked = {
        "relations",
        "list_names",
        "image_url",
        "label_url",
        "social_cards",
        "cards",
        "history",
    }  # article/answers.py
    assert {field.name for field in fields(ArticlePages)} == shared | asked


@pytest.mark.parametrize(
    ("settings", "because"),
    [
        ("hooks: [hook.py]\n", "the settings name code, templates or files of their own"),
        ("", "the plugin material/search may change any page"),
    ],
)
def test_other_code_sees_all_pages(tmp_path: Path, make_archive: Callable, settings: str, because: str) -> None:
    plugins = SETTINGS if settings else SETTINGS + "  - search\n"
    root = make_archive(tmp_path / "archive", {"articles/2020/03/a.md": page("A", "Text.")}, plugins + settings)
    (root / "hook.py").write_text("def on_page_content(html, **_): return html + '<p>Hooked</p>'\n")
    for _ in range(2):
        built = build(load(root, access=Access.CHECKED))
        assert (built.all_because, built.kept) == (because, 0)
    assert not (root / BUILT).exists()


def test_the_search_index_is_made_again_only_if_an_article_changed(tmp_path: Path, make_archive: Callable) -> None:
    settings = SETTINGS.replace("search: false", "search: true")
    root = make_archive(tmp_path / "archive", {name: PAGES[name] for name in list(PAGES)[:3]}, settings)
    build_again(root)
    index = {name: (root / "site" / name).stat().st_ino for name in contents(root / "site") if "pagefind/" in name}
    edit(root, "docs/index.md", "\n---\n", "\nnote: x\n---\n")
    build_again(root)
    assert {name: (root / "site" / name).stat().st_ino for name in index} == index
    edit(root, "docs/articles/2020/03/pier.md", "It fell", "It sank")
    build_again(root)
    assert {name: (root / "site" / name).stat().st_ino for name in index if (root / "site" / name).exists()} != index
    for old, new in (("none/x.md", "about/x.md"), ("about/x.md", "about.md")):  # About is a page beside the search.
        shutil.rmtree(root / "docs" / old.split("/")[0], ignore_errors=True)
        write(root, new, "# About\n")
        build_again(root)
        assert 'class="search__all"><a href="./">' in (root / "site/search/index.html").read_text("utf-8")


def kill_during_build(root: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "backfile", "build", "-C", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_a_build_that_was_killed_leaves_nothing_wrong(root: Path, rounds: int) -> None:
    for number in range(rounds):
        edit(root, "docs/articles/2021/04/lamp.md", "date: 2021", "date: 2021")
        (root / "docs/articles/2021/04/lamp.md").write_text(page("The lamp", f"Text {number}.", date="2021-04-03"))
        kill_during_build(root, 1.0 + number / 10)
        build_again(root)


@pytest.mark.soak
def test_the_samples_are_the_same_from_what_is_kept(tmp_path: Path) -> None:
    docs = Path(__file__).parents[2] / "docs"
    root = tmp_path / "archive"
    shutil.copytree(docs, root / "docs", ignore=lambda folder, names: {"handbook"} & set(names))
    (root / "mkdocs.yml").write_text(SETTINGS + "markdown_extensions: [tables, toc, pymdownx.superfences]\n")
    assert build_again(root).kept == 0
    edit(root, "mkdocs.yml", "site_name: Clippings", "site_name: Cuttings")
    assert build_again(root).kept == 0
    (root / "docs/index.md").touch()
    assert build_again(root).kept > 40


def test_pages_of_history_follow_the_commits(tmp_path: Path, make_archive: Callable) -> None:
    figure = f'<figure><img src="../../../images/{PICTURE_NAME}" alt=""></figure>\n\n[Alone](alone.md)\n\n'
    texts = [dump(article(figure + text, headline="Other")) for text in ("A pier.", "A bell and a boat.")]
    root = versioned_archive(make_archive, tmp_path, [texts[0], texts[1].replace(figure, "")])
    edit(root, "mkdocs.yml", "  - backfile\n", "  - backfile: {search: false}\n")
    add_picture(root)
    build_again(root)
    assert unchanged(root)
    edit(root, "docs/articles/2021/04/alone.md", 'title: "Alone"', 'title: "Alone again"')
    commit(root, {}, 30)
    assert unchanged(root) is None
    assert build_again(root).kept > 0
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Nothing")
    assert unchanged(root) is None
    former = [text for text in contents(root / "site").values() if PICTURE_NAME.encode() in text]
    (root / "docs/images" / PICTURE_NAME).unlink()
    (root / "docs/articles/2021/04/alone.md").unlink()
    assert build_again(root).kept > 0
    assert former

"""Links in an archive of a stranger: what they lead to outside is neither read, written, removed nor published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile.archive import durable_files
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.problems import StorageError
from backfile.readers.saved_files import read_beside
from backfile.settings.inside import OutsideError, is_inside, links_out, open_file, read_bytes
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from tests.cli.processes import run
from tests.conversion.saved_images import png
from tests.operations.ingested import html

AUDIT = """\
import os, sys
_log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
_outside = os.environ["AUDIT_OUTSIDE"]
_events = ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "sqlite3.connect")

def _note(event, arguments):
    if event in _events and arguments and isinstance(arguments[0], (str, bytes)):
        if os.path.realpath(os.fsdecode(arguments[0])).startswith(_outside):
            # What is removed or renamed is the link itself.
            if event not in ("os.remove", "os.rename") or not os.path.islink(arguments[0]):
                os.write(_log, f"{event} {arguments[0]}\\n".encode())

sys.addaudithook(_note)
"""
"""Python imports it as `sitecustomize` in each process, the fork server and the workers included."""

COMMANDS = ("tags list", "tags suggest", "lists", "reingest", "build", "explain {page}", "ingest ../pier.html", "retag")


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of one article, to be copied."""
    folder = tmp_path_factory.mktemp("one-article")
    created = init.create(folder / "archive")
    (folder / "first.html").write_text(html())
    ingest([folder / "first.html"], created)
    return created.root


@pytest.fixture
def home(one_article: Path, tmp_path: Path) -> Config:
    created = load(shutil.copytree(one_article, tmp_path / "archive", symlinks=True))
    (tmp_path / "pier.html").write_text(html("The west pier", url="https://gazette.test/w", published="2031-03-04"))
    return created


@pytest.fixture
def outside(tmp_path: Path, home: Config) -> Path:
    """Make a folder with what hostile links could destroy: copies of the archive's folders, and a private file."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in (".backfile", "docs", "originals", ".git"):
        shutil.copytree(home.root / name, folder / name)
    for name in ("tmp", "site", "incoming", "fetched"):
        (folder / name).mkdir()
        (folder / name / "mine.md").write_text("private words")
    (folder / "secret.md").write_text("---\ntitle: private words\n---\nprivate words\n")
    (folder / "secret.yml").write_text("private words:\n")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def replace(path: Path, target: Path) -> None:
    """Put a link in the place of a file or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(target, path.parent))


def article(home: Config) -> Path:
    return next(home.docs.glob("articles/2*/*/*.md"))


LINKS: dict[str, Callable[[Config, Path], object]] = {
    "cache": lambda home, out: replace(home.root / ".backfile", out / ".backfile"),
    "cache to a folder with tmp": lambda home, out: replace(home.root / ".backfile", out),
    "lock": lambda home, out: replace(home.root / ".backfile/lock", out / "secret.md"),
    "build lock": lambda home, out: replace(home.root / ".backfile/building", out / "secret.md"),
    "catalog": lambda home, out: replace(home.root / ".backfile/catalog.sqlite", out / ".backfile/catalog.sqlite"),
    "staged site": lambda home, out: replace(home.root / ".backfile/site", out / "site"),
    "scratch": lambda home, out: replace(home.root / ".backfile/tmp", out / "tmp"),
    "docs": lambda home, out: replace(home.docs, out / "docs"),
    "articles": lambda home, out: replace(home.docs / "articles", out / "docs" / "articles"),
    "month": lambda home, out: replace(home.docs / "articles/2031/03", out / "tmp"),
    "year through a link": lambda home, out: (
        replace(home.docs / "hop", out),
        replace(home.docs / "articles/2031", home.docs / "hop"),
    ),
    "page": lambda home, out: replace(article(home), out / "secret.md"),
    "list": lambda home, out: replace(home.docs / "index.md", out / "secret.md"),
    "folder of lists": lambda home, out: replace(home.docs / "tags", out / "tmp"),
    "image": lambda home, out: replace(home.docs / "images/aa/x.png", out / "secret.md"),
    "images": lambda home, out: replace(home.docs / "images", out / "tmp"),
    "originals": lambda home, out: replace(home.root / "originals", out / "originals"),
    "original": lambda home, out: replace(next(home.root.glob("originals/*/*.gz")), out / "secret.md"),
    "incoming": lambda home, out: replace(home.root / "incoming", out / "incoming"),
    "incoming text": lambda home, out: replace(home.root / "incoming/a.md", out / "secret.md"),
    "site": lambda home, out: replace(home.site, out / "site"),
    "git": lambda home, out: replace(home.root / ".git", out / ".git"),
    "objects": lambda home, out: replace(home.root / ".git/objects", out / ".git/objects"),
    "vocabulary": lambda home, out: replace(home.root / "tags.yml", out / "secret.yml"),
    "hidden file": lambda home, out: (
        replace(home.docs / ".own.md", home.root / ".git/config"),
        replace(home.docs / "x.md", out / "secret.md"),
    ),
}


TOGETHER = ("month", "page", "list", "folder of lists", "image", "original", "incoming text", "hidden file")
"""Links that do not end each command: one archive has them all."""
WRITING = ("articles", "images", "year through a link", "scratch")
"""Links that only commands that write would follow."""


def check(home: Config, outside: Path, names: tuple[str, ...], commands: tuple[str, ...]) -> None:
    """Assert that commands in an archive with links do not touch what is outside, and name the links."""
    page = article(home).relative_to(home.docs).as_posix()
    for name in names:
        LINKS[name](home, outside)
    audit, log = outside.parent / "audit", outside.parent / "log"
    audit.mkdir()
    (audit / "sitecustomize.py").write_text(AUDIT)
    variables = {"PYTHONPATH": str(audit), "AUDIT_LOG": str(log), "AUDIT_OUTSIDE": str(outside)}
    before, printed = contents(outside), ""
    for command in commands:
        done = run(*command.format(page=f"docs/{page}").split(), cwd=home.root, **variables)
        assert done.returncode != 1, done.stderr
        printed += done.stdout + done.stderr
    assert contents(outside) == before
    assert log.read_text() == ""
    assert "private words" not in printed
    assert names == ("scratch",) or "link" in printed
    site = home.site if not home.site.is_symlink() else home.site / "missing"
    assert not [file for file in contents(site) if b"private words" in (site / file).read_bytes()]


def test_no_command_follows_links_out_of_the_archive(home: Config, outside: Path) -> None:
    check(home, outside, TOGETHER, COMMANDS)


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_written_through_a_link(home: Config, outside: Path, name: str) -> None:
    check(home, outside, (name,), ("ingest ../pier.html", "build"))


@pytest.mark.parametrize("name", sorted(LINKS.keys() - {*TOGETHER, *WRITING}))
def test_a_link_in_place_of_a_folder_of_the_program_is_refused(home: Config, outside: Path, name: str) -> None:
    check(home, outside, (name,), ("build",) if name == "build lock" else ("lists",))


def test_links_that_were_committed_are_not_followed_in_a_clone(home: Config, outside: Path, tmp_path: Path) -> None:
    replace(home.docs / "articles/2031/03", outside / "tmp")
    replace(home.docs / "images/aa/x.png", Path("/etc/passwd"))
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x.test"]
    subprocess.run([*git, "add", "-f", "."], cwd=home.root, check=True)
    subprocess.run([*git, "commit", "-qm", "x"], cwd=home.root, check=True)
    subprocess.run(["git", "clone", "-q", home.root, tmp_path / "clone"], check=True)
    clone, before = load(tmp_path / "clone"), contents(outside)
    report = ingest([tmp_path / "pier.html"], clone)
    assert report.problems
    assert contents(outside) == before
    (clone.docs / "articles/2031/03").unlink()
    built = build(clone)
    assert any("x.png" in warning and "is not published" in warning for warning in built.warnings)
    assert not (clone.site / "images/aa/x.png").exists()


def test_a_plugin_that_reads_hidden_files_of_docs_reads_none_behind_a_link(home: Config, outside: Path) -> None:
    settings = (home.root / "mkdocs.yml").read_text("utf-8")
    (home.root / "mkdocs.yml").write_text(settings.replace("plugins:\n", "plugins:\n  - meta\n"), "utf-8")
    (outside / "meta.yml").write_text("description: private words\n")
    replace(home.docs / ".meta.yml", outside / "meta.yml")
    (home.docs / "own.md").write_text("# Own page\n")
    built = build(load(home.root))
    assert any(".meta.yml" in warning and "is not published" in warning for warning in built.warnings)
    assert b"private words" not in (home.site / "own/index.html").read_bytes()


@pytest.mark.parametrize("target", ["../.hidden/h.png", "../../private.png", "../mine.png", "hop.png"])
def test_a_link_in_the_folder_of_a_saved_page_leads_only_to_files_in_it(tmp_path: Path, target: str) -> None:
    inbox = tmp_path / "inbox"
    files = inbox / "page_files"
    files.mkdir(parents=True)
    (inbox / ".hidden").mkdir()
    for image in (inbox / ".hidden/h.png", tmp_path / "private.png", inbox / "mine.png", files / "a.png"):
        image.write_bytes(png())
    (files / "hop.png").symlink_to("../.hidden/h.png")
    (files / "link.png").symlink_to(target)
    (files / "inner.png").symlink_to("a.png")
    folders = ("page_files",)
    assert read_beside(inbox / "page.html", folders, "page_files/link.png", 1 << 20) is None
    assert read_beside(inbox / "page.html", folders, "page_files/inner.png", 1 << 20) == png()


def test_a_folder_of_a_saved_page_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    inbox, private = tmp_path / "inbox", tmp_path / "private"
    inbox.mkdir()
    private.mkdir()
    (private / "a.png").write_bytes(png())
    (inbox / "page_files").symlink_to(private)
    assert read_beside(inbox / "page.html", ("page_files",), "page_files/a.png", 1 << 20) is None


def test_a_written_file_keeps_its_permissions_and_a_link_that_stays_inside(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "data").mkdir(parents=True)
    file = top / "data" / "tags.yml"
    file.write_text("old")
    file.chmod(0o640)
    (top / "tags.yml").symlink_to("data/tags.yml")
    durable_files.write_atomically(top / "tags.yml", top, b"new", tmp_path / "unfinished")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)
    assert (top / "tags.yml").is_symlink()


def test_a_folder_that_becomes_a_link_after_the_check_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top, private = tmp_path / "top", tmp_path / "private"
    top.mkdir()
    private.mkdir()
    (private / "a").write_text("private words")
    (top / "b").symlink_to(private)
    monkeypatch.setattr("backfile.settings.inside._resolve", lambda path, top, real_top: path)
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        read_bytes(top / "b" / "a", top)
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        durable_files.write_atomically(top / "b" / "a", top, b"new", tmp_path / "unfinished")
    assert (private / "a").read_text() == "private words"


def test_pipes_and_rings_of_links_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for name in ("pipe", "a"):
        with pytest.raises(OSError, match=r"not a file|symbolic links"):
            open_file(tmp_path / name, tmp_path)


@pytest.mark.parametrize("name", ["docs/articles/pipe.md", "docs/index.md", ".backfile/building"])
def test_nobody_is_waited_for_who_could_write_to_a_pipe(home: Config, name: str) -> None:
    (home.root / name).unlink(missing_ok=True)
    os.mkfifo(home.root / name)
    for command in ("lists", "build") if name == "docs/index.md" else ("build",):
        words = [sys.executable, "-m", "backfile", command]
        done = subprocess.run(words, cwd=home.root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 15
    assert str(home.root / name) in done.stderr


def test_links_out_are_listed_and_none_is_entered(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "inner" / ".hidden").mkdir(parents=True)
    (top / "all").symlink_to("/")
    (top / "inner" / "up").symlink_to("../..")
    (top / "fine").symlink_to("inner")
    (top / "secret").symlink_to("inner/.hidden")
    assert [str(path.relative_to(top)) for path in links_out(top)] == ["all", "secret", "inner/up"]
    assert is_inside(top / "fine", top)
    with pytest.raises(OutsideError):
        open_file(top / "all" / "etc" / "hosts", top)


@pytest.mark.parametrize("folder", [".backfile", "originals", "incoming", "docs", "site", ".git"])
def test_an_archive_whose_folder_is_a_link_is_refused(home: Config, outside: Path, folder: str) -> None:
    replace(home.root / folder, outside)
    with pytest.raises(StorageError, match=f"{folder} cannot be used: .*symbolic link"):
        load(home.root)

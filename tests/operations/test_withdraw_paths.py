"""Withdrawing an article at whose path another article was: the other one keeps its former texts and its originals."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from backfile.archive.revisions.history import read_history
from backfile.operations import init
from backfile.operations.identity import Action, list_rulings, rule
from backfile.operations.ingest import Options, ingest
from backfile.operations.page_history import revision_text
from backfile.operations.restore import restore
from backfile.operations.undo import undo
from backfile.operations.verify import verify
from backfile.operations.withdraw import withdraw
from backfile.settings.mkdocs_yml import Config, load
from tests.conversion.saved_images import png
from tests.operations.ingested import html, pages
from tests.program import backfile

FORMER = "The mayor said that the pier would cost nine million, which nobody on the quay believed at all. "
PIER, EVIL = (
    [
        f"The board of {name} {part} met to talk about the {name} works no. {part}, closed since March, " * 2
        for part in range(9)
    ]
    for name in ("gazette", "cheese")
)
PATH = "docs/articles/2019/11/east-pier-to-be-mended.md"
FOLDER = "docs/articles"
TODAY = date(2026, 11, 29)


def write(folder: Path, host: str, paragraphs: list[str]) -> Path:
    """Write a page that a browser saved from a host."""
    folder.mkdir(parents=True)
    address = f"https://{host}/pier"
    text = html(body="</p><p>".join(paragraphs), url=address)
    comment = f"<!DOCTYPE html><!-- saved from url=({len(address):04}){address} -->"
    (folder / "pier.html").write_text(text.replace("<!DOCTYPE html>", comment, 1))
    return folder


class World:
    """An archive, and the saves of two articles with one headline and month: two of one, one of the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first = write(folder / "first", "gazette.test", [FORMER * 2, *PIER])
        self.second = write(folder / "second", "gazette.test", PIER)
        self.evil = write(folder / "evil", "evil.test", EVIL)
        self.home = init.create(folder / "archive")

    def take(self, folder: Path, home: Config | None = None) -> None:
        ingest([folder], home or self.home, Options(jobs=1))

    def git(self, *words: str, home: Config | None = None) -> None:
        subprocess.run(["git", *words], cwd=(home or self.home).root, check=True, capture_output=True)

    def clone(self) -> Config:
        """Return a clone of the archive."""
        root = self.folder / "clone"
        copytree(self.home.root, root)
        return load(root)

    def merge(self, other: Config) -> None:
        """Take what a clone has, and of files that both have, the other's."""
        self.git("fetch", "-q", str(other.root), "HEAD")
        subprocess.run(["git", "merge", "-q", "--no-edit", "FETCH_HEAD"], cwd=self.home.root, capture_output=True)
        self.git("checkout", "-q", "FETCH_HEAD", "--", "docs")
        self.git("commit", "-qm", "Merge", "--allow-empty")

    def originals(self) -> set[str]:
        return {file.relative_to(self.home.root).as_posix() for file in (self.home.root / "originals").rglob("*.gz")}


def merged(world: World) -> str:
    """Two clones have the articles at one path, and a merge takes that of the other clone."""
    clone = world.clone()
    world.take(world.first)
    world.take(world.second)
    world.take(world.evil, clone)
    world.merge(clone)
    world.take(world.second)
    return PATH


def moved_and_merged(world: World) -> str:
    """The owner moved the one, while a clone got the other at its path."""
    clone = world.clone()
    world.take(world.first)
    world.take(world.second)
    world.git("mv", PATH, "docs/articles/pier.md")
    world.git("commit", "-qm", "Move")
    world.take(world.evil, clone)
    world.merge(clone)
    return PATH


def swapped(world: World, *, at_once: bool = False) -> str:
    """The owner gave the other one another name, and then its name to the one."""
    world.take(world.evil)
    world.take(world.first)
    (own,) = (f"docs/{path}" for path in pages(world.home) if not PATH.endswith(path))
    world.git("mv", PATH, "docs/articles/evil.md")
    if not at_once:
        world.git("commit", "-qm", "Move")
    world.git("mv", own, PATH)
    world.git("commit", "-qm", "Move")
    world.take(world.second)
    return "docs/articles/evil.md"


def swapped_at_once(world: World) -> str:
    """The same in one commit."""
    return swapped(world, at_once=True)


def exchanged(world: World) -> str:
    """The owner exchanged the names of both, which git lists as two edited files."""
    world.take(world.evil)
    world.take(world.first)
    (own,) = (f"docs/{path}" for path in pages(world.home) if not PATH.endswith(path))
    for before, after in ((PATH, "docs/aside.md"), (own, PATH), ("docs/aside.md", own)):
        world.git("mv", before, after)
    world.git("commit", "-qm", "Exchange")
    world.take(world.second)
    return own


def put_back(world: World) -> str:
    """The owner removed the one, the other got its path, and the owner put the one back elsewhere."""
    world.take(world.first)
    world.take(world.second)
    text = (world.home.root / PATH).read_text("utf-8")
    world.git("rm", "-q", PATH)
    world.git("commit", "-qm", "Remove")
    world.take(world.evil)
    world.git("mv", next(f"docs/{path}" for path in pages(world.home)), PATH)
    (world.home.docs / "articles" / "pier.md").write_text(text, "utf-8")
    world.git("add", "-A")
    world.git("commit", "-qm", "Put back")
    return PATH


@pytest.mark.parametrize("scene", [merged, moved_and_merged, swapped, swapped_at_once, exchanged, put_back])
def test_a_withdrawal_takes_nothing_of_another_article_that_had_the_path(
    tmp_path: Path, scene: Callable[[World], str]
) -> None:
    world = World(tmp_path)
    withdrawn = world.home.root / scene(world)
    before = world.originals()
    assert len(before) == 3
    done = withdraw(world.home, withdrawn, "Forged", TODAY, purge=True)
    assert len([path for path in done.removed if path.startswith("originals/")]) == 1
    assert len(world.originals()) == 2
    assert [FORMER.strip() in text for text in _former_texts(world)].count(True) >= 1
    assert not any("cheese" in text for text in _former_texts(world)), "the withdrawn text is gone"


def _former_texts(world: World) -> list[str]:
    """Return the texts of all objects of git."""
    done = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=world.home.root, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8", "replace").split("\n---\n")


def exchanged_on_the_disk(world: World) -> str:
    """The owner exchanged the names of both, and did not commit that before the next ingest."""
    world.take(world.evil)
    world.take(world.first)
    (own,) = (path for path in pages(world.home) if not PATH.endswith(path))
    one, other = world.home.root / PATH, world.home.docs / own
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])
    world.take(world.second)
    world.git("add", "-A")
    world.git("commit", "-qm", "Exchange", "--allow-empty")
    return PATH


def undone_and_moved(world: World) -> str:
    """An undo took the later text back, and then the page got another path."""
    world.take(world.first)
    world.take(world.second)
    undo(world.home)
    world.git("mv", PATH, "docs/articles/pier.md")
    world.git("commit", "-qm", "Move")
    return "docs/articles/pier.md"


def on_another_branch(world: World) -> str:
    """Another branch has a later text, at the path that the page had before it was moved."""
    world.take(world.first)
    world.git("branch", "other")
    world.git("mv", PATH, "docs/articles/pier.md")
    world.git("commit", "-qm", "Move")
    world.git("checkout", "-q", "other")
    world.take(world.second)
    world.git("checkout", "-q", "-")
    return "docs/articles/pier.md"


def with_other_docs(world: World) -> str:
    """The folder of the pages got another name after both texts."""
    world.take(world.first)
    world.take(world.second)
    rename_docs(world)
    return PATH.replace("docs/", "content/")


def rename_docs(world: World) -> None:
    world.git("mv", "docs", "content")
    for name, old, new in (
        ("mkdocs.yml", "site_name:", "docs_dir: content\nsite_name:"),
        (".gitattributes", "docs/", "content/"),
    ):
        file = world.home.root / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    world.git("commit", "-qam", "Rename")
    world.home = load(world.home.root)


def with_recorded_conflict(world: World) -> str:
    """A merge took one side of a conflict that git recorded (git-rerere), and has the originals of both."""
    world.git("config", "rerere.enabled", "true")
    world.take(write(world.folder / "zeroth", "gazette.test", PIER[:8]))
    world.git("checkout", "-qb", "other")
    world.take(world.first)
    world.git("checkout", "-q", "-")
    world.take(world.second)
    subprocess.run(["git", "merge", "-q", "other"], cwd=world.home.root, capture_output=True)
    world.git("checkout", "--ours", "--", PATH)
    world.git("add", "-A")
    world.git("commit", "-qm", "Merge")
    return PATH


def withdrawn_in_part(world: World) -> str:
    """The owner resolved the conflict of a withdrawal with a later text by hand, and left its text there."""
    world.take(world.first)
    world.git("checkout", "-qb", "other")
    world.take(world.second)
    text = (world.home.root / PATH).read_text("utf-8")
    world.git("checkout", "-q", "-")
    withdraw(world.home, world.home.root / PATH, "Forged", TODAY)
    world.git("merge", "-q", "--strategy=ours", "other")
    half = (
        (world.home.root / PATH).read_text("utf-8").rpartition("\n---\n")[0] + "\n---\n" + text.rpartition("\n---\n")[2]
    )
    (world.home.root / PATH).write_text(half, "utf-8")
    world.git("add", "-A")
    world.git("commit", "-qm", "Resolve")
    return PATH


def copied_and_moved(world: World) -> str:
    """A copy that does not say where it was saved from has the former path of the article."""
    for number, title in enumerate(("East pier to be mended", "Pier mended at last")):
        folder = world.folder / f"pier{number}"
        folder.mkdir()
        text = html(title, "</p><p>".join([f"Day {number}.", *PIER]), "https://gazette.test/pier")
        saved = (
            "<!DOCTYPE html><!-- saved from url=(0025)https://gazette.test/pier -->" if number else "<!DOCTYPE html>"
        )
        (folder / "pier.html").write_text(text.replace("<!DOCTYPE html>", saved, 1))
        world.take(folder)
    copy = world.folder / "copy"
    copy.mkdir()
    text = html(body="</p><p>".join(["A forgery.", *PIER]), url="https://gazette.test/pier", published=None)
    (copy / "pier.html").write_text(text)
    world.take(copy)
    (own,) = (f"docs/{path}" for path in pages(world.home) if not PATH.endswith(path))
    world.git("mv", PATH, "docs/articles/pier.md")
    world.git("commit", "-qm", "Move")
    world.git("mv", own, PATH)
    world.git("commit", "-qm", "Move")
    return PATH


def copied_by_hand(world: World) -> str:
    """The owner copied a page, before it had a later text."""
    world.take(world.first)
    copy = world.home.docs / "articles" / "copy.md"
    copy.write_bytes((world.home.root / PATH).read_bytes())
    world.git("add", "-A")
    world.git("commit", "-qm", "Copy")
    world.take(world.second)
    return "docs/articles/copy.md"


def beside_another_archive(world: World) -> str:
    """A folder of the archive has another one, with the same article."""
    world.take(world.first)
    other = load(init.create(world.home.root / "other", versioned=False).root)
    world.take(world.first, other)
    world.take(world.second, other)
    world.git("add", "-A")
    world.git("commit", "-qm", "Another archive")
    (other.docs / Path(PATH).relative_to("docs")).rename(other.docs / "articles" / "pier.md")
    world.git("add", "-A")
    world.git("commit", "-qm", "Move")
    return PATH


def linked_from_a_page(world: World) -> str:
    """Another article has lines like those of a list with a link to the page."""
    world.take(world.first)
    world.take(
        write(world.folder / "like", "evil.test", [*EVIL, "kind: list", "See gazette works in 2019/11/pier.md)"])
    )
    (like,) = (world.home.docs / path for path in pages(world.home) if not PATH.endswith(path))
    link = Path(PATH).relative_to("docs").as_posix()
    like.write_text(f"{like.read_text('utf-8')}\nkind: list of {link}) and gazette works\n", "utf-8")
    world.git("commit", "-qam", "Edit")
    like.write_text(f"{like.read_text('utf-8')}\nMore.\n", "utf-8")
    world.git("commit", "-qam", "Edit")
    return PATH


@pytest.mark.parametrize(
    ("scene", "kept", "files"),
    [
        (copied_and_moved, "Day 0.", 2),
        (copied_by_hand, FORMER.strip(), 2),
        (beside_another_archive, FORMER.strip(), 2),
        (linked_from_a_page, "kind: list of", 1),
    ],
)
def test_a_purge_takes_no_text_and_no_original_of_what_stands(
    tmp_path: Path, scene: Callable[[World], str], kept: str, files: int
) -> None:
    world = World(tmp_path)
    withdrawn = world.home.root / scene(world)
    before = sum(kept in text for text in _former_texts(world))
    standing = {name for name in world.home.root.rglob("*.gz") if "originals" in name.parts}
    withdraw(world.home, withdrawn, "Forged", TODAY, purge=True)
    after = [text for text in _former_texts(world) if kept in text]
    assert len(after) == before
    assert all("gazette works" in text for text in after)
    assert sum(name.exists() for name in standing) == files


def test_the_original_of_a_former_text_of_another_page_stays_and_is_named(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = copied_by_hand(world)
    before = world.originals()
    done = withdraw(world.home, world.home.root / path, "Forged", TODAY)
    assert world.originals() == before
    assert done.unassigned
    assert before.issuperset(done.unassigned)
    restore(world.home, world.home.root / path)


@pytest.mark.parametrize(
    "scene",
    [
        exchanged_on_the_disk,
        undone_and_moved,
        on_another_branch,
        with_other_docs,
        with_recorded_conflict,
        withdrawn_in_part,
    ],
)
def test_a_purge_removes_every_text_of_an_article(tmp_path: Path, scene: Callable[[World], str]) -> None:
    world = World(tmp_path)
    withdrawn = world.home.root / scene(world)
    # In the exchange, the other article has the same headline.
    words = ["gazette works", *([] if scene is exchanged_on_the_disk else ["East pier to be mended"])]
    assert all(any(word in text for text in _former_texts(world)) for word in words)
    withdraw(world.home, withdrawn, "By order of a court", TODAY, purge=True)
    recorded = [file.read_text("utf-8") for file in (world.home.root / ".git").rglob("*image*")]
    assert not [word for word in words for text in (*_former_texts(world), *recorded) if word in text]
    assert len(world.originals()) == (scene is exchanged_on_the_disk)


@pytest.mark.parametrize("scene", [merged, moved_and_merged, swapped, swapped_at_once, exchanged, put_back])
def test_a_page_has_no_former_text_of_another_article(tmp_path: Path, scene: Callable[[World], str]) -> None:
    world = World(tmp_path)
    scene(world)
    found = {path: read_history(world.home.root, FOLDER, only=f"docs/{path}").pages for path in pages(world.home)}
    texts = {
        path: [revision_text(world.home.root, each) for each in history[f"docs/{path}"]]
        for path, history in found.items()
    }
    shown = {path: {"evil.test" in text for text in each} for path, each in texts.items()}
    assert shown == {path: {"evil.test" in text} for path, text in pages(world.home).items()}
    if scene not in (merged, put_back):  # There, the page of the one is new.
        assert {path: len(each) for path, each in texts.items() if len(each) > 1} == {
            path: 2 for path, text in pages(world.home).items() if "evil.test" not in text
        }


def test_a_withdrawal_takes_no_save_of_a_joined_page_whose_path_the_article_got(tmp_path: Path) -> None:
    world = World(tmp_path)
    clone = world.clone()
    world.take(world.first)
    mirror = write(tmp_path / "mirror", "mirror.test", [*PIER, FORMER * 3])
    world.take(mirror)
    (other,) = (path for path in pages(world.home) if not PATH.endswith(path))
    rule(world.home, Action.SAME, world.home.root / PATH, world.home.docs / other)
    world.git("mv", PATH, "docs/articles/pier.md")
    world.git("commit", "-qm", "Move")
    world.take(world.evil, clone)
    world.merge(clone)
    world.take(world.first)
    listed = list_rulings(world.home)
    assert listed == [("same", "docs/articles/pier.md", f"docs/{other}")]
    copytree(world.home.root, tmp_path / "copy")
    copy = load(tmp_path / "copy")
    assert len(_removed(world.home, PATH)) == 1
    assert len(world.originals()) == 2
    assert len(_removed(copy, "docs/articles/pier.md")) == 2, "its own, and that of the page that was joined with it"


def _removed(home: Config, path: str) -> list[str]:
    """Withdraw an article, and return the originals that were removed."""
    done = withdraw(home, home.root / path, "Forged", TODAY)
    return [path for path in done.removed if path.startswith("originals/")]


def test_a_tombstone_that_has_the_text_is_named_and_written_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = withdrawn_in_part(world)
    assert ("edited", path) in [(finding.kind, finding.path) for finding in verify(world.home).findings]
    assert "it is a tombstone, and has a text" in backfile("lists", cwd=world.home.root)
    withdraw(world.home, world.home.root / path, "Forged", TODAY)
    assert "gazette works" not in (world.home.root / path).read_text("utf-8")
    assert "it is a tombstone" not in backfile("lists", cwd=world.home.root)


def test_an_article_comes_back_after_docs_got_another_name(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.take(world.evil)
    other = next(iter(pages(world.home)))
    pier = world.first / "pier.html"
    pier.write_text(pier.read_text("utf-8").replace("<p>", "<p><img src='pier.png'>", 1))
    (world.first / "pier.png").write_bytes(png())
    world.take(world.first)
    (path,) = set(pages(world.home)) - {other}
    text = pages(world.home)[path]
    withdraw(world.home, world.home.docs / path, "Forged", TODAY)
    rename_docs(world)
    assert [finding.kind for finding in verify(world.home).findings] == ["withdrawn"]
    done = restore(world.home, world.home.docs / path)
    assert any(file.startswith("content/images/") for file in done.files)
    assert pages(world.home)[path] == text
    assert verify(world.home).findings == ()

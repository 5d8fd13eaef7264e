"""`backfile tags undo`: the bytes before the last edits come back, with and without git; an owner's edit never goes."""

from __future__ import annotations

import os
import random
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, Origin
from backfile.operations import tag_edits
from backfile.operations.retag import Edit, retag
from backfile.operations.tag_undo import undo
from backfile.settings.mkdocs_yml import Config, load
from backfile.tags.tagging import tag
from backfile.tags.vocabulary.vocabulary import Vocabulary
from tests.operations.test_retag import git
from tests.program import backfile

PAGES, EDITS = (
    int(os.environ.get(f"BACKFILE_UNDO_{name}", default)) for name, default in (("PAGES", 30), ("EDITS", 5))
)
"""Pages of the test archive, and random edits: 1,000 and 20 in `make soak`."""
LABELS = [f"{word} {place}" for word in ("Ferry", "Pier", "Fair", "Tram") for place in ("north", "south", "east")]
MORE_LABELS = [
    f"{word} {place}" for word in ("Barge", "Crane", "Dock", "Sluice") for place in ("north", "west", "hill")
]
MANY = 100
"""Articles from which they have labels of both lists: each merge takes one label away."""
COMMANDS = {
    "split": ["split", "Ferry north", "Night ferries", "--with", "night"],
    "rename": ["rename", "Ferry north", "Boats"],
    "merge": ["merge", "Tram north", "Ferry south", "--into", "Pier east"],
    "block": ["block", "Fair north"],
    "match texts": ["merge", "Tram east", "--into", "Tram", "--match-text"],
}


def articles(count: int) -> list[Article]:
    """Return articles of which each has three of the labels as keywords, and other labels in its text."""
    choose = random.Random(count)
    labels = LABELS + MORE_LABELS if count >= MANY else LABELS
    made: list[Article] = []
    for number in range(count):
        keywords = tuple(labels[(number + 5 * step) % len(labels)] for step in range(3))
        body = (
            f"It rained on {' and '.join(choose.sample(labels, 3))}. It was {choose.choice(['day', 'night'])}.\n\nSo."
        )
        origin = Origin(f"{number}.html", f"{number:064}", "html")
        made.append(
            Article(
                f"Story {number}", Markdown(body), origin, published=date(2020, 1, 1), language="en", keywords=keywords
            )
        )
    return made


def make_archive(folder: Path, count: int, *, versioned: bool = True) -> Path:
    backfile("init", "archive", *([] if versioned else ["--no-git"]), cwd=folder)
    archive = folder / "archive"
    storage = Storage(archive, archive / "docs")
    with storage.locked("test"):
        for number, article in enumerate(articles(count)):
            tags = tag(article, article.body, Vocabulary(), 8)
            storage.write_page(
                f"articles/2020/01/story-{number}.md", page.dump(Article(**{**fields(article), "tags": tags}))
            )
    backfile("lists", cwd=archive)
    if versioned:
        git("add", "--all", cwd=archive)
        git("-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", "Stories", cwd=archive)
    assert retag(load(archive), dry_run=True).changed == ()
    return archive


def fields(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in article.__slots__}


def state(archive: Path) -> dict[str, bytes]:
    """Return the bytes of tags.yml, of all pages and of all lists."""
    files = [*(archive / "docs").rglob("*.md"), archive / "tags.yml"]
    return {file.relative_to(archive).as_posix(): file.read_bytes() for file in files}


def tags_of(archive: Path) -> dict[str, tuple[str, ...]]:
    return {file.name: page.load(file.read_text("utf-8")).tags for file in (archive / "docs/articles").rglob("*.md")}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("undo"), 12)


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "archive"))


@pytest.mark.parametrize("record", ["cache", "git", "no git"])
def test_each_undo_restores_the_bytes_before_an_edit(archive: Path, record: str) -> None:
    if record == "no git":
        shutil.rmtree(archive / ".git")
    states = [state(archive)]
    for command in COMMANDS.values():
        backfile("tags", *command, cwd=archive)
        states.append(state(archive))
        assert states[-1] != states[-2]
    if record == "git":
        shutil.rmtree(archive / ".backfile")
    for before in reversed(states[:-1]):
        dry_run = backfile("tags", "undo", "--dry-run", cwd=archive)
        assert "Would undo: " in dry_run
        assert state(archive) != before
        assert "Undone: " in backfile("tags", "undo", cwd=archive)
        assert state(archive) == before
    assert "no edit of tags to undo" in backfile("tags", "undo", cwd=archive, code=12)
    if record != "no git":
        assert git("status", "--porcelain", cwd=archive) == ""
        assert int(git("rev-list", "--count", "HEAD", cwd=archive)) == 2 * len(states)


@pytest.mark.parametrize("record", ["cache", "git"])
def test_nothing_is_undone_where_a_file_has_changed_since(archive: Path, record: str) -> None:
    backfile("tags", *COMMANDS["merge"], cwd=archive)
    pages = (archive / "docs/articles").rglob("*.md")
    changed = max(file for file in pages if b"Pier east" in file.read_bytes())
    changed.write_text(changed.read_text("utf-8").replace("It rained", "It snowed"), "utf-8")
    if record == "git":
        shutil.rmtree(archive / ".backfile")
    before = state(archive)
    output = backfile("tags", "undo", cwd=archive, code=12)
    assert f"{changed.relative_to(archive)} has changed since" in output
    assert state(archive) == before


def test_an_edit_by_hand_of_tags_yml_before_the_edit_comes_back(archive: Path) -> None:
    source = (archive / "tags.yml").read_text("utf-8") + "Tram: {parents: [Traffic]}  # mine\n"
    (archive / "tags.yml").write_text(source, "utf-8")
    backfile("tags", *COMMANDS["rename"], cwd=archive)
    cache = archive / ".backfile" / "tags-undo"
    kept = cache.rename(archive.parent / "kept")
    # Its commit has what the owner wrote as well.
    assert "no edit of tags to undo" in backfile("tags", "undo", cwd=archive, code=12)
    kept.rename(cache)
    backfile("tags", "undo", cwd=archive)
    assert (archive / "tags.yml").read_text("utf-8") == source


def test_pages_of_an_earlier_run_that_were_not_committed_stay(archive: Path) -> None:
    before = state(archive)
    backfile("tags", *COMMANDS["block"], "--no-commit", cwd=archive)
    blocked = state(archive)
    backfile("tags", "rename", "Tram east", "Trolleys", cwd=archive)
    backfile("tags", "undo", cwd=archive)
    assert state(archive) == blocked
    backfile("tags", "undo", cwd=archive)
    assert state(archive) == before


@pytest.mark.parametrize("written", [1, 3, None])
def test_an_edit_that_was_interrupted_is_repeated_or_undone(
    archive: Path, monkeypatch: pytest.MonkeyPatch, written: int | None
) -> None:
    """`written` is the number of pages that were written; None for all, without tags.yml."""
    before, config, edit = state(archive), load(archive), tag_edits.merge(["Ferry north", "Tram east"], "Boats")
    interrupt(monkeypatch, written)
    with pytest.raises(KeyboardInterrupt):
        retag(config, edit)
    monkeypatch.undo()
    halfway = state(archive)
    assert halfway != before
    assert halfway["tags.yml"] == before["tags.yml"]
    undo(config)
    assert state(archive) == before
    interrupt(monkeypatch, written)
    with pytest.raises(KeyboardInterrupt):
        retag(config, edit)
    monkeypatch.undo()
    retag(config, edit)
    assert {"Ferry north", "Tram east"}.isdisjoint(tag for tags in tags_of(archive).values() for tag in tags)
    assert retag(config, dry_run=True).changed == ()
    undo(config)
    assert state(archive) == before


def test_an_edit_that_was_interrupted_before_its_commit_is_committed(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, config, edit = state(archive), load(archive), tag_edits.merge(["Ferry north", "Tram east"], "Boats")
    interrupt_commit(monkeypatch, config, edit)
    assert git("status", "--porcelain", cwd=archive)
    retag(config, edit)
    assert git("status", "--porcelain", cwd=archive) == ""
    undo(config)
    assert state(archive) == before


def test_nothing_is_undone_where_a_file_changed_after_an_interruption(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, edit = load(archive), tag_edits.merge(["Ferry north", "Tram east"], "Boats")
    interrupt_commit(monkeypatch, config, edit)
    changed = max(file for file in (archive / "docs/articles").rglob("*.md") if b"Boats" in file.read_bytes())
    article = page.load(changed.read_text("utf-8"))
    changed.write_text(page.dump(replace(article, body=Markdown("A later save."))), "utf-8")
    retag(config, edit)
    before = state(archive)
    output = backfile("tags", "undo", cwd=archive, code=12)
    assert f"{changed.relative_to(archive)} has changed since" in output
    assert state(archive) == before


def test_an_edit_after_one_that_was_interrupted_names_both(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, config = state(archive), load(archive)
    interrupt_commit(monkeypatch, config, tag_edits.rename("Ferry north", "Boats"))
    other = tag_edits.rename("Tram east", "Trolleys")
    interrupt_commit(monkeypatch, config, other)
    retag(config, other)
    message = git("log", "-1", "--format=%s", cwd=archive)
    assert message.strip() == "Tags: Tram east is now Trolleys, and before, interrupted: Ferry north is now Boats"
    assert "Ferry north is now Boats" in undo(config).summary
    assert state(archive) == before


def test_no_article_is_withdrawn_while_an_edit_is_not_complete(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A withdrawal removes the records of edits: they have its text."""
    config, edit = load(archive), tag_edits.rename("Ferry north", "Boats")
    interrupt_commit(monkeypatch, config, edit)
    path = "docs/articles/2020/01/story-1.md"
    command = ["withdraw", path, "--reason", "Error", "--purge"]
    output = backfile(*command, cwd=archive, code=12)
    assert "Ferry north is now Boats" in output
    retag(config, edit)
    assert "ithdrawn" in backfile(*command, cwd=archive)


def interrupt_commit(monkeypatch: pytest.MonkeyPatch, config: Config, edit: Edit) -> None:
    """Make an edit, and interrupt it before its commit."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("backfile.operations.retag.commit_edit", stop)
        with pytest.raises(KeyboardInterrupt):
            retag(config, edit)


def interrupt(monkeypatch: pytest.MonkeyPatch, written: int | None) -> None:
    """Interrupt the next run when it has written so many pages, or before it writes tags.yml."""
    write, pages = Storage.write_file, iter(range(1000))

    def write_file(self: Storage, file: Path, data: bytes) -> bool:
        if (written is None and file.name == "tags.yml") or (written is not None and next(pages) == written):
            raise KeyboardInterrupt
        return write(self, file, data)

    monkeypatch.setattr(Storage, "write_file", write_file)


def random_edit(choose: random.Random, used: list[str], number: int) -> Edit:
    others = choose.sample(used, 3)
    target = choose.choice([f"New {number}", f"Tram {number}", others[2]])
    return (
        tag_edits.rename(others[0], f"Other {number}") if choose.random() < 0.4 else tag_edits.merge(others[:2], target)
    )


@pytest.mark.parametrize(
    ("pages", "edits"), [(PAGES, EDITS), pytest.param(1000, 20, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_exactly_the_pages_with_the_old_tags_change_and_undo_restores_them(
    tmp_path: Path, pages: int, edits: int
) -> None:
    archive = make_archive(tmp_path, pages)
    config, choose, seconds = load(archive), random.Random(pages), [0.0, 0.0]
    for number in range(edits):
        before, tags = state(archive), tags_of(archive)
        edit = random_edit(choose, sorted({label for labels in tags.values() for label in labels}), number)
        for turn in ("edit and undo", "edit for good"):
            began = time.process_time()
            report = retag(config, edit)
            seconds[0] += time.process_time() - began
            assert {Path(change.page).name for change in report.changed} == {
                name for name, labels in tags.items() if not set(edit.labels).isdisjoint(labels)
            }
            after = state(archive)
            assert {path for path in before if path.startswith("docs/articles/") and before[path] != after[path]} == {
                change.page for change in report.changed
            }
            if turn == "edit and undo":
                began = time.process_time()
                undo(config)
                seconds[1] += time.process_time() - began
                assert state(archive) == before
    assert retag(config, dry_run=True).changed == ()
    print(f"{pages} pages, {edits} edits: {seconds[0] / edits / 2:.2f} s an edit, {seconds[1] / edits:.2f} s an undo")

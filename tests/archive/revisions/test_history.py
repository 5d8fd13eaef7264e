"""The history of pages, read from repositories that git made."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backfile.archive.page import dump
from backfile.archive.revisions.history import Dated, History, Kind, read_history
from backfile.archive.revisions.page_facts import digest_of
from tests.archive.revisions.repository import (
    CORRECTED,
    FIRST,
    FURNITURE,
    PAGE,
    article,
    commit,
    corrected,
    first,
    furniture,
    git,
    repository,
)

DOCS = "docs/articles"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three saves of one article, committed on three days."""
    root = repository(tmp_path / "archive")
    for day, text in enumerate((first(), corrected(), furniture()), start=1):
        commit(root, {PAGE: text, "docs/articles/other.md": dump(article(headline="Alone"))}, day)
    return root


def described(history: History, path: str = PAGE) -> list[tuple[str, str, int, int, bool, bool]]:
    """Return kind, title, words added and removed, change of headline and substance of each revision."""
    return [
        (str(it.kind), it.facts.title, it.change.added, it.change.removed, it.change.headline, it.change.substantive)
        if it.change
        else (str(it.kind), it.facts.title, 0, 0, False, True)
        for it in history.pages[path]
    ]


THREE = [
    ("publisher", "East pier closes", 0, 0, False, True),
    ("publisher", "East pier closes for six weeks", 2, 2, True, True),
    ("publisher", "East pier closes for six weeks", 3, 0, False, False),
]


def test_a_date_of_a_save_is_not_taken_for_that_of_the_archive(tmp_path: Path) -> None:
    root = repository(tmp_path / "archive")
    undated = replace(article().origin, retrieved=None)
    changed = datetime(2021, 4, 5, 9, tzinfo=UTC)
    commit(root, {PAGE: dump(article(origin=undated))}, 1)
    git(root, "commit", "--quiet", "--amend", "--no-edit", "--date=2018-03-01T00:00:00Z", when="2021-05-01T12:00:00Z")
    commit(root, {PAGE: dump(article(CORRECTED, origin=replace(undated, sha256="2" * 64), modified=changed))}, 2)
    commit(root, {PAGE: dump(article(FURNITURE, save=7))}, 7)
    dates = [(it.dated, str(it.when)) for it in read_history(root, DOCS).pages[PAGE]]
    assert dates == [
        (Dated.ENTERED, "2021-05-01 12:00:00+00:00"),
        (Dated.UPDATED, str(changed)),
        (Dated.SAVED, "2021-04-07 09:00:00+00:00"),
    ]


def test_three_saves_are_two_substantive_revisions_and_a_small_one(root: Path) -> None:
    history = read_history(root, DOCS)
    assert described(history) == THREE
    assert history.pages.keys() == {PAGE}, "a page with one text has no history"
    assert [str(it.when) for it in history.pages[PAGE]][:2] == [
        "2021-04-01 09:00:00+00:00",
        "2021-04-02 09:00:00+00:00",
    ]


def test_the_cache_gives_the_same_and_a_damaged_or_forged_one_is_not_used(root: Path) -> None:
    (root / ".backfile").mkdir()
    fresh = read_history(root, DOCS)
    cache = root / ".backfile/history.sqlite"
    assert cache.exists()
    assert read_history(root, DOCS) == fresh
    with sqlite3.connect(cache) as database:
        database.execute("UPDATE facts SET data = replace(data, 'East pier', 'West pier')")
    assert read_history(root, DOCS) == fresh
    cache.write_bytes(b"no database")
    assert read_history(root, DOCS) == fresh


def test_owner_and_program_are_told_apart(root: Path) -> None:
    edited = furniture().replace("larch", "ash")
    commit(root, {PAGE: edited}, 4)
    commit(root, {PAGE: dump(article(CORRECTED, "East pier closes for six weeks", 3, tags=("Harbour",)))}, 5)
    kinds = [it.kind for it in read_history(root, DOCS).pages[PAGE]]
    assert kinds == [Kind.PUBLISHER] * 3 + [Kind.OWNER, Kind.PROGRAM]


def test_a_page_keeps_its_history_when_it_is_moved(root: Path) -> None:
    ids = [it.id for it in read_history(root, DOCS).pages[PAGE]]
    moved = "docs/articles/2021/04/east-pier.md"
    git(root, "mv", PAGE, moved)
    commit(root, {}, 4)
    commit(root, {moved: furniture().replace("larch", "ash"), PAGE: dump(article(headline="New here"))}, 5)
    pages = read_history(root, DOCS).pages
    assert [it.id for it in pages[moved]][:3] == ids
    assert len(pages[moved]) == 4
    assert PAGE not in pages


def test_ids_stay_when_history_is_rewritten(root: Path) -> None:
    ids = [it.id for it in read_history(root, DOCS).pages[PAGE]]
    commits = [it.commit for it in read_history(root, DOCS).pages[PAGE]]
    git(root, "filter-branch", "--msg-filter", "cat && echo rewritten", "HEAD")
    assert [it.id for it in read_history(root, DOCS).pages[PAGE]] == ids
    assert [it.commit for it in read_history(root, DOCS).pages[PAGE]] != commits


def test_an_older_save_that_comes_later_stands_before(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for day, text in enumerate((corrected(), first(), corrected()), start=1):
        commit(root, {PAGE: text}, day)
    assert [it.facts.title for it in read_history(root, DOCS).pages[PAGE]] == [
        "East pier closes",
        "East pier closes for six weeks",
    ]


def test_both_sides_of_a_merge_are_revisions(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side", "HEAD~2")
    commit(root, {PAGE: first().replace("larch", "ash")}, 4)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--strategy=ours", "side")
    commit(root, {PAGE: furniture().replace("larch", "ash")}, 6)
    texts = [it.kind for it in read_history(root, DOCS).pages[PAGE]]
    assert texts.count(Kind.PUBLISHER) >= 3
    assert texts[-1] is Kind.OWNER


def test_of_a_merge_both_saves_are_revisions_and_the_one_that_it_kept_is_the_last(tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(root, {PAGE: first()}, 1)
    git(root, "checkout", "--quiet", "-b", "side")
    commit(root, {PAGE: furniture()}, 3)
    git(root, "checkout", "--quiet", "-")
    commit(root, {PAGE: corrected()}, 2)
    git(root, "merge", "--quiet", "--strategy=ours", "side")
    digests = [it.facts.digest for it in read_history(root, DOCS).pages[PAGE]]
    assert set(digests) == {digest_of(text) for text in (first(), furniture(), corrected())}
    assert [digests[0], digests[-1]] == [digest_of(first()), digest_of(corrected())]


@pytest.mark.parametrize("moves", [("side",), ("main", "side")])
def test_a_page_that_a_merge_left_where_it_was_has_its_history(root: Path, moves: tuple[str, ...]) -> None:
    git(root, "branch", "side")
    for branch in moves:
        git(root, "checkout", "--quiet", branch)
        git(root, "mv", PAGE, f"docs/articles/{branch}.md")
        git(root, "commit", "--quiet", "--message", "Move")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--strategy=ours", "side")
    path = "docs/articles/main.md" if "main" in moves else PAGE
    assert len(read_history(root, DOCS, only=path).pages[path]) == 3


def test_two_pages_that_a_merge_made_of_one_have_its_history(root: Path) -> None:
    """Both branches moved it, and the merge kept both; each has an edit of its own then."""
    git(root, "branch", "side")
    paths = {branch: f"docs/articles/{branch}.md" for branch in ("main", "side")}
    for branch, path in paths.items():
        git(root, "checkout", "--quiet", branch)
        git(root, "mv", PAGE, path)
        git(root, "commit", "--quiet", "--message", "Move")
        commit(root, {path: furniture().replace("larch", branch)}, 10)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--strategy=ours", "--no-commit", "side")
    git(root, "checkout", "side", "--", paths["side"])
    for day, word in ((11, "ash"), (12, "elm")):
        commit(root, {path: furniture().replace("larch", word) for path in paths.values()}, day)
    found = read_history(root, DOCS).pages
    for branch, path in paths.items():
        words = [branch, "ash", "elm"]
        texts = [first(), corrected(), furniture(), *(furniture().replace("larch", word) for word in words)]
        assert [each.facts.digest for each in found[path]] == list(map(digest_of, texts))


def test_a_shallow_clone_is_cut(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=2", root.as_uri(), "clone")
    history = read_history(tmp_path / "clone", DOCS)
    assert history.is_cut
    assert [it.facts.title for it in history.pages[PAGE]] == ["East pier closes for six weeks"] * 2
    assert not read_history(root, DOCS).is_cut


def test_without_git_and_without_commits_there_is_none(tmp_path: Path) -> None:
    tmp_path.joinpath("docs/articles").mkdir(parents=True)
    assert not read_history(tmp_path, DOCS).pages
    git(tmp_path, "init", "--quiet")
    assert not read_history(tmp_path, DOCS).pages


def test_a_text_that_is_not_committed_is_the_last_revision(root: Path) -> None:
    root.joinpath(PAGE).write_text(furniture().replace("larch", "ash"), encoding="utf-8")
    last = read_history(root, DOCS).pages[PAGE][-1]
    assert (last.kind, last.commit, last.when) == (Kind.OWNER, None, None)


@pytest.mark.parametrize(
    "text",
    ["", "no front matter", "---\n[\n---\nx", "\0\0", "---\ntitle: [1, {a: b}]\norigin: 3\nupdated: 0001-01-01\n---\n"],
)
def test_old_texts_that_cannot_be_read_are_revisions(root: Path, text: str) -> None:
    commit(root, {PAGE: text}, 4)
    commit(root, {PAGE: furniture().replace(FIRST[:5], "That ")}, 5)
    revisions = read_history(root, DOCS).pages[PAGE]
    assert len(revisions) == 5


TOMBSTONE = "---\ntitle: Withdrawn\nwithdrawn: {date: 2021-05-04}\n---\n"


def test_nothing_of_a_withdrawn_article_is_read_until_it_is_restored(root: Path) -> None:
    (root / ".backfile").mkdir()
    commit(root, {PAGE: TOMBSTONE}, 4)
    assert not read_history(root, DOCS).pages
    assert [it.facts.title for it in read_history(root, DOCS, only=PAGE).pages[PAGE]] == ["Withdrawn"]
    assert b"East pier" not in (root / ".backfile/history.sqlite").read_bytes()
    commit(root, {PAGE: furniture()}, 5)
    assert described(read_history(root, DOCS)) == THREE
    root.joinpath(PAGE).write_text(TOMBSTONE, encoding="utf-8")
    assert not read_history(root, DOCS).pages


def test_links_and_submodules_among_pages_are_no_revisions(root: Path) -> None:
    link = root / "docs/articles/link.md"
    link.symlink_to("2021/04/pier.md")
    commit(root, {}, 4)
    link.unlink()
    link.symlink_to("/etc/hostname")
    commit(root, {}, 5)
    assert read_history(root, DOCS).pages.keys() == {PAGE}

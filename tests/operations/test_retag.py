"""`backfile tags`: what becomes of pages when the vocabulary changes, and that the way back leads back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from lxml import html

from backfile.archive import page
from backfile.archive.lock import hold_lock
from backfile.operations.retag import Edit, retag
from backfile.settings.mkdocs_yml import load
from backfile.tags import edit_tags_yml as edits
from backfile.tags import suggestions
from backfile.tags.vocabulary import Vocabulary
from tests.program import backfile

PAGES = int(os.environ.get("BACKFILE_TAGGED_PAGES", "42"))
"""Of the archive whose tags are changed; 1,000 take some minutes."""
SOURCE = """\
# Kept by the harbour desk.
Topic 6:  # a big one
  aliases: [sixes]
"""
OWNERS = "articles/2020/01/article-0.md"
"""A page whose tags were set by hand."""


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def tags_of(root: Path) -> dict[str, list[str]]:
    """Page -> its tags, in the order of the numbers in their headlines."""
    files = (root / "docs" / "articles").rglob("*.md")
    found = {file.relative_to(root / "docs").as_posix(): page.load(file.read_text("utf-8")) for file in files}
    return {path: list(found[path].tags) for path in sorted(found, key=lambda path: int(found[path].headline[8:]))}


def tree(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in (root / "docs").rglob("*.md")}


def article(number: int) -> str:
    trams = "On the tram lines nobody spoke; the tram lines were still." if number % 3 == 0 else "Nobody spoke."
    keywords = f"Topic {number % 7}, Place {number % 5}"
    return (
        f'<html lang="en"><head><title>Article {number}</title><meta name="keywords" content="{keywords}">'
        f'<meta property="article:published_time" content="2020-01-{number % 28 + 1:02}T00:00:00Z"></head><body>'
        f"<article><h1>Article {number}</h1><p>It rained all day long in the town by the sea, and then it stopped.</p>"
        f"<p>{trams} The rain went on until the evening, when the lamps were lit one by one along the quay.</p>"
        f"<p>{'The cards lay on the table, and somebody dealt them out again. ' * (number % 2)}So it goes.</p>"
        "</article></body></html>"
    )


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tags")
    inbox = root / "inbox"
    inbox.mkdir()
    for number in range(PAGES):
        (inbox / f"{number}.html").write_text(article(number), encoding="utf-8")
    backfile("init", "archive", cwd=root)
    archive = root / "archive"
    (archive / "tags.yml").write_text(SOURCE, encoding="utf-8")
    backfile("ingest", inbox, cwd=archive)
    own = archive / "docs" / OWNERS
    own.write_text(own.read_text("utf-8").replace('"Topic 0"', '"Topic 1", "Mine"'), encoding="utf-8")
    backfile("lists", cwd=archive)
    git("add", "--all", cwd=archive)
    git("-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", "By hand", cwd=archive)
    return archive


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "archive"))


Renamed = Callable[[int, list[str]], list[str]]
"""Number of an article and its tags -> the tags it is to have."""


def replaced(**labels: str) -> Renamed:
    known = {key.replace("_", " "): value for key, value in labels.items()}
    return lambda _, tags: [label for tag in tags if (label := known.get(tag, tag))]


Change = Callable[[str], str]
"""The text of tags.yml before -> after."""


def by_hand(entry: str) -> Change:
    return lambda source: source + entry


EDITS: dict[str, tuple[Change, Renamed]] = {
    "rename": (lambda s: edits.rename(s, "Topic 1", "Subject One"), replaced(Topic_1="Subject One")),
    "another case": (lambda s: edits.rename(s, "Topic 1", "topic 1"), replaced(Topic_1="topic 1")),
    "rename an entry": (lambda s: edits.rename(s, "Topic 6", "Six"), replaced(Topic_6="Six")),
    "merge": (
        lambda s: edits.merge(s, ["Topic 1", "Topic 2"], "Topic 3"),
        replaced(Topic_1="Topic 3", Topic_2="Topic 3"),
    ),
    "merge into a new one": (
        lambda s: edits.merge(s, ["Topic 1", "Topic 6"], "Sixteen"),
        replaced(Topic_1="Sixteen", Topic_6="Sixteen"),
    ),
    "block": (lambda s: edits.block(s, "Topic 4"), replaced(Topic_4="")),
    "split": (
        lambda s: edits.split(s, "Topic 5", "Five at cards", ["dealt"]),
        lambda n, tags: replaced(Topic_5="Five at cards" if n % 2 else "Topic 5")(n, tags),
    ),
    "distinct": (lambda s: edits.set_distinct(s, "Topic 1", "Topic 2"), replaced()),
    "alias": (
        by_hand("Trams: {aliases: [tram lines]}\n"),
        lambda n, tags: ["Trams", *tags] if n % 3 == 0 else tags,
    ),
    "aliases": (
        by_hand("Numbers: {aliases: [Topic 1, Topic 2]}\n"),
        replaced(Topic_1="Numbers", Topic_2="Numbers"),
    ),
    "not automatic": (by_hand("Tram lines: {automatic: false}\n"), replaced()),
    "exact": (by_hand("Trams: {aliases: [Tram Lines], exact: true}\n"), replaced()),
    "parent": (by_hand("Topic 1: {parents: [Numbers]}\n"), replaced()),
    "blocked alias": (by_hand("Numbers: {aliases: [Place 1], blocked: true}\n"), replaced(Place_1="")),
    "comment": (by_hand("# nothing but a comment\n"), replaced()),
}


@pytest.mark.parametrize("name", EDITS)
def test_just_the_pages_concerned_change_and_the_way_back_leads_back(archive: Path, name: str) -> None:
    change, expected = EDITS[name]
    before, bytes_before, commits = tags_of(archive), tree(archive), git("rev-list", "--count", "HEAD", cwd=archive)
    wanted = {path: expected(n, tags) if path != OWNERS else tags for n, (path, tags) in enumerate(before.items())}
    concerned = {path for path, tags in wanted.items() if tags != before[path]}
    config, edit = load(archive), Edit(change, name)
    dry = retag(config, edit, dry_run=True)
    assert {changed.page for changed in dry.changed} == {f"docs/{path}" for path in concerned}
    assert tree(archive) == bytes_before
    done = retag(config, edit)
    assert tags_of(archive) == wanted
    assert int(git("rev-list", "--count", "HEAD", cwd=archive)) == int(commits) + 1
    assert done.commit.revision == git("rev-parse", "HEAD", cwd=archive).strip()
    assert git("status", "--porcelain", cwd=archive) == ""
    assert articles_in_last_commit(archive) == concerned
    assert {line[1:].split(":")[0].strip() for line in last_diff(archive)} <= {"tags", "seal"}
    assert "# Kept by the harbour desk." in (archive / "tags.yml").read_text("utf-8")
    assert retag(config).changed == ()
    assert retag(config, Edit(lambda _: SOURCE, "the way back")).commit.revision
    assert tree(archive) == bytes_before


@pytest.mark.parametrize(
    ("edit", "back"),
    [
        (["rename", "Topic 1", "Subject One"], ["rename", "Subject One", "Topic 1"]),
        (["block", "Topic 4"], ["block", "--undo", "Topic 4"]),
    ],
)
def test_the_way_back_by_command(archive: Path, edit: list[str], back: list[str]) -> None:
    before = tree(archive)
    assert " changed." in backfile("tags", *edit, cwd=archive)
    assert tree(archive) != before
    backfile("tags", *back, cwd=archive)
    assert tree(archive) == before


def articles_in_last_commit(archive: Path) -> set[str]:
    named = git("show", "--name-only", "--format=", "HEAD", "--", "docs/articles", cwd=archive).split()
    return {path.removeprefix("docs/") for path in named}


def last_diff(archive: Path) -> list[str]:
    lines = git("show", "--format=", "--unified=0", "HEAD", "--", "docs/articles", cwd=archive).splitlines()
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("A: {parents: [B]}\nB: {parents: [A]}\n", "a parent of itself"),
        ("A: {aliases: [x]}\nB: {aliases: [X]}\n", "belongs to the entries `A` and `B`"),
        ("A: [\n", "not valid YAML"),
        ("A:\nA:\n", "is in the file twice"),
        ("A: {alias: [x]}\n", "line 1: `alias`"),
    ],
)
def test_a_vocabulary_that_cannot_be_used_changes_nothing(archive: Path, source: str, says: str) -> None:
    before = tree(archive)
    (archive / "tags.yml").write_text(source, encoding="utf-8")
    for command in (["apply"], ["rename", "Topic 1", "One"], ["suggest"]):
        assert says in backfile("tags", *command, cwd=archive, code=12)
    assert tree(archive) == before
    assert (archive / "tags.yml").read_text("utf-8") == source


def test_pages_edited_by_hand_are_left_alone_and_listed(archive: Path) -> None:
    said = backfile("tags", "rename", "Topic 1", "One", cwd=archive)
    assert f"docs/{OWNERS}" in said.partition("Left alone")[2]
    assert '"Topic 1", "Mine"' in (archive / "docs" / OWNERS).read_text("utf-8")


def test_what_makes_no_sense_is_said(archive: Path) -> None:
    assert "Use: backfile tags merge" in backfile("tags", "rename", "Topic 1", "Topic 6", cwd=archive, code=12)
    assert "not blocked" in backfile("tags", "block", "--undo", "Topic 1", cwd=archive, code=12)


def test_tags_are_listed_and_suggested(archive: Path) -> None:
    backfile("tags", "block", "Place 4", cwd=archive)
    assert "Place 4" in backfile("tags", "list", "--blocked", cwd=archive)
    listed = json.loads(backfile("tags", "list", "--json", "--least", "2", cwd=archive))["tags"]
    assert {"label", "articles", "first", "last"} == set(listed[0])
    assert [tag["articles"] for tag in listed] == sorted((tag["articles"] for tag in listed), reverse=True)
    assert "Mine" not in {tag["label"] for tag in listed}
    own = archive / "docs" / OWNERS
    own.write_text(own.read_text("utf-8").replace('"Mine"', '"topics 2", "Plâce 1"'), encoding="utf-8")
    merges = json.loads(backfile("tags", "suggest", "--json", cwd=archive))["merges"]
    assert {(merge["into"], *merge["labels"]) for merge in merges} == {("Topic 2", "topics 2"), ("Place 1", "Plâce 1")}
    backfile("tags", "distinct", "Topic 2", "topics 2", cwd=archive)
    merges = json.loads(backfile("tags", "suggest", "--json", cwd=archive))["merges"]
    assert [merge["into"] for merge in merges] == ["Place 1"]


def test_a_person_of_several_spellings_has_one_list(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, author in enumerate(["Ada Quill", "A. Quill", "Ada B. Quill", "Night Desk", "Night Desk"]):
        page = article(number).replace("<head>", f'<head><meta name="author" content="{author}">')
        (inbox / f"{number}.html").write_text(page, encoding="utf-8")
    backfile("init", "archive", cwd=tmp_path)
    home = tmp_path / "archive"
    backfile("ingest", inbox, cwd=home)
    said = backfile("tags", "suggest", "--of", "authors", cwd=home)
    assert 'authors.yml, if they are: "A. Quill": {aliases: ["Ada B. Quill", "Ada Quill"]}' in said
    (home / "authors.yml").write_text("Ada Quill: {aliases: [A. Quill, Ada B. Quill]}\nNight Desk: {blocked: true}\n")
    backfile("lists", cwd=home)
    assert {file.name for file in (home / "docs" / "authors").rglob("*.md")} == {"index.md", "ada-quill.md"}
    assert (home / "docs" / "authors" / "ada-quill.md").read_text("utf-8").count("articles/") == 3
    assert "nothing to suggest" in backfile("tags", "suggest", "--of", "authors", cwd=home)
    build = backfile("build", "--strict", cwd=home)
    assert "Warning" not in build
    built = html.parse(home / "site" / "articles" / "2020" / "01" / "article-1" / "index.html")
    [byline] = built.xpath("//*[contains(@class, 'article__author')]/a")
    assert (byline.text, byline.get("href").rstrip("/").split("/")[-1]) == ("A. Quill", "ada-quill")
    (home / "authors.yml").write_text("Ada Quill: {parents: [People]}\n")
    assert "line 1: `parents`" in backfile("lists", cwd=home, code=12)


def test_what_many_articles_have_and_no_page_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for number in range(3):
        text = (
            f"It rained. Then Ada Quill came, and Ada Quill said so, and the old night ferry sailed for port {number}."
        )
        page = f'<html lang="en"><title>Port {number}</title><article><h1>Port {number}</h1><p>It was late in the year '
        page += f"and nobody was about at all.</p><p>{text}</p></article>"
        (tmp_path / "inbox" / f"{number}.html").write_text(page, encoding="utf-8")
    backfile("init", "archive", cwd=tmp_path)
    home = tmp_path / "archive"
    backfile("ingest", tmp_path / "inbox", cwd=home)
    found = json.loads(backfile("tags", "suggest", "--least", "3", "--json", cwd=home))["new"]
    assert [(new["label"], new["articles"]) for new in found] == [("Ada Quill", 3)]
    (home / "tags.yml").write_text("Ada Quill: {blocked: true}\n")
    assert "nothing to suggest" in backfile("tags", "suggest", "--least", "3", cwd=home)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    for number in range(14):
        (tmp_path / "inbox" / f"{number}.html").write_text(article(number), encoding="utf-8")
    backfile("init", "archive", cwd=tmp_path)
    backfile("ingest", tmp_path / "inbox", cwd=tmp_path / "archive")
    return tmp_path / "archive"


def test_commands_that_wait_for_each_other_lose_nothing(small: Path) -> None:
    with hold_lock(small / ".backfile" / "lock", "test"):
        waiting = [
            subprocess.Popen([sys.executable, "-m", "backfile", "tags", "block", label, "--wait"], cwd=small)
            for label in ("Topic 1", "Topic 2")
        ]
        time.sleep(2)
    assert [process.wait() for process in waiting] == [0, 0]
    assert {"Topic 1", "Topic 2"}.isdisjoint(chain.from_iterable(tags_of(small).values()))
    blocked = backfile("tags", "list", "--blocked", cwd=small)
    assert "Topic 1" in blocked
    assert "Topic 2" in blocked
    assert git("status", "--porcelain", cwd=small) == ""


def test_what_was_not_committed_is_committed_by_the_next_command(small: Path) -> None:
    backfile("tags", "block", "Topic 1", "--no-commit", cwd=small)
    backfile("tags", "block", "Topic 2", cwd=small)
    assert git("status", "--porcelain", cwd=small) == ""
    (small / ".git" / "MERGE_HEAD").write_text(git("rev-parse", "HEAD", cwd=small))
    said = backfile("tags", "block", "Topic 3", cwd=small, code=14)
    assert "commit it with: backfile tags apply" in said
    (small / ".git" / "MERGE_HEAD").unlink()
    assert "Committed" in backfile("tags", "apply", cwd=small)
    assert git("status", "--porcelain", cwd=small) == ""


def test_a_file_of_names_that_cannot_be_used_stops_before_anything_is_written(small: Path, tmp_path: Path) -> None:
    (small / "authors.yml").write_text("Ada: [\n")
    before = tree(small)
    (tmp_path / "inbox" / "new.html").write_text(article(99), encoding="utf-8")
    for command in (["tags", "block", "Topic 1"], ["ingest", tmp_path / "inbox"], ["reingest"], ["lists"]):
        assert "authors.yml" in backfile(*command, cwd=small, code=12)
    assert tree(small) == before
    assert "blocked" not in (small / "tags.yml").read_text("utf-8").replace("#   blocked", "").partition("Topic 1")[2]


def test_a_slip_of_the_pen_is_no_vocabulary(small: Path) -> None:
    for command in (["rename", "Nonsense", "Foo"], ["merge", "Nonsense", "--into", "Topic 1"]):
        assert "backfile tags list" in backfile("tags", *command, cwd=small, code=12)
    assert git("status", "--porcelain", cwd=small) == ""


def test_parents_may_be_named_by_an_alias_and_blocked_ones_are_none(small: Path) -> None:
    (small / "tags.yml").write_text(
        "Numbers: {aliases: [Nos]}\nTopic 1: {parents: [Nos, Secret]}\nTopic 2: {parents: [Numbers]}\n"
        "Secret: {blocked: true}\n"
    )
    backfile("lists", cwd=small)
    pages = {file.name for file in (small / "docs" / "tags").glob("*.md")}
    assert "numbers.md" in pages
    assert {"nos.md", "secret.md"}.isdisjoint(pages)
    assert (small / "docs" / "tags" / "numbers.md").read_text("utf-8").count("topic-") == 2


def test_what_makes_tags_alike() -> None:
    alike = [
        ("Frankreich", "France", "French"),
        ("États-Unis", "USA", "United States"),
        ("Schools", "School"),
        ("Cities", "City"),
        ("Zoë Blum", "Zoe Blum", "zoë blum"),
        ("Путин", "Putin"),
        ("Blum Zoé", "Zoé Blum"),
        ("Recession", "Recesion"),
    ]
    for group in alike:
        [found] = suggestions.suggest_merges(dict.fromkeys(group, 1), Vocabulary())
        assert {found.into, *found.labels} == set(group)
    apart = ["Austria", "Australia", "Niger", "Nigeria", "Boss", "Bos", "1998", "1999", "Iran", "Iraq"]
    assert suggestions.suggest_merges(dict.fromkeys(apart, 1), Vocabulary()) == []

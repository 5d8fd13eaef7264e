"""`backfile tags`: which pages change with the vocabulary, and that undoing an edit restores them."""

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
from backfile.operations import tag_edits
from backfile.operations.retag import Edit, retag
from backfile.settings.mkdocs_yml import load
from tests.program import backfile

PAGES = int(os.environ.get("BACKFILE_TAGGED_PAGES", "42"))
"""Number of pages of the test archive; 1,000 take some minutes."""
SOURCE = """\
# Kept by the harbour desk.
Topic 6:  # a big one
  aliases: [sixes]
"""
EDITED_PAGE = "articles/2020/01/article-0.md"
"""A page of which the owner edited the tags."""


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def tags_of(root: Path) -> dict[str, list[str]]:
    """Return the tags of each page, in the order of the numbers in their headlines."""
    files = (root / "docs" / "articles").rglob("*.md")
    pages = {file.relative_to(root / "docs").as_posix(): page.load(file.read_text("utf-8")) for file in files}
    return {path: list(pages[path].tags) for path in sorted(pages, key=lambda path: int(pages[path].headline[8:]))}


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
    page_file = archive / "docs" / EDITED_PAGE
    page_file.write_text(page_file.read_text("utf-8").replace('"Topic 0"', '"Topic 1", "Mine"'), encoding="utf-8")
    backfile("lists", cwd=archive)
    git("add", "--all", cwd=archive)
    git("-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", "By hand", cwd=archive)
    return archive


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "archive"))


ExpectedTags = Callable[[int, list[str]], list[str]]
"""Number of an article, its tags -> the tags that it has after an edit."""


def replacing(**labels: str) -> ExpectedTags:
    new_labels = {key.replace("_", " "): value for key, value in labels.items()}
    return lambda _, tags: [label for tag in tags if (label := new_labels.get(tag, tag))]


def adding(entry: str) -> Edit:
    return Edit(lambda source: source + entry, "by hand")


EDITS: dict[str, tuple[Edit, ExpectedTags]] = {
    "rename": (tag_edits.rename("Topic 1", "Subject One"), replacing(Topic_1="Subject One")),
    "another case": (tag_edits.rename("Topic 1", "topic 1"), replacing(Topic_1="topic 1")),
    "rename an entry": (tag_edits.rename("Topic 6", "Six"), replacing(Topic_6="Six")),
    "rename to words of texts": (tag_edits.rename("Topic 6", "Tram lines"), replacing(Topic_6="Tram lines")),
    "rename and match texts": (
        tag_edits.rename("Topic 6", "Tram lines", match_text=True),
        lambda n, tags: (
            ["Tram lines", *(tag for tag in tags if tag != "Topic 6")]
            if n % 3 == 0
            else replacing(Topic_6="Tram lines")(n, tags)
        ),
    ),
    "merge": (
        tag_edits.merge(["Topic 1", "Topic 2"], "Topic 3"),
        replacing(Topic_1="Topic 3", Topic_2="Topic 3"),
    ),
    "merge two tags of the same pages": (
        tag_edits.merge(["Topic 1", "Place 1"], "Sixteen"),
        lambda n, tags: list(dict.fromkeys(replacing(Topic_1="Sixteen", Place_1="Sixteen")(n, tags))),
    ),
    "merge into a new one": (
        tag_edits.merge(["Topic 1", "Topic 6"], "Sixteen"),
        replacing(Topic_1="Sixteen", Topic_6="Sixteen"),
    ),
    "merge into words of texts": (
        tag_edits.merge(["Topic 1", "Topic 6"], "Tram lines"),
        replacing(Topic_1="Tram lines", Topic_6="Tram lines"),
    ),
    "block": (tag_edits.block("Topic 4"), replacing(Topic_4="")),
    "split": (
        tag_edits.split("Topic 5", "Five at cards", ["dealt"]),
        lambda n, tags: replacing(Topic_5="Five at cards" if n % 2 else "Topic 5")(n, tags),
    ),
    "distinct": (tag_edits.distinct("Tram lines", ["Topic 2"]), replacing()),
    "alias": (
        adding("Trams: {aliases: [tram lines]}\n"),
        lambda n, tags: ["Trams", *tags] if n % 3 == 0 else tags,
    ),
    "aliases": (
        adding("Numbers: {aliases: [Topic 1, Topic 2]}\n"),
        replacing(Topic_1="Numbers", Topic_2="Numbers"),
    ),
    "not automatic": (adding("Tram lines: {automatic: false}\n"), replacing()),
    "exact": (adding("Trams: {aliases: [Tram Lines], exact: true}\n"), replacing()),
    "parent": (adding("Topic 1: {parents: [Numbers]}\n"), replacing()),
    "replaced by hand": (
        adding("Tram lines: {replaces: [Topic 1], match_text: false}\n"),
        replacing(Topic_1="Tram lines"),
    ),
    "blocked alias": (adding("Numbers: {aliases: [Place 1], blocked: true}\n"), replacing(Place_1="")),
    "comment": (adding("# nothing but a comment\n"), replacing()),
}


@pytest.mark.parametrize("name", EDITS)
def test_only_the_pages_with_a_tag_change_and_undoing_the_edit_restores_them(archive: Path, name: str) -> None:
    edit, expected = EDITS[name]
    before, bytes_before, commits = tags_of(archive), tree(archive), git("rev-list", "--count", "HEAD", cwd=archive)
    tags_after = {
        path: expected(n, tags) if path != EDITED_PAGE else tags for n, (path, tags) in enumerate(before.items())
    }
    changed_paths = {path for path, tags in tags_after.items() if tags != before[path]}
    config = load(archive)
    dry = retag(config, edit, dry_run=True)
    assert {changed.page for changed in dry.changed} == {f"docs/{path}" for path in changed_paths}
    assert tree(archive) == bytes_before
    result = retag(config, edit)
    assert tags_of(archive) == tags_after
    assert int(git("rev-list", "--count", "HEAD", cwd=archive)) == int(commits) + 1
    assert result.commit.revision == git("rev-parse", "HEAD", cwd=archive).strip()
    assert git("status", "--porcelain", cwd=archive) == ""
    assert articles_in_last_commit(archive) == changed_paths
    assert {line[1:].split(":")[0].strip() for line in last_diff(archive)} <= {"tags", "seal"}
    assert "# Kept by the harbour desk." in (archive / "tags.yml").read_text("utf-8")
    assert retag(config).changed == ()
    assert retag(config, Edit(lambda _: SOURCE, "undone")).commit.revision
    assert tree(archive) == bytes_before


@pytest.mark.parametrize(
    ("edit", "undo"),
    [
        (["rename", "Topic 1", "Subject One"], ["rename", "Subject One", "Topic 1"]),
        (["block", "Topic 4"], ["block", "--undo", "Topic 4"]),
    ],
)
def test_an_edit_is_undone_by_command(archive: Path, edit: list[str], undo: list[str]) -> None:
    before = tree(archive)
    assert " changed" in backfile("tags", *edit, cwd=archive)
    assert tree(archive) != before
    backfile("tags", *undo, cwd=archive)
    assert tree(archive) == before


def articles_in_last_commit(archive: Path) -> set[str]:
    named = git("show", "--name-only", "--format=", "HEAD", "--", "docs/articles", cwd=archive).split()
    return {path.removeprefix("docs/") for path in named}


def last_diff(archive: Path) -> list[str]:
    lines = git("show", "--format=", "--unified=0", "HEAD", "--", "docs/articles", cwd=archive).splitlines()
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("A: {parents: [B]}\nB: {parents: [A]}\n", "a parent of itself"),
        ("A: {aliases: [x]}\nB: {aliases: [X]}\n", "belongs to the entries `A` and `B`"),
        ("A: [\n", "not valid YAML"),
        ("A:\nA:\n", "is in the file twice"),
        ("A: {alias: [x]}\n", "line 1: `alias`"),
    ],
)
def test_a_vocabulary_that_cannot_be_used_changes_nothing(archive: Path, source: str, message: str) -> None:
    before = tree(archive)
    (archive / "tags.yml").write_text(source, encoding="utf-8")
    for command in (["apply"], ["rename", "Topic 1", "One"], ["suggest"]):
        assert message in backfile("tags", *command, cwd=archive, code=12)
    assert tree(archive) == before
    assert (archive / "tags.yml").read_text("utf-8") == source


def test_pages_edited_by_hand_are_left_alone_and_listed(archive: Path) -> None:
    output = backfile("tags", "rename", "Topic 1", "One", cwd=archive)
    assert f"docs/{EDITED_PAGE}" in output.partition("Left alone")[2]
    assert '"Topic 1", "Mine"' in (archive / "docs" / EDITED_PAGE).read_text("utf-8")


def test_an_impossible_edit_is_reported(archive: Path) -> None:
    assert "Use: backfile tags merge" in backfile("tags", "rename", "Topic 1", "Topic 6", cwd=archive, code=12)
    assert "not blocked" in backfile("tags", "block", "--undo", "Topic 1", cwd=archive, code=12)


def test_tags_are_listed_and_suggested(archive: Path) -> None:
    backfile("tags", "block", "Place 4", cwd=archive)
    assert "Place 4" in backfile("tags", "list", "--blocked", cwd=archive)
    listed = json.loads(backfile("tags", "list", "--json", "--least", "2", cwd=archive))["tags"]
    assert {"label", "articles", "first", "last"} == set(listed[0])
    assert [tag["articles"] for tag in listed] == sorted((tag["articles"] for tag in listed), reverse=True)
    assert "Mine" not in {tag["label"] for tag in listed}
    page_file = archive / "docs" / EDITED_PAGE
    page_file.write_text(page_file.read_text("utf-8").replace('"Mine"', '"topics 2", "Plâce 1"'), encoding="utf-8")
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
    output = backfile("tags", "suggest", "--of", "authors", cwd=home)
    assert 'if they are the same: "A. Quill": {aliases: ["Ada B. Quill", "Ada Quill"]}' in output
    assert "1 entry would be written" in backfile(
        "tags", "suggest", "--of", "authors", "--accept", "--dry-run", cwd=home
    )
    assert not (home / "authors.yml").exists()
    assert backfile("tags", "suggest", "--of", "authors", "--accept", "--dry-run", "--quiet", cwd=home) == ""
    assert "1 entry written to authors.yml." in backfile("tags", "suggest", "--of", "authors", "--accept", cwd=home)
    assert git("status", "--porcelain", cwd=home) == ""
    assert "nothing to suggest" in backfile("tags", "suggest", "--of", "authors", cwd=home)
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


def test_a_name_of_many_articles_that_is_no_tag_is_suggested(tmp_path: Path) -> None:
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
    suggested = json.loads(backfile("tags", "suggest", "--least", "3", "--json", cwd=home))["new"]
    assert [(new["label"], new["articles"]) for new in suggested] == [("Ada Quill", 3)]
    (home / "tags.yml").write_text("Ada Quill: {blocked: true}\n")
    assert "nothing to suggest" in backfile("tags", "suggest", "--least", "3", cwd=home)


def test_suggestions_are_accepted_all_or_by_number(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for number in range(9):
        tags = ["Night crossing", "Night crosing", "Old lighthouse", "Old lighthuose"][number % 4]
        page = (
            article(number)
            .replace("Topic", f"{tags}, Topic")
            .replace("<head>", '<head><meta name="author" content="A">')
        )
        page = page.replace("So it goes.", "So Ada Quill said, and Ada Quill left.").replace(
            "It rained", "Ada Quill: it rained"
        )
        (tmp_path / "inbox" / f"{number}.html").write_text(page, encoding="utf-8")
    backfile("init", "archive", cwd=tmp_path)
    home = tmp_path / "archive"
    backfile("ingest", tmp_path / "inbox", cwd=home)
    before = tree(home)
    printed = backfile("tags", "suggest", cwd=home)
    suggested = json.loads(backfile("tags", "suggest", "--json", cwd=home))
    numbers = {each["into"]: each["number"] for each in suggested["merges"]}
    assert set(numbers) == {"Night crossing", "Old lighthouse"}
    assert "--accept --number NUMBER" in printed
    for into, number in numbers.items():
        assert f"{number}  they differ in one letter: {into}" in printed
    dry = backfile("tags", "suggest", "--accept", "--dry-run", cwd=home)
    assert "would change" in dry
    assert "-Night crosing, +Night crossing" in dry
    assert tree(home) == before
    assert "not among the suggestions" in " ".join(
        backfile("tags", "suggest", "--accept", "--number", 99, cwd=home, code=2).split()
    )
    number = numbers["Night crossing"]
    result = json.loads(backfile("tags", "suggest", "--accept", "--number", number, "--json", cwd=home))
    assert {tag for change in result["changed"] for tag in change["lost"]} == {"Night crosing"}
    assert result["revision"] == git("rev-parse", "HEAD", cwd=home).strip()
    assert len(json.loads(backfile("tags", "suggest", "--json", cwd=home))["merges"]) == len(numbers) - 1
    backfile("tags", "suggest", "--accept", cwd=home)
    assert "nothing to suggest" in backfile("tags", "suggest", cwd=home)
    assert retag(load(home), dry_run=True).changed == ()
    backfile("tags", "undo", cwd=home)
    backfile("tags", "undo", cwd=home)
    assert tree(home) == before


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    for number in range(14):
        (tmp_path / "inbox" / f"{number}.html").write_text(article(number), encoding="utf-8")
    backfile("init", "archive", cwd=tmp_path)
    backfile("ingest", tmp_path / "inbox", cwd=tmp_path / "archive")
    return tmp_path / "archive"


def test_commands_that_wait_for_each_other_lose_no_edit(small: Path) -> None:
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


def test_an_edit_that_was_not_committed_is_committed_by_the_next_command(small: Path) -> None:
    backfile("tags", "block", "Topic 1", "--no-commit", cwd=small)
    backfile("tags", "block", "Topic 2", cwd=small)
    assert git("status", "--porcelain", cwd=small) == ""
    (small / ".git" / "MERGE_HEAD").write_text(git("rev-parse", "HEAD", cwd=small))
    output = backfile("tags", "block", "Topic 3", cwd=small, code=14)
    assert "commit tags.yml and the pages by hand" in output
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


def test_an_edit_of_a_tag_that_no_article_has_is_refused(small: Path) -> None:
    for command in (["rename", "Nonsense", "Foo"], ["merge", "Nonsense", "--into", "Topic 1"]):
        assert "backfile tags list" in backfile("tags", *command, cwd=small, code=12)
    assert git("status", "--porcelain", cwd=small) == ""


def test_a_parent_can_be_named_by_an_alias_and_a_blocked_parent_is_left_out(small: Path) -> None:
    (small / "tags.yml").write_text(
        "Numbers: {aliases: [Nos]}\nTopic 1: {parents: [Nos, Secret]}\nTopic 2: {parents: [Numbers]}\n"
        "Secret: {blocked: true}\n"
    )
    backfile("lists", cwd=small)
    pages = {file.name for file in (small / "docs" / "tags").glob("*.md")}
    assert "numbers.md" in pages
    assert {"nos.md", "secret.md"}.isdisjoint(pages)
    assert (small / "docs" / "tags" / "numbers.md").read_text("utf-8").count("topic-") == 2


def test_apply_updates_the_subjects(archive: Path) -> None:
    root = archive
    (root / "tags.yml").write_text(
        f"{SOURCE}  subject: weather\nPlace 1: {{subject: tram}}\nsubjects: {{tram: {{}}}}\n"
    )
    report = retag(load(root), commit=False)
    changed = {change.page: change.subjects_after for change in report.changed if change.subjects_after}
    assert set(changed.values()) <= {("weather",), ("tram",), ("weather", "tram"), ("tram", "weather")}
    pages = [page.load((root / path).read_text("utf-8")) for path in changed]
    assert all(("weather" in each.subjects) == ("Topic 6" in each.tags) for each in pages)
    assert all(("tram" in each.subjects) == ("Place 1" in each.tags) for each in pages)
    assert any("weather" in each.subjects for each in pages)
    assert (root / "docs/subjects/weather.md").is_file()
    assert (root / "docs/subjects/tram.md").is_file()
    (root / "tags.yml").write_text(SOURCE)
    assert all(change.subjects_after == () for change in retag(load(root), commit=False).changed)
    assert not (root / "docs/subjects").exists() or not list((root / "docs/subjects").glob("*.md"))

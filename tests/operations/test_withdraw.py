"""Withdrawing an article: its text is in no file any more, and does not come back; restore brings it back whole."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import pytest

from backfile.archive.tombstone import load_tombstone
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.purge_article import edit_message
from backfile.operations.reingest import reingest
from backfile.operations.restore import restore
from backfile.operations.undo import undo
from backfile.operations.verify import verify
from backfile.operations.withdraw import Withdrawal, withdraw
from backfile.problems import GitError, NothingThereError, SettingsError
from backfile.settings.mkdocs_yml import Config
from backfile.site.build import build
from tests.conversion.saved_images import png
from tests.operations.ingested import PARAGRAPH, html, kinds, log, pages, tree
from tests.program import backfile

PHRASES = (
    "Umber lanterns over Vessry quay",
    "the ninth bell of the drowned chapel",
    "a ledger bound in eelskin",
    "seventeen crates of quince marmalade",
    "the ferryman's astonished goose",
    "a velvet map without a north",
    "the customs officer hummed a barcarole",
    "nobody claimed the copper umbrella",
)
HEADLINE = PHRASES[0]
BODY = "".join(
    f"<p>Witnesses spoke at length of {phrase}, and the clerk wrote all of it down twice.</p>" for phrase in PHRASES
)
PAGE = "docs/articles/2019/11/umber-lanterns-over-vessry-quay.md"
TODAY = date(2026, 11, 29)
REASON = "The <script>alert(1)</script> subject asked [for](javascript:1) it, {{ truly }}."


def save(inbox: Path, *, corrected: bool = False) -> Path:
    """Write a save of the article that will be withdrawn, with a picture, and return it."""
    picture = '<img src="quay_files/quay.png" alt="The quay">' if corrected else ""
    source = html(HEADLINE, picture + BODY + ("<p>A correction.</p>" if corrected else ""), "https://gazette.test/quay")
    file = inbox / f"{'new' if corrected else 'old'}.html"
    file.write_text(source)
    (inbox / "quay_files").mkdir(exist_ok=True)
    (inbox / "quay_files" / "quay.png").write_bytes(png())
    return file


def unpacked(data: bytes) -> bytes:
    """Return what is in a file: compressed data without compression."""
    with suppress(OSError, EOFError, zlib.error):
        return gzip.decompress(data)
    return data


def holders(config: Config, *folders: Path) -> list[str]:
    """Return the files of some folders that have one of the phrases, in whatever case and markup."""
    found = []
    for file in (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()):
        words = b" ".join(unpacked(file.read_bytes()).replace(b"&#39;", b"'").lower().split())
        found += [str(file) for phrase in PHRASES if phrase.lower().encode() in words]
    return sorted(set(found))


def objects(config: Config) -> list[str]:
    """Return git's objects that have one of the phrases."""
    command = ["git", "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]
    listed = subprocess.run(command, cwd=config.root, capture_output=True, text=True, check=True).stdout
    found = []
    for name, kind in (line.split() for line in listed.splitlines()):
        content = subprocess.run(
            ["git", "cat-file", kind, name], cwd=config.root, capture_output=True, check=True
        ).stdout
        words = b" ".join(unpacked(content).lower().split())
        found += [f"{kind} {name}" for phrase in PHRASES if phrase.lower().encode() in words]
    return found


@dataclass
class World:
    """An archive with two articles, one of which is saved twice, and with a built site."""

    config: Config
    inbox: Path

    def where(self) -> list[str]:
        return holders(self.config, self.config.root / "docs", self.config.root / "originals", self.config.site,
                       self.config.root / ".backfile", self.config.root / "incoming")  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> World:
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "pier.html").write_text(html())
    save(inbox)
    ingest([inbox], config)
    save(inbox, corrected=True)
    (inbox / "old.html").unlink()
    ingest([inbox], config)
    return World(config, inbox)


def take_away(world: World, **options: bool) -> Withdrawal:
    return withdraw(world.config, world.config.root / PAGE, REASON, TODAY, **options)


def test_a_withdrawn_article_is_gone_and_comes_back(world: World) -> None:
    config = world.config
    build(config)
    before = tree(config)
    assert len(world.where()) > 6
    would = take_away(world, dry_run=True)
    assert tree(config) == before
    done = take_away(world)
    assert (done.removed, done.page, would.removed) == (would.removed, PAGE, done.removed)
    assert len([path for path in done.removed if path.startswith("originals/")]) == 2
    assert any(path.startswith("docs/images/") for path in done.removed)
    assert world.where() == []
    assert log(config)[0] == f"Withdraw: {PAGE}"
    stone = load_tombstone((config.root / PAGE).read_text("utf-8"))
    assert stone
    assert stone.sha256 == done.sha256
    for file in (save(world.inbox), save(world.inbox, corrected=True)):
        report = ingest([file], config)
        assert kinds(report) == ["withdrawn"]
        assert report.revision is None
        assert world.where() == []
    assert reingest(config).problems == ()
    assert len(pages(config)) == 2
    build(config, strict=True)
    assert world.where() == []
    shown = (config.site / "articles/2019/11/umber-lanterns-over-vessry-quay/index.html").read_text("utf-8")
    assert escape(REASON, quote=False) in shown
    assert "<script>alert" not in shown
    assert 'name="robots" content="noindex"' in shown
    assert "umber-lanterns" not in "".join(path.read_text() for path in config.site.glob("sitemap*.xml"))
    restored = restore(config, Path(PAGE))
    assert (restored.missing, set(restored.files)) == ((), set(done.removed))
    restored_tree = tree(config)
    assert {path: data for path, data in before.items() if not path.startswith("site/")} == {
        path: data for path, data in restored_tree.items() if not path.startswith("site/")
    }
    assert (
        subprocess.run(["git", "diff", "--stat", "HEAD~2"], cwd=config.root, capture_output=True, check=True).stdout
        == b""
    )
    with pytest.raises(NothingThereError, match="is not withdrawn"):
        restore(config, Path(PAGE))


@pytest.mark.parametrize("commit", [True, False])
def test_a_purged_article_is_in_no_object_of_git(world: World, commit: bool) -> None:
    config = world.config
    subprocess.run(["git", "tag", "-a", "old", "-m", f"With {HEADLINE}"], cwd=config.root, check=True)
    subprocess.run(["git", "branch", "side", "HEAD~1"], cwd=config.root, check=True)
    assert len(objects(config)) > 8
    commits = len(log(config))
    take_away(world, commit=commit)
    assert objects(config)
    done = take_away(world, purge=True)
    assert done.purged
    assert done.purged.remaining == ()
    assert objects(config) == []
    assert world.where() == []
    assert len(log(config)) == commits + 1 + commit
    status = subprocess.run(["git", "status", "--short"], cwd=config.root, capture_output=True, check=True)
    assert status.stdout == b""
    assert subprocess.run(["git", "fsck", "--full"], cwd=config.root, capture_output=True, check=False).returncode == 0
    assert kinds(ingest([save(world.inbox)], config)) == ["withdrawn"]
    assert objects(config) == []
    assert world.where() == []
    with pytest.raises(NothingThereError, match="purged"):
        restore(config, Path(PAGE))
    assert PARAGRAPH[:20] in "".join(pages(config).values())


def test_a_page_that_was_moved_takes_its_earlier_saves_along(tmp_path: Path) -> None:
    """The first save has little of the present text: only the trail of the page shows that it is the same article."""
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    later = "".join(
        f"<p>Later the board said so on day {day}, and nobody there wrote it down.</p>" for day in range(40)
    )
    for body in (BODY, BODY + later):
        (inbox / "quay.html").write_text(html("Lanterns", PARAGRAPH + body, "https://gazette.test/quay"))
        assert ingest([inbox], config).problems == ()
    [page] = (config.docs / "articles").rglob("*.md")
    page.rename(config.docs / "articles" / "moved.md")
    subprocess.run(["git", "add", "-A"], cwd=config.root, check=True)
    subprocess.run(["git", "commit", "-qm", "Move"], cwd=config.root, check=True)
    done = withdraw(config, config.docs / "articles" / "moved.md", REASON, TODAY, purge=True)
    assert len([path for path in done.removed if path.startswith("originals/")]) == 2
    assert objects(config) == []
    assert holders(config, config.root / "docs", config.root / "originals") == []


def test_a_purge_takes_the_saves_of_other_branches_along(tmp_path: Path) -> None:
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "quay.html").write_text(html("Lanterns", PARAGRAPH * 9, "https://gazette.test/quay"))
    ingest([inbox], config)
    subprocess.run(["git", "checkout", "-qb", "other"], cwd=config.root, check=True)
    (inbox / "quay.html").write_text(html("Lanterns", PARAGRAPH * 9 + BODY, "https://gazette.test/quay"))
    ingest([inbox], config)
    subprocess.run(["git", "checkout", "-q", "-"], cwd=config.root, check=True)
    [page] = (config.docs / "articles").rglob("*.md")
    assert objects(config)
    withdraw(config, page, REASON, TODAY, purge=True)
    assert objects(config) == []


GENUINE = {"id": "1", "title": "The pier reopens", "date": "2020-03-04", "publisher": "Gazette"}
COPIES = {
    "text": {"id": "9", "title": "The pier reopens", "publisher": "Copycat", "url": "https://copycat.test/p"},
    "headline": {**GENUINE, "text": "Clerks counted hens, eggs and wool, and asked for more of them. " * 12},
    "headline, nothing else": {
        **GENUINE,
        "id": "8",
        "date": "2020-03-05",
        "text": "Clerks counted hens, eggs and wool, and said so. " * 12,
    },
    "text, nothing else": {"id": "7", "title": "Look at this"},
    "text, of a page that was moved": {"id": "9", "title": "The pier reopens", "publisher": "Copycat"},
}
"""What a copy of the first text of an article has beside that text, and its date."""


@pytest.mark.parametrize("copied", COPIES)
def test_a_purge_of_a_copy_takes_nothing_of_the_article(tmp_path: Path, copied: str) -> None:
    """Anybody can copy a headline and a text, also a former one."""
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    address = {} if copied.startswith("headline") else {"url": "https://gazette.test/2020/pier"}
    for text, title in ((PARAGRAPH * 9, "The pier reopens"), (PARAGRAPH * 9 + BODY[:150], "The pier reopens at last")):
        inbox.mkdir(exist_ok=True)
        (inbox / "export.jsonl").write_text(json.dumps({**GENUINE, **address, "title": title, "text": text}))
        ingest([inbox], config)
    [page] = pages(config)
    originals = {file.relative_to(config.root).as_posix() for file in (config.root / "originals").rglob("*.gz")}
    if "moved" in copied:
        (config.docs / page).rename(config.docs / "articles" / "moved.md")
        subprocess.run(["git", "add", "-A"], cwd=config.root, check=True)
        subprocess.run(["git", "commit", "-qm", "Move"], cwd=config.root, check=True)
        page = "articles/moved.md"
    (tmp_path / "copy.jsonl").write_text(json.dumps({"text": PARAGRAPH * 9, "date": "2021-03-04", **COPIES[copied]}))
    ingest([tmp_path / "copy.jsonl"], config)
    [copy] = set(pages(config)) - {page}
    done = withdraw(config, config.docs / copy, REASON, TODAY, purge=True)
    assert originals.isdisjoint(done.removed)
    assert [len(done.removed), *(len(list(config.root.glob(path))) for path in originals)] == [1, 1, 1]
    assert done.purged
    assert done.purged.alike == ((f"docs/{page}",) if "nothing else" not in copied else ())
    history = subprocess.run(
        ["git", "log", "--follow", "-p", "--format=", "--", f"docs/{page}"],
        cwd=config.root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert history.count('+title: "The pier reopens"') == 1


@pytest.mark.parametrize("purge", [False, True])
def test_what_a_merge_left_of_a_withdrawn_article_is_named_and_removed(tmp_path: Path, purge: bool) -> None:
    """Another clone has a newer save; the merge takes the tombstone, and the original and the image of that save."""
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "pier.html").write_text(html())
    save(inbox)
    ingest([inbox], config)

    def run(*words: str) -> None:
        subprocess.run(["git", *words], cwd=config.root, check=True, capture_output=True)

    run("checkout", "-qb", "clone")
    save(inbox, corrected=True)
    ingest([inbox / "new.html"], config)
    run("checkout", "-q", "-")
    withdraw(config, config.root / PAGE, REASON, TODAY)
    run("merge", "-q", "--no-ff", "--strategy-option=ours", "clone")
    left = sorted(finding.path for finding in verify(config).findings if finding.kind == "foreign")
    assert [path.split("/")[0] for path in left] == ["docs", "originals"]
    done = withdraw(config, config.root / PAGE, REASON, TODAY, purge=purge)
    assert sorted(done.removed) == left
    assert not any((config.root / path).exists() for path in left)
    assert not [finding for finding in verify(config).findings if finding.kind == "foreign"]
    assert holders(config, config.docs, config.root / "originals") == []
    assert objects(config) == [] or not purge
    assert kinds(ingest([inbox / "new.html"], config)) == ["withdrawn"]


def test_a_withdrawn_text_with_another_headline_and_address_is_reported(world: World) -> None:
    take_away(world)
    body = f"{BODY}<p>A <a href='/x'>correction</a>.</p>"
    again = html("Strange things at the harbour", body, "https://copies.test/strange")
    (world.inbox / "new.html").write_text(again)
    notice = html("Another one", "<p>Log in to read this article.</p>", "https://copies.test/other")
    (world.inbox / "notice.html").write_text(notice)
    report = ingest([world.inbox / "new.html", world.inbox / "notice.html"], world.config)
    assert report.written == 2
    (problem,) = report.problems
    assert problem.kind == "identity"
    assert PAGE in problem.reason
    assert "backfile withdraw docs/articles/2019/11/strange-things-at-the-harbour.md" in problem.next_step
    assert kinds(ingest([world.inbox / "new.html"], world.config)) == []


@pytest.mark.parametrize("state", ["written", "staged", "ingested"])
@pytest.mark.parametrize("purge", [False, True])
def test_a_withdrawal_that_was_killed_is_completed(tmp_path: Path, state: str, purge: bool) -> None:
    """What is written and not committed is as after a kill; an ingest then commits the tombstone alone."""
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    save(inbox, corrected=True)
    ingest([inbox], config)
    withdraw(config, config.root / PAGE, REASON, TODAY, commit=False)
    if state == "staged":
        subprocess.run(["git", "add", "-A"], cwd=config.root, check=True)
    elif state == "ingested":
        (inbox / "pier.html").write_text(html())
        ingest([inbox / "pier.html"], config)
    done = withdraw(config, config.root / PAGE, REASON, TODAY, purge=purge)
    assert sorted(path.split("/")[0] for path in done.removed) == ["docs", "originals"]
    tree = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "HEAD"], cwd=config.root, capture_output=True, text=True
    )
    assert not set(done.removed) & set(tree.stdout.split())
    assert not purge or objects(config) == []
    assert [finding.kind for finding in verify(config).findings] == ["withdrawn"]
    with pytest.raises(SettingsError, match="is withdrawn already"):
        withdraw(config, config.root / PAGE, REASON, TODAY)


def test_a_restore_that_was_interrupted_before_its_commit_is_completed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(world)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backfile.operations.restore.commit_changes", stop)
    with pytest.raises(KeyboardInterrupt):
        restore(world.config, world.config.root / PAGE)
    monkeypatch.undo()
    restore(world.config, world.config.root / PAGE)
    assert verify(world.config).findings == ()
    with pytest.raises(NothingThereError):
        restore(world.config, world.config.root / PAGE)


def test_an_article_comes_back_where_its_tombstone_was_moved(world: World) -> None:
    text = (world.config.root / PAGE).read_text("utf-8")
    take_away(world)
    for words in (("mv", PAGE, "docs/articles/moved.md"), ("commit", "-qm", "Move")):
        subprocess.run(["git", *words], cwd=world.config.root, check=True)
    restored = restore(world.config, world.config.docs / "articles/moved.md")
    assert (world.config.docs / "articles/moved.md").read_text("utf-8") == text
    assert {path.split("/")[0] for path in restored.files} == {"docs", "originals"}


@pytest.mark.parametrize("kind", ["replaced", "grafts"])
def test_a_history_that_git_shows_otherwise_is_not_purged(world: World, kind: str) -> None:
    root = world.config.root
    (head,) = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, check=True).stdout.split()
    if kind == "grafts":
        (root / ".git/info/grafts").write_bytes(head + b"\n")
    else:
        subprocess.run(["git", "replace", "--graft", head], cwd=root, check=True)
    with pytest.raises(GitError, match="Nothing is purged"):
        withdraw(world.config, root / PAGE, REASON, TODAY, purge=True)


def test_a_withdrawal_takes_the_saves_of_joined_pages_along(tmp_path: Path) -> None:
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    later = "".join(
        f"<p>Later the board said so on day {day}, and nobody there wrote it down.</p>" for day in range(40)
    )
    for name, body in (("a", PARAGRAPH * 9), ("b", PARAGRAPH + BODY), ("b", PARAGRAPH + BODY + later)):
        (inbox / f"{name}.html").write_text(html(f"Lanterns {name}", body, f"https://gazette.test/{name}"))
        ingest([inbox / f"{name}.html"], config)
    page, other = sorted((config.docs / "articles").rglob("*.md"))
    backfile("identity", "same", page, other, cwd=config.root)
    withdraw(config, page, REASON, TODAY, purge=True)
    assert objects(config) == []
    assert holders(config, config.root / "docs", config.root / "originals") == []


@pytest.mark.parametrize(
    ("headline", "line", "edited"),
    [
        ("Pier mended after the storm", "Correct Pier mended after the storm: a name", "Correct (withdrawn): a name"),
        ("Pier mended after the storm", "+ Pier mended after the storm (Echo)", "+ (withdrawn) (Echo)"),
        ("20", "+ 20 (Merrow Courier, 2020-03-20)", "+ (withdrawn) (Merrow Courier, 2020-03-20)"),
        ("20", "~ 20", "~ (withdrawn)"),
        ("20", "+ 20 boats leave (2020-03-20)", "+ 20 boats leave (2020-03-20)"),
        ("e", "Ingest: 1 new", "Ingest: 1 new"),
        ("Archive-Root: 2020202020", "Archive-Root: 2020202020", "Archive-Root: 2020202020"),
    ],
)
def test_a_purge_removes_headlines_from_messages_and_nothing_else(headline: str, line: str, edited: str) -> None:
    assert edit_message(f"{line}\n".encode(), [headline.encode()]).decode() == f"{edited}\n"


def test_without_git_originals_of_no_page_are_named(tmp_path: Path) -> None:
    config, inbox = init.create(tmp_path / "archive", versioned=False), tmp_path / "inbox"
    inbox.mkdir()
    for body, encoding in ((PARAGRAPH * 9, "utf-16"), (PARAGRAPH * 9 + "<p>More.</p>", "utf-8")):
        source = html("Lanterns", body, "https://gazette.test/quay").replace("utf-8", encoding)
        (inbox / "quay.html").write_bytes(source.encode(encoding))
        ingest([inbox], config)
    [page] = (config.docs / "articles").rglob("*.md")
    pipe = config.root / "originals" / "ab" / f"{'c' * 62}.gz"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    done = withdraw(config, page, REASON, TODAY, purge=True)
    left = [path for path in (config.root / "originals").rglob("*.gz") if path != pipe]
    assert len(left) == 1
    assert [config.root / path for path in done.unassigned] == left
    assert [config.root / path for path in done.unread] == [pipe]


def test_originals_of_no_page_that_name_the_article_are_named(world: World) -> None:
    """Such as a save that lacked most of the text, and was reported."""
    texts = {"a": r'{"url": "https:\/\/gazette.test\/quay"}', "b": f"<h1>{HEADLINE}</h1>", "c": "<h1>Another pier</h1>"}
    files = {name: world.config.root / "originals" / (name * 2) / f"{name * 62}.gz" for name in texts}
    for name, file in files.items():
        file.parent.mkdir()
        file.write_bytes(gzip.compress(texts[name].encode()))
    done = withdraw(world.config, world.config.root / PAGE, REASON, TODAY)
    assert [world.config.root / path for path in done.unassigned] == [files["a"], files["b"]]


def test_pages_that_keep_the_headline_are_named(world: World) -> None:
    """An edited list page, and a page of the owner, are not written again; other list pages are."""
    (world.config.docs / "about.md").write_text(f"# About\n\n[Quay](articles{PAGE.partition('articles')[2]})\n")
    with (world.config.docs / "index.md").open("a") as index:
        index.write("\nMy note.\n")
    assert take_away(world, dry_run=True).naming == ("docs/about.md", "docs/index.md")
    subprocess.run(["git", "commit", "-qam", "Note"], cwd=world.config.root, check=True)
    printed = backfile("withdraw", PAGE, "--reason", "x", "--purge", cwd=world.config.root)
    for path in ("docs/about.md", "docs/index.md"):
        assert f"{path} names the article, or links to it, and stays as it is." in printed
    assert "has the content of a file" not in printed


def test_what_is_no_file_is_not_withdrawn(world: World) -> None:
    os.mkfifo(world.config.docs / "articles" / "pipe.md")
    with pytest.raises(NothingThereError, match=r"pipe\.md cannot be read: it is not a file"):
        withdraw(world.config, world.config.docs / "articles" / "pipe.md", REASON, TODAY)


def test_what_git_could_not_bring_back_is_not_withdrawn(world: World) -> None:
    config = world.config
    with (config.root / PAGE).open("a") as page:
        page.write("My note.\n")
    before = tree(config)
    with pytest.raises(GitError, match="Commit it"):
        take_away(world)
    with pytest.raises(SettingsError, match="needs a reason"):
        withdraw(config, config.root / PAGE, " \n", TODAY)
    with pytest.raises(NothingThereError):
        withdraw(config, config.root / "docs/index.md", "Why", TODAY)
    subprocess.run(["git", "stash", "-q"], cwd=config.root, check=True)
    with pytest.raises(GitError, match="stashes"):
        take_away(world, purge=True)
    subprocess.run(["git", "stash", "pop", "-q"], cwd=config.root, check=True)
    assert tree(config) == before
    subprocess.run(["git", "notes", "add", "-m", HEADLINE], cwd=config.root, check=True)
    with pytest.raises(GitError, match="notes"):
        take_away(world, purge=True)


def test_what_others_show_stays_and_what_is_beside_the_archive_is_not_rewritten(tmp_path: Path) -> None:
    def git(*words: str) -> bytes:
        return subprocess.run(["git", *words], cwd=tmp_path, capture_output=True, check=True).stdout

    git("init", "-q")
    config, inbox = init.create(tmp_path / 'my "archive" \x01\x0b'), tmp_path / "inbox"
    inbox.mkdir()
    saves = [save(inbox, corrected=True), inbox / "pier.html"]
    saves[1].write_text(html(body=f'{PARAGRAPH * 3}<img src="quay_files/quay.png">'))
    ingest(saves, config)
    picture = next((config.docs / "images").rglob("*.png"))
    name = picture.relative_to(config.docs).as_posix()
    pier = "docs/articles/2019/11/east-pier-to-be-mended.md"
    (config.docs / "about.md").write_text(f"![]({name})\n")
    assert not [path for path in take_away(World(config, inbox)).removed if path.startswith("docs/images/")]
    assert not [path for path in undo(config).removed if path.startswith("docs/images/")]
    assert picture.is_file()
    (config.docs / "about.md").unlink()
    git("revert", "--no-edit", "HEAD")
    for copy in (tmp_path / "photos.png", config.docs / "mine.png"):
        copy.write_bytes(picture.read_bytes())
        git("add", str(copy))
        git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", copy.name)
    done = withdraw(config, config.root / pier, REASON, TODAY, purge=True)
    assert name in done.removed[0]
    assert done.purged
    assert done.is_part
    assert done.purged.shared == ("../photos.png", "docs/mine.png")
    assert git("show", "HEAD:photos.png") == png() == git("show", f"HEAD:{config.root.name}/docs/mine.png")
    assert git("show", f"HEAD~3:{config.root.name}/docs/{name}").startswith(b"Withdrawn")
    assert git("status", "--short", "--untracked-files=no") == b""


def test_another_article_at_the_address_of_a_withdrawn_one(world: World) -> None:
    take_away(world)
    other = world.inbox / "other.html"
    # A save that a browser made of another site.
    other.write_text(
        "<!-- saved from url=(0026)https://elsewhere.test/quay -->\n" + html("Another", url="https://gazette.test/quay")
    )
    assert "withdrawn" not in kinds(ingest([other], world.config))
    assert len(pages(world.config)) == 3


def test_a_new_text_that_waits_at_a_former_path_of_the_page_is_withdrawn(tmp_path: Path) -> None:
    """The owner and the publisher changed the same; the text in incoming/ stays there when the page is moved."""
    config, inbox = init.create(tmp_path / "archive"), tmp_path / "inbox"
    inbox.mkdir()
    for word in ("Witnesses", "Observers", "Bystanders"):
        body = BODY.replace("Witnesses", word, 1)
        source = html("Lanterns", body, "https://gazette.test/quay").replace("utf-8", "utf-16")
        (inbox / "quay.html").write_bytes(source.encode("utf-16"))
        ingest([inbox], config)
        [page] = (config.docs / "articles").rglob("*.md")
        page.write_text(page.read_text("utf-8").replace("Witnesses", "People", 1), "utf-8")
    [waiting] = (config.root / "incoming").rglob("*.md")
    page = page.rename(config.docs / "articles" / "moved.md")
    subprocess.run(["git", "add", "-A"], cwd=config.root, check=True)
    subprocess.run(["git", "commit", "-qm", "Move"], cwd=config.root, check=True)
    done = withdraw(config, page, REASON, TODAY)
    assert waiting.relative_to(config.root).as_posix() in done.removed
    assert len([path for path in done.removed if path.startswith("originals/")]) == 3
    assert set(restore(config, page).files) == set(done.removed)
    withdraw(config, page, REASON, TODAY, purge=True)
    assert objects(config) == []
    assert holders(config, config.root / "docs", config.root / "originals", config.root / "incoming") == []


@pytest.mark.parametrize("place", ["", "<!-- saved from url=(0026)https://elsewhere.test/quay -->"])
@pytest.mark.parametrize("later", [False, True], ids=["at once", "later"])
def test_a_withdrawn_impostor_keeps_no_article_away(home: Config, inbox: Path, place: str, *, later: bool) -> None:
    """Nothing shows that a save is another article than that page. So the owner is asked, and can let it alone in."""
    url, claim = "https://gazette.test/pier", inbox / "claim.html"
    claim.write_text(place + html("The mayor was bribed", "A clerk said that he saw all of it, twice. " * 6, url))
    ingest([inbox], home)
    (path,) = pages(home)
    if later:
        withdraw(home, home.docs / path, REASON, TODAY)
        genuine = inbox / "unknown.html"
        genuine.write_text(html())
        (problem,) = ingest([genuine], home).problems
        assert problem.kind.value == "withdrawn"
        assert "backfile withdraw docs/" in problem.next_step
        assert "restore" not in problem.next_step
    withdraw(home, home.docs / path, "A forgery", TODAY, impostor=True)
    claim.write_text(claim.read_text().replace("<article>", "<article><!-- saved again -->"))
    (inbox / "genuine.html").write_text("<!-- saved from url=(0025)https://gazette.test/pier -->" + html())
    report = ingest([inbox], home)
    assert kinds(report) == ["withdrawn"], "the page itself stays away"
    assert "restore" in report.problems[0].next_step
    bodies = [page for page in pages(home).values() if "bribed" in page or "harbour board" in page]
    assert len(bodies) == 1
    assert "harbour board" in bodies[0]
    with pytest.raises(SettingsError, match="no impostor"):
        withdraw(home, next(home.docs.rglob("east-pier*.md")), REASON, TODAY, impostor=True)


@pytest.mark.parametrize("place", ["", "<!-- saved from url=(0026)https://elsewhere.test/quay -->"])
def test_a_withdrawn_impostor_with_the_same_text_keeps_no_article_away(home: Config, inbox: Path, place: str) -> None:
    claim = inbox / "claim.html"
    claim.write_text(place + html())
    ingest([inbox], home)
    (path,) = pages(home)
    withdraw(home, home.docs / path, "A copy", TODAY, impostor=True)
    claim.write_text(claim.read_text().replace("<article>", "<article><!-- saved again -->"))
    assert kinds(ingest([claim], home)) == ["withdrawn"]
    genuine = inbox / "genuine.html"
    genuine.write_text("<!-- saved from url=(0025)https://gazette.test/pier -->" + html())
    report = ingest([genuine], home)
    assert (report.written, kinds(report)) == (1, [])


def feed(text: str) -> str:
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://gazette.test/feed"/>'
    entry = f"<item><title>Letters</title><guid>1</guid><description>{text}</description></item>"
    return f'<rss version="2.0"><channel><title>Gazette</title>{link}{entry}</channel></rss>'


def page_of(text: str) -> str:
    return html("Letters", text, url=None).replace("<title>", '<meta property="og:site_name" content="Gazette"><title>')


def row(text: str) -> str:
    return json.dumps({"id": 1, "title": "Letters", "text": text, "publisher": "Gazette"})


@pytest.mark.parametrize(
    ("name", "write"), [("a.html", page_of), ("a.xml", feed), ("a.jsonl", row)], ids=["headline", "feed", "record"]
)
def test_a_withdrawn_impostor_without_address_keeps_no_article_away(
    home: Config, inbox: Path, name: str, write
) -> None:
    """It claims the headline and publication of another one, the entry of its feed, or the record of its data set."""
    claim, genuine = inbox / "claim" / name, inbox / "genuine" / name
    for file, text in ((claim, "A clerk said that he saw all of it, twice. " * 20), (genuine, PARAGRAPH * 9)):
        file.parent.mkdir()
        file.write_text(write(text))
    ingest([claim], home)
    (path,) = pages(home)
    withdraw(home, home.docs / path, REASON, TODAY)
    (problem,) = (each for each in ingest([genuine], home).problems if each.kind.value == "withdrawn")
    assert "--impostor" in problem.next_step
    withdraw(home, home.docs / path, "A forgery", TODAY, impostor=True)
    assert ingest([genuine], home).written == 1
    assert "withdrawn" in kinds(ingest([claim], home)), "the page itself stays away"


def test_what_is_no_digest_in_a_tombstone_is_named_and_left_out(home: Config, inbox: Path) -> None:
    ingest([save(inbox)], home)
    withdraw(home, home.root / PAGE, REASON, TODAY)
    file = home.root / PAGE
    for odd in ('"\\0"', "../../../x", "a" * 63, "G" * 64, "0x" + "f" * 70, "[]", "2020-01-01"):
        for key in ("saves", "keys"):
            file.write_text(file.read_text().replace(f"  {key}: [", f"  {key}: [{odd}, "))
    assert "what is no digest under its `saves` and `keys` is" in backfile("lists", cwd=home.root)
    assert kinds(ingest([inbox], home)).count("withdrawn") == 1
    verify(home)
    withdraw(home, file, REASON, TODAY, purge=True)
    assert "what is no digest" not in backfile("lists", cwd=home.root)

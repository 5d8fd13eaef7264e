"""Verify finds every change of a page, an original, a trailer or a published part, and nothing in a whole archive."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.commit_manifest import commit_trailers, log_messages
from backfile.archive.verification import check_chain, nearest, read_roots
from backfile.article import Markdown
from backfile.operations import init
from backfile.operations.ingest import ingest
from backfile.operations.page_history import log as read_log
from backfile.operations.seal import seal
from backfile.operations.undo import undo
from backfile.operations.verify import verify
from backfile.operations.withdraw import withdraw
from backfile.problems import GitError, NothingThereError
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.outputs.manifest import manifest_files, read_digests
from tests.operations.ingested import html

PIER, MILL = "docs/articles/2019/11/east-pier-to-be-mended.md", "docs/articles/2019/11/the-mill-closes.md"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with two articles, one of which has a revision, in two commits."""
    folder = tmp_path_factory.mktemp("verify")
    config, inbox = init.create(folder / "archive"), folder / "inbox"
    inbox.mkdir()
    (inbox / "pier.html").write_text(html())
    ingest([inbox], config)
    (inbox / "pier.html").write_text(html(modified="2019-11-06"))
    (inbox / "mill.html").write_text(html("The mill closes", url="https://gazette.test/mill"))
    ingest([inbox], config)
    return config.root


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Config:
    return load(shutil.copytree(whole, tmp_path / "copy", symlinks=True))


def git(config: Config, *words: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    return subprocess.run(command, cwd=config.root, capture_output=True, text=True, check=True).stdout.strip()


def found(config: Config, revision: str | None = None, **options: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.path) for finding in verify(config, revision, **options).findings]  # type: ignore[arg-type]


def change(file: Path, place: int = 300) -> None:
    data = bytearray(file.read_bytes())
    data[place % len(data)] ^= 1
    file.write_bytes(data)


def original(config: Config) -> Path:
    return min((config.root / "originals").rglob("*.gz"))


def swap(config: Config) -> None:
    texts = [(config.root / path).read_bytes() for path in (PIER, MILL)]
    for path, text in zip((MILL, PIER), texts, strict=True):
        (config.root / path).write_bytes(text)


ON_THE_DISK: dict[str, tuple[Callable[[Config], object], set[tuple[str, str]]]] = {
    "a byte of a page": (lambda c: change(c.root / PIER), {("altered", PIER)}),
    "a byte of an original": (lambda c: change(original(c)), {("altered", "originals")}),
    "a byte of a header": (lambda c: change(original(c), 5), {("altered", "originals")}),
    "a removed page": (lambda c: (c.root / PIER).unlink(), {("missing", PIER)}),
    "a removed original": (lambda c: original(c).unlink(), {("missing", "originals")}),
    "an added page": (
        lambda c: shutil.copy(c.root / PIER, c.docs / "articles/x.md"),
        {("foreign", "docs/articles/x.md")},
    ),
    "two swapped pages": (swap, {("altered", PIER), ("altered", MILL)}),
}


@pytest.mark.parametrize("name", ON_THE_DISK)
def test_changes_on_the_disk(copy: Config, name: str) -> None:
    tamper, expected = ON_THE_DISK[name]
    tamper(copy)
    kinds = {(kind, path.split("/")[0] if path.startswith("originals") else path) for kind, path in found(copy)}
    assert kinds == expected


def test_an_untouched_archive_has_no_finding_at_any_commit(copy: Config) -> None:
    result = verify(copy)
    assert (result.findings, result.pages, result.originals, result.others) == ((), 2, 3, 0)
    assert found(copy, "HEAD~1") == []
    assert found(copy, "main", expect=verify(copy, "HEAD~1").root) == [("since", PIER)]
    with pytest.raises(NothingThereError):
        verify(copy, "--all")


@pytest.mark.parametrize(
    ("paths", "counts"),
    [
        (["docs/articles/.gitattributes"], (2, 3, 1)),
        (["docs/articles/.gitmodules", "docs/articles/2019/notes.txt", "originals/.gitignore"], (2, 3, 3)),
        (["docs/articles/2019/own.md", "originals/read.md"], (3, 3, 1)),
    ],
)
def test_files_that_are_no_pages_and_no_originals_are_counted_apart(
    paths: list[str], counts: tuple[int, int, int], copy: Config
) -> None:
    for path in paths:
        (copy.root / path).write_text("* text=auto\n")
    git(copy, "add", "-f", *paths)
    git(copy, "commit", "-qm", "Own files")
    for result in (verify(copy), verify(copy, "HEAD")):
        assert (result.pages, result.originals, result.others) == counts


def test_what_was_committed_by_hand(copy: Config) -> None:
    root = verify(copy).root
    with (copy.root / PIER).open("a") as page:
        page.write("My note.\n")
    git(copy, "commit", "-qam", "My note")
    git(copy, "rm", "-q", MILL)
    git(copy, "commit", "-qm", "No mill")
    assert found(copy) == [("edited", PIER), ("edited", MILL)]
    assert verify(copy, expect=root).wrong == ()
    assert len(seal(copy).adopted) == 2
    assert found(copy) == []
    assert seal(copy).adopted == ()
    git(copy, "revert", "--no-edit", "HEAD~1")  # The mill is back.
    assert found(copy) == [("edited", MILL)]
    swap(copy)
    git(copy, "commit", "-qam", "Swapped")
    assert ("altered", PIER) in found(copy)
    with pytest.raises(GitError, match="not right"):
        seal(copy)


def test_what_a_merge_lost_is_named(copy: Config) -> None:
    inbox = copy.root.parent / "inbox"
    inbox.mkdir()
    git(copy, "checkout", "-qb", "other")
    undo(copy)  # The mill is gone, and the pier is as it was.
    (inbox / "bus.html").write_text(html("The bus runs", url="https://gazette.test/bus"))
    ingest([inbox], copy)
    git(copy, "checkout", "-q", "main")
    (inbox / "bus.html").write_text(html("The choir sings", url="https://gazette.test/choir"))
    ingest([inbox], copy)
    git(copy, "merge", "-q", "-m", "Merge", "other")
    assert found(copy) == []
    git(copy, "reset", "-q", "--hard", "HEAD~1")
    git(copy, "merge", "-q", "-s", "ours", "-m", "Merge", "other")
    kinds = [(kind, path.split("/")[0] if path.startswith("originals") else path) for kind, path in found(copy)]
    assert kinds == [("edited", PIER), ("edited", "docs/articles/2019/11/the-bus-runs.md"), ("edited", "originals")]
    assert verify(copy).wrong == ()


def test_links_are_not_followed_and_do_not_stop_a_seal(copy: Config) -> None:
    links = {"zero.md": "/dev/zero", "gone.md": "nowhere.md", "pier.md": Path(PIER).name, "all": "2019"}
    for name, target in links.items():
        (copy.docs / "articles" / name).symlink_to(target)
    git(copy, "add", "docs")
    git(copy, "commit", "-qm", "Links")
    paths = {f"docs/articles/{name}" for name in links}
    result = verify(copy)
    assert result.wrong == ()
    assert {finding.path for finding in result.findings if finding.kind == "unknown"} == paths
    assert {finding.path for finding in seal(copy).adopted} == paths
    (copy.docs / "articles/gone.md").unlink()
    (copy.docs / "articles/gone.md").symlink_to("elsewhere.md")
    assert ("altered", "docs/articles/gone.md") in found(copy)


def test_a_forged_manifest_is_wrong_until_it_is_accepted_by_name(copy: Config) -> None:
    git(copy, "commit", "-q", "--allow-empty", "-m", f"Mine\n\nManifest: {'1' * 64}")
    forged = git(copy, "rev-parse", "HEAD")
    assert ("commit", forged) in found(copy)
    with pytest.raises(GitError, match=f"seal --accept {forged[:10]}"):
        seal(copy)
    with pytest.raises(NothingThereError):
        seal(copy, accepted=["nowhere"])
    assert {finding.path for finding in seal(copy, accepted=[forged[:10]]).adopted} == {forged}
    assert found(copy) == []
    change(copy.root / PIER)
    with pytest.raises(GitError, match="Correct it"):
        seal(copy, accepted=[forged])


def test_what_somebody_committed_after_an_expected_root_is_named(copy: Config) -> None:
    root, file = verify(copy).root, copy.root / PIER
    forged = page.load(file.read_text())
    file.write_text(page.dump(replace(forged, body=Markdown(f"{forged.body}\nNobody wrote this.\n"))))
    (copy.root / MILL).rename(copy.docs / "articles" / "mill.md")
    git(copy, "add", ".")
    trailers = commit_trailers(copy.root, copy.docs, git(copy, "write-tree"))
    git(copy, "commit", "-qm", "Ingest: 1 updated\n\n" + "".join(f"{name}: {value}\n" for name, value in trailers))
    assert found(copy) == found(copy, expect=verify(copy).root) == []
    assert found(copy, expect=root) == [("since", PIER), ("since", MILL)]
    assert "-- " + PIER in "".join(finding.reason for finding in verify(copy, expect=root).findings)


def test_without_commits_and_with_an_empty_name(copy: Config) -> None:
    with pytest.raises(NothingThereError):
        verify(copy, "")
    assert ("root", "") in found(copy, expect="")
    shutil.rmtree(copy.root / ".git")
    git(copy, "init", "-q")
    assert found(copy) == [("unknown", ".")]
    with pytest.raises(GitError, match="Commit it first"):
        seal(copy)
    with pytest.raises(GitError, match="nothing to undo"):
        undo(copy)
    with pytest.raises(NothingThereError, match="is not the page"):
        read_log(copy, copy.docs / "articles" / f"{'a' * 5000}.md")


def test_a_changed_trailer_and_rewritten_history(copy: Config) -> None:
    root = verify(copy).root
    message = git(copy, "log", "-1", "--format=%B")
    place = message.rindex("Manifest: ") + 20
    other = "0" if message[place] != "0" else "1"
    git(copy, "commit", "-q", "--amend", "-m", message[:place] + other + message[place + 1 :])
    assert ("commit", git(copy, "rev-parse", "HEAD")) in found(copy)
    git(copy, "commit", "-q", "--amend", "-m", message)
    assert found(copy) == []
    git(copy, "reset", "-q", "--hard", "HEAD~1")
    assert found(copy, expect=root) == [("root", root)]
    assert found(copy) == []


def test_every_byte_of_every_trailer_counts(copy: Config) -> None:
    commits = list(log_messages(copy.root, "HEAD"))
    root = verify(copy).root
    assert list(check_chain(read_roots(commits))) == []
    missed = []
    for number, (commit, parents, message) in enumerate(commits):
        start = message.find("Manifest")
        for place in range(start, len(message) - 1) if start >= 0 else ():
            changed = message[:place] + chr(ord(message[place]) ^ 1) + message[place + 1 :]
            roots = read_roots([*commits[:number], (commit, parents, changed), *commits[number + 1 :]])
            if not [*check_chain(roots), *(each for each in nearest(roots) if each.own != root)]:
                missed.append((number, place))
    assert missed == []


def published(config: Config, folder: Path) -> Path:
    for name, text in manifest_files(read_digests(config.root, config.docs)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder / "manifest"


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.soak)])
def test_random_bits_against_a_published_manifest(copy: Config, tmp_path: Path, count: int) -> None:
    folder = published(copy, tmp_path)
    shutil.rmtree(copy.root / ".git")
    assert verify(copy, manifest=folder).findings == ()
    assert [finding.kind for finding in verify(copy).findings] == ["unknown"]
    choose = random.Random(20)
    files = [*copy.docs.joinpath("articles").rglob("*.md"), *copy.root.joinpath("originals").rglob("*.gz")]
    files += [*folder.iterdir()]
    root, missed = verify(copy, manifest=folder).root, []
    for _ in range(count):
        file = choose.choice(files)
        before = file.read_bytes()
        place, bit = choose.randrange(len(before)), 1 << choose.randrange(8)
        file.write_bytes(before[:place] + bytes([before[place] ^ bit]) + before[place + 1 :])
        try:
            wrong = verify(copy, manifest=folder, expect=root).wrong
        except NothingThereError:
            wrong = (None,)  # type: ignore[assignment]
        if not wrong:
            missed.append((file.name, place, bit, before[place]))
        file.write_bytes(before)
    assert missed == []


def index_of(folder: Path, **changes: object) -> None:
    index = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps(index | changes, indent=1) + "\n")


def parts_named(folder: Path, *names: str) -> None:
    [part] = json.loads((folder / "index.json").read_text())["parts"]
    index_of(folder, parts=[{**part, "file": name} for name in names])


ODD_MANIFESTS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "a part named often": (lambda folder: parts_named(folder, *["0000.txt"] * 3000), True),
    "a part elsewhere": (lambda folder: parts_named(folder, "../0000.txt"), True),
    "a name with a zero byte": (lambda folder: parts_named(folder, "a\0.txt"), True),
    "half a character": (lambda folder: parts_named(folder, "\ud800.txt"), True),
    "deep": (lambda folder: (folder / "index.json").write_text("[" * 200_000), True),
    "a list": (lambda folder: (folder / "index.json").write_text("[]"), True),
    "a pipe as index": (lambda folder: ((folder / "index.json").unlink(), os.mkfifo(folder / "index.json")), True),
    "a pipe": (lambda folder: ((folder / "0000.txt").unlink(), os.mkfifo(folder / "0000.txt")), False),
    "a folder": (lambda folder: ((folder / "0000.txt").unlink(), (folder / "0000.txt").mkdir()), False),
    "a link": (
        lambda folder: ((folder / "0000.txt").unlink(), (folder / "0000.txt").symlink_to("/etc/hostname")),
        False,
    ),
}


@pytest.mark.parametrize("odd", ODD_MANIFESTS)
def test_a_manifest_from_others_is_refused_or_wrong(copy: Config, tmp_path: Path, odd: str) -> None:
    folder = published(copy, tmp_path)
    change, is_refused = ODD_MANIFESTS[odd]
    change(folder)
    if is_refused:
        with pytest.raises(NothingThereError, match=r"index\.json"):
            verify(copy, manifest=folder)
    else:
        assert ("manifest", "0000.txt") in [(each.kind, each.path) for each in verify(copy, manifest=folder).wrong]


def test_a_purged_article_is_explained_in_the_history(copy: Config) -> None:
    roots = [verify(copy, revision).root for revision in ("HEAD", "HEAD~1")]
    withdraw(copy, copy.root / PIER, "A court decided so.", date(2026, 11, 29), purge=True)
    assert found(copy) == [("withdrawn", PIER)]
    past = verify(copy, "HEAD~1")
    assert past.wrong == ()
    assert {finding.kind for finding in past.findings} == {"withdrawn"}
    assert [verify(copy, revision).root for revision in ("HEAD~1", "HEAD~2")] == roots


def test_what_is_no_file_is_a_finding_beside_a_withdrawn_article(copy: Config) -> None:
    withdraw(copy, copy.root / PIER, "A court decided so.", date(2026, 11, 29))
    folder = copy.docs / "articles/2019/11"
    (folder / "odd-folder.md").mkdir()
    (folder / "odd-folder.md/a.txt").touch()
    (folder / "odd-link.md").symlink_to("nowhere.md")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "Odd")
    assert ("unknown", "docs/articles/2019/11/odd-link.md") in found(copy)

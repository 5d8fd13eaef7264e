"""`backfile tags undo` believes no record that the user's own program did not write, and none that changes texts."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from backfile.archive import git_objects, page, undo_journal
from backfile.archive.seals import with_seal
from backfile.article import Markdown
from backfile.operations import tag_edits
from backfile.operations.retag import retag
from backfile.settings.mkdocs_yml import load
from backfile.settings.sealed_file import sealed_draft
from tests.operations.test_retag import git
from tests.operations.test_tag_undo import interrupt_commit, make_archive, state
from tests.program import backfile

RENAME, RENAME_AGAIN = ("rename", "Ferry north", "Boats"), ("rename", "Tram east", "Trolleys")
FOLDER = ".backfile/tags-undo"
PATH = "docs/articles/2020/01/story-4.md"
"""A page that neither edit changes."""
SUMMARY = "a record of a stranger"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("records"), 9)


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "archive"))


def edited(text: str, **values: object) -> bytes:
    """A page with other values, with its seal."""
    return page.dump(replace(page.load(text), **values)).encode()


def of_headers(change: Callable[[bytearray, int, int], None]) -> Callable[[bytes], bytes]:
    """A function that changes the two headers of the list of a record. In: a function of the bytes and their places."""

    def changed(data: bytes) -> bytes:
        mutable = bytearray(data)
        central = mutable.rfind(b"record.json") - 46
        change(mutable, central, struct.unpack_from("<I", mutable, central + 42)[0])
        return bytes(mutable)

    return changed


def encrypt(data: bytearray, central: int, local: int) -> None:
    data[central + 8] |= 1
    data[local + 6] |= 1


def name_method(data: bytearray, central: int, local: int) -> None:
    struct.pack_into("<H", data, central + 10, 77)
    struct.pack_into("<H", data, local + 8, 77)


def damage(data: bytearray, central: int, local: int) -> None:
    data[local + 30 + len("record.json")] = 0xFF


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "encrypted": of_headers(encrypt),
    "unknown compression": of_headers(name_method),
    "damaged stream": of_headers(damage),
    "cut": lambda data: data[: len(data) // 2],
    "no zip": lambda data: b"no zip",
    "empty": lambda data: b"",
}
LISTS = {
    "nested": b'{"files":' + b"[" * 200_000,
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe\xfd",
    "no mapping": b"[]",
    "no key": b'{"summary": "s", "files": {}}',
    "a list of files": b'{"summary": "s", "key": "k", "files": ["a"]}',
}


def record(archive: Path, before: bytes | None, listed: bytes | None = None, path: str = PATH) -> bytes:
    """A record that says that the edit wrote the page as it is now. In: its former content, the list of the record."""
    now = hashlib.sha256((archive / path).read_bytes()).hexdigest()
    values = {"summary": SUMMARY, "key": "k", "files": {path: now}}
    file = archive.parent / "made.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if before is not None:
            made.writestr(f"files/{path}", before)
        made.writestr("record.json", json.dumps(values).encode() if listed is None else listed)
    return file.read_bytes()


def other_text(archive: Path) -> bytes:
    return edited((archive / PATH).read_text("utf-8"), body=Markdown("The text of a stranger."))


STRANGERS: dict[str, Callable[[Path], bytes]] = {
    "another text": lambda archive: record(archive, other_text(archive)),
    "no former content": lambda archive: record(archive, None),
    "no page": lambda archive: record(archive, b"no page"),
    **{name: lambda archive, listed=listed: record(archive, b"x", listed) for name, listed in LISTS.items()},
    **{name: lambda archive, harm=harm: harm(record(archive, b"x")) for name, harm in DAMAGES.items()},
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((name, "another text") for name in ("unfinished.zip", "000001.zip", "1000000.zip", f"{'9' * 200}.zip")),
        *(("999999.zip", content) for content in STRANGERS),
        *(("unfinished.zip", content) for content in ("no former content", "encrypted", "nested")),
    ],
)
def test_a_record_that_an_archive_brings_is_not_believed(archive: Path, name: str, content: str) -> None:
    original = state(archive)
    (archive / FOLDER).mkdir()
    (archive / FOLDER / name).write_bytes(STRANGERS[content](archive))
    assert "no edit of tags to undo" in backfile("tags", "undo", "--dry-run", cwd=archive, code=12)
    assert "no edit of tags to undo" in backfile("tags", "undo", cwd=archive, code=12)
    backfile("tags", *RENAME, cwd=archive)
    assert "Boats" in backfile("tags", "undo", "--dry-run", cwd=archive)
    assert SUMMARY not in backfile("tags", "undo", cwd=archive)
    assert state(archive) == original
    backfile("withdraw", PATH, "--reason", "Error", "--dry-run", cwd=archive)


def test_records_are_in_the_order_of_their_numbers(archive: Path) -> None:
    shutil.rmtree(archive / ".git")
    states = [state(archive)]
    backfile("tags", *RENAME, cwd=archive)
    (archive / FOLDER / "000001.zip").rename(archive / FOLDER / "999999.zip")
    states.append(state(archive))
    backfile("tags", *RENAME_AGAIN, cwd=archive)
    for before in reversed(states):
        backfile("tags", "undo", cwd=archive)
        assert state(archive) == before


def sealed(file: Path, data: bytes) -> None:
    """Write a file as the user's own program does."""
    with sealed_draft(file, "tags undo") as out:
        out.write(data)


BROKEN: dict[str, Callable[[Path, bytes], None]] = {
    "one byte": lambda file, data: file.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]),
    "cut": lambda file, data: file.write_bytes(data[:-1]),
    "longer": lambda file, data: file.write_bytes(data + b"x"),
    "another seal": lambda file, data: file.write_bytes(bytes([data[0] ^ 1]) + data[1:]),
    **{name: lambda file, data, listed=listed: sealed(file, with_list(file, listed)) for name, listed in LISTS.items()},
    **{name: lambda file, data, harm=harm: sealed(file, harm(record_of(file))) for name, harm in DAMAGES.items()},
    "large": lambda file, data: sealed(file, with_list(file, b" " * 3_000_000 + b"{}")),
}
IS_NAMED = {name: name != "another seal" for name in BROKEN}
"""Whether the message names the file: what has another seal is of somebody else."""


def record_of(file: Path) -> bytes:
    return record(file.parents[2], b"x")


def with_list(file: Path, listed: bytes) -> bytes:
    return record(file.parents[2], b"x", listed)


@pytest.mark.parametrize(
    ("name", "harm"),
    [*(("000001.zip", harm) for harm in BROKEN), *(("unfinished.zip", harm) for harm in ("one byte", "nested"))],
)
def test_instead_of_a_damaged_record_that_of_git_is_used(
    archive: Path, monkeypatch: pytest.MonkeyPatch, name: str, harm: str
) -> None:
    monkeypatch.setattr(undo_journal, "_LARGEST", 1_000_000)
    before = state(archive)
    backfile("tags", *RENAME, cwd=archive)
    file = (archive / FOLDER / "000001.zip").rename(archive / FOLDER / name)
    BROKEN[harm](file, file.read_bytes())
    renamed = state(archive)
    git_folder = (archive / ".git").rename(archive.parent / "git")
    expected = f"{FOLDER}/{name}, is damaged" if IS_NAMED[harm] else "no edit of tags to undo"
    assert expected in backfile("tags", "undo", cwd=archive, code=12)
    assert state(archive) == renamed
    git_folder.rename(archive / ".git")
    backfile("withdraw", PATH, "--reason", "Error", "--dry-run", cwd=archive)
    assert "Boats" in backfile("tags", "undo", "--dry-run", cwd=archive)
    backfile("tags", "undo", cwd=archive)
    assert state(archive) == before


def test_a_record_in_the_way_is_neither_removed_nor_in_the_order(archive: Path) -> None:
    (archive / FOLDER).mkdir()
    foreign = {f"{number:06}.zip": b"of somebody else" for number in range(1, 30)}
    for name, content in foreign.items():
        (archive / FOLDER / name).write_bytes(content)
    before = state(archive)
    backfile("tags", *RENAME, cwd=archive)
    assert {file.name for file in (archive / FOLDER).iterdir()} == {*foreign, "000030.zip"}
    backfile("tags", "undo", cwd=archive)
    assert state(archive) == before
    assert {file.name: file.read_bytes() for file in (archive / FOLDER).iterdir()} == foreign


OTHER_PAGES: dict[str, Callable[[str], bytes]] = {
    "text": lambda text: edited(text, body=Markdown("Another text.")),
    "headline": lambda text: edited(text, headline="Another headline"),
    "own key": lambda text: edited(text, extra={"note": True}),
    "origin": lambda text: edited(text, origin=replace(page.load(text).origin, host="example.org")),
    "byte of the text": lambda text: text.replace("It rained", "It  rained").encode(),
    "no page": lambda text: b"no page",
    "no title": lambda text: text.replace("title:", "titel:").encode(),
    "not UTF-8": lambda text: text.replace("It rained", "It \xff").encode("latin-1"),
    "empty": lambda text: b"",
}


MESSAGES = dict.fromkeys(("no page", "no title", "empty"), "is no page of an article, or was none")


def refused(before: str) -> str:
    """Return what is said of a page that had such a former content."""
    return f"{PATH} {MESSAGES.get(before, 'differs in more than tags')}"


@pytest.mark.parametrize(
    ("name", "before"),
    [
        *(("000001.zip", before) for before in (*OTHER_PAGES, None)),
        ("unfinished.zip", "text"),
        ("unfinished.zip", None),
    ],
)
def test_no_record_that_changes_more_than_tags_is_carried_out(archive: Path, name: str, before: str | None) -> None:
    """Not even if it has the seal of the user."""
    (archive / FOLDER).mkdir()
    former = None if before is None else OTHER_PAGES[before]((archive / PATH).read_text("utf-8"))
    sealed(archive / FOLDER / name, record(archive, former))
    kept = state(archive)
    for more in (["--dry-run"], []):
        assert refused(before or "empty") in backfile("tags", "undo", *more, cwd=archive, code=12)
        assert state(archive) == kept


@pytest.mark.parametrize("before", OTHER_PAGES)
def test_no_commit_that_changed_more_than_tags_is_undone(archive: Path, before: str) -> None:
    """`Tags-Edit` is a line that anybody can write."""
    former = (archive / PATH).read_text("utf-8")
    first = archive / "docs/articles/2020/01/story-0.md"
    texts = {PATH: OTHER_PAGES[before](former), "docs/articles/2020/01/story-0.md": first.read_bytes()}
    for path, content in texts.items():
        (archive / path).write_bytes(content)
    commit(archive, "Before")
    (archive / PATH).write_text(former, "utf-8")
    first.write_bytes(edited(first.read_text("utf-8"), tags=("Another",)))
    commit(archive, "Tags: a is now b\n\nTags-Edit: 0123456789abcdef")
    backfile("lists", cwd=archive)
    kept = state(archive)
    for more in (["--dry-run"], []):
        assert refused(before) in backfile("tags", "undo", *more, cwd=archive, code=12)
        assert state(archive) == kept


def commit(archive: Path, message: str) -> None:
    git("add", "--all", cwd=archive)
    git("-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", message, "--allow-empty", cwd=archive)


SAME_PAGES: dict[str, Callable[[str], str]] = {
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: f"\ufeff{text}",
    "number that is none": lambda text: text.replace("\n---\n", "\nnote: .nan\nmore: {b: 1, a: .inf}\n---\n", 1),
    "keys in another order": lambda text: text.replace('title: "', 'subtitle: "a"\ntitle: "', 1),
}


@pytest.mark.parametrize("own", SAME_PAGES)
def test_pages_that_an_edit_writes_in_another_form_come_back(archive: Path, own: str) -> None:
    text = SAME_PAGES[own](edited((archive / PATH).read_text("utf-8"), tags=("Ferry north",)).decode())
    (archive / PATH).write_bytes(with_seal(text).encode())
    before = (archive / PATH).read_bytes()
    backfile("tags", *RENAME, cwd=archive)
    assert (archive / PATH).read_bytes() != before
    backfile("tags", "undo", cwd=archive)
    assert (archive / PATH).read_bytes() == before


def test_an_interrupted_edit_is_not_known_by_a_damaged_record(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(archive)
    interrupt_commit(monkeypatch, config, tag_edits.rename("Ferry north", "Boats"))
    file = archive / FOLDER / "unfinished.zip"
    file.write_bytes(file.read_bytes()[:-1])
    kept = state(archive)
    assert "is damaged" in backfile("tags", "undo", cwd=archive, code=12)
    assert state(archive) == kept
    retag(config, tag_edits.rename("Tram east", "Trolleys"))
    assert "Trolleys" in backfile("tags", "undo", cwd=archive)
    assert state(archive) == kept


@pytest.mark.parametrize("place", ["before", "after"])
def test_no_file_of_a_commit_is_read_that_is_much_larger_than_the_page(
    archive: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    text = (archive / PATH).read_text("utf-8")
    large = f"{text}{'a' * 3_000_000}\n"
    for at, message in (("before", "Before"), ("after", "Tags: a is now b\n\nTags-Edit: 0123"), ("now", "After")):
        (archive / PATH).write_text(large if at == place else text + at, "utf-8")
        commit(archive, message)
    sizes: list[int] = []
    read = git_objects.read_objects

    def read_objects(root: Path, names: Sequence[str]) -> Iterator[bytes]:
        for content in read(root, names):
            sizes.append(len(content))
            yield content

    monkeypatch.setattr("backfile.archive.git_objects.read_objects", read_objects)
    kept = state(archive)
    output = backfile("tags", "undo", cwd=archive, code=12)
    assert f"{PATH} differs in more than tags" in output
    assert "a is now b" in output
    assert state(archive) == kept
    assert max(sizes, default=0) < len(large)

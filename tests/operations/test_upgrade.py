"""`backfile upgrade`: archives of every released format are upgraded to the present one, which can be undone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive.format_2 import OWNERS_IN_1, upgrade_page
from backfile.archive.front_matter import PageError, split
from backfile.archive.page import EXTRA, load, read_seal, with_seal
from backfile.settings.schema import FORMAT, FORMATS
from tests.endurance.runs import start_program, wait_until_ended
from tests.program import backfile

ARCHIVES = Path(__file__).parents[1] / "archives"
"""A folder for each older format that was released, as a program of that time wrote it and its owner edited it."""
FEATURED = "docs/articles/2018/02/the-night-the-lull-came-to-town.md"


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def files(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in git("ls-files", "-z", cwd=root).split("\0") if path}


@pytest.fixture(params=[number for number in FORMATS if number != FORMAT], ids=lambda number: f"format {number}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clone of an archive of an older format."""
    root = tmp_path / "archive"
    shutil.copytree(ARCHIVES / f"format-{request.param}", root)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    git("config", "user.name", "Owner", cwd=root)
    git("config", "user.email", "owner@clippings.example", cwd=root)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=As it was", cwd=root)
    return root


def test_every_command_names_the_upgrade(old: Path) -> None:
    for command in ("ingest .", "build", "lists", "tags list", "reingest"):
        assert "backfile upgrade --dry-run" in backfile(*command.split(), cwd=old, code=12)


def test_a_dry_run_writes_nothing(old: Path) -> None:
    before = files(old)
    printed = backfile("upgrade", "--dry-run", cwd=old)
    assert f"{FEATURED}: `featured` is now `extra.featured`." in printed
    assert files(old) == before
    assert not git("status", "--porcelain", cwd=old)


def test_an_upgrade_is_one_commit_of_what_it_lists_and_can_be_undone(old: Path) -> None:
    before = files(old)
    result = json.loads(backfile("upgrade", "--json", cwd=old))
    changed = set(git("show", "--name-only", "--format=", "HEAD", cwd=old).split())
    assert changed == {"mkdocs.yml", *(key["page"] for key in result["moved"])}
    assert result["revision"] == git("rev-parse", "HEAD", cwd=old).strip()
    assert git("rev-list", "--count", "HEAD", cwd=old).strip() == "2"
    assert "format 2 already" in backfile("upgrade", cwd=old)
    after = files(old)
    git("revert", "--no-edit", "HEAD", cwd=old)
    assert files(old) == before
    backfile("upgrade", cwd=old)
    assert files(old) == after


def test_no_value_is_lost_and_no_line_is_altered(old: Path) -> None:
    before = files(old)
    backfile("upgrade", cwd=old)
    for path, data in files(old).items():
        if data != before[path] and path != "mkdocs.yml":
            meta, body = split(data.decode())
            old_meta, old_body = split(before[path].decode())
            assert body == old_body
            moved = {key: old_meta[key] for key in OWNERS_IN_1 if key in old_meta and key != EXTRA}
            assert {**old_meta.get(EXTRA, {}), **moved} == meta[EXTRA]
            assert {key: old_meta[key] for key in old_meta if key not in OWNERS_IN_1} == {
                k: v for k, v in meta.items() if k != EXTRA
            }
            assert {line.strip() for line in before[path].decode().splitlines()} <= {
                line.strip() for line in data.decode().splitlines()
            }


def test_an_upgraded_archive_works_as_before(old: Path) -> None:
    backfile("upgrade", cwd=old)
    backfile("lists", cwd=old)  # Lists of labels were in another order.
    again = json.loads(backfile("reingest", "--dry-run", "--json", cwd=old))
    # An older program told no language from a text, and knew no subjects.
    assert {key for page in again["changed"] for key in page["keys"]} <= {"language", "origin", "subjects", "tags"}
    backfile("build", "--strict", cwd=old)
    assert (old / "site" / "articles" / "2018" / "02" / "the-night-the-lull-came-to-town" / "index.html").exists()


def test_uncommitted_changes_of_the_owner_are_not_committed(old: Path) -> None:
    page = old / FEATURED
    page.write_text(page.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    before = files(old)
    assert "Commit your changes" in backfile("upgrade", cwd=old, code=14)
    assert files(old) == before


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("format: !ENV [ARCHIVE_FORMAT, 1]", "mkdocs.yml"),
        ("format: &number 1", "mkdocs.yml"),
        ("format: 1", "base.yml"),
    ],
)
def test_a_format_that_is_set_elsewhere_is_not_changed(old: Path, line: str, file: str) -> None:
    settings = old / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("format: 1", line)
    (old / file).write_text(text, "utf-8")
    if file != "mkdocs.yml":
        settings.write_text(f"INHERIT: {file}\nsite_name: Clippings\n", "utf-8")
    git("add", "--all", cwd=old)
    git("commit", "--quiet", "--message=Set elsewhere", cwd=old)
    before = settings.read_bytes()
    assert "Write `format: 2` where it is set" in backfile("upgrade", cwd=old, code=3)
    assert settings.read_bytes() == before
    assert split((old / FEATURED).read_text("utf-8"))[0][EXTRA]["featured"] is True
    (old / file).write_text(text.replace(line, "format: 2"), "utf-8")
    assert "format 2 already" in backfile("upgrade", cwd=old)


@pytest.mark.parametrize("second", ["format: 1", '"format": 1'])
def test_of_a_format_that_is_written_twice_the_one_that_counts_changes(old: Path, second: str) -> None:
    settings = old / "mkdocs.yml"
    line = next(line for line in settings.read_text("utf-8").splitlines(keepends=True) if "format: 1" in line)
    twice = settings.read_text("utf-8").replace(line, line + line.replace("format: 1", second))
    settings.write_text(twice, "utf-8")
    git("commit", "--quiet", "--all", "--message=Twice", cwd=old)
    backfile("upgrade", cwd=old)
    assert "format 2 already" in backfile("upgrade", cwd=old)


def test_an_interrupted_upgrade_is_completed(old: Path) -> None:
    before = files(old)
    text, _ = upgrade_page((old / FEATURED).read_text("utf-8"))
    (old / FEATURED).write_text(text, "utf-8")
    backfile("upgrade", cwd=old)
    assert not git("status", "--porcelain", cwd=old)
    git("revert", "--no-edit", "HEAD", cwd=old)
    assert files(old) == before


@pytest.fixture
def killed(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive whose upgrade is killed at the beginning of its commit, when all files are written."""
    killer = tmp_path / "killer" / "git"
    killer.parent.mkdir()
    killer.write_text(
        f'#!/bin/sh\ncase " $* " in *" write-tree "*) kill -9 $PPID;; esac\nexec {shutil.which("git")} "$@"\n'
    )
    killer.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{killer.parent}:{os.environ['PATH']}")
        started = start_program("upgrade", "-C", old)
    started.communicate()
    assert started.returncode == -signal.SIGKILL
    wait_until_ended(started)  # The archive is locked until git has ended, too.
    assert git("rev-list", "--count", "HEAD", cwd=old).strip() == "1"
    assert git("status", "--porcelain", cwd=old)
    return old


def test_an_upgrade_that_is_killed_before_its_commit_is_completed(killed: Path) -> None:
    before = git("ls-tree", "-r", "HEAD", cwd=killed)
    assert "Next: backfile upgrade" in backfile("upgrade", "--dry-run", cwd=killed)
    assert "Committed as" in backfile("upgrade", cwd=killed)
    assert not git("status", "--porcelain", cwd=killed)
    assert "already" in backfile("upgrade", cwd=killed)
    git("revert", "--no-edit", "HEAD", cwd=killed)
    assert git("ls-tree", "-r", "HEAD", cwd=killed) == before


def test_an_ingest_after_a_killed_upgrade_leaves_the_rest_to_it(killed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<title>Pier</title><article><h1>Pier</h1><p>" + "The pier is open again. " * 9)
    backfile("ingest", str(tmp_path / "a.html"), cwd=killed)
    backfile("upgrade", cwd=killed)
    assert not git("status", "--porcelain", cwd=killed)
    git("clone", "--quiet", str(killed), str(tmp_path / "clone"), cwd=killed)
    assert "already" in backfile("upgrade", cwd=tmp_path / "clone")


def test_other_changes_of_the_settings_are_left_to_their_owner(killed: Path) -> None:
    with (killed / "mkdocs.yml").open("a") as settings:
        settings.write("# Mine.\n")
    assert "Commit it, and the pages" in backfile("upgrade", cwd=killed, code=14)
    assert git("rev-list", "--count", "HEAD", cwd=killed).strip() == "1"


@pytest.mark.parametrize("name", ["mkdocs.yml", FEATURED])
def test_a_file_behind_a_link_is_committed_where_it_is(old: Path, name: str) -> None:
    target = old / "docs" / "kept" / Path(name).name
    target.parent.mkdir()
    (old / name).rename(target)
    (old / name).symlink_to(os.path.relpath(target, (old / name).parent))
    git("add", "--all", cwd=old)
    git("commit", "--quiet", "--message=A link", cwd=old)
    before = git("ls-tree", "-r", "HEAD", cwd=old)
    backfile("upgrade", cwd=old)
    assert not git("status", "--porcelain", cwd=old)
    git("revert", "--no-edit", "HEAD", cwd=old)
    assert git("ls-tree", "-r", "HEAD", cwd=old) == before


@pytest.mark.parametrize(
    "text",
    [
        '---\n{title: "A", featured: true, origin: {file: a, sha256: "0", reader: html}}\n---\n\nText.\n',
        "---\ntitle: A\n<<<<<<< ours\nfeatured: 1\n=======\nfeatured: 2\n>>>>>>> theirs\n---\n\nText.\n",
        "---\ntitle: A\nfeatured: yes\norigin: {file: a}\n---\n\nCaf\xe9.\n",
    ],
    ids=["in braces", "with conflict markers", "not UTF-8"],
)
def test_a_page_that_cannot_be_upgraded_keeps_the_archive_in_its_format(old: Path, text: str) -> None:
    page = old / "docs/articles/2020/05/odd.md"
    page.write_bytes(text.encode("latin-1"))
    git("add", "--all", cwd=old)
    git("commit", "--quiet", "--message=An odd page", cwd=old)
    before = files(old)
    printed = " ".join(backfile("upgrade", cwd=old, code=3).split())
    assert "docs/articles/2020/05/odd.md" in printed
    assert "stays in format 1" in printed
    assert files(old) == before
    page.unlink()
    git("commit", "--quiet", "--all", "--message=Without it", cwd=old)
    backfile("upgrade", cwd=old)


def test_line_ends_stay(old: Path) -> None:
    page = old / FEATURED
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    git("commit", "--quiet", "--all", "--message=Line ends", cwd=old)
    backfile("upgrade", cwd=old)
    assert page.read_bytes().count(b"\n") == page.read_bytes().count(b"\r\n")


def test_nothing_is_written_in_the_middle_of_a_merge(old: Path) -> None:
    (old / ".git" / "MERGE_HEAD").write_text(git("rev-parse", "HEAD", cwd=old))
    before = files(old)
    backfile("upgrade", cwd=old, code=14)
    assert files(old) == before


PAGE = '---\ntitle: "A"\n{}origin:\n  file: "a.html"\n  sha256: "0"\n  reader: "html"\n---\n\nText.\n'


@pytest.mark.parametrize(
    "lines",
    [
        "featured: true\n",
        "# why\n# it is\nsubjects: [a, b]  # two\n",
        "robots: |\n  noindex\n\n  nofollow\n",
        'robots: "a\n  b"\n',
        "subjects: &s [a]\nmine: *s\n",
        "mine: &s [a]\nsubjects: *s\n",
        "extra: 5\n",
        "extra:\n    a: 1\n    # b\nfeatured: yes\n",
        "extra:\n  featured: no\nfeatured: yes\n",
        "extra:\nfeatured: yes\n",
        '"featured": 1\n',
        "# a\u2028# b\nfeatured: yes  # c\x85# d\n",
        "robots: |\n  a\u2028  b\n  # c\u2029  # d\n",
        "featured:  # a\u2028  b: c\n  d: e\n",
        "withdrawn: 2020-01-01\nfeatured:\n- a\n- b\nsubjects:\n  - c\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_odd_front_matter_keeps_its_values(lines: str, newline: str) -> None:
    text = PAGE.format(lines).replace("\n", newline)
    upgraded, moved = upgrade_page(text)
    old_meta, meta = split(text)[0], split(upgraded)[0]
    own = old_meta.get(EXTRA) if isinstance(old_meta.get(EXTRA), dict) else {}
    assert meta[EXTRA] == {**own, **{new: old_meta[old] for old, new in moved}}
    kept = {key: value for key, value in old_meta.items() if key not in OWNERS_IN_1}
    assert {key: meta[key] for key in meta if key != EXTRA} == kept
    assert split(upgraded)[1] == split(text)[1]
    assert upgrade_page(upgraded) == (upgraded, ())


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_a_line_separator_in_a_comment_gets_no_white_space(mark: str) -> None:
    text = PAGE.format(f"# a{mark}# b\nfeatured: yes  # c{mark}# d\n")
    assert f"  # a{mark}# b\n  featured: yes  # c{mark}# d\n" in upgrade_page(text)[0]


@pytest.mark.parametrize(
    "lines", ["rating: .nan\nfeatured: yes\n", "featured: [.nan, {.nan: 1}]\n", "extra: {}\nextra: .NaN\n"]
)
def test_a_value_that_is_no_number_moves(lines: str) -> None:
    upgraded, moved = upgrade_page(PAGE.format(lines))
    assert moved
    assert f"{EXTRA}:\n" in upgraded


@pytest.mark.parametrize("lines", ["subjects: {a: b}\n? featured\n: x\n", "extra: {a: 1}\nfeatured: yes\n"])
def test_lines_that_cannot_be_moved_are_refused(lines: str) -> None:
    with pytest.raises(PageError, match="without changing other lines"):
        upgrade_page(PAGE.format(lines))


def test_an_unedited_page_keeps_an_intact_seal(old: Path) -> None:
    text = with_seal(PAGE.format("featured: true\n").replace('  reader: "html"\n', '  reader: "html"\n  seal: ""\n'))
    assert read_seal(text).intact
    assert read_seal(upgrade_page(text)[0]).intact


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=6,
)


@given(
    meta=st.dictionaries(st.sampled_from([*OWNERS_IN_1, "rating", "notes"]), VALUES, max_size=6),
    style=st.sampled_from([None, True, False]),
)
def test_keys_of_the_owner_keep_their_values(meta: dict[str, object], style: bool | None) -> None:
    own = yaml.safe_dump(meta, allow_unicode=True, default_flow_style=style, sort_keys=False) if meta else ""
    text = PAGE.format("" if own.startswith("{") else own)
    old_meta = split(text)[0]
    try:
        upgraded, moved = upgrade_page(text)
    except PageError:
        return  # Nothing is written then: see the tests of pages that cannot be upgraded.
    new_meta = split(upgraded)[0]
    assert {key: value for key, value in new_meta.items() if key != EXTRA} == {
        key: value for key, value in old_meta.items() if key not in OWNERS_IN_1
    }
    for old, new in moved:
        assert new_meta[EXTRA][new] == old_meta[old]
    assert load(upgraded).headline == "A"

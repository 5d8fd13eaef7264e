"""Reingest: pages change after a change of settings, and nothing else does."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from backfile.archive import page
from tests.operations.test_retag import git
from tests.program import backfile


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    backfile("init", "--sample", "archive", cwd=tmp_path)
    return tmp_path / "archive"


def texts(root: Path) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in (root / "docs").rglob("*.md")}


def articles(root: Path) -> dict[str, str]:
    return {path: text for path, text in texts(root).items() if path.startswith("docs/articles/")}


def test_without_a_change_of_settings_nothing_changes(archive: Path) -> None:
    before, commits = texts(archive), git("rev-list", "--count", "HEAD", cwd=archive)
    result = json.loads(backfile("reingest", "--json", cwd=archive))
    assert (result["pages"], result["unchanged"], result["changed"], result["revision"]) == (20, 20, [], None)
    assert texts(archive) == before
    assert git("rev-list", "--count", "HEAD", cwd=archive) == commits


def test_after_a_change_of_settings_the_affected_pages_change_in_one_commit(archive: Path) -> None:
    before, commits = articles(archive), int(git("rev-list", "--count", "HEAD", cwd=archive))
    affected = {path for path, text in before.items() if len(page.load(text).tags) > 2}
    assert 0 < len(affected) < len(before)
    settings = archive / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "      tags_per_article: 2\n", "utf-8")
    dry = json.loads(backfile("reingest", "--dry-run", "--json", cwd=archive))
    assert {change["page"] for change in dry["changed"]} == affected
    assert articles(archive) == before
    result = json.loads(backfile("reingest", "--json", cwd=archive))
    assert {tuple(change["keys"]) for change in result["changed"]} == {("tags",)}
    after = articles(archive)
    assert after.keys() == before.keys()
    assert {path for path in before if before[path] != after[path]} == affected
    assert int(git("rev-list", "--count", "HEAD", cwd=archive)) == commits + 1
    assert result["revision"] == git("rev-parse", "HEAD", cwd=archive).strip()
    assert git("status", "--porcelain", "docs", cwd=archive) == ""
    assert json.loads(backfile("reingest", "--json", cwd=archive))["changed"] == []


def test_edits_stay_and_moved_and_removed_pages_too(archive: Path) -> None:
    edited, conflict, moved, removed = [
        path for path, text in sorted(articles(archive).items()) if page.load(text).tags
    ][:4]
    text, other = ((archive / path).read_text("utf-8") for path in (edited, conflict))
    (archive / edited).write_text(text + "\nMine.\n", "utf-8")
    (archive / conflict).write_text(re.sub(r"(?m)^tags:.*$", r"\g<0>  # mine", other), "utf-8")
    moved_file = archive / "docs" / "articles" / "mine" / "moved.md"
    moved_file.parent.mkdir()
    (archive / moved).rename(moved_file)
    (archive / removed).unlink()
    (archive / "mkdocs.yml").write_text(
        (archive / "mkdocs.yml").read_text("utf-8") + "      tags_per_article: 0\n", "utf-8"
    )
    output = backfile("reingest", "--verbose", cwd=archive)
    left_alone = output.partition("Left alone")[2].partition("Changed:")[0]
    assert conflict in left_alone
    assert edited not in left_alone
    assert re.search(r"^What changed: tags of \d+ pages(, \w+ of \d+ pages?)*\.$", output, re.MULTILINE), output
    assert (archive / edited).read_text("utf-8").endswith("\nMine.\n")
    assert "# mine" in (archive / conflict).read_text("utf-8")
    assert page.load((archive / "incoming" / conflict.removeprefix("docs/")).read_text("utf-8")).tags == ()
    assert all(page.load(file.read_text("utf-8")).tags == () for file in (archive / edited, moved_file))
    assert not (archive / moved).exists()
    assert not (archive / removed).exists()
    subjects = git("log", "--format=%s", "-3", cwd=archive).splitlines()
    assert subjects[1:] == ["Reingest, revision 1 of 2: 1 revised", "Edit by hand: 1 page"]


def test_a_page_without_its_original_is_reported_and_stays(archive: Path) -> None:
    name, text = next((name, text) for name, text in articles(archive).items() if page.load(text).tags)
    sha256 = page.load(text).origin.sha256
    (archive / "originals" / sha256[:2] / f"{sha256[2:]}.gz").unlink()
    other_text = next(text for other, text in articles(archive).items() if other != name)
    digest = page.load(other_text).origin.sha256
    (archive / "originals" / digest[:2] / f"{digest[2:]}.gz").write_bytes(b"\x1f\x8b")
    result = json.loads(backfile("reingest", "--json", cwd=archive, code=3))
    assert result["pages"] == result["unchanged"] + len(result["changed"]) + len(result["left_alone"]) + len(
        result["problems"]
    )
    assert {problem["kind"] for problem in result["problems"]} == {"original", "unreadable"}
    assert (archive / name).read_text("utf-8") == text


def test_after_a_refused_commit_it_is_run_again(archive: Path) -> None:
    (archive / "mkdocs.yml").write_text(
        (archive / "mkdocs.yml").read_text("utf-8") + "      tags_per_article: 1\n", "utf-8"
    )
    lock = archive / ".git" / "index.lock"
    lock.touch()
    result = backfile("reingest", cwd=archive, code=14)
    assert "index.lock" in result
    lock.unlink()
    changed = subprocess.run(["git", "status", "--porcelain", "docs"], cwd=archive, capture_output=True, text=True)
    assert changed.stdout
    backfile("reingest", cwd=archive)
    backfile("ingest", archive.parent / "archive" / "mkdocs.yml", cwd=archive, code=3)
    assert git("status", "--porcelain", "docs", cwd=archive) == ""

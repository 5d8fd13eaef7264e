"""`backfile log` and `backfile diff`, in a repository that git made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive.revisions.repository import PAGE, commit, corrected, first, furniture, repository
from tests.cli.test_json import keys
from tests.conftest import MKDOCS_YML
from tests.program import run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with three saves of one article, and an edit by its owner."""
    root = repository(tmp_path_factory.mktemp("archive"))
    texts = (first(), corrected(), furniture(), furniture().replace("larch", "ash"))
    for day, text in enumerate(texts, start=1):
        commit(root, {PAGE: text, "mkdocs.yml": MKDOCS_YML}, day)
    return root


def test_log_of_a_page(root: Path) -> None:
    lines = run("log", PAGE, cwd=root).stdout.splitlines()
    assert lines[0] == f"{PAGE}: 3 revisions, headline changed once"
    assert [line.split("  ")[0] for line in lines[1:4]] == [f"2021-04-0{day} 09:00" for day in (3, 2, 1)]
    assert "small, 3 words added, 0 removed" in lines[1]
    assert "substantive, 2 words added, 2 removed, headline: East pier closes for six weeks" in lines[2]
    assert "first text: East pier closes" in lines[3]
    assert lines[4] == "1 more revision is yours or the program's: --all"
    assert "owner" in run("log", PAGE, "--all", cwd=root).stdout


def test_log_of_all_pages(root: Path) -> None:
    (line,) = run("log", cwd=root).stdout.splitlines()
    assert line.endswith(PAGE)
    assert len(run("log", "--all", cwd=root).stdout.splitlines()) == 3


def test_diff(root: Path) -> None:
    listed = json.loads(run("log", PAGE, "--json", cwd=root).stdout)
    ids = [revision["id"] for revision in listed["pages"][0]["revisions"]]
    shown = run("diff", PAGE, ids[0][:6], ids[1][:6], cwd=root).stdout
    assert "Headline: [-East pier closes-] {+East pier closes for six weeks+}" in shown
    assert "A ladder broke on [-Sunday-] {+Saturday+} and nobody was hurt." in shown
    assert run("diff", PAGE, ids[1], cwd=root).stdout == run("diff", PAGE, ids[0], ids[1], cwd=root).stdout
    assert "[-larch-] {+ash+}" in run("diff", PAGE, cwd=root).stdout


def test_json_has_the_keys_of_the_handbook(root: Path) -> None:
    listed = json.loads(run("log", "--json", cwd=root).stdout)
    compared = json.loads(run("diff", PAGE, "--json", cwd=root).stdout)
    assert list(listed) == keys("log", "Key")
    assert list(listed["pages"][0]) == keys("log", "Key in `pages`")
    assert list(listed["pages"][0]["revisions"][1]) == keys("log", "Key in `revisions`")
    assert list(compared["change"]) == keys("log", "Key in `change`")
    assert list(compared) == keys("diff", "Key")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("log", "docs/articles/none.md"), "docs/articles/none.md does not exist. Name a page that does."),
        (
            ("diff", PAGE, "zz"),
            f"{PAGE} has no revision whose id begins with zz. Choose one that `backfile log {PAGE}`",
        ),
        (("log", "mkdocs.yml"), "mkdocs.yml is not the page of an article."),
    ],
)
def test_errors_name_the_next_step(root: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments, cwd=root)
    assert done.returncode == 16
    assert message in done.stderr

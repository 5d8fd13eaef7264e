"""Inputs that are not articles: each is reported, all others are ingested, and no record is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.settings.inspection import allow
from backfile.settings.mkdocs_yml import load
from tests.accounting import accounted
from tests.endurance.odd_inputs import LIMITS, NAMES, ODD_INPUTS, TEXT, article
from tests.examples import few
from tests.program import run

ROOT = Path(__file__).parents[2]
MEGABYTE = 1 << 20


@pytest.fixture
def workspace() -> Iterator[Path]:
    """A folder with a short name, removed with all its content."""
    folder = Path(mkdtemp(prefix="odd-"))
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=True)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def inbox(workspace: Path) -> Path:
    folder = workspace / "inbox"
    folder.mkdir()
    return folder


def make_archive(workspace: Path, limits: str = LIMITS, name: str = "archive") -> Path:
    """Create an archive whose owner added the Markdown extension `faults`. Return its folder."""
    home = init.create(workspace / name, "Odd", versioned=False)
    text = (home.root / "mkdocs.yml").read_text() + limits
    text = text.replace("  - tables\n", "  - tables\n  - tests.endurance.faults\n")
    (home.root / "mkdocs.yml").write_text(text)
    allow(home.root)
    return home.root


def backfile(home: Path, *arguments: object, code: int = 3) -> dict[str, Any]:
    """Run an ingest, and return what it prints as JSON."""
    return checked(run("ingest", "--json", *arguments, cwd=home), code)


def without_privileges(home: Path, *arguments: object, code: int = 3) -> dict[str, Any]:
    """Run an ingest as a user without root's privileges, and return what it prints as JSON."""
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    command = [*prefix, sys.executable, "-m", "backfile", "ingest", "--json", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return checked(subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True), code)


def checked(done: subprocess.CompletedProcess[str], code: int) -> dict[str, Any]:
    """Assert the exit code of an ingest, and that the sum holds; return what it printed."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    if code in (0, 3):
        accounted(result)
        assert code == (3 if result["reported"] else 0)
    return result


def kinds_by_file(result: dict[str, Any]) -> dict[str, str]:
    """Return the kind of problem of each file that has one."""
    problems = result["problems"]
    assert len({problem["file"] for problem in problems}) == len(problems)
    return {problem["file"]: problem["kind"] for problem in problems}


def test_each_odd_file_is_reported_and_every_article_has_a_page(workspace: Path, inbox: Path) -> None:
    for number, (_, make, _) in enumerate(ODD_INPUTS.values()):
        (inbox / f"{number}-article.html").write_bytes(article(number))
        make(inbox / f"{number}{list(ODD_INPUTS.values())[number][0]}")
    expected = {f"{number}{suffix}": kind for number, (suffix, _, kind) in enumerate(ODD_INPUTS.values())}
    loop = list(ODD_INPUTS).index("a loop of links")
    expected[f"{loop}.html.back"] = "unreadable"
    result = backfile(make_archive(workspace), inbox)
    assert kinds_by_file(result) == expected
    assert result["written"] == len(ODD_INPUTS)


# An example takes a second, so that a failing one is not shrunk.
@settings(max_examples=few(6), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(st.tuples(st.sampled_from([*ODD_INPUTS, "an article"]), st.sampled_from(NAMES)), max_size=30), st.data()
)
def test_every_record_is_counted_in_any_mixture(mixture: list[tuple[str, str]], data: st.DataObject) -> None:
    # The input that exceeds the time limit is in the test above; here it would take most of the time.
    mixture = [(description, name) for description, name in mixture if description != "an article that takes an hour"]
    workspace = Path(mkdtemp(prefix="odd-"))
    try:
        home = load(make_archive(workspace))
        kinds: Counter[str] = Counter()
        articles = 0
        for number, (description, name) in enumerate(mixture):
            folder = workspace / "inbox" / f"{number % 3}"
            folder.mkdir(parents=True, exist_ok=True)
            suffix, make, kind = ODD_INPUTS.get(
                description, (".html", lambda path, n=number: path.write_bytes(article(n)), "")
            )
            # The number makes the name unique; the suffix selects the reader.
            make(folder / f"{number}{name}{suffix}")
            kinds[kind] += 1 + (description == "a loop of links")
            articles += description == "an article"
        (workspace / "inbox").mkdir(exist_ok=True)
        report = ingest([workspace / "inbox"], home, Options(jobs=data.draw(st.sampled_from([1, 3]))))
        assert accounted(report) == (kinds.total(), articles, 0, 0, kinds.total() - articles)
        assert Counter(problem.kind.value for problem in report.problems) == Counter(
            {kind: count for kind, count in kinds.items() if kind}
        )
        again = ingest([workspace / "inbox"], home)
        assert accounted(again) == (kinds.total(), 0, 0, articles, kinds.total() - articles)
    finally:
        shutil.rmtree(workspace)


def test_a_folder_without_files(workspace: Path, inbox: Path) -> None:
    (inbox / "deep" / "deeper").mkdir(parents=True)
    assert backfile(make_archive(workspace), inbox, code=0)["read"] == 0


def test_names_that_are_not_utf_8_differ_in_case_or_have_line_breaks(workspace: Path, inbox: Path) -> None:
    for number, name in enumerate(NAMES):
        (inbox / f"{name}.html").write_bytes(article(number))
    home = make_archive(workspace)
    assert backfile(home, inbox, code=0)["written"] == len(NAMES)
    assert backfile(home, inbox, code=0)["unchanged"] == len(NAMES)


def test_files_without_read_permission_are_reported(workspace: Path, inbox: Path) -> None:
    for name in ("file", "listed", "closed", "open"):
        (inbox / name).mkdir()
        (inbox / name / "article.html").write_bytes(article(len(name)))
    (inbox / "file" / "article.html").chmod(0)
    (inbox / "listed").chmod(0o444)
    (inbox / "closed").chmod(0)
    result = without_privileges(make_archive(workspace), inbox)
    assert kinds_by_file(result) == dict.fromkeys(("file/article.html", "listed/article.html", "closed"), "unreadable")
    assert all("Permission denied" in problem["reason"] for problem in result["problems"])
    assert result["written"] == 1


def test_a_named_file_in_a_closed_folder_is_reported(workspace: Path, inbox: Path) -> None:
    (inbox / "closed").mkdir()
    (inbox / "closed" / "article.html").write_bytes(article(1))
    (inbox / "open.html").write_bytes(article(2))
    (inbox / "closed").chmod(0)
    result = without_privileges(make_archive(workspace), inbox / "closed" / "article.html", inbox / "open.html")
    assert kinds_by_file(result) == {"article.html": "unreadable"}
    assert result["written"] == 1
    error = without_privileges(workspace / "archive", f"{'n' * 300}.html", code=16)["error"]
    assert error["message"].count("\n") == 0


def test_folders_deeper_than_the_longest_path(workspace: Path, inbox: Path) -> None:
    (inbox / "article.html").write_bytes(article(1))
    folder = os.open(inbox, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=folder)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(os.open("article.html", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    result = backfile(make_archive(workspace), inbox)
    assert result["written"] == 1
    assert list(kinds_by_file(result).values()) == ["unreadable"]
    assert "name too long" in result["problems"][0]["reason"]


def test_a_file_that_is_removed_or_changed_during_the_run(workspace: Path, inbox: Path) -> None:
    """With one worker, files can be removed or changed before they are read, or before their originals are stored."""
    home = load(make_archive(workspace))
    for number in range(40):
        (inbox / f"{number:02}.html").write_bytes(article(number))

    def change_files(done: int, total: int) -> None:
        if done == 0:
            (inbox / "39.html").unlink(missing_ok=True)
        if done == total:
            (inbox / "00.html").write_bytes(article(99))
            (inbox / "01.html").unlink()

    report = ingest([inbox], home, Options(jobs=1), change_files)
    assert accounted(report) == (40, 39, 0, 0, 1)
    assert {problem.file: problem.kind for problem in report.problems} == {
        "00.html": ProblemKind.ORIGINAL,
        "01.html": ProblemKind.ORIGINAL,
        "39.html": ProblemKind.UNREADABLE,
    }


@pytest.mark.parametrize("count", [2000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_thousands_of_tiny_files(workspace: Path, inbox: Path, count: int) -> None:
    for number in range(count):
        (inbox / f"{number}.{'txt' if number % 2 else 'jpg'}").write_bytes(b"\n")
    (inbox / "article.html").write_bytes(article(1))
    result = backfile(make_archive(workspace), inbox)
    assert (result["read"], result["written"], result["reported"]) == (count + 1, 1, count)


@pytest.mark.soak
def test_a_page_of_200_megabytes(workspace: Path, inbox: Path) -> None:
    (inbox / "article.html").write_bytes(article(1))
    with (inbox / "large.html").open("wb") as file:
        file.write(b"<!DOCTYPE html><title>Large</title><article>")
        for _ in range(200):
            file.write(f"<p>{TEXT}</p>\n".encode() * (MEGABYTE // (len(TEXT) + 8)))
    home = make_archive(workspace, "      max_seconds: 20\n")
    # The memory limit of a worker is 512 MB; the program itself needs a large part of it.
    result = backfile(home, inbox)
    assert kinds_by_file(result) == {"large.html": "too-large"}
    assert "larger than 50 MB" in result["problems"][0]["reason"]
    settings = home / "mkdocs.yml"
    settings.write_text(settings.read_text() + "      max_megabytes: 300\n      max_memory_megabytes: 1024\n")
    result = backfile(home, inbox)
    assert kinds_by_file(result)["large.html"] in {"too-large", "too-slow", "crashed"}
    assert result["unchanged"] == 1

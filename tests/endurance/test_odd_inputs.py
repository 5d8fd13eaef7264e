"""The edges of the input: what is no article is told in a line, everything else goes on, and no record is lost."""

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
from backfile.settings.mkdocs_yml import load
from tests.accounting import accounted
from tests.endurance.odd_inputs import BOUNDS, NAMES, ODD, TEXT, article

ROOT = Path(__file__).parents[2]
MEGABYTE = 1 << 20


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder under a short name, removed with whatever is in it."""
    folder = Path(mkdtemp(prefix="odd-"))
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=True)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def inbox(place: Path) -> Path:
    folder = place / "inbox"
    folder.mkdir()
    return folder


def found(place: Path, bounds: str = BOUNDS, name: str = "archive") -> Path:
    """Make an archive whose owner added an extension that is not a good one."""
    home = init.create(place / name, "Odd", versioned=False)
    text = (home.root / "mkdocs.yml").read_text() + bounds
    text = text.replace("  - tables\n", "  - tables\n  - tests.endurance.trouble\n")
    (home.root / "mkdocs.yml").write_text(text)
    return home.root


def backfile(home: Path, *arguments: object, code: int = 3) -> dict[str, Any]:
    """Run an ingest as a user does, whom permissions bind even where it is root, and give what it prints."""
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    command = [
        *bound,
        sys.executable,
        "-m",
        "generator",
        "ingest",
        "--json",
        "--archive",
        str(home),
        *map(str, arguments),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert "Traceback" not in said
    result: dict[str, Any] = json.loads(done.stdout)
    if code in (0, 3):
        accounted(result)
        assert code == (3 if result["reported"] else 0)
    return result


def told(result: dict[str, Any]) -> dict[str, str]:
    """Give the kind of problem of each file that has one."""
    problems = result["problems"]
    assert len({problem["file"] for problem in problems}) == len(problems)
    return {problem["file"]: problem["kind"] for problem in problems}


def test_each_odd_file_has_its_line_and_every_other_its_page(place: Path, inbox: Path) -> None:
    for number, (_, make, _) in enumerate(ODD.values()):
        (inbox / f"{number}-article.html").write_bytes(article(number))
        make(inbox / f"{number}{list(ODD.values())[number][0]}")
    wanted = {f"{number}{suffix}": kind for number, (suffix, _, kind) in enumerate(ODD.values())}
    ring = list(ODD).index("links in a ring")
    wanted[f"{ring}.html.back"] = "unreadable"
    result = backfile(found(place), inbox)
    assert told(result) == wanted
    assert result["written"] == len(ODD)


# An example takes a second: a failing one is shown as it was found.
@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.tuples(st.sampled_from([*ODD, "an article"]), st.sampled_from(NAMES)), max_size=30), st.data())
def test_in_any_mixture_every_record_is_accounted_for(mixture: list[tuple[str, str]], data: st.DataObject) -> None:
    # One that waits for the bound on time is in the test above; here it would be the whole time.
    mixture = [(what, name) for what, name in mixture if what != "one that takes for ever"]
    place = Path(mkdtemp(prefix="odd-"))
    try:
        home = load(found(place))
        kinds: Counter[str] = Counter()
        articles = 0
        for number, (what, name) in enumerate(mixture):
            folder = place / "inbox" / f"{number % 3}"
            folder.mkdir(parents=True, exist_ok=True)
            suffix, make, kind = ODD.get(what, (".html", lambda path, n=number: path.write_bytes(article(n)), ""))
            # The number at the beginning: names may clash, and an ending decides.
            make(folder / f"{number}{name}{suffix}")
            kinds[kind] += 1 + (what == "links in a ring")
            articles += what == "an article"
        (place / "inbox").mkdir(exist_ok=True)
        report = ingest([place / "inbox"], home, Options(jobs=data.draw(st.sampled_from([1, 3]))))
        assert accounted(report) == (kinds.total(), articles, 0, 0, kinds.total() - articles)
        assert Counter(problem.kind.value for problem in report.problems) == Counter(
            {kind: count for kind, count in kinds.items() if kind}
        )
        again = ingest([place / "inbox"], home)
        assert accounted(again) == (kinds.total(), 0, 0, articles, kinds.total() - articles)
    finally:
        shutil.rmtree(place)


def test_a_folder_without_a_file(place: Path, inbox: Path) -> None:
    (inbox / "deep" / "deeper").mkdir(parents=True)
    assert backfile(found(place), inbox, code=0)["read"] == 0


def test_names_that_are_no_text_clash_or_break_lines(place: Path, inbox: Path) -> None:
    for number, name in enumerate(NAMES):
        (inbox / f"{name}.html").write_bytes(article(number))
    home = found(place)
    assert backfile(home, inbox, code=0)["written"] == len(NAMES)
    assert backfile(home, inbox, code=0)["unchanged"] == len(NAMES)


def test_what_the_user_may_not_read(place: Path, inbox: Path) -> None:
    for name in ("file", "listed", "closed", "open"):
        (inbox / name).mkdir()
        (inbox / name / "article.html").write_bytes(article(len(name)))
    (inbox / "file" / "article.html").chmod(0)
    (inbox / "listed").chmod(0o444)
    (inbox / "closed").chmod(0)
    result = backfile(found(place), inbox)
    assert told(result) == dict.fromkeys(("file/article.html", "listed/article.html", "closed"), "unreadable")
    assert all("Permission denied" in problem["reason"] for problem in result["problems"])
    assert result["written"] == 1


def test_what_was_named_and_cannot_be_reached(place: Path, inbox: Path) -> None:
    (inbox / "closed").mkdir()
    (inbox / "closed" / "article.html").write_bytes(article(1))
    (inbox / "open.html").write_bytes(article(2))
    (inbox / "closed").chmod(0)
    result = backfile(found(place), inbox / "closed" / "article.html", inbox / "open.html")
    assert told(result) == {"article.html": "unreadable"}
    assert result["written"] == 1
    error = backfile(place / "archive", f"{'n' * 300}.html", code=16)["error"]
    assert error["message"].count("\n") == 0


def test_folders_deeper_than_a_path_may_be_long(place: Path, inbox: Path) -> None:
    (inbox / "article.html").write_bytes(article(1))
    here = os.open(inbox, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("article.html", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    result = backfile(found(place), inbox)
    assert result["written"] == 1
    assert list(told(result).values()) == ["unreadable"]
    assert "name too long" in result["problems"][0]["reason"]


def test_a_file_that_goes_or_changes_while_it_is_read(place: Path, inbox: Path) -> None:
    """The first article takes its time, since there is one worker; meanwhile the others go or change."""
    home = load(found(place))
    for number in range(40):
        (inbox / f"{number:02}.html").write_bytes(article(number))

    def meddle(done: int, _: int) -> None:
        if done == 0:
            (inbox / "39.html").unlink()
        if done == 40:
            (inbox / "00.html").write_bytes(article(99))
            (inbox / "01.html").unlink()

    report = ingest([inbox], home, Options(jobs=1), meddle)
    assert accounted(report) == (40, 39, 0, 0, 1)
    assert {problem.file: problem.kind for problem in report.problems} == {
        "00.html": ProblemKind.ORIGINAL,
        "01.html": ProblemKind.ORIGINAL,
        "39.html": ProblemKind.UNREADABLE,
    }


def test_ten_thousand_tiny_files(place: Path, inbox: Path) -> None:
    for number in range(10_000):
        (inbox / f"{number}.{'txt' if number % 2 else 'jpg'}").write_bytes(b"\n")
    (inbox / "article.html").write_bytes(article(1))
    result = backfile(found(place), inbox)
    assert (result["read"], result["written"], result["reported"]) == (10_001, 1, 10_000)


def test_a_page_of_200_megabytes(place: Path, inbox: Path) -> None:
    (inbox / "article.html").write_bytes(article(1))
    with (inbox / "large.html").open("wb") as file:
        file.write(b"<!DOCTYPE html><title>Large</title><article>")
        for _ in range(200):
            file.write(f"<p>{TEXT}</p>\n".encode() * (MEGABYTE // (len(TEXT) + 8)))
    home = found(place, "      max_seconds: 20\n")
    # A worker may take 512 MB, of which the program itself is a good part.
    result = backfile(home, inbox)
    assert told(result) == {"large.html": "too-large"}
    assert "larger than 50 MB" in result["problems"][0]["reason"]
    settings = home / "mkdocs.yml"
    settings.write_text(settings.read_text() + "      max_megabytes: 300\n      max_memory_megabytes: 1024\n")
    result = backfile(home, inbox)
    assert told(result)["large.html"] in {"too-large", "too-slow", "crashed"}
    assert result["unchanged"] == 1

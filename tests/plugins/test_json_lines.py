"""A reader of another package, of files with many articles, works in all commands as those of the program do."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.workers.task import BATCH_RECORDS
from tests.accounting import accounted
from tests.plugins.program import backfile

PLUGIN = Path(__file__).with_name("json_lines")
COUNT = BATCH_RECORDS + 3
"""More articles than one task of a worker converts."""


def line(number: int) -> bytes:
    html = f"<p>The ferry sailed for the {number}th time, and the sheep were late again.</p>"
    return json.dumps({"title": f"Ferry {number}", "html": html}).encode() + b"\n"


def run(*arguments: object, cwd: Path, code: int = 0) -> str:
    return backfile(*arguments, cwd=cwd, code=code, path=PLUGIN)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lines")
    (root / "inbox").mkdir()
    lines = [line(number) for number in range(COUNT)]
    (root / "inbox" / "ferries.ferries.gz").write_bytes(gzip.compress(b"".join(lines)))
    run("init", "archive", cwd=root)
    report = json.loads(run("ingest", root / "inbox", "--json", cwd=root / "archive"))
    assert (report["read"], report["written"], report["problems"]) == (COUNT, COUNT, [])
    return root / "archive"


def test_each_article_has_a_page_with_its_record(archive: Path) -> None:
    pages = list(archive.glob("docs/articles/**/*.md"))
    articles = [page.load(file.read_text("utf-8")) for file in pages]
    assert sorted(int(article.origin.record or 0) for article in articles) == list(range(1, COUNT + 1))
    assert {(article.origin.file, article.origin.reader) for article in articles} == {
        ("ferries.ferries.gz", "json-lines")
    }
    first = next(article for article in articles if article.origin.record == "1")
    assert first.headline == "Ferry 0"
    assert first.origin.sha256 == sha256(line(0)).hexdigest()


def test_the_original_of_an_article_is_its_record(archive: Path) -> None:
    originals = [gzip.decompress(file.read_bytes()) for file in archive.glob("originals/**/*.gz")]
    assert sorted(originals) == sorted(line(number) for number in range(COUNT))


def test_a_second_ingest_changes_nothing(archive: Path) -> None:
    report = json.loads(run("ingest", archive.parent / "inbox", "--json", cwd=archive))
    assert (report["read"], report["unchanged"]) == (COUNT, COUNT)


def test_reingest_makes_the_same_pages_from_the_records(archive: Path) -> None:
    report = json.loads(run("reingest", "--dry-run", "--json", cwd=archive))
    assert (report["pages"], report["unchanged"], report["problems"]) == (COUNT, COUNT, [])


def test_explain_converts_the_original_of_a_page(archive: Path) -> None:
    [file] = archive.glob("docs/articles/**/ferry-7.md")
    assert "Ferry 7" in run("explain", file, cwd=archive)


def test_a_name_chooses_the_reader_for_standard_input(archive: Path) -> None:
    command = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({line(500)!r})"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    file = archive.parent / "more"
    file.write_bytes(data)
    assert "json-lines" in run("ingest", file, "--as", "epub", cwd=archive, code=2)
    report = json.loads(run("ingest", file, "--as", "json-lines", "--json", "--no-commit", cwd=archive))
    assert report["written"] == 1


def test_the_next_step_for_other_files_leads_to_the_formats(archive: Path) -> None:
    (archive.parent / "memo.doc").write_bytes(b"A memo")
    assert "backfile formats" in " ".join(run("ingest", archive.parent / "memo.doc", cwd=archive, code=3).split())
    assert ".ferries" in run("formats", cwd=archive)


def test_a_record_that_cannot_be_parsed_is_reported(archive: Path) -> None:
    file = archive.parent / "broken.ferries"
    file.write_bytes(b"{\n")
    report = json.loads(run("ingest", file, "--json", cwd=archive, code=3))
    assert [problem["kind"] for problem in report["problems"]] == ["crashed"]
    assert "JSONDecodeError" in report["problems"][0]["reason"]


def test_records_that_end_their_process_cost_themselves(tmp_path: Path) -> None:
    """Records that are sent together have no part in the end, the time and the memory of each other."""
    faults = {6: "die", 12: "leave", 25: "raise", 33: "fill", 34: "huge", 37: "die", 44: "wait", 48: "fill"}
    rows = [json.loads(line(number)) for number in range(1, 52)]
    for number, fault in faults.items():
        rows[number - 1]["title"] = fault
    rows[33]["html"] = "<p>A ferry.</p>" * 100_000
    file = tmp_path / "faulty.ferries"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("init", "archive", cwd=tmp_path)
    with (tmp_path / "archive" / "mkdocs.yml").open("a") as settings:
        settings.write("      max_megabytes: 1\n      max_seconds: 10\n      max_memory_megabytes: 1024\n")
    report = json.loads(run("ingest", file, "--json", "--no-commit", cwd=tmp_path / "archive", code=3))
    kinds = {"wait": "too-slow", "fill": "too-large", "huge": "too-large"}
    assert {int(problem["record"]): problem["kind"] for problem in report["problems"]} == {
        number: kinds.get(fault, "crashed") for number, fault in faults.items()
    }
    assert accounted(report) == (51, 43, 0, 0, 8)


def test_a_record_whose_process_ended_is_read_once_more_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process may have ended at the next record, before its result was read."""
    monkeypatch.setenv("FERRIES_ENDED", str(tmp_path / "ended"))
    rows = [json.loads(line(number)) for number in range(1, 24)]
    rows[14]["title"] = "die twice"
    (tmp_path / "a.ferries").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("init", "archive", cwd=tmp_path)
    report = json.loads(run("ingest", tmp_path / "a.ferries", "--json", "--no-commit", cwd=tmp_path / "archive"))
    assert (accounted(report), (tmp_path / "ended").read_text()) == ((23, 23, 0, 0, 0), "xx")


@pytest.mark.parametrize(("fault", "kind"), [("wait", "too-slow"), ("fill", "too-large"), ("die", "crashed")])
def test_a_record_that_cannot_be_separated_ends_its_container_with_a_report(
    tmp_path: Path, fault: str, kind: str
) -> None:
    """What is before it is written, and the report says that the rest is not read; other inputs are."""
    rows = [json.loads(line(number)) for number in range(1, 8)]
    rows[4]["title"] = f"stall {fault}"
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.ferries").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "inbox" / "b.ferries").write_bytes(line(9))
    run("init", "archive", cwd=tmp_path)
    with (tmp_path / "archive" / "mkdocs.yml").open("a") as settings:
        settings.write("      max_seconds: 4\n      max_memory_megabytes: 1024\n")
    report = json.loads(run("ingest", tmp_path / "inbox", "--json", "--no-commit", cwd=tmp_path / "archive", code=3))
    (problem,) = report["problems"]
    assert problem["kind"] == kind
    assert "its records from there on are not read" in problem["reason"]
    assert accounted(report) == (6, 5, 0, 0, 1)


def test_the_reader_is_listed(archive: Path) -> None:
    formats = json.loads(run("formats", "--json", cwd=archive))["formats"]
    assert [each["suffixes"] for each in formats if each["name"] == "json-lines"] == [[".ferries"]]


@pytest.mark.parametrize(
    ("record", "message"), [("nothing", "cannot be loaded: AttributeError"), ("claims", "not a Reader")]
)
def test_a_reader_that_cannot_be_used_stops_the_run(archive: Path, tmp_path: Path, record: str, message: str) -> None:
    (tmp_path / "backfile_wrong.py").write_text("def claims(head): return True\n")
    information = tmp_path / "backfile_wrong-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: backfile-wrong\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[backfile.readers]\nwrong = backfile_wrong:{record}\n")
    (archive.parent / "memo.doc").write_bytes(b"A memo")
    output = backfile("ingest", archive.parent / "memo.doc", cwd=archive, code=19, path=tmp_path)
    assert message in " ".join(output.split())
    assert "backfile-wrong" in output

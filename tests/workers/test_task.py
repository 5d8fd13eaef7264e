"""The task of a worker: inputs that are refused, and containers that are converted in batches."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from backfile import readers
from backfile.article import Clipping
from backfile.operations import init
from backfile.problems import Problem, ProblemKind
from backfile.readers import InputSource, Reader, Record, RecordData, html
from backfile.readers.files import STDIN, Container, InputFile
from backfile.workers import task
from backfile.workers.batch import Batch, Task
from backfile.workers.staging import Staging, content_file

PAGE = "<!DOCTYPE html><title>Ferry {0}</title><p>The ferry sailed for the {0}th time, and nobody was late for it.</p>"


def records(source: InputSource) -> Iterator[Record | Problem]:
    for number, line in enumerate(source.content, start=1):
        yield Record(json.loads(line).encode(), str(number))


LINES = Reader("lines", (".ferries",), lambda head: head.startswith(b'"'), records, html.parse)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init.create(tmp_path_factory.mktemp("task") / "archive", versioned=False).root


@pytest.fixture(autouse=True)
def add_reader_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, LINES))


def container(folder: Path, count: int) -> InputFile:
    file = folder / "all.ferries"
    file.write_text("".join(json.dumps(PAGE.format(number)) + "\n" for number in range(count)))
    return InputFile(file, file.name)


def headlines(batch: Batch) -> list[str | None]:
    return [result.article.headline if result.article else None for result in batch.results]


def refusal(batch: Batch) -> Problem:
    (result,) = batch.results
    (problem,) = result.problems
    return problem


def test_a_task_converts_the_first_records_of_a_container(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task, "BATCH_RECORDS", 2)
    batches = [task.convert_batch(Task(root, container(tmp_path, count))) for count in (1, 2, 5)]
    assert [headlines(batch) for batch in batches] == [["Ferry 0"], ["Ferry 0", "Ferry 1"], ["Ferry 0", "Ferry 1"]]
    assert [batch.next_record for batch in batches] == [None, None, 2]


def test_a_batch_ends_early_when_its_time_is_used(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "_BATCH_TIME_SHARE", -1)
    batch = task.convert_batch(Task(root, container(tmp_path, 3)))
    assert (headlines(batch), batch.next_record) == (["Ferry 0"], 1)


def record_tasks(root: Path, folder: Path, count: int) -> list[Task]:
    """Return the tasks of records that were taken out of a container."""
    tasks = []
    for number in range(count):
        file = folder / f"record-{number}"
        file.write_text(PAGE.format(number))
        item = InputFile(file, "all.ferries", named=True, record=str(number), container=Container(folder, LINES.name))
        tasks.append(Task(root, item, LINES.name))
    return tasks


def test_records_that_are_sent_together_are_left_for_later_when_their_time_is_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = record_tasks(root, tmp_path, 3)
    assert list(map(headlines, task.convert_batches(tasks))) == [["Ferry 0"], ["Ferry 1"], ["Ferry 2"]]
    monkeypatch.setattr(task, "_BATCH_TIME_SHARE", -1)
    assert list(map(headlines, task.convert_batches(tasks))) == [["Ferry 0"]]


def test_the_content_of_records_is_staged_as_their_original(root: Path, tmp_path: Path) -> None:
    staging = Staging(tmp_path / "images", tmp_path / "records")
    item = container(tmp_path, 1)
    (result,) = task.convert_batch(Task(root, item, staging=staging)).results
    content = PAGE.format(0).encode()
    assert result.article
    assert result.article.origin.sha256 == sha256(content).hexdigest()
    file = content_file(staging, item, result.article.origin.sha256)
    assert gzip.decompress(file.read_bytes()) == content
    original = InputFile(file, item.file, named=True, page=root / "page.md", record="1", collection=item.file)
    (second_result,) = task.convert_batch(Task(root, original, LINES.name, staging)).results
    assert second_result.article == result.article


def test_a_file_that_is_one_article_is_its_own_original(root: Path, tmp_path: Path) -> None:
    staging = Staging(tmp_path / "images", tmp_path / "records")
    (tmp_path / "a.html").write_text(PAGE)
    item = InputFile(tmp_path / "a.html", "a.html")
    (result,) = task.convert_batch(Task(root, item, staging=staging)).results
    assert result.article
    assert content_file(staging, item, result.article.origin.sha256) == item.path
    assert not staging.records.exists()


@pytest.mark.parametrize("name", ["a.html", "a.txt", STDIN])
@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_input_is_refused(root: Path, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "input").write_bytes(data)
    problem = refusal(task.convert_batch(Task(root, InputFile(tmp_path / "input", name))))
    assert (problem.kind, problem.file) == (ProblemKind.EMPTY, name)


@pytest.mark.parametrize(
    ("name", "data", "read_as", "kind"),
    [
        ("a.doc", b"A memo", None, ProblemKind.NO_READER),
        ("a.doc", b"A memo", "text", ProblemKind.NO_READER),
        (STDIN, b"%PDF-1.7", None, ProblemKind.NO_READER),
        ("a.html.gz", b"\x1f\x8bnot gzipped", None, ProblemKind.UNREADABLE),
    ],
)
def test_an_input_that_nothing_reads_is_refused(
    root: Path, tmp_path: Path, name: str, data: bytes, read_as: str | None, kind: ProblemKind
) -> None:
    (tmp_path / "input").write_bytes(data)
    assert refusal(task.convert_batch(Task(root, InputFile(tmp_path / "input", name), read_as))).kind is kind


def test_an_error_on_one_record_does_not_concern_the_others(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(record: RecordData) -> Iterator[Clipping | Problem]:
        if record.origin.record == "2":
            raise ValueError("not a ferry")
        yield from html.parse(record)

    monkeypatch.setattr(readers, "READERS", (replace(LINES, parse=parse),))
    batch = task.convert_batch(Task(root, container(tmp_path, 3)))
    assert headlines(batch) == ["Ferry 0", None, "Ferry 2"]
    (problem,) = batch.results[1].problems
    assert (problem.kind, problem.record) == (ProblemKind.CRASHED, "2")
    assert problem.reason == "reading it failed: ValueError: not a ferry"


def test_a_file_that_does_not_exist_any_more_is_refused(root: Path, tmp_path: Path) -> None:
    problem = refusal(task.convert_batch(Task(root, InputFile(tmp_path / "none.html", "none.html"))))
    assert problem.kind is ProblemKind.UNREADABLE

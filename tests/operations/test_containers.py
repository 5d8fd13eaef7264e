"""Containers in an archive: large ones, newer exports, drafts, originals that are read again."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from backfile.archive import page
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.problems import ProblemKind
from backfile.readers.files import InputFile
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config
from backfile.workers.pool import convert_inputs
from backfile.workers.task import BATCH_RECORDS
from tests.accounting import accounted
from tests.operations.test_known_results import PNG

CORPUS = Path(__file__).parents[1] / "corpus"
SENTENCE = "The ferry sailed for the {0}th time, and the {0} sheep on the quay of Merrow were late for it again."


def row(number: int, text: str = "") -> dict[str, object]:
    body = "\n\n".join(f"{SENTENCE.format(number)} It was day {day}." for day in range(5))
    return {"id": f"f{number}", "title": f"Ferry {number}", "text": f"{body}{text}", "date": "2020-03-01"}


def export(folder: Path, rows: list[dict[str, object]], name: str = "export.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return file


def articles(config: Config) -> dict[str, str]:
    loaded = (page.load(file.read_text()) for file in config.docs.glob("articles/**/*.md"))
    return {str(article.origin.record): str(article.body) for article in loaded}


def kinds(report: Report) -> list[ProblemKind]:
    return [problem.kind for problem in report.problems]


def test_a_large_container_is_read_to_its_end_and_progress_counts_its_bytes(home: Config, tmp_path: Path) -> None:
    count = BATCH_RECORDS + 30
    file = export(tmp_path, [row(number) for number in range(count)])
    steps: list[tuple[int, int]] = []
    report = ingest([file], home, progress=lambda done, total: steps.append((done, total)))
    assert accounted(report) == (count, count, 0, 0, 0)
    assert sorted(articles(home)) == sorted(f"f{number}" for number in range(count))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (file.stat().st_size + 1,) * 2
    assert accounted(ingest([file], home)) == (count, 0, 0, count, 0)
    assert not (home.root / ".backfile" / "tmp" / "records").exists()


def test_without_staging_records_of_equal_content_are_read_and_their_files_are_removed(
    home: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = export(tmp_path, [{"title": "Ferry", "text": SENTENCE.format(1)}] * (BATCH_RECORDS + 60))
    parts = [
        (part, len(list(tmp_path.glob("backfile-*/*"))))
        for part in convert_inputs([InputFile(file, file.name)], home, 1)
    ]
    assert [len(part.results) for part, _ in parts] == [BATCH_RECORDS] + 60 * [1]
    assert all(result.article for part, _ in parts for result in part.results)
    assert parts[-1][1] == 1
    assert not list(tmp_path.glob("backfile-*"))


def test_a_newer_export_changes_what_changed_and_names_what_is_gone(home: Config, tmp_path: Path) -> None:
    ingest([export(tmp_path, [row(number) for number in range(25)])], home)
    before, head = articles(home), _commits(home)
    rows = [
        row(number, " The pier is new." if number < 10 else "") for number in range(30) if number not in (20, 21, 22)
    ]
    report = ingest([export(tmp_path, rows)], home)
    assert accounted(report) == (27, 5, 10, 12, 0)
    (gone,) = (problem for problem in report.problems if problem.kind is ProblemKind.GONE)
    assert gone.reason.startswith("3 articles of an earlier export")
    assert _commits(home) == head + 1
    after = articles(home)
    assert sorted(key for key in before if before[key] != after[key]) == sorted(f"f{number}" for number in range(10))


def test_a_damaged_record_does_not_make_others_gone(home: Config, tmp_path: Path) -> None:
    file = export(tmp_path, [row(1), row(2)])
    ingest([file], home)
    file.write_text(json.dumps(row(1)) + "\n{broken\n")
    assert ProblemKind.GONE in kinds(ingest([file], home))
    file.write_bytes(file.read_bytes()[:-3] + b"[" * 10)
    accounted(ingest([file], home))


def test_drafts_are_left_out_unless_they_are_included(home: Config, tmp_path: Path) -> None:
    file = export(tmp_path, [row(1), {**row(2), "status": "draft"}])
    report = ingest([file], home)
    assert (report.read, report.written, report.left_out, report.reported) == (2, 1, 1, 0)
    accounted(report)
    report = ingest([file], home, Options(drafts=True))
    assert (report.written, report.unchanged, report.left_out) == (1, 1, 0)
    assert reingest(home, dry_run=True).unchanged == 2


def test_a_mapping_is_written_down_and_used_by_reingest(home: Config, tmp_path: Path) -> None:
    file = export(tmp_path, [{"Kopf": "Ferry", "Rumpf": SENTENCE.format(1)}])
    assert ingest([file], home).reported == 1
    report = ingest([file], home, Options(mapping={"headline": "Kopf", "body": "Rumpf"}))
    assert report.written == 1
    assert "Rumpf" in (home.root / "imports.yml").read_text()
    result = reingest(home, dry_run=True)
    assert (result.unchanged, result.problems) == (1, ())


@pytest.mark.parametrize("corpus", ["data_sets", "feeds", "markdown", "web_archives", "saved_pages"])
def test_originals_make_the_same_pages(home: Config, tmp_path: Path, corpus: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for file in (CORPUS / corpus).glob("*/*"):
        if file.name != "expected.json":
            shutil.copy(file, folder / f"{file.parent.name}-{file.name}")
    accounted(ingest([folder], home))
    result = reingest(home, dry_run=True)
    assert result.problems == ()
    assert result.changed == ()


def test_images_that_a_web_archive_holds_are_kept(home: Config) -> None:
    (file,) = (CORPUS / "web_archives" / "warc_gz").glob("*.gz")
    report = ingest([file], home)
    assert report.images_kept == 1
    assert len([path for path in (home.docs / "images").rglob("*") if path.is_file()]) == 1
    assert ingest([file], replace(home)).unchanged == 2


@pytest.mark.parametrize("case", ["zip", "mhtml_chrome", "webarchive", "single_file_zip"])
def test_images_that_come_with_saved_pages_are_kept(home: Config, case: str) -> None:
    (file,) = (path for path in (CORPUS / "saved_pages" / case).iterdir() if path.suffix != ".json")
    assert ingest([file], home).images_kept == 1


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_images_of_pages_in_a_tar_are_kept(home: Config, tmp_path: Path, mode: Literal["w", "w:gz"]) -> None:
    """The same files as in the zip: the folder of a page is no input of its own."""
    (file,) = (path for path in (CORPUS / "saved_pages" / "zip").iterdir() if path.suffix != ".json")
    packed = tmp_path / "pages.tar"
    with zipfile.ZipFile(file) as source, tarfile.open(packed, mode) as out:
        for name in source.namelist():
            info = tarfile.TarInfo(name)
            info.size = source.getinfo(name).file_size
            out.addfile(info, source.open(name))
    report = ingest([packed], home)
    assert report.images_kept == 1
    assert report.read == ingest([file], home).read


def feed(folder: Path, numbers: dict[int, str]) -> Path:
    """A feed of entries with these numbers, each with another text."""
    entry = (
        "<item><title>Ferry {0}</title><guid>f{0}</guid><pubDate>Sun, 01 Mar 2020 09:00:00 +0000</pubDate>{1}</item>"
    )
    items = "".join(
        entry.format(number, f"<content:encoded><![CDATA[<p>{row(number, text)['text']}</p>]]></content:encoded>")
        for number, text in numbers.items()
    )
    file = folder / f"feed-{len(numbers)}.xml"
    file.write_text(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Gazette</title>'
        f"<link>https://gazette.test/</link>{items}</channel></rss>"
    )
    return file


def test_a_newer_feed_changes_what_changed_and_names_what_is_gone(home: Config, tmp_path: Path) -> None:
    """The feed has another name: what makes both one thing is the address in it."""
    ingest([feed(tmp_path, dict.fromkeys(range(25), ""))], home)
    before, head = articles(home), _commits(home)
    newer = {number: " The pier is new." if number < 10 else "" for number in range(30) if number not in (20, 21, 22)}
    report = ingest([feed(tmp_path, newer)], home)
    assert accounted(report) == (27, 5, 10, 12, 0)
    (gone,) = (problem for problem in report.problems if problem.kind is ProblemKind.GONE)
    assert gone.reason.startswith("3 articles of an earlier export")
    after = articles(home)
    assert sorted(key for key in before if before[key] != after[key]) == sorted(f"f{number}" for number in range(10))
    assert _commits(home) == head + 1
    changed = git(home, "diff", "--name-only", "HEAD~1", "HEAD", "--", "docs/articles").split()
    assert len(changed) == 15


def _commits(config: Config) -> int:
    return int(git(config, "rev-list", "--count", "HEAD"))


def git(config: Config, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(config.root), *arguments], capture_output=True, text=True, check=True
    ).stdout


CONTAINERS = [
    file
    for corpus in ("data_sets", "feeds", "markdown", "web_archives", "saved_pages")
    for file in sorted((CORPUS / corpus).glob("*/*"))
    if file.name != "expected.json"
]
DAMAGES = int(os.environ.get("BACKFILE_DAMAGES", "1"))
"""How often each file is damaged."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that end early, or of which some are changed."""
    if chance.random() < 0.5:
        return data[: chance.randrange(1, len(data))]
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def test_every_record_of_damaged_containers_is_counted(home: Config, tmp_path: Path) -> None:
    """Each case of each format, cut or changed at random, in one run: the sum holds, and nothing fails."""
    chance = random.Random(os.environ.get("BACKFILE_SEED", "1"))
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(DAMAGES):
        for file in CONTAINERS:
            data = damaged(file.read_bytes(), chance)
            (folder / f"{number}-{file.parent.name}-{file.name}").write_bytes(data)
    report = ingest([folder], home, Options(dry_run=True))
    accounted(report)
    assert ProblemKind.CRASHED not in kinds(report)
    assert report.read >= DAMAGES * len(CONTAINERS) // 2


def pack(file: Path, form: str, files: dict[str, bytes]) -> Path:
    """Write a zip file, one in a zip file, or a tar file. In: its form; its files by their names."""
    if "zip" in form:
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return file if form == "zip" else pack(file.with_suffix(".outer.zip"), "zip", {"in.zip": file.read_bytes()})
    with tarfile.open(file, "w", format={"gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}[form]) as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("zip", "\u00fc" * 1200), ("nested zip", f"{'folder/' * 200}page"), ("gnu", "\u00fc" * 1200),
        ("gnu", f"{'folder/' * 200}page"), ("pax", "n" * 1500),
    ],
    ids=["zip-not ASCII", "nested zip-deep", "gnu-not ASCII", "gnu-deep", "pax-long"],
)  # fmt: skip
def test_records_with_long_names_are_read_and_made_again(home: Config, tmp_path: Path, form: str, name: str) -> None:
    """A name is made short once, so that the original of a record is that record again, and its images are found."""
    home = replace(home, settings=replace(home.settings, commit=False))
    folder, _, last = name.rpartition("/")
    files = {f"{name}{number}.html": page_with_image(number, f"{last[:20]}.png") for number in range(3)}
    files |= {f"{folder}/{last[:20]}.png".lstrip("/"): PNG, "short.html": page_with_image(4, "none.png"), "x": b"x"}
    file = pack(tmp_path / ("export.zip" if "zip" in form else "export.tar"), form, files)
    report = ingest([file], home)
    assert accounted(report) == (6, 4, 0, 0, 2)  # "x", and the image itself
    assert len(articles(home)) == 4
    assert report.images_kept == (0 if form == "nested zip" else 3)
    assert ingest([file], home, Options(reread=True)).unchanged == 4
    assert reingest(home).unchanged == 4


def page_with_image(number: int, image: str) -> bytes:
    body = f'<h1>Ferry {number}</h1><img src="{image}"><p>{SENTENCE.format(number)}</p>'
    return f"<!DOCTYPE html><title>Ferry {number}</title><article>{body * 2}</article>".encode()

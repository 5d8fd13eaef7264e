"""Ingest: inputs become pages in git, no record is lost, and every record is counted."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import NothingThereError, OwnFolderError, ProblemKind
from backfile.settings.mkdocs_yml import Config, load
from tests.accounting import accounted
from tests.operations.ingested import PARAGRAPH, SAMPLES, html, kinds, log, pages, status, tree


def test_an_article_becomes_a_page_and_a_commit(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    text = pages(home)["articles/2019/11/east-pier-to-be-mended.md"]
    article = page.load(text)
    assert article.headline == "East pier to be mended"
    assert article.body == (PARAGRAPH * 3).strip()
    assert article.origin.file == "pier.html"
    assert log(home)[0] == "Ingest: 1 new"
    assert status(home) == ""


def test_a_second_ingest_changes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    before, commits = tree(home), log(home)
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 0, 1, 0)
    assert report.revision is None
    assert (tree(home), log(home)) == (before, commits)


@pytest.mark.parametrize("pattern", ["201[679]-*", pytest.param("*", marks=pytest.mark.soak)])
def test_order_of_inputs_and_number_of_workers_change_nothing(tmp_path: Path, pattern: str) -> None:
    """Some of the samples, two saves of one article among them, or all of them."""
    files = sorted(file for file in SAMPLES.glob(pattern) if file.is_file())
    whole = init.create(tmp_path / "whole", "Archive", versioned=False)
    ingest(files, whole, Options(jobs=2))
    alone = init.create(tmp_path / "alone", "Archive", versioned=False)
    random.Random(7).shuffle(files)
    for file in files:
        ingest([file], alone, Options(jobs=1))
    assert tree(alone) == tree(whole)


def test_subfolders_hidden_files_links_and_damaged_files(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "deep" / "er").mkdir(parents=True)
    (inbox / "deep" / "er" / "a.html.gz").write_bytes(gzip.compress(html(url="https://gazette.test/a").encode()))
    (inbox / ".hidden.html").write_text(html(url="https://gazette.test/hidden"))
    (inbox / ".git").mkdir()
    (inbox / ".git" / "c.html").write_text(html(url="https://gazette.test/git"))
    (inbox / "d.docx").write_bytes(b"PK")
    (inbox / "e.html").write_bytes(b"")
    (tmp_path / "secret.txt").write_text("The secret\n\nNobody is to read this.\n")
    (inbox / "f.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "g.html.gz").write_bytes(gzip.compress(html().encode())[:12])
    report = ingest([inbox], home)
    assert accounted(report) == (5, 1, 0, 0, 4)
    kinds_by_file = {problem.file: problem.kind for problem in report.problems}
    assert kinds_by_file == {
        "d.docx": ProblemKind.NO_READER,
        "e.html": ProblemKind.EMPTY,
        "f.txt": ProblemKind.UNREADABLE,
        "g.html.gz": ProblemKind.UNREADABLE,
    }
    assert page.load(next(iter(pages(home).values()))).origin.file == "deep/er/a.html.gz"
    assert "secret" not in "".join(pages(home).values())


def test_standard_input(home: Config) -> None:
    report = ingest([Path("-")], home, stdin=io.BytesIO(html().encode()))
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert page.load(next(iter(pages(home).values()))).origin.file == "-"
    for data, kind in ((b"\x00\x01\x02", ProblemKind.NO_READER), (b"", ProblemKind.EMPTY)):
        report = ingest([Path("-")], home, stdin=io.BytesIO(data))
        assert accounted(report) == (1, 0, 0, 0, 1)
        assert kinds(report) == [kind]


def test_limits_of_size_and_depth(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "limited")
    text = (home.root / "mkdocs.yml").read_text()
    (home.root / "mkdocs.yml").write_text(text + "      max_megabytes: 1\n      max_depth: 50\n")
    (inbox / "large.html").write_text(html(body="x " * 600_000))
    (inbox / "bomb.html.gz").write_bytes(gzip.compress(b"<p>" + b"a" * 40_000_000))
    (inbox / "deep.html").write_text("<div>" * 60 + PARAGRAPH)
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], load(home.root))
    assert accounted(report) == (4, 1, 0, 0, 3)
    assert sorted(kinds(report)) == [ProblemKind.TOO_DEEP, ProblemKind.TOO_LARGE, ProblemKind.TOO_LARGE]


def test_undecodable_bytes_are_reported(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_bytes(html(body="Caf\u00e9 " * 30).encode().replace(b"\xc3\xa9 C", b"\xff C", 1))
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert kinds(report) == [ProblemKind.ENCODING]


def test_dry_run_writes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    before = tree(home)
    assert accounted(ingest([inbox], home, Options(dry_run=True))) == (1, 1, 0, 0, 0)
    assert tree(home) == before


def test_a_missing_source_is_an_error(home: Config, inbox: Path) -> None:
    with pytest.raises(NothingThereError, match="nowhere"):
        ingest([inbox / "nowhere"], home)


def test_originals_are_stored(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (original,) = (home.root / "originals").rglob("*.gz")
    assert gzip.decompress(original.read_bytes()) == (inbox / "pier.html").read_bytes()
    (text,) = pages(home).values()
    assert original.parent.name + original.stem == page.load(text).origin.sha256


def test_a_missing_original_is_stored_by_the_next_run(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (original,) = (home.root / "originals").rglob("*.gz")
    original.unlink()
    ingest([inbox], home)
    assert original.is_file()


def test_the_archives_own_folders_are_not_ingested(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (home.site / "x").mkdir(parents=True)
    (home.site / "x" / "index.html").write_text(html(url="https://gazette.test/built"))
    (tmp_path / "link").symlink_to(home.root)
    report = ingest([tmp_path / "link"], home)
    assert report.written == 0
    assert {problem.kind for problem in report.problems} <= {ProblemKind.NO_READER}
    with pytest.raises(OwnFolderError):
        ingest([home.site], home)


def test_a_link_to_a_folder_is_reported(home: Config, inbox: Path) -> None:
    (inbox / "deep").mkdir()
    (inbox / "deep" / "pier.html").write_text(html())
    (inbox / "link").symlink_to(inbox / "deep")
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 0, 1)
    assert report.problems[0].file == "link"


def test_read_as_applies_to_names_without_a_known_suffix(home: Config, inbox: Path) -> None:
    (inbox / "notes.txt").write_text("The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n")
    (inbox / "style.css").write_text("body { color: red }")
    (inbox / "page").write_text(html())
    report = ingest([inbox], home, Options(read_as="html"))
    assert accounted(report) == (3, 2, 0, 0, 1)
    assert {page.load(text).origin.reader for text in pages(home).values()} == {"html", "text"}


def test_empty_front_matter_keys_make_no_lists(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    text = (home.docs / path).read_text()
    (home.docs / path).write_text(text.replace("---\n", "---\nsource:\ntags: [null]\n", 1))
    ingest([inbox], home)
    assert "None" not in (home.docs / "index.md").read_text()
    assert not (home.docs / "tags" / "none.md").exists()


def test_an_interrupted_run_ends_at_once(home: Config, inbox: Path) -> None:
    for number in range(300):
        (inbox / f"{number}.html").write_text(html(url=f"https://gazette.test/{number}"))

    def interrupt(done: int, total: int) -> None:
        if 0 < done < total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([inbox], home, Options(jobs=1), interrupt)
    assert pages(home) == {}
    assert accounted(ingest([inbox / "1.html"], home)) == (1, 1, 0, 0, 0)

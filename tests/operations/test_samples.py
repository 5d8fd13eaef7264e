"""The repository is an archive: its committed pages are those that an ingest of the sample articles writes."""

import shutil
from pathlib import Path

from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import load

ROOT = Path(__file__).parents[2]
WRITTEN = ("articles", "images", "tags", "index.md")


def tree(docs: Path) -> dict[str, bytes]:
    files = (file for name in WRITTEN for file in [docs / name, *(docs / name).rglob("*")] if file.is_file())
    return {file.relative_to(docs).as_posix(): file.read_bytes() for file in files}


def test_committed_pages_are_those_of_an_ingest(tmp_path: Path) -> None:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    report = ingest([ROOT / "generator" / "backfile" / "samples"], load(tmp_path), Options(commit=False))
    assert report.read == report.written + report.reported
    # One sample is an older save of another.
    assert [problem.kind for problem in report.problems] == [ProblemKind.SUPERSEDED]
    assert tree(ROOT / "docs") == tree(tmp_path / "docs")


def test_ingesting_into_the_committed_pages_changes_nothing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    before = tree(tmp_path / "docs")
    report = ingest([ROOT / "generator" / "backfile" / "samples"], load(tmp_path), Options(commit=False))
    assert report.read == report.unchanged + report.reported
    assert tree(tmp_path / "docs") == before


def test_the_handbook_lists_each_sample() -> None:
    table = (ROOT / "docs" / "handbook" / "samples.md").read_text("utf-8")
    for sample in (ROOT / "generator" / "backfile" / "samples").iterdir():
        assert f"| `{sample.name}` |" in table

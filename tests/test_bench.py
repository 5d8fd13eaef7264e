"""The quality floor: gold sets of saved pages, ingested and scored by the scorer that lies with them.

`BACKFILE_GOLD` names the folder of the sets; without one these tests are skipped. A figure may only fall below its
floor in `bench_floors.json` with a reason in the commit that lowers it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import archive, page
from generator.ingest import Options, ingest
from generator.problems import Report

ROOT = Path(__file__).parent.parent
GOLD = Path(os.environ.get("BACKFILE_GOLD") or ROOT / "../shared/bench").resolve()
FLOORS: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("bench_floors.json").read_text("utf-8"))

SEED = GOLD.parent / "seed"
"""A scraped text that lies beside the gold sets."""

pytestmark = pytest.mark.skipif(not (GOLD / "score.py").is_file(), reason="no gold sets: set BACKFILE_GOLD")


def scorer(*arguments: str | Path) -> str:
    command = [sys.executable, str(GOLD / "score.py"), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module", params=sorted(FLOORS))
def scored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Report, dict[str, float]]:
    """Give the name of a gold set, the report of its ingest and its figures."""
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    scorer("unpack", GOLD / name, folder / "pages")
    config = archive.create(folder / "archive", versioned=False)
    report = ingest([folder / "pages"], config, Options(commit=False))
    figures: dict[str, float] = json.loads(scorer("score", GOLD / name, config.docs, "--json"))
    return name, report, figures


def test_every_page_is_written_or_reported(scored: tuple[str, Report, dict[str, float]]) -> None:
    name, report, figures = scored
    assert report.read == figures["rows"] == FLOORS[name]["pages"]
    assert report.written + report.updated + report.reported == report.read


def test_no_figure_is_below_its_floor(scored: tuple[str, Report, dict[str, float]]) -> None:
    name, _, figures = scored
    low = {key: (figures[key], floor) for key, floor in FLOORS[name].items() if figures[key] < floor}
    assert not low, f"{name}: (found, floor) {low}"


@pytest.mark.skipif(not SEED.is_dir(), reason="no seed beside the gold sets")
def test_the_first_article(tmp_path: Path) -> None:
    config = archive.create(tmp_path / "archive")
    report = ingest([SEED], config)
    assert (report.read, report.written) == (1, 1)
    (file,) = config.docs.joinpath("articles").rglob("*.md")
    article = page.load(file.read_text())
    lines = next(SEED.glob("*.txt")).read_text().splitlines()
    assert article.headline == lines[0] == lines[1]
    assert (article.dek, article.dateline, article.published) == (lines[2], "Kabul", None)
    assert article.body.split("\n\n") == [line for line in lines[3:] if line][:7]
    assert {"Taliban", "Afghanistan"} <= set(article.tags)
    before = file.read_bytes()
    again = ingest([SEED], config)
    assert (again.unchanged, again.revision, file.read_bytes()) == (1, None, before)

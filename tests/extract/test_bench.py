"""Quality of extraction: gold sets of saved pages are ingested, and scored by the script that belongs to the sets.

`BACKFILE_GOLD` is the folder of the sets; without the folder, these tests are skipped. No figure may be below its floor
in `bench_floors.json`. A commit that lowers a floor states the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

from backfile.archive import page
from backfile.article import Article, Clipping, RawHtml, SafeHtml
from backfile.extract import extract
from backfile.fields import parse
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.readers import reader_for
from backfile.readers.records import record_data
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config
from backfile.site.build import build
from tests.gold import GOLD, scorer
from tests.markup.visible_content import of_html

FLOORS: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("bench_floors.json").read_text("utf-8"))

SEED = GOLD.parent / "seed"
"""The folder beside the gold sets, which contains a scraped text."""

pytestmark = pytest.mark.skipif(not (GOLD / "score.py").is_file(), reason="no gold sets: set BACKFILE_GOLD")


@dataclass(frozen=True)
class Ingested:
    """A gold set in an archive."""

    name: str
    pages: Path
    config: Config
    report: Report

    def sanitized(self, step: int = 1) -> Iterator[tuple[str, Article, SafeHtml]]:
        """Yield an article's path under docs/, the article, and the sanitized HTML from which it was written.

        Of so many articles, one is taken.
        """
        for file in sorted(self.config.docs.joinpath("articles").rglob("*.md"))[::step]:
            article = page.load(file.read_text("utf-8"))
            name = article.origin.file
            reader = reader_for(name)
            assert reader is not None
            items = reader.parse(record_data(reader, name, (self.pages / name).read_bytes()))
            clipping = extract(next(item for item in items if isinstance(item, Clipping)))
            html = sanitize.clean(RawHtml(clipping.body), clipping.base_url or parse.parse(clipping)[0].url)
            yield file.relative_to(self.config.docs).as_posix(), article, html


@pytest.fixture(scope="module", params=sorted(FLOORS))
def ingested(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    scorer("unpack", GOLD / name, folder / "pages")
    config = init.create(folder / "archive", versioned=False)
    report = ingest([folder / "pages"], config, Options(commit=False))
    return Ingested(name, folder / "pages", config, report)


def test_every_page_is_written_or_reported_as_a_problem(ingested: Ingested) -> None:
    report = ingested.report
    assert report.read == FLOORS[ingested.name]["pages"]
    assert report.written + report.updated + report.reported == report.read


def test_no_figure_is_below_its_floor(ingested: Ingested) -> None:
    name = ingested.name
    figures: dict[str, float] = json.loads(scorer("score", GOLD / name, ingested.config.docs, "--json"))
    assert figures["rows"] == FLOORS[name]["pages"]
    low = {key: (figures[key], floor) for key, floor in FLOORS[name].items() if figures[key] < floor}
    assert not low, f"{name}: (figure, floor) {low}"


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_at_most_one_block_in_a_hundred_is_written_as_inert_html(ingested: Ingested, step: int) -> None:
    """Not counting figures with captions and tables with spans, for which Markdown has no form."""
    rendering = ingested.config.rendering
    writer = Writer(rendering.extensions, rendering.options)
    blocks = inert = 0
    for _, article, html in ingested.sanitized(step):
        written, inert_blocks = writer.write(html)
        assert written == article.body
        top = lxml.html.fragments_fromstring(html)
        unsupported = sum(
            item.tag == "figure" or bool(item.xpath("self::table//*[@colspan or @rowspan]")) for item in top
        )
        blocks += len(top) - unsupported
        inert += len(inert_blocks) - unsupported
    assert blocks > 1000 / step
    assert inert <= blocks / 100, f"{inert} of {blocks}"


@pytest.mark.soak
def test_every_line_of_every_article_is_on_the_site(ingested: Ingested) -> None:
    build(ingested.config)
    for path, article, html in ingested.sanitized():
        built = ingested.config.site / path.removesuffix(".md") / "index.html"
        shown = of_html(built.read_text("utf-8"), "article__body")
        assert shown.lines == of_html(html).lines, article.origin.file


@pytest.mark.skipif(not SEED.is_dir(), reason="no seed beside the gold sets")
def test_the_scraped_text_is_ingested_completely(tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive")
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

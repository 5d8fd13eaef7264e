"""Explain: an explanation agrees with what an ingest does, and nothing is written."""

import json
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.cli.explanation import format_explanation
from backfile.cli.output import print_lines
from backfile.cli.problem_list import print_problems
from backfile.fields.parse import Fate
from backfile.operations import init
from backfile.operations.explain import ArticleExplanation, explain
from backfile.operations.ingest import Options, ingest
from backfile.problems import REFUSALS, NothingThereError, ProblemKind
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config
from tests.cli.processes import SAMPLES
from tests.program import backfile

HOSTILE = Path(__file__).parents[1] / "hostile"
NOT_EXPLAINED = {*REFUSALS, ProblemKind.LEFT_OUT, ProblemKind.DAMAGED}
"""What is reported in place of an article: also a README, and the rest of a damaged container."""


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, Report]:
    """An archive of the sample articles, and the report of their ingest."""
    config = init.create(tmp_path_factory.mktemp("explain") / "archive", versioned=False)
    return config, ingest([SAMPLES], config, Options(commit=False))


def pages(config: Config) -> dict[str, Path]:
    """Return the digests of inputs with their pages."""
    files = (config.docs / "articles").rglob("*.md")
    return {page.load(file.read_text("utf-8")).origin.sha256: file for file in files}


def tree(root: Path) -> dict[str, bytes]:
    return {file.as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_the_explanation_of_an_input_agrees_with_its_page(ingested: tuple[Config, Report]) -> None:
    config, report = ingested
    page_of, before = pages(config), tree(config.root)
    explanations = list(explain([SAMPLES], config))
    assert len(explanations) == report.read
    removed = [(each.file, cut.rule, cut.text) for each in explanations for cut in each.removed]
    superseded = {problem.file for problem in report.problems if problem.kind is ProblemKind.SUPERSEDED}
    assert [cut for cut in removed if cut[0] not in superseded] == sorted(
        ((cut.file, cut.rule, cut.text) for cut in report.removed), key=lambda cut: cut[0]
    )
    for explanation in explanations:
        assert explanation.article
        if explanation.file not in superseded:
            assert page.dump(explanation.article) == page_of[explanation.article.origin.sha256].read_text("utf-8")
        assert_consistent(explanation)
    assert tree(config.root) == before


def assert_consistent(explanation: ArticleExplanation) -> None:
    """Assert that tags, fields and fidelity of an explanation are those of its article."""
    article = explanation.article
    assert article
    assert tuple(offer.tag for offer in explanation.offers if offer.refused is None) == article.tags
    via = {candidate.field: candidate.via for candidate in explanation.candidates if candidate.fate is Fate.TAKEN}
    assert via == {key: place for key, place in article.origin.fields.items() if place != "fallback"}
    assert all(block.why and block.text for block in explanation.inert)
    assert explanation.measured.fidelity == article.origin.fidelity
    assert not explanation.measured.left_out or any(share.kept < share.of for _, share in explanation.measured.opinions)


def test_a_page_is_explained_by_its_original(ingested: tuple[Config, Report]) -> None:
    config, _ = ingested
    files = list(pages(config).values())
    for explanation in explain(files, config):
        state = explanation.page
        assert state
        assert (state.original, state.edited, state.differs) == (True, False, ())
        assert_consistent(explanation)


def test_a_page_without_its_original(ingested: tuple[Config, Report], tmp_path: Path) -> None:
    config, _ = ingested
    inputs = {each.article.origin.sha256: each for each in explain([SAMPLES], config) if each.article}
    for sha256, file in pages(config).items():
        original = config.root / "originals" / sha256[:2] / f"{sha256[2:]}.gz"
        original.rename(tmp_path / "moved.gz")
        (explanation,) = explain([file], config)
        (tmp_path / "moved.gz").rename(original)
        article = explanation.article
        assert explanation.page
        assert not explanation.page.original
        assert explanation.offers == inputs[sha256].offers
        assert explanation.inert == inputs[sha256].inert
        assert {c.field: c.via for c in explanation.candidates} == dict(article.origin.fields if article else {})


def test_an_edited_page(ingested: tuple[Config, Report], tmp_path: Path) -> None:
    config, _ = ingested
    file = next(file for file in pages(config).values() if "harbour-lights" in file.name)
    text = file.read_text("utf-8")
    file.write_text(text.replace('"crafts"', '"Mine"').replace("\ntitle: ", "\ntitle: My "), "utf-8")
    output = backfile("explain", file, cwd=config.root)
    (explanation,) = explain([file], config)
    file.write_text(text, "utf-8")
    assert "You edited it" in output
    assert "would change: title, keywords, tags." in output
    assert explanation.page
    assert explanation.page.edited
    assert set(explanation.page.differs) >= {"tags"}


def test_a_page_with_a_path_as_its_digest(ingested: tuple[Config, Report]) -> None:
    config, _ = ingested
    file = next(iter(pages(config).values()))
    text = file.read_text("utf-8")
    sha256 = page.load(text).origin.sha256
    file.write_text(text.replace(sha256, "../../../mkdocs.yml"), "utf-8")
    (explanation,) = explain([file], config)
    file.write_text(text, "utf-8")
    assert explanation.page
    assert not explanation.page.original


ODD = """<title>A title</title><meta name="author" content="https://a.test/"><meta name="author" content="Ada Mercer">
<meta property="article:published_time" content="soon"><h1>A \x1b[2J headline</h1>
<p>It rained all day long in the town by the sea, and then it stopped.</p>
<figure><img src="https://a.test/a.png"><figcaption>The sea</figcaption></figure>
<table><tr><td colspan="2">High</td></tr><tr><td>and</td><td>low</td></tr></table>
<ol><li>one</li></ol><ol start="3"><li>three</li></ol>
"""


def test_refused_candidates_and_inert_blocks(ingested: tuple[Config, Report], tmp_path: Path) -> None:
    config, _ = ingested
    (tmp_path / "odd.html").write_text(ODD)
    (explanation,) = explain([tmp_path / "odd.html"], config)
    fates = {(c.field, c.values): c.fate for c in explanation.candidates}
    assert fates["date", ("soon",)] is Fate.REFUSED
    assert [problem.kind for problem in explanation.problems] == [ProblemKind.DATE]
    figure, table, numbered = explanation.inert
    assert (figure.why, figure.text) == ("a figure", "The sea")
    assert (table.why, table.text) == ("a table with spans", "High and low")
    assert "would become" in numbered.why
    output = backfile("explain", tmp_path / "odd.html", cwd=config.root)
    assert "refused: opengraph “soon”" in output
    assert "a table with spans: “High and low”" in output
    assert max(map(len, output.splitlines())) <= 80
    assert "\x1b" not in output


def test_an_ingest_counts_inert_blocks_and_lists_them_with_reasons(
    ingested: tuple[Config, Report], tmp_path: Path
) -> None:
    config, _ = ingested
    (tmp_path / "odd.html").write_text(ODD)
    command = ("ingest", "--dry-run", tmp_path / "odd.html")
    (block,) = json.loads(backfile(*command, "--json", cwd=config.root))["inert"]
    assert (block["file"], block["block"], block["text"]) == ("odd.html", 5, "three")
    assert "would become" in block["why"]
    assert "1 block was written as HTML instead of Markdown; --json lists it with the reason." in backfile(
        *command, cwd=config.root
    )


PARAGRAPHS = [
    f"On day {day} of the rain the wells of the town were fuller than they had been the day before."
    for day in range(20)
]


LINKS = '<link rel="canonical" href="https://a.test/rain"><link rel="next" href="?page=2">'


def test_missing_paragraphs_are_listed_with_their_opinions(ingested: tuple[Config, Report], tmp_path: Path) -> None:
    """The second half of the article is in an element whose class is `newsletter`, which extraction removes."""
    config, _ = ingested
    first, second = ("".join(f"<p>{text}</p>" for text in part) for part in (PARAGRAPHS[:6], PARAGRAPHS[6:]))
    halves = f'<div class="text">{first}</div><div class="newsletter">{second}</div>'
    (tmp_path / "rain.html").write_text(f"{LINKS}<title>Rain</title><body><div id=page><h1>Rain</h1>{halves}</div>")
    output = backfile("explain", tmp_path / "rain.html", cwd=config.root)
    assert "text              0% of 990 characters on which all opinions agree" in output
    assert "headed            29% of 1,410 characters" in output
    assert "fidelity: only 0% of its main text is in the article" in output
    assert "paged: its text continues at https://a.test/rain?page=2" in output
    for text in PARAGRAPHS[6:]:
        assert f"  dense, headed     “{text[:30]}" in output
    assert PARAGRAPHS[0] not in output


def test_every_hostile_file_is_explained_or_refused(
    ingested: tuple[Config, Report], capsys: pytest.CaptureFixture[str]
) -> None:
    config, _ = ingested
    for explanation in explain([HOSTILE], config):
        assert explanation.article or {problem.kind for problem in explanation.problems} & NOT_EXPLAINED
        print_lines(*format_explanation(explanation))
        print_problems(explanation.problems)
    printed = capsys.readouterr().out
    assert not any(ord(char) < 32 or 0x202A <= ord(char) <= 0x202E for char in printed.replace("\n", ""))


def test_inputs_that_cannot_be_explained(ingested: tuple[Config, Report], tmp_path: Path) -> None:
    config, _ = ingested
    (tmp_path / "a.docx").write_bytes(b"x")
    assert "no-reader" in backfile("explain", tmp_path / "a.docx", cwd=config.root, code=3)
    assert "title: " not in backfile("explain", config.docs / "index.md", cwd=config.root, code=3)
    for missing in (tmp_path / "nowhere.html", config.docs / "nowhere.md", tmp_path / "-"):
        with pytest.raises(NothingThereError, match="Name a file that does"):
            list(explain([missing], config))
    with pytest.raises(NothingThereError, match="is not in"):
        list(explain([tmp_path / "a.docx"], config, folder=config.docs))


def test_the_original_of_a_record_is_the_record_whatever_its_name(tmp_path: Path) -> None:
    config = init.create(tmp_path / "archive", versioned=False)
    ingest([SAMPLES / "2018-allotment-ledger.html"], config, Options(commit=False))
    [file] = pages(config).values()
    file.write_text(file.read_text("utf-8").replace('  reader: "html"', '  record: "7"\n  reader: "html"'), "utf-8")
    [explanation] = explain([file], config)
    assert explanation.problems == ()
    assert explanation.article
    assert explanation.page
    assert explanation.page.original

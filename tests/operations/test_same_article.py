"""One article as a saved page and as a scraped text: both stay, and each run that ingests one of them says so."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shlex import split

import pytest

from backfile.archive import identity, page, resemblance
from backfile.archive.catalog import Catalog
from backfile.archive.identity_yml import NO_RULINGS
from backfile.archive.storage import Storage
from backfile.article import Article, Markdown, Origin
from backfile.operations import init
from backfile.operations.drafts import Draft
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.operations.same_article import SameArticles
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers.files import InputFile
from backfile.readers.text import READER
from backfile.report import Report
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import html, pages, status, tree
from tests.program import backfile

HEADLINE = "East pier to be mended"
PARAGRAPHS = (
    "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive.",
    "Its engineer has found eleven cracked piles under the fish market, and says that two more are hollow.",
    "The fishermen will land their catch at the coal quay until March, which costs them an hour each day.",
    "Nobody on the board wanted to say who pays for the work if the county turns down the request.",
)
OTHERS = (
    "A barge has torn away twenty metres of planks, and the watchman heard nothing of it until dawn.",
    "The owners of the barge live abroad, so that a court in another town has to decide about the damage.",
    "Divers looked for the anchor all morning and brought up a bicycle, a bell and a crate of plates.",
)


def page_of(headline: str = HEADLINE, paragraphs: tuple[str, ...] = PARAGRAPHS, **values: str | None) -> str:
    return html(headline, "</p><p>".join(paragraphs), **values)


def text_of(headline: str = HEADLINE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "\n\n".join((headline, *paragraphs)) + "\n"


def said(report: Report) -> list[Problem]:
    """Return the remarks about one article that is in the archive twice."""
    return [problem for problem in report.problems if problem.kind == ProblemKind.SAME_ARTICLE]


def page_paths(config: Config) -> tuple[str, str]:
    """Return the paths, in the archive, of the page that was made from the saved page, and of that from the text."""
    texts = pages(config)
    (of_text,) = (path for path, text in texts.items() if 'reader: "text"' in text)
    (of_page,) = texts.keys() - {of_text}
    return f"docs/{of_page}", f"docs/{of_text}"


def assert_names_both(problem: Problem, config: Config) -> None:
    of_page, of_text = page_paths(config)
    assert of_page in problem.reason
    assert of_text in problem.reason
    assert f"`git rm {of_text}`" in problem.next_step


def test_it_is_a_remark() -> None:
    assert ProblemKind.SAME_ARTICLE not in REFUSALS


def test_nothing_is_said_of_pages_that_the_owner_keeps_apart(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    (problem,) = said(ingest([inbox], home))
    command = problem.next_step.split("`")[-2]
    backfile(*split(command)[1:], cwd=home.root)
    assert said(ingest([inbox], home)) == []


@pytest.mark.parametrize("names", [("pier.html", "pier.txt"), ("pier.txt", "pier.html")])
def test_in_two_runs_in_either_order(home: Config, inbox: Path, names: tuple[str, str]) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    report = ingest([inbox / names[0]], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert said(report) == []
    before = pages(home)
    report = ingest([inbox / names[1]], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert len(pages(home)) == 2
    assert before.items() <= pages(home).items()
    (problem,) = said(report)
    assert problem.file == names[1]
    assert_names_both(problem, home)


def test_in_one_run_it_is_said_once(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    report = ingest([inbox], home)
    assert accounted(report) == (2, 2, 0, 0, 0)
    (problem,) = said(report)
    assert problem.file == "pier.txt"
    assert_names_both(problem, home)


def test_every_later_ingest_of_either_one_says_it_again(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    before = tree(home)
    for name in ("pier.html", "pier.txt"):
        report = ingest([inbox / name], home)
        assert accounted(report) == (1, 0, 0, 1, 0)
        (problem,) = said(report)
        assert problem.file == name
        assert_names_both(problem, home)
    (inbox / "other.html").write_text(page_of("Ferry late again", OTHERS, url="https://gazette.test/ferry"))
    assert said(ingest([inbox / "other.html"], home)) == []
    assert tree(home).items() >= {path: data for path, data in before.items() if "/articles/" in path}.items()


def test_another_article_with_the_same_headline_is_not_said(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of(paragraphs=OTHERS))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 2, 0, 0, 0)
    assert said(report) == []


def test_the_same_text_under_another_headline_is_not_said(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of("Board meets on Tuesday"))
    assert said(ingest([inbox], home)) == []


def test_two_pages_under_two_urls_are_not_said(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(page_of())
    (inbox / "b.html").write_text(page_of(url="https://courier.test/pier"))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 2, 0, 0, 0)
    assert report.problems == ()


def test_two_texts_are_not_said(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(text_of())
    (inbox / "b.txt").write_text(text_of(paragraphs=PARAGRAPHS[:3]))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 2, 0, 0, 0)
    assert report.problems == ()


def test_two_pages_and_a_text_are_said_once_for_each_page(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(page_of())
    (inbox / "b.html").write_text(page_of(url="https://courier.test/pier"))
    (inbox / "c.txt").write_text(text_of())
    problems = said(ingest([inbox], home))
    assert len(problems) == 2
    assert {problem.file for problem in problems} in ({"a.html", "c.txt"}, {"b.html", "c.txt"})
    assert all(any(path in problem.reason for problem in problems) for path in pages(home))


@pytest.mark.parametrize("names", [("pier.html", "pier.txt"), ("pier.txt", "pier.html")])
def test_a_page_without_a_url_and_a_text_are_two_articles(home: Config, inbox: Path, names: tuple[str, str]) -> None:
    (inbox / "pier.html").write_text(page_of(url=None))
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox / names[0]], home)
    before = pages(home)
    report = ingest([inbox / names[1]], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert_names_both(*said(report), home)
    assert before.items() < pages(home).items()
    assert accounted(ingest([inbox], home)) == (2, 0, 0, 2, 0)


def test_the_name_of_the_reader_of_scraped_texts() -> None:
    assert READER.name == identity.SCRAPED


@pytest.mark.parametrize(
    "paragraphs",
    [
        (*PARAGRAPHS, *OTHERS),
        PARAGRAPHS[:2],
        (*PARAGRAPHS[1:], OTHERS[0]),
    ],
    ids=["longer", "shorter", "both"],
)
def test_a_text_that_is_longer_or_shorter_is_said(home: Config, inbox: Path, paragraphs: tuple[str, ...]) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of(paragraphs=paragraphs))
    assert len(said(ingest([inbox], home))) == 1


def test_a_page_full_of_links_is_compared_by_its_words(home: Config, inbox: Path) -> None:
    linked = tuple(
        " ".join(f'<a href="https://gazette.test/{word}/about-{word}-and-more">{word}</a>' for word in text.split())
        for text in PARAGRAPHS
    )
    (inbox / "pier.html").write_text(page_of(paragraphs=linked))
    (inbox / "pier.txt").write_text(text_of())
    assert len(said(ingest([inbox], home))) == 1


@pytest.mark.parametrize(
    "headline",
    ["EAST PIER TO BE MENDED", "“East pier” to be mended", "East  pier to be mended", "East Pier to be mended!"],
)
def test_headlines_may_differ_in_case_and_marks(home: Config, inbox: Path, headline: str) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of(headline))
    assert len(said(ingest([inbox], home))) == 1


def test_after_the_given_command_it_is_not_said_again(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    (problem,) = said(ingest([inbox], home))
    command = problem.next_step.split("`")[1]
    assert command == f"git rm {page_paths(home)[1]}"
    subprocess.run(split(command), cwd=home.root, check=True, capture_output=True)
    report = ingest([inbox], home)
    assert accounted(report) == (2, 0, 0, 1, 1)
    assert [problem.kind for problem in report.problems] == [ProblemKind.REMOVED]


def test_after_the_page_is_removed_the_text_is_alone(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    (home.root / page_paths(home)[0]).unlink()
    assert said(ingest([inbox / "pier.txt"], home)) == []


@pytest.mark.parametrize("options", [Options(commit=False), Options()], ids=["uncommitted", "without git"])
def test_without_commits_the_command_needs_no_git(tmp_path: Path, inbox: Path, options: Options) -> None:
    home = init.create(tmp_path / "archive", "Archive", versioned=not options.commit)
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    (problem,) = said(ingest([inbox], home, options))
    command = problem.next_step.split("`")[1]
    assert command == f"rm {page_paths(home)[1]}"
    subprocess.run(split(command), cwd=home.root, check=True)
    (inbox / "pier.txt").unlink()
    assert said(ingest([inbox], home, options)) == []


@pytest.mark.parametrize("edited", [0, 1], ids=["page", "text"])
def test_an_edited_page_is_compared_as_it_is(home: Config, inbox: Path, edited: int) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    file = home.root / page_paths(home)[edited]
    text = file.read_text()
    file.write_text(text.replace("harbour board", "Harbour Board"))
    for name in ("pier.html", "pier.txt"):
        report = ingest([inbox / name], home)
        assert accounted(report) == (1, 0, 0, 1, 0)
        assert len(said(report)) == 1
    file.write_text(text.replace(f'title: "{HEADLINE}"', 'title: "Another headline"'))
    for name in ("pier.html", "pier.txt"):
        assert said(ingest([inbox / name], home)) == []
    assert status(home).split() == ["M", file.relative_to(home.root).as_posix()]


def test_a_new_save_that_is_merged_into_an_edited_page_is_compared_too(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    file = home.root / page_paths(home)[0]
    file.write_text(file.read_text().replace("harbour board", "Harbour Board"))
    (inbox / "pier.html").write_text(page_of(paragraphs=(*PARAGRAPHS, OTHERS[0])))
    report = ingest([inbox / "pier.html"], home)
    assert accounted(report) == (1, 0, 1, 0, 0)
    assert [problem.kind for problem in report.problems] == [ProblemKind.SAME_ARTICLE]


def test_a_revision_replaces_only_its_own_page(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    of_page, of_text = page_paths(home)
    before = (home.root / of_page).read_bytes()
    (inbox / "pier.txt").write_text(text_of(paragraphs=(*PARAGRAPHS, OTHERS[0])))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 0, 1, 1, 0)
    assert len(said(report)) == 1
    assert (home.root / of_page).read_bytes() == before
    assert OTHERS[0] in (home.root / of_text).read_text()


def test_a_dry_run_says_the_same_and_writes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    before = tree(home)
    dry = ingest([inbox], home, Options(dry_run=True))
    assert tree(home) == before
    assert said(dry) == said(ingest([inbox], home))
    assert said(ingest([inbox / "pier.html"], home, Options(dry_run=True))) == said(ingest([inbox / "pier.html"], home))
    (inbox / "pier.txt").write_text(text_of("East pier to be mended soon"))
    dry = ingest([inbox / "pier.txt"], home, Options(dry_run=True))
    assert accounted(dry) == (1, 0, 1, 0, 0)
    assert said(dry) == said(ingest([inbox / "pier.txt"], home)) == []


def test_reingest_keeps_both_pages(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox], home)
    before = pages(home)
    report = reingest(home)
    assert (report.pages, report.unchanged, report.problems) == (2, 2, ())
    assert pages(home) == before


def test_json_has_it(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    printed = json.loads(backfile("ingest", "--json", inbox, cwd=home.root))
    assert accounted(printed) == (2, 2, 0, 0, 0)
    assert [problem["kind"] for problem in printed["problems"]] == ["same-article"]


def test_a_page_that_cannot_be_written_is_not_said(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(page_of())
    (inbox / "pier.txt").write_text(text_of())
    ingest([inbox / "pier.txt"], home)
    folder = home.docs / "articles" / "2019"
    folder.write_text("in the way")
    report = ingest([inbox / "pier.html"], home)
    assert accounted(report) == (1, 0, 0, 0, 1)
    assert said(report) == []


def article(number: int, reader: str) -> Article:
    """Return one of 1,000 articles: 100 have one headline, and the last 100 have one text for all readers."""
    same = "" if number >= 900 else reader
    body = "\n\n".join(f"line{number}x{at}{same} of report{same} {number}" for at in range(5))
    headline = "Weather" if number < 100 else f"Report number {number}"
    url = None if reader == "text" else f"https://gazette.test/{number}"
    return Article(headline, Markdown(body), Origin(f"{number}.{reader}", "0" * 64, reader), url=url)


@pytest.mark.soak
def test_the_cost_is_linear(home: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare 2,000 articles: each is looked up by its headline, and only those that have one are read."""
    storage = Storage(home.root, home.docs)
    drafts: dict[str, Draft] = {}
    read: list[str] = []
    read_page = Storage.read_page
    monkeypatch.setattr(Storage, "read_page", lambda self, path: (read.append(path), read_page(self, path))[1])
    with storage.locked("test"), Catalog(home.root / CATALOG, home.docs) as catalog:
        for number in range(1000):
            for reader in ("html", "text"):
                path, made = f"articles/undated/{number}-{reader}.md", article(number, reader)
                storage.write_page(path, page.dump(made))
                file = InputFile(home.root / made.origin.file, made.origin.file)
                order = identity.save_order(made)
                drafts[path] = Draft(file, len(drafts), "", path, None, order)
        catalog.sync()
        problems = list(SameArticles(storage, catalog, drafts, lambda _: "", (), NO_RULINGS).problems(commits=True))
    assert {problem.file for problem in problems} == {f"{number}.text" for number in range(900, 1000)}
    weather = 2 * 100 * (1 + resemblance.MAX_COMPARED)
    assert len(read) == weather + 2 * 2 * 800 + 2 * 100

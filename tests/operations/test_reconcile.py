"""Which page an article has, and whether it is written: updates, edited pages, several articles with one URL."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from backfile.operations.ingest import ingest
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import PARAGRAPH, html, kinds, pages, status, tree


def test_a_new_text_updates_the_page_at_its_path(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (inbox / "pier.html").write_text(html(title="East pier mended", body=PARAGRAPH * 3 + "It took a week."))
    assert accounted(ingest([inbox], home)) == (1, 0, 1, 0, 0)
    assert list(pages(home)) == ["articles/2019/11/east-pier-to-be-mended.md"]
    assert "It took a week." in pages(home)["articles/2019/11/east-pier-to-be-mended.md"]


def test_the_same_file_at_another_path_changes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "deep").mkdir()
    (inbox / "deep" / "pier.html").write_text(html())
    (inbox / "deep" / "pier.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nNobody was hurt.\n")
    ingest([inbox], home)
    before = tree(home)
    assert accounted(ingest([inbox / "deep", inbox / "deep" / "pier.txt"], home)) == (2, 0, 0, 2, 0)
    (inbox / "copy.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (3, 0, 0, 2, 1)
    assert "same content" in report.problems[0].reason
    assert tree(home) == before


def test_an_edited_page_is_not_overwritten(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    edited = (home.docs / path).read_text().replace("harbour board", "Harbour Board")
    (home.docs / path).write_text(edited)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0), "the input is the same"
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 0, 0, 1)
    assert kinds(report) == [ProblemKind.EDITED]
    assert pages(home)[path] == edited
    assert "It took a week." in (home.root / "incoming" / path).read_text()
    assert status(home).split() == ["M", f"docs/{path}"], "what the owner has not committed stays uncommitted"


def test_an_edit_made_during_the_run_is_not_overwritten(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    edited = (home.docs / path).read_text().replace("harbour board", "Harbour Board")
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))

    def edit(done: int, total: int) -> None:
        if done == total:
            (home.docs / path).write_text(edited)

    assert kinds(ingest([inbox], home, progress=edit)) == [ProblemKind.EDITED]
    assert pages(home)[path] == edited


def test_a_page_with_broken_front_matter_stays_and_gets_no_second_page(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    broken = (home.docs / path).read_text().replace('title: "', "title: [")
    (home.docs / path).write_text(broken)
    report = ingest([inbox], home)
    assert kinds(report) == [ProblemKind.PAGE]
    assert pages(home) == {path: broken}


def test_two_articles_with_one_url_have_two_pages(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html())
    ingest([inbox], home)
    other = "Nobody expected the bakery to open on a Sunday, least of all the baker himself, who had overslept. " * 3
    (inbox / "b.html").write_text(html(title="Bakery opens", body=other))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 1, 0)
    assert kinds(report) == [ProblemKind.URL_HELD]
    assert len(pages(home)) == 2
    assert accounted(ingest([inbox], home)) == (2, 0, 0, 2, 0)


def test_the_url_of_a_home_page_does_not_identify_an_article(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html(title="One", url="https://gazette.test/"))
    (inbox / "b.html").write_text(html(title="Two", url="https://gazette.test/", body="Quite another text. " * 9))
    assert accounted(ingest([inbox], home)) == (2, 2, 0, 0, 0)


def test_without_a_url_a_revision_is_matched_by_input_and_text(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nThe work took a week, and nobody was hurt.\n")
    ingest([inbox], home)
    (inbox / "a.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nThe work took two weeks, and nobody was hurt.\n")
    assert accounted(ingest([inbox], home)) == (1, 0, 1, 0, 0)
    (inbox / "a.txt").write_text(
        "Bakery opens\n\nThe baker had overslept, and the queue went round the corner twice.\n"
    )
    assert accounted(ingest([inbox], home)) == (1, 1, 0, 0, 0)
    assert len(pages(home)) == 2


def test_paywalled_saves_with_one_file_name_are_two_articles(home: Config, tmp_path: Path) -> None:
    stub = "Subscribe to read on. This article is for subscribers only, please take out a subscription now to read it."
    for number, title in enumerate(["Mayor resigns", "Fire kills two"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "index.html").write_text(html(title=title, body=stub, url=None))
        assert accounted(ingest([folder], home)) == (1, 1, 0, 0, 0)
        stdin = io.BytesIO(html(title=f"{title} again", body=stub, url=None).encode())
        assert accounted(ingest([Path("-")], home, stdin=stdin)) == (1, 1, 0, 0, 0)
    assert len(pages(home)) == 4


def test_a_page_with_a_corrected_url_gets_no_second_page(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    corrected = (home.docs / path).read_text().replace("gazette.test/pier", "gazette.test/the-right-one")
    (home.docs / path).write_text(corrected)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))
    assert accounted(ingest([inbox], home)) == (1, 0, 1, 0, 0)
    assert list(pages(home)) == [path]
    assert "gazette.test/the-right-one" in pages(home)[path]
    assert "It took a week." in pages(home)[path]


def test_articles_with_one_headline_have_different_paths(home: Config, inbox: Path) -> None:
    for number in range(4):
        (inbox / f"{number}.html").write_text(html(url=f"https://gazette.test/{number}"))
    assert accounted(ingest([inbox], home)) == (4, 4, 0, 0, 0)
    assert len({path.lower() for path in pages(home)}) == 4
    before = tree(home)
    assert accounted(ingest([inbox], home)) == (4, 0, 0, 4, 0)
    assert tree(home) == before


@pytest.mark.parametrize("together", [False, True], ids=["in two runs", "in one run"])
@pytest.mark.parametrize("differ", ["text", "publication"])
def test_any_number_of_articles_can_claim_one_address(
    home: Config, inbox: Path, differ: str, *, together: bool
) -> None:
    """Each has a page of its own, also where address, headline and date, or all but the publication, are the same."""
    home = replace(home, settings=replace(home.settings, commit=False))
    for number in range(16):
        words = " ".join(f"Claim{number if differ == 'text' else 0}x{word} is new." for word in range(12))
        name = f'<meta property="og:site_name" content="Paper {chr(65 + number) * 3}">'
        url = "https://gazette.test/pier" if differ == "text" else None
        (inbox / f"{number:02}.html").write_text(html(body=words, url=url).replace("<title>", f"{name}<title>"))
    files = sorted(inbox.iterdir())
    for part in [files] if together else [files[:13], files[13:]]:
        assert accounted(ingest(part, home))[1] == len(part)
    assert len(pages(home)) == 16
    before = tree(home)
    assert accounted(ingest([inbox], home)) == (16, 0, 0, 16, 0)
    assert tree(home) == before


@pytest.mark.parametrize("name", ["index.md", "README.md", "index.html", "index.markdown"])
def test_a_new_page_does_not_get_the_address_of_another_file(home: Config, inbox: Path, name: str) -> None:
    own = home.docs / "articles" / "2019" / "11" / "east-pier-to-be-mended" / name
    own.parent.mkdir(parents=True)
    own.write_text("# A page of the owner")
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = set(pages(home)) - {own.relative_to(home.docs).as_posix()}
    assert path.startswith("articles/2019/11/east-pier-to-be-mended-")


def test_a_page_that_cannot_be_written_is_reported_and_others_are_written(home: Config, inbox: Path) -> None:
    (home.docs / "articles" / "2019").mkdir(parents=True)
    (home.docs / "articles" / "2019" / "11").write_text("a file where a folder should be")
    (inbox / "a.html").write_text(html())
    (inbox / "b.html").write_text(html(url="https://gazette.test/b", published="2020-01-01T00:00:00Z"))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 0, 1)
    assert kinds(report) == [ProblemKind.UNWRITTEN]

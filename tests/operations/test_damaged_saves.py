"""Saves that were cut: they are written where there is nothing better, and take the place of no whole text."""

from __future__ import annotations

import gzip
from itertools import permutations
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.article import Article
from backfile.operations import init
from backfile.operations.explain import explain
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.problems import Problem, ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.damaged_saves import FORMS, Saved
from tests.operations.ingested import kinds, pages

WHOLE = tuple(Saved(number, form, 10) for number, form in enumerate(FORMS))
CUT = tuple(Saved(number, form, 20, 7) for number, form in enumerate(FORMS))


def run(home: Config, *folders: Path) -> list[Problem]:
    """Ingest folders without a commit."""
    report = ingest(folders, home, Options(jobs=1, commit=False))
    accounted(report)
    return list(report.problems)


def articles(home: Config) -> list[Article]:
    return sorted((page.load(text) for text in pages(home).values()), key=lambda article: article.origin.file)


def count(article: Article, saved: Saved) -> int:
    """Return how many sentences of a whole page an article has."""
    return sum(sentence in article.body for sentence in saved.sentences)


@pytest.mark.parametrize("order", ["whole first", "cut first", "one run", "one run, turned round"])
def test_a_cut_save_takes_the_place_of_no_whole_one(home: Config, tmp_path: Path, order: str) -> None:
    files = [saved.write(tmp_path / "whole", "m") for saved in WHOLE]
    cut_files = {saved.write(tmp_path / "cut", "n").name for saved in CUT}
    folders = {
        "whole first": [["whole"], ["cut"]],
        "cut first": [["cut"], ["whole"]],
        "one run": [["whole", "cut"]],
        "one run, turned round": [["cut", "whole"]],
    }
    problems = [each for names in folders[order] for each in run(home, *(tmp_path / name for name in names))]
    assert {each.file for each in problems if each.kind is ProblemKind.DAMAGED} >= cut_files
    lost = {each.file: each.reason for each in problems if each.kind is ProblemKind.SUPERSEDED}
    assert lost.keys() == (set() if order == "cut first" else cut_files)
    assert all("this one is damaged" in reason for reason in lost.values())
    found = articles(home)
    assert [each.origin.file for each in found] == [file.name for file in files]
    assert [count(each, saved) for each, saved in zip(found, WHOLE, strict=True)] == [20] * len(WHOLE)
    assert [each.origin.damaged for each in found] == [None] * len(WHOLE)


def test_a_page_from_a_cut_save_says_so(home: Config, tmp_path: Path) -> None:
    for saved in CUT:
        saved.write(tmp_path / "cut", "n")
    problems = run(home, tmp_path / "cut")
    assert {each.kind for each in problems} <= {ProblemKind.DAMAGED, ProblemKind.UNREADABLE}
    for article, saved in zip(articles(home), CUT, strict=True):
        assert "may be missing" in (article.origin.damaged or ""), saved.form
        assert 5 < count(article, saved) < 20, saved.form
    before = pages(home)
    run(home, tmp_path / "cut")
    assert pages(home) == before
    assert all(page.dump(page.load(text)) == text for text in before.values())


def test_any_order_of_saves_gives_the_same_pages(home: Config, tmp_path: Path) -> None:
    """Each article has its own order: its first save is ingested in the first run, and so on."""
    orders = [*permutations(range(4))]
    for number, order in enumerate(orders):
        saves = [
            Saved(number, "stated", 25, 3),
            Saved(number, "mhtml", 20, 8),
            Saved(number, "chunks", 12),
            Saved(number, "stated", 5, changed=4),
        ]
        for place, which in enumerate(order):
            saves[which].write(tmp_path / f"run{place}", "abcd"[which])
    for place in range(4):
        run(home, tmp_path / f"run{place}")
    assert [each.origin.file for each in articles(home)] == [f"{number:02}-c.warc" for number in range(len(orders))]
    together = init.create(tmp_path / "together")
    run(together, *(tmp_path / f"run{place}" for place in range(4)))
    assert pages(together) == pages(home)


def test_of_cut_saves_the_longest_is_the_page(home: Config, tmp_path: Path) -> None:
    orders = [*permutations(range(3))]
    for number, order in enumerate(orders):
        saves = [Saved(number, "stated", 5, 9), Saved(number, "mhtml", 12, 6), Saved(number, "longer", 25, 4)]
        for place, which in enumerate(order):
            saves[which].write(tmp_path / f"run{place}", "abc"[which])
    for place in range(3):
        run(home, tmp_path / f"run{place}")
    assert [each.origin.file for each in articles(home)] == [f"{number:02}-a.warc" for number in range(len(orders))]


def test_the_first_half_of_a_gzipped_page_is_a_damaged_save(home: Config, inbox: Path) -> None:
    saved = Saved(1, "stated", 10)
    whole = gzip.compress(saved.page(), compresslevel=0, mtime=0)
    (inbox / "cut.html.gz").write_bytes(whole[: len(whole) * 7 // 10])
    report = ingest([inbox], home, Options(jobs=1))
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert kinds(report) == [ProblemKind.DAMAGED]
    (article,) = articles(home)
    assert 5 < count(article, saved) < 20
    assert article.origin.damaged
    assert reingest(home, 1).changed == ()
    (inbox / "whole.html.gz").write_bytes(whole)
    run(home, inbox)
    (article,) = articles(home)
    assert (count(article, saved), article.origin.damaged) == (20, None)


def test_a_gzipped_page_that_lacks_only_its_checksum_is_no_other_save(home: Config, inbox: Path) -> None:
    saved = Saved(1, "stated", 10)
    (inbox / "whole.html").write_bytes(saved.page())
    run(home, inbox)
    before = pages(home)
    (inbox / "cut.html.gz").write_bytes(gzip.compress(saved.page(), mtime=0)[:-8])
    assert [each.kind for each in run(home, inbox / "cut.html.gz")] == [ProblemKind.DAMAGED]
    assert pages(home) == before


def test_a_cut_save_is_no_revision(home: Config, inbox: Path) -> None:
    whole, cut = Saved(1, "stated", 10).write(inbox, "whole"), Saved(1, "stated", 5, 7).write(inbox, "cut")
    later = Saved(1, "stated", 25, changed=4).write(inbox, "later")
    report = ingest([inbox], home, Options(jobs=1))
    assert accounted(report) == (3, 1, 1, 0, 1)
    assert ProblemKind.SUPERSEDED in kinds(report)
    assert len(report.commit.earlier) == 1
    before = pages(home)
    assert accounted(ingest([cut], home, Options(jobs=1))) == (1, 0, 0, 0, 1)
    assert accounted(ingest([whole, later], home, Options(jobs=1))) == (2, 0, 0, 2, 0)
    assert pages(home) == before
    assert len(list((home.root / "originals").rglob("*.gz"))) == 3, "the original of the cut one is kept"


def test_explain_says_that_a_page_keeps_its_text(home: Config, inbox: Path) -> None:
    Saved(1, "mhtml", 10).write(inbox, "whole")
    cut = Saved(1, "mhtml", 20, 7).write(inbox.parent / "cut", "cut")
    run(home, inbox)
    (explanation,) = explain([cut], home)
    (compared,) = explanation.compared
    assert (compared.relation, "the page keeps its text" in compared.reason) == ("revision", True)


def test_a_cut_save_that_had_the_page_stays_in_history(home: Config, inbox: Path) -> None:
    whole, cut = Saved(1, "stated", 10).write(inbox, "whole"), Saved(1, "stated", 20, 7).write(inbox, "cut")
    ingest([cut], home, Options(jobs=1))
    assert accounted(ingest([whole], home, Options(jobs=1))) == (1, 0, 1, 0, 0)
    assert accounted(ingest([inbox], home, Options(jobs=1))) == (2, 0, 0, 2, 0)
    (article,) = articles(home)
    assert article.origin.file == whole.name

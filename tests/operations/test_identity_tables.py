"""Honest revisions revise, impostors do not: both tables, in both orders of ingest and in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.article import Article
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import Problem, ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.identity_cases import (
    SAME_SITES,
    Case,
    Saved,
    honest_cases,
    impostor_cases,
    older_impostors,
    unaddressed_impostors,
)
from tests.operations.ingested import pages

HONEST, IMPOSTORS = honest_cases(), [*impostor_cases(), *unaddressed_impostors(), *older_impostors()]
ORDERS = ("standing first", "standing last", "one run")
CLAIMS = (ProblemKind.IDENTITY, ProblemKind.URL_HELD)


def test_the_tables_are_long_enough() -> None:
    assert len(HONEST) >= 40
    assert len(IMPOSTORS) >= 40


def write(folder: Path, saves: Sequence[Saved]) -> Path:
    folder.mkdir()
    for save in saves:
        (folder / save.name).write_bytes(save.data())
    return folder


def run(folder: Path, cases: Sequence[Case], order: str, jobs: int = 1) -> tuple[Config, list[Problem]]:
    """Ingest a table in an order; return the archive and all problems."""
    home = init.create(folder / "archive")
    home = replace(home, settings=replace(home.settings, commit=False, same_sites=tuple(map(tuple, SAME_SITES))))
    standing = write(folder / "standing", [first for _, first, _ in cases])
    others = write(folder / "others", [second for _, _, second in cases])
    runs = {
        "standing first": [[standing], [others]],
        "standing last": [[others], [standing]],
        "one run, turned round": [[others, standing]],
    }
    problems: list[Problem] = []
    for sources in runs.get(order, [[standing, others]]):
        report = ingest(sources, home, Options(jobs=jobs))
        accounted(report)
        problems += report.problems
    return home, problems


def assert_the_same_if_turned_round(folder: Path, cases: Sequence[Case], home: Config, problems: list[Problem]) -> None:
    """Ingest a table in one run with two workers, its folders in the other order: pages and problems are the same."""
    folder.mkdir()
    other, others = run(folder, cases, "one run, turned round", jobs=2)
    assert pages(other) == pages(home)
    assert sorted(map(str, others)) == sorted(map(str, problems))


def articles(home: Config) -> list[Article]:
    return [page.load(text) for text in pages(home).values()]


def of(found: Sequence[Article], saved: Saved) -> list[Article]:
    """Return the articles that have the last paragraph of a save."""
    return [article for article in found if _plain(saved.body[-1]) in _plain(article.body)]


def _plain(string: str) -> str:
    return string.replace("\\", "")


@pytest.mark.parametrize("order", ORDERS)
def test_honest_revisions(tmp_path: Path, order: str) -> None:
    home, problems = run(tmp_path, HONEST, order)
    assert [str(problem) for problem in problems if problem.kind in CLAIMS] == []
    found = articles(home)
    assert len(found) == len(HONEST), sorted(article.origin.file for article in found)
    if order == "standing first":
        for name, _, revision in HONEST:
            (current,) = of(found, revision)
            assert all(_plain(each) in _plain(current.body) for each in revision.body), name
            assert revision.plain or current.headline == revision.headline, name
    if order == "one run":
        assert_the_same_if_turned_round(tmp_path / "again", HONEST, home, problems)


@pytest.mark.parametrize("order", ORDERS)
def test_impostors(tmp_path: Path, order: str) -> None:
    home, problems = run(tmp_path, IMPOSTORS, order)
    found = articles(home)
    files = [each.origin.file for each in found]
    for name, genuine, impostor in IMPOSTORS:
        if impostor.host != genuine.host:
            assert files.count(impostor.name) == 1 + (impostor.name == genuine.name), f"{name}: has no page of its own"
        (kept,) = [each for each in found if each.origin.file == genuine.name and _is_of(each, genuine)]
        assert kept.source == genuine.source, name
        assert kept.url == genuine.url, name
        lost = {each.file for each in problems if each.kind is ProblemKind.SUPERSEDED}
        assert impostor.name == genuine.name or genuine.name not in lost, name
        if impostor.url and impostor.url.split("//")[1].rstrip("/") == (genuine.url or "").split("//")[-1]:
            named = {problem.file for problem in problems if problem.kind in CLAIMS}
            stands = impostor.name in {each.origin.file for each in found} - {genuine.name}
            assert named & {genuine.name, impostor.name} or not stands, name
    if order == "one run":
        assert_the_same_if_turned_round(tmp_path / "again", IMPOSTORS, home, problems)


def _is_of(article: Article, saved: Saved) -> bool:
    return all(_plain(paragraph) in _plain(article.body) for paragraph in saved.body) and article.source == saved.source

"""Dates in the future are told without a clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from backfile.article import Article, Clipping, FieldCandidate, Form, Markdown, Origin, RawHtml, When
from backfile.fields import parse
from backfile.fields.future_dates import LAST_DAY, RELEASE_YEAR, is_future, last_day
from backfile.fields.listed import listed
from backfile.problems import ProblemKind

ROOT = Path(__file__).parents[2]
SAVED = datetime(2020, 3, 22, 23, 30, tzinfo=UTC)


def test_the_year_of_the_release_is_that_of_the_changelog() -> None:
    changelog = ROOT.joinpath("CHANGELOG.md").read_text("utf-8")
    released = re.search(r"^## \[?\d+\.\d+\.\d+\]? \(?(\d{4})-\d\d-\d\d", changelog, re.MULTILINE)
    unreleased = re.search(r"^## Unreleased", changelog, re.MULTILINE)
    assert released or unreleased
    assert int(released[1]) <= RELEASE_YEAR if released else RELEASE_YEAR == 2026
    if released and (not unreleased or released.start() < unreleased.start()):
        assert int(released[1]) == RELEASE_YEAR


def test_the_list_of_steps_of_a_release_names_the_year() -> None:
    assert "RELEASE_YEAR" in ROOT.joinpath("CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("when", "retrieved", "future"),
    [
        (date(2020, 3, 24), SAVED, False),
        (date(2020, 3, 25), SAVED, True),
        (datetime(2020, 3, 24, 23, 59, tzinfo=timezone(timedelta(hours=14))), SAVED, False),
        (datetime(2020, 3, 25, tzinfo=UTC), SAVED, True),
        (date(2199, 12, 31), SAVED, True),
        (date(2199, 12, 31), None, True),
        (LAST_DAY, None, False),
        (LAST_DAY + timedelta(days=1), None, True),
        (date(2020, 3, 25), date(2199, 1, 1), False),
        (LAST_DAY + timedelta(days=1), date(2199, 1, 1), True),
        (date.max, date.max, True),
        (date.min, date.min, False),
        (date(1600, 1, 1), None, False),
    ],
)
def test_future(when: When, retrieved: When | None, *, future: bool) -> None:
    assert is_future(when, retrieved) is future


def test_the_last_day_without_a_time_of_saving() -> None:
    assert last_day(None) == date(RELEASE_YEAR + 1, 12, 31)


def clipping(**values: str) -> Clipping:
    candidates = {name: (FieldCandidate((value,), "meta"),) for name, value in values.items()}
    return Clipping(Origin("a.html", "0", "html"), Form.FRAGMENT, RawHtml("x"), candidates)


@pytest.mark.parametrize("name", ["published", "modified", "retrieved"])
def test_the_page_keeps_the_date_and_the_run_reports_it(name: str) -> None:
    article, problems = parse.parse(clipping(**{name: "2199-12-31"}))
    kept = article.origin.retrieved if name == "retrieved" else getattr(article, name)
    assert kept == date(2199, 12, 31)
    assert [problem.kind for problem in problems] == [ProblemKind.DATE]
    assert "is 2199-12-31, in the future" in problems[0].reason


def test_a_date_two_weeks_after_the_time_of_saving_is_reported() -> None:
    article, problems = parse.parse(clipping(published="2020-04-05", retrieved="2020-03-22T10:00:00Z"))
    assert article.published == date(2020, 4, 5)
    assert problems[0].reason == "`date` is 2020-04-05, in the future: the last possible day is 2020-03-24"


def test_a_listed_article_is_without_its_dates_in_the_future() -> None:
    origin = Origin("a.html", "0", "html", retrieved=date(2198, 1, 1))
    article = Article("H", Markdown("x"), origin, published=date(2020, 3, 1), modified=date(2199, 1, 1))
    shown = listed(article)
    assert (shown.published, shown.modified, shown.origin.retrieved) == (date(2020, 3, 1), None, None)

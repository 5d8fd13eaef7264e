"""The date of a build: commits with impossible dates, and wrong values of SOURCE_DATE_EPOCH."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.utils import get_build_datetime

from backfile.site.chrome.build_date import VARIABLE, BuildDate


def _commit(folder: Path, when: str) -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for command in (["init", "--quiet"], [*identity, "commit", "--quiet", "--allow-empty", "--message=x"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True)


@pytest.mark.parametrize(
    ("when", "year"),
    [("@1584870000 +0000", 2020), ("@253402300800 +0000", 9999), ("@99999999999999 +0000", 9999), ("@0 +0000", 1970)],
)
def test_a_commit_of_any_year_dates_the_build(
    when: str, year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    _commit(tmp_path, when)
    build_date = BuildDate()
    build_date.set(tmp_path)
    assert get_build_datetime().year == year
    assert isinstance(get_build_datetime().astimezone(), datetime)
    build_date.unset()
    assert VARIABLE not in os.environ


@pytest.mark.parametrize("seconds", [-1, -(10**12)])
def test_a_commit_before_1970_dates_the_build_1970(
    seconds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("backfile.site.chrome.build_date.last_commit_time", lambda _: seconds)
    build_date = BuildDate()
    build_date.set(tmp_path)
    assert get_build_datetime().year == 1970
    build_date.unset()


@pytest.mark.parametrize("value", ["abc", "", "-5", "1e9", "1.5", "253402300800", "9" * 5_000, "٣", "1\n"])
def test_a_wrong_value_is_refused(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(PluginError, match="no number of seconds since 1970") as caught:
        BuildDate().set(tmp_path)
    assert len(str(caught.value)) < 200


def test_a_value_of_the_environment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1584870000")
    build_date = BuildDate()
    build_date.set(tmp_path)
    build_date.unset()
    assert os.environ[VARIABLE] == "1584870000"

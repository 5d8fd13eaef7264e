"""The one list of news agencies serves bylines, datelines and tags."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from backfile.extract.text.dateline import find_place
from backfile.fields import agencies as module
from backfile.fields.agencies import agencies
from backfile.fields.bylines import is_agency

TABLES = tomllib.loads(Path(module.__file__).with_suffix(".toml").read_text("utf-8"))


def test_no_name_is_listed_twice_and_all_are_in_lower_case() -> None:
    names = [name for listed in TABLES.values() for name in listed]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_kinds_are_combined() -> None:
    assert {"dpa", "cp", "sana"} <= agencies("news initials words")
    assert "getty images" not in agencies("news initials words names")


@pytest.mark.parametrize("name", ["dpa", "AFP", "Interfax", "CP", "Associated Press", "新华社"])
def test_an_agency_in_a_byline(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize("agency", ["dpa", "Interfax", "SANA", "UPI"])
def test_an_agency_in_a_dateline(agency: str) -> None:
    assert find_place(f"BEIRUT ({agency}) - The harbour was closed for the whole of the winter.") == "BEIRUT"

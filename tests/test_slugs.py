"""Slugs of headlines and labels: safe as file names, and different for different labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.slugs import label_slug, slug


@given(text=st.text())
def test_slugs_are_safe_names(text: str) -> None:
    name = slug(text)
    assert len(name) <= 85
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name not in {"index", "readme", "con", "nul", "com1"}


@given(first=st.text(min_size=1), second=st.text(min_size=1))
def test_different_labels_have_different_slugs(first: str, second: str) -> None:
    same = first.casefold() == second.casefold()
    assert (label_slug(first) == label_slug(second)) is same


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Climate change", "climate-change"),
        ("C", "c"),
        ("COVID-19", "covid--19"),
        ("C++", "c_cedb1bac"),
        ("Index", "index-page_ca4b2c3a"),
    ],
)
def test_label_slugs(label: str, expected: str) -> None:
    assert label_slug(label).split("_")[0] == expected.split("_")[0]
    assert ("_" in label_slug(label)) == ("_" in expected)

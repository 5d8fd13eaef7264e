"""Tests of where links on a page lead."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from backfile.site.link_target import link_target

PARTS = st.lists(st.sampled_from(["..", ".", "", "a", "2020", "b-c", "x.md", "é", "#d", "?q", "a:b", "&"]), max_size=7)


@given(PARTS, PARTS)
def test_links_lead_where_browsers_go(own: list[str], parts: list[str]) -> None:
    own_url, href = "/".join(own).lstrip("/"), "/".join(parts)
    expected = urljoin(f"https://site.invalid/{own_url}", href).removeprefix("https://site.invalid/").partition("#")[0]
    assert link_target(own_url, escape(href)) == expected

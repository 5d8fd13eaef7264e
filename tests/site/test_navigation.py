"""Tests of the navigation with lists of other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backfile import lists
from backfile.lists import LabelKind, files, label_list, words
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.site.test_build import PAGES, navigation, parsed, settings

LANGUAGES = label_list(
    LabelKind("languages", "language", lambda summary: [summary.language] if summary.language else []),
    words={"en": {"languages": "All languages"}},
)
CACHES = (lists.all_lists, files.list_kinds, files.list_folders, words.phrases)


@pytest.fixture
def languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let an installed package declare the list LANGUAGES."""
    monkeypatch.setattr(lists, "load_plugins", lambda group, kind: (LANGUAGES,))
    for cache in CACHES:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in CACHES:
        cache.cache_clear()


@pytest.mark.usefixtures("languages")
def test_lists_of_other_packages_follow_our_own_with_their_titles(tmp_path: Path, make_archive: Callable) -> None:
    pages = {
        path: text.replace("origin:", 'language: "de"\norigin:') if path.startswith("articles/") else text
        for path, text in PAGES.items()
    }
    site = make_archive(tmp_path, pages, settings()) / "site"
    assert build(load(tmp_path)).warnings == ()
    assert navigation(site) == ["Home", "Dates", "Tags", "All languages", "Handbook", "Handbook", "Pages"]
    label = parsed(site, "languages/de")
    assert label.findtext(".//title") == "de - All languages - Clippings"
    assert label.xpath("//*[@class='listing__breadcrumb']/a/text()") == ["All languages"]
    related = [
        " ".join(term.text_content().split())
        for term in parsed(site, "tags/letters").find_class("listing__aside")[0].iter("h2")
    ]
    assert related == ["All languages"]

"""Tests of the index of original URLs: its files are small, and no URL is missing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from backfile.site.outputs import original_urls
from tests.site.example_articles import UNKNOWN


@pytest.mark.parametrize(("count", "files"), [(0, 0), (1, 1), (200, 1), (201, 2), (400, 2), (401, 4), (5000, 32)])
def test_files_are_small_and_contain_every_url(count: int, files: int) -> None:
    articles = {f"articles/{n}.md": replace(UNKNOWN, url=f"https://old.example/{n}") for n in range(count)}
    rows = original_urls.build_rows(articles, {path: path.removesuffix(".md") for path in articles})
    texts = dict(original_urls.index_files(rows))
    assert list(texts) == [f"addresses/{number}.json" for number in range(files)]
    index = {key: rows_of_key for text in texts.values() for key, rows_of_key in json.loads(text).items()}
    assert index == {f"old.example/{n}": [["", f"articles/{n}", UNKNOWN.headline]] for n in range(count)}
    assert max((len(text) for text in texts.values()), default=0) < 25_000


def test_articles_without_a_url_of_their_own_are_left_out() -> None:
    urls = (None, "https://old.example/", "https://[", "https://old.example/a?x", "http://www.old.example/A/")
    articles = {f"{number}.md": replace(UNKNOWN, url=url, headline="A\n\ud800B") for number, url in enumerate(urls)}
    rows = original_urls.build_rows(articles, {path: path for path in articles})
    assert rows == {"old.example/a": [("x", "3.md", "A \ufffdB"), ("", "4.md", "A \ufffdB")]}

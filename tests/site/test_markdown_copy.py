"""Tests of the Markdown copies of articles' pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.site.test_build import settings
from tests.site.test_relations import PAGES, read, written_pages


def test_the_markdown_of_a_page_is_published_and_linked(make_archive: Callable, tmp_path: Path) -> None:
    pages = written_pages(PAGES)
    root = make_archive(tmp_path, pages, settings())
    odd = root / "docs/articles/2020/03/odd name.md"
    odd.write_bytes(b"\xef\xbb\xbf" + pages["articles/2020/03/pier.md"].replace("\n", "\r\n").encode())
    build(load(root))
    for name in (*PAGES, "odd name"):
        [href] = read(root, name).xpath("//a[@class='article__markdown']/@href")
        assert href == f"../{name.replace(' ', '%20')}.md"
        path = f"articles/2020/03/{name}.md"
        assert (root / "site" / path).read_bytes() == (root / "docs" / path).read_bytes()

"""Links from former texts to other pages lead to them, wherever the former text stands on the site."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from backfile.i18n.catalogs import catalog_for
from backfile.site.history.old_text import OldTexts
from tests.conftest import MKDOCS_YML

BODY = "[mill](../03/mill.md#then) [gone](gone.md) [out](https://outside.example/a.md) [odd](http://[/a.md)"


def test_links_to_pages_are_relative_to_the_former_text(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(MKDOCS_YML)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    paths = ("revisions/3f/3f1c.md", "articles/2021/03/mill.md")
    old, mill = (File(path, config.docs_dir, config.site_dir, use_directory_urls=True) for path in paths)
    files = Files([old, mill])
    page = Page(None, old, config)
    html = OldTexts(config, catalog_for("en")).html(BODY, page, "articles/2021/04/pier.md", files)
    links = {link.get_text(): link.get("href") for link in BeautifulSoup(html, "lxml").select("a")}
    assert links["mill"] == "../../../articles/2021/03/mill/#then"
    assert links["gone"] == "gone.md"
    assert links["out"] == "https://outside.example/a.md"

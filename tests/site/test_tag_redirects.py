"""Addresses of tags that are other tags now lead to these, by nginx, by `_redirects` and by a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from backfile.archive import page
from backfile.operations import tag_edits
from backfile.operations.retag import retag
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.site import nginx
from tests.site.example_articles import UNKNOWN

SETTINGS = """\
site_name: Clippings
site_url: https://clippings.example/old/
theme: {name: material}
plugins: [backfile]
"""
TAGS = {
    "one": ("Ferries", "Warming", "R&B <b>", "Only here"),
    "two": ("Ferries", "Warming", "R&B <b>"),
    "three": ("Boats", "Boats", "Climate", "Traffic"),
    "four": ("Boats", "Climate", "Traffic"),
}
MOVED = {
    "ferries": "ships",
    "boats": "ships",
    "vessels": "ships",
    "warming": "climate--change",
    "climate": "climate--change",
    "heat": "climate--change",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    """The site of an archive in which tags were merged and renamed, one after the other."""
    pages = {
        f"articles/2020/03/{name}.md": page.dump(
            replace(UNKNOWN, headline=f"Story {name}", tags=tuple(dict.fromkeys(tags)), keywords=tuple(tags))
        )
        for name, tags in TAGS.items()
    }
    root = make_archive(tmp_path_factory.mktemp("moved"), pages, SETTINGS)
    (root / "tags.yml").write_text("Climate: {aliases: [heat]}\nVessels:\n", "utf-8")
    for edit in (
        tag_edits.merge(["Ferries", "Boats"], "Vessels"),
        tag_edits.rename("Vessels", "Ships"),
        tag_edits.merge(["Warming"], "Climate"),
        tag_edits.rename("Climate", "Climate-change"),
        tag_edits.rename("Only here", "Only there"),
    ):
        retag(load(root), edit)
    build(load(root))
    return root / "site"


def test_old_addresses_of_tags_lead_to_the_tags_that_they_are_now(site: Path, tmp_path: Path) -> None:
    assert nginx.check(nginx.configuration(tmp_path, site, nginx.free_port())) == ""
    for old, new in MOVED.items():
        assert f"/old/tags/{old}/ /old/tags/{new}/ 301\n" in (site / "_redirects").read_text("utf-8")
        assert f'"/old/tags/{old}/" "/old/tags/{new}/";' in (site / "_redirects.nginx").read_text("utf-8")
    # At the root of the host, where nginx serves this folder.
    for file in ("_redirects", "_redirects.nginx"):
        text = (site / file).read_text("utf-8")
        (tmp_path / file).write_text(text)
        (site / file).write_text(text.replace("/old/", "/"), "utf-8")
    with nginx.running(tmp_path, site) as connection:
        for old, new in MOVED.items():
            status, target, _ = nginx.get(connection, f"/tags/{old}/")
            assert (status, urlsplit(target or "").path) == (301, f"/tags/{new}/")
            assert nginx.get(connection, f"/tags/{new}/")[0] == 200


def test_a_page_at_the_old_address_leads_on_without_a_server(site: Path) -> None:
    for old, new in MOVED.items():
        document = html.parse(site / "tags" / old / "index.html")
        [refresh] = document.xpath("//meta[@http-equiv='refresh']/@content")
        assert urljoin(f"/tags/{old}/", refresh.partition("url=")[2]) == f"/tags/{new}/"
        assert document.xpath("//h1/a/@href") == [f"../{new}/"]
        assert f"tags/{old}/" not in (site / "sitemap.xml").read_text("utf-8")


def test_pages_of_tags_stay(site: Path) -> None:
    for name in ("traffic", "ships"):
        assert not html.parse(site / "tags" / name / "index.html").xpath("//meta[@http-equiv='refresh']")
    assert not (site / "tags" / "only-there").exists()


def test_the_old_address_of_a_tag_of_one_article_leads_to_all_tags(site: Path) -> None:
    assert "/tags/only-here/ " in (site / "_redirects").read_text("utf-8")
    document = html.parse(site / "tags" / "only-here" / "index.html")
    assert document.xpath("//h1/a/@href") == ["../"]
    assert document.xpath("//h1/a/text()") == ["Only there"]
    assert "Only there" in (site / "tags" / "index.html").read_text("utf-8")

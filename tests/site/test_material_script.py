"""Tests of which pages load Material's script: the owner's, and all pages if the owner asks for what needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html
from mkdocs.config import load_config

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.chrome.material_script import is_on_all_pages

PLUGINS = "plugins: [backfile: {search: false}]\n"
ARTICLE = "---\ntitle: A letter\ndate: 2020-03-22\nsource: Gazette\norigin: {file: a.html}\n---\nA letter.\n"
PAGES = {
    "articles/2020/03/letter.md": ARTICLE,
    "about.md": "# About\n",
    "notes/own.md": "# Own\n",
    "tags/mine.md": "# Mine\n",
}
OWN = {"about/index.html", "notes/own/index.html", "tags/mine/index.html"}


def features(*names: str) -> str:
    return f"theme: {{name: material, features: [{', '.join(names)}]}}\n{PLUGINS}"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (PLUGINS, False),
        (features(), False),
        (features("content.code.copy", "content.tooltips", "search.highlight"), False),
        (features("navigation.tabs", "navigation.tabs.sticky", "navigation.sections", "navigation.expand"), False),
        (features("navigation.path", "navigation.indexes", "navigation.footer", "toc.integrate"), False),
        (features("navigation.instant"), True),
        (features("navigation.tracking"), True),
        (features("navigation.top"), True),
        (features("toc.follow"), True),
        (features("header.autohide"), True),
        (features("content.code.copy", "a feature of a later version"), True),
        (f"{PLUGINS}extra: {{social: []}}\n", False),
        (f"{PLUGINS}extra: {{version: {{provider: mike}}}}\n", True),
        (f"{PLUGINS}extra: {{consent: {{title: Cookies}}}}\n", True),
        (f"{PLUGINS}extra: {{alternate: [{{name: Deutsch, link: /de/, lang: de}}]}}\n", True),
        (f"{PLUGINS}extra_css: [own.css]\n", False),
        (f"{PLUGINS}extra_javascript: [own.js]\n", True),
        (f"{PLUGINS}extra_javascript: [{{path: own.js, type: module}}]\n", True),
        (f"{PLUGINS}theme: {{name: material, custom_dir: custom}}\n", True),
        (f"{PLUGINS}hooks: [hook.py]\n", True),
        ("plugins: [search, tags, backfile: {search: false}]\n", False),
        ("plugins: [backfile: {search: false}, privacy]\n", True),
    ],
)
def test_the_settings_decide_whether_all_pages_load_the_script(
    tmp_path: Path, settings: str, *, expected: bool
) -> None:
    for folder in ("docs", "custom"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hook.py").touch()
    file = tmp_path / "mkdocs.yml"
    theme = "" if "theme:" in settings else "theme: {name: material}\n"
    file.write_text(f"site_name: Clippings\n{theme}{settings}", "utf-8")
    assert is_on_all_pages(load_config(str(file))) is expected


def with_script(site: Path) -> set[str]:
    """Return the pages that load Material's script. Each of them has its settings, and no other page."""
    found = set()
    for path in site.rglob("*.html"):
        document = lxml_html.document_fromstring(path.read_bytes())
        loads = bool(document.xpath("//script[contains(@src, '/bundle.') or contains(@src, 'javascripts/bundle.')]"))
        assert bool(document.xpath("//script[@id='__config']")) is loads, path
        assert bool(document.xpath("//*[@data-md-component='sidebar']")) is loads, path
        assert document.xpath("//script[contains(@src, 'javascripts/site.js')]"), path
        if loads:
            found.add(path.relative_to(site).as_posix())
    return found


def test_generated_pages_do_without_and_kept_ones_notice_a_change(tmp_path: Path, make_archive: Callable) -> None:
    settings = "site_name: Clippings\nnav: [tags/index.md, about.md]\n{}"
    archive = make_archive(tmp_path, PAGES, settings.format(features()))
    build(load(archive))
    site = archive / "site"
    assert with_script(site) == OWN
    assert with_script(site) < {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    archive.joinpath("mkdocs.yml").write_text(settings.format(features("navigation.top")), "utf-8")
    build(load(archive))
    assert with_script(site) == {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    archive.joinpath("mkdocs.yml").write_text(settings.format(features()), "utf-8")
    build(load(archive))
    assert with_script(site) == OWN

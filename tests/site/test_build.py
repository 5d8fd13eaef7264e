"""Tests of the built site: its files, that a build is deterministic, and the messages when it fails."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html

from backfile.operations.lists import update_lists
from backfile.problems import BuildError
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.chrome.assets import SCRIPT, STYLE, trimmed, unused_classes
from backfile.site.chrome.theme_setup import THEME
from backfile.site.search import pagefind

ARTICLE = """\
---
title: "A & B"
tags: ["Letters"]
origin: {file: a.html}
---
A letter came. <script>window.pwnd=1</script>
"""
PAGES = {
    "articles/2020/03/a.md": ARTICLE,
    "articles/2020/03/b.md": ARTICLE.replace("A & B", "B"),
    "handbook/index.md": "# Handbook\n\n<details class='note'><summary>The owner’s own</summary></details>\n",
    "handbook/pages.md": "# Pages\n",
}
LONG_LIST = """
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight: {anchor_linenums: true}
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""


def settings(more: str = "", plugin: str = "backfile") -> str:
    site = "site_name: Clippings\nsite_url: https://clippings.example/\ntheme: {name: material}\n"
    return f"{site}plugins: [{plugin}]\n{more}"


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def parsed(site: Path, page: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring((site / page / "index.html").read_bytes())


def navigation(site: Path, page: str = ".") -> list[str]:
    [nav] = parsed(site, page).find_class("md-nav--primary")
    links = [
        link for link in nav.find_class("md-nav__link") if not (link.tag == "label" and link.get("for") == "__toc")
    ]
    return [" ".join(link.text_content().split()) for link in links]


@pytest.fixture
def archive(tmp_path: Path, make_archive: Callable) -> Callable[..., Path]:
    def create(pages: dict[str, str] = PAGES, written: str | None = None) -> Path:
        return make_archive(tmp_path / "archive", pages, written or settings())

    return create


def test_mkdocs_alone_builds_the_same_bytes(archive: Callable) -> None:
    root = archive({**PAGES, "day.txt": "{{ build_date_utc }}"}, settings("extra_templates: [day.txt]\n"))
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        dated = os.environ | {"GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z"}
        subprocess.run(["git", *identity, *command], cwd=root, check=True, env=dated)
    built = build(load(root, access=Access.CHECKED))
    ours = contents(root / "site")
    assert built.pages == 11
    assert b"2001-02-03" in ours["day.txt"]
    assert "SOURCE_DATE_EPOCH" not in os.environ
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, check=True, capture_output=True)
    assert contents(root / "site") == ours


def test_the_navigation_has_the_lists_that_exist(archive: Callable) -> None:
    root = archive()
    build(load(root))
    assert navigation(root / "site") == ["Home", "Dates", "Tags", "Handbook", "Handbook", "Pages"]
    assert navigation(root / "site", "articles/2020/03/a") == navigation(root / "site")


def test_the_owners_navigation_is_kept(archive: Callable) -> None:
    root = archive(written=settings("nav: [{All: tags/index.md}]\n"))
    build(load(root))
    assert navigation(root / "site") == ["All"]


@pytest.mark.parametrize(
    ("palette", "expected"),
    [
        ("", ("backfile", "backfile")),
        ("palette: {scheme: slate}", ("backfile", "backfile")),
        ("palette: [{scheme: default, primary: teal}, {scheme: slate}]", ("teal", "indigo")),
        ("palette: [{scheme: default, accent: teal}]", ("backfile", "teal")),
    ],
)
def test_the_owners_colours_are_kept(archive: Callable, palette: str, expected: tuple[str, str]) -> None:
    root = archive(written=settings().replace("{name: material}", f"{{name: material, {palette}}}"))
    build(load(root))
    [body] = parsed(root / "site", ".").xpath("//body")
    assert (body.get("data-md-color-primary"), body.get("data-md-color-accent")) == expected
    assert "#fdfcf8" in (root / "site" / STYLE).read_text(), "the look"
    material = "".join(file.read_text() for file in (root / "site/assets/stylesheets").glob("*.min.css"))
    assert ("[data-md-color-primary=teal]{" in material) is (expected[0] == "teal"), "as far as it is used"
    assert "[data-md-color-primary=red]{" not in material
    assert ".md-search__form" not in material
    assert ".tabbed-labels" not in material


@pytest.mark.parametrize(
    ("styles", "kept"),
    [
        (".md-search__form{top:0}", False),
        (".md-search,.md-nav{top:0}", True),
        (".md-nav:not(.md-search){top:0}", True),
        ("[data-md-color-primary=red]{top:0}", False),
        ("[data-md-color-primary=teal]:not([data-md-color-accent=red]){top:0}", True),
    ],
)
def test_styles_that_can_match_are_kept(styles: str, kept: bool) -> None:
    assert trimmed(styles, {("primary", "teal")}, [".md-search"]) == (styles if kept else "")


@pytest.mark.parametrize(
    ("extension", "is_unused"),
    [
        ("markdown.extensions.admonition", True),
        ("pymdownx.tabbed", False),
        ("pymdownx.blocks.tab", False),
        ("an.unknown.extension", False),
    ],
)
def test_styles_of_tabs_are_kept_if_something_may_write_tabs(extension: str, is_unused: bool) -> None:
    assert (".tabbed-" in unused_classes(["toc", extension], has_templates=False)) is is_unused
    assert ".tabbed-" not in unused_classes(["toc", extension], has_templates=True)


def test_our_files_are_minified_and_replacements_by_the_owner_are_not(
    archive: Callable,
) -> None:
    own = "/* Mine. */\nbody {\n  color: black;\n}\n"
    own_file, replaced = "assets/stylesheets/looks/paper.css", "assets/javascripts/reach.js"
    root = archive({**PAGES, own_file: own})
    (root / "custom" / replaced).parent.mkdir(parents=True)
    (root / "custom" / replaced).write_text(own)
    (root / "mkdocs.yml").write_text(settings().replace("{name: material}", "{name: material, custom_dir: custom}"))
    build(load(root, access=Access.CHECKED))
    published, ours = contents(root / "site"), contents(THEME)
    assert published[own_file].decode() == published[replaced].decode() == own
    assert b"--article-font" in published[STYLE]
    assert b"#fdfcf8" not in published[STYLE]
    assert b"listing__filter" in published[SCRIPT]
    assert b"md-typeset__scrollwrap" not in published[SCRIPT]
    linked = parsed(root / "site", ".").xpath("//link[@rel='stylesheet']/@href | //script/@src")
    assert {STYLE, SCRIPT, own_file, replaced} <= set(linked)
    alone = published.keys() & ours.keys() - {own_file, replaced}
    assert "assets/javascripts/search/page.js" in alone
    assert [name for name in {STYLE, SCRIPT, *alone} if name.startswith("assets/") and b"/*" in published[name]] == []


def test_pages_of_a_list_link_to_the_list(archive: Callable) -> None:
    root = archive()
    build(load(root))
    assert parsed(root / "site", "tags/letters").xpath("//*[@class='listing__breadcrumb']/a/@href") == ["../"]
    for page in (".", "tags", "articles/2020/03/a"):
        assert not parsed(root / "site", page).find_class("listing__breadcrumb")


def test_an_archive_without_articles_builds_without_an_index(archive: Callable) -> None:
    root = archive({})
    assert build(load(root), strict=True).pages == 5
    assert not (root / "site" / "pagefind").exists()


def test_without_the_search_there_is_neither_button_nor_index(archive: Callable) -> None:
    root = archive(written=settings(plugin="backfile: {search: false}"))
    build(load(root))
    assert not (root / "site" / "pagefind").exists()
    assert not (root / "site" / "search").exists()
    page = parsed(root / "site", ".")
    assert not page.find_class("search-button")
    assert not [address for address in page.xpath("//script/@src") if "search" in address]


@pytest.mark.parametrize("own", ["search.md", "search/index.md", "search/index.html"])
def test_a_page_of_the_owner_at_the_url_of_the_search_page_is_kept(archive: Callable, own: str) -> None:
    root = archive({**PAGES, own: "<h1>Searching for myself</h1>\n"})
    [warning] = build(load(root)).warnings
    assert own in warning
    assert "Searching for myself" in parsed(root / "site", "search").text_content()
    assert parsed(root / "site", ".").find_class("search-button")
    assert not parsed(root / "site", ".").xpath("//a[contains(@href, 'search/')]")


def test_materials_own_search_is_off(archive: Callable) -> None:
    root = archive(written=settings(plugin="search, backfile"))
    build(load(root))
    assert not list((root / "site" / "search").glob("*.json"))
    assert not parsed(root / "site", ".").xpath("//*[@data-md-component='search']")


@pytest.mark.parametrize("more", ["", LONG_LIST], ids=["the archive's extensions", "a long list of extensions"])
def test_articles_pass_the_gate_and_the_handbook_does_not(archive: Callable, more: str) -> None:
    root = archive(written=settings(more))
    build(load(root))
    [body] = parsed(root / "site", "articles/2020/03/a").find_class("article__body")
    assert body.text_content().strip() == "A letter came."
    assert not body.xpath(".//script")
    assert parsed(root / "site", "handbook").xpath("//details[@class='note']")


def test_an_article_that_lacks_text_says_so_outside_of_its_body(archive: Callable) -> None:
    shares = {"a": "960 of 1000", "b": "980 of 1000", "c": "40 of 100"}
    pages = {
        f"articles/2020/03/{name}.md": ARTICLE.replace("origin: {", f"origin: {{fidelity: {{text: {share}}}, ")
        for name, share in shares.items()
    }
    root = archive(pages)
    build(load(root))
    notes = {name: parsed(root / "site", f"articles/2020/03/{name}").find_class("article__missing") for name in shares}
    assert [[note.text_content().strip() for note in found] for found in notes.values()] == [
        ["About 4% of the text on the page that was saved is missing here."],
        [],
        [],
    ]
    assert not any("article__body" in (each.get("class") or "") for each in notes["a"][0].iterancestors())


def test_pages_load_nothing_from_other_hosts_and_the_policy_has_all_inline_scripts(archive: Callable) -> None:
    more = "repo_url: https://github.com/a/b\nextra: {analytics: {provider: google, property: G-1}}\n"
    root = archive(written=settings(more))
    assert "analytics" in build(load(root)).warnings[0]
    for page in (root / "site").rglob("*.html"):
        document = lxml_html.document_fromstring(page.read_bytes())
        [policy] = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        loaded = document.xpath("//script/@src | //img/@src | //link[not(@rel='canonical')]/@href")
        assert not [address for address in loaded if "//" in address]
        for script in document.xpath("//script[not(@src)][not(@type)]"):
            digest = hashlib.sha256(script.text.encode()).digest()
            assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
        assert not document.xpath("//*[@data-md-component='source']")
        assert (
            f"Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in (root / "site" / "_headers").read_text()
        )
    headers = (root / "site" / "_headers").read_text().split("/*.md\n")[0].replace("  ", "").splitlines()[1:]
    nginx = (root / "site" / "_headers.nginx").read_text().splitlines()[: len(headers)]
    assert nginx == [
        f'add_header {name} "{value}" always;' for name, _, value in (line.partition(": ") for line in headers)
    ]


@pytest.mark.parametrize("what", ["title", "h1"])
def test_the_title_of_a_page_without_front_matter_is_its_heading_escaped_once(archive: Callable, what: str) -> None:
    text = "A </title><script>window.pwnd=1</script>"
    heading = text.replace("<", "&lt;")
    root = archive({"articles/2020/03/a.md": f"# {heading}\n\nText.\n"})
    build(load(root))
    assert text in parsed(root / "site", "articles/2020/03/a").find(f".//{what}").text_content()


def test_files_with_one_address_cause_a_warning(archive: Callable) -> None:
    """Whoever adds `b/index.md` takes the address of `b.md`: a reader of the site would see only one of them."""
    root = archive({**PAGES, "articles/2020/03/b/index.md": "# Another text\n\nText.\n"})
    odd = "hide: 5\nkind: [[a]]\nkicker: !!binary PGI+\n"  # Material expects a list, and we texts.
    (root / "docs/articles/2020/03/a.md").write_text(PAGES["articles/2020/03/a.md"].replace("origin:", f"{odd}origin:"))
    [warning] = [line for line in build(load(root)).warnings if "one address" in line]
    assert "articles/2020/03/b.md and articles/2020/03/b/index.md have one address" in warning
    html = (root / "site/articles/2020/03/a/index.html").read_text()
    assert '<p class="article__kicker">PGI+</p>' in html  # Bytes of YAML are shown as they are written.


def test_outdated_list_pages_cause_a_warning(archive: Callable) -> None:
    root = archive()
    update_lists(load(root))  # It keeps that they are up to date.
    assert not build(load(root)).warnings
    (root / "docs/articles/2020/03/b.md").unlink()
    [warning] = [line for line in build(load(root)).warnings if "backfile lists" in line]
    assert "5 of them, dates/index.md among them" in warning


def test_a_warning_ends_a_strict_build_and_is_in_the_error(archive: Callable) -> None:
    root = archive({**PAGES, "articles/2020/03/a.md": ARTICLE + "\n[gone](gone.md)\n"})
    with pytest.raises(BuildError, match=r"gone\.md.*build again"):
        build(load(root), strict=True)
    assert "gone.md" in build(load(root)).warnings[0]


def test_a_failing_index_ends_the_build_with_its_message(
    archive: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(pagefind, "get_executable", lambda: broken)
    with pytest.raises(BuildError, match=r"search index.*no space left.*search: false"):
        build(load(archive()))
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_another_theme_is_an_error(archive: Callable) -> None:
    root = archive(written="site_name: A\ntheme: {name: mkdocs}\nplugins: [backfile]\n")
    with pytest.raises(BuildError, match="Material"):
        build(load(root))

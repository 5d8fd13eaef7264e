"""Tests of the fragment cache: the parts that pages share are rendered once and are correct on each page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html

from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build

ARTICLE = "---\ntitle: {0}\ntags: [Letters]\norigin: {{file: {0}.html}}\n---\nA letter.\n"
PAGES = {
    f"articles/2020/0{month}/{name}-{month}.md": ARTICLE.format(f"{name}-{month}")
    for month in (3, 4)
    for name in ("one", "two")
}
SETTINGS = """\
site_name: Clippings
theme: {name: material, custom_dir: custom, features: [navigation.footer]}
nav: [index.md, articles/2020/03/one-3.md, tags/index.md]
plugins: [backfile: {search: false}]
"""


def built(folder: Path, make_archive: Callable, settings: str) -> dict[str, lxml_html.HtmlElement]:
    site = folder / "archive" / "site"
    build(load(make_archive(folder / "archive", PAGES, settings), access=Access.CHECKED))
    return {
        path.relative_to(site).as_posix(): lxml_html.document_fromstring(path.read_bytes())
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


def test_cached_parts_have_working_links_and_mark_the_active_page(tmp_path: Path, make_archive: Callable) -> None:
    pages = built(tmp_path, make_archive, SETTINGS.replace("custom_dir: custom, ", ""))
    assert len([name for name in pages if name.startswith("articles/")]) == len(PAGES)
    for name, page in pages.items():
        files = {
            urljoin(f"/{name}", unquote(urlsplit(address).path))
            for element, attribute, address, _ in page.iterlinks()
            if attribute in ("href", "src") and not urlsplit(address).netloc and element.get("rel") != "canonical"
        }
        targets = {f"{file}index.html" if file.endswith("/") else file for file in files if file}
        assert not [file for file in targets if not (tmp_path / "archive" / "site" / file[1:]).is_file()], name
        active = [
            urljoin(f"/{name}", link.get("href"))
            for link in page.find_class("md-nav__link--active")
            if link.get("href")
        ]
        assert {urlsplit(link).path for link in active} <= {f"/{name.removesuffix('index.html')}"}, name
    assert pages["articles/2020/03/one-3/index.html"].find_class("md-nav__link--active")
    assert not pages["articles/2020/03/two-3/index.html"].find_class("md-nav__link--active")


def test_nothing_is_cached_with_templates_of_the_owner(tmp_path: Path, make_archive: Callable) -> None:
    partials = tmp_path / "archive" / "custom" / "partials"
    partials.mkdir(parents=True)
    partials.joinpath("copyright.html").write_text('<p class="custom">{{ page.title }}</p>')
    pages = built(tmp_path, make_archive, SETTINGS)
    printed = {name: page.find_class("custom")[0].text for name, page in pages.items()}
    assert printed["articles/2020/03/two-3/index.html"] == "two-3"
    assert len(set(printed.values())) == len(printed) > len(PAGES)

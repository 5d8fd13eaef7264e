"""Redirects as nginx serves them: it accepts every map, and a redirect is never in the place of a file of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from backfile.archive import page
from backfile.article import Article
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.outputs.own_paths import OwnPaths
from backfile.site.outputs.redirects import MAX_SOURCE, NGINX, SitePlace, find_redirects, nginx_file
from backfile.site.site_folder import site_files
from tests.site import nginx
from tests.site.example_articles import ARTICLES, UNKNOWN

SETTINGS = """\
site_name: Clippings
site_url: https://www.gazette.example/
theme: {name: material}
plugins: [backfile: {redirects_from: gazette.example}]
"""
LATER = (
    "robots.txt feed.xml sitemap-9.xml .well-known/security.txt _headers _worker.js history/a/ tags/later/ dates/2031/ "
    "articles/2031/03/later/ articles/2031/03/later.md pagefind/pagefind-worker.js cdn-cgi/trace search/ 404 404.html "
    "history/2031/03/later/ revisions/ab/ab12/ changes/ changes/feed.xml manifest/0001.txt"
).split()
MOVED = ("2020/03/pier.html", "story?id=7&p=$1", "\u00e9t\u00e9/a:b*", "Case/Of/It", "a" * (MAX_SOURCE - 1))


def claimants(paths: list[str]) -> dict[str, str]:
    """Return pages of articles that claim these paths of the domain."""
    articles = {
        f"articles/2020/04/claim-{number}.md": replace(
            UNKNOWN, headline=f"Claim {number}", url=f"https://www.gazette.example/{path}"
        )
        for number, path in enumerate(paths)
    }
    return {path: page.dump(article) for path, article in articles.items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Path]) -> Path:
    """A site of which articles claim the path of every file, in several forms."""
    pages = {f"articles/2020/03/{name}.md": page.dump(article) for name, article in ARTICLES.items()}
    first = make_archive(tmp_path_factory.mktemp("before"), pages, SETTINGS)
    build(load(first))
    own = [quote(path) for path in sorted(site_files(first / "site"))]
    folders = [path.removesuffix("index.html") for path in own if path.endswith("/index.html")]
    forms = [*own, *folders, *(folder.rstrip("/") for folder in folders), *(f"{path}?v=1" for path in own[::9]), *LATER]
    root = make_archive(
        tmp_path_factory.mktemp("after"),
        pages | claimants([*forms, *MOVED]),
        SETTINGS.replace("backfile: {", "backfile: {"),
    )
    built = build(load(root))
    assert any(f"{len(forms)} articles" in warning for warning in built.warnings)
    return root / "site"


def test_every_own_file_is_served_and_every_old_address_leads_to_its_page(site: Path, tmp_path: Path) -> None:
    file = nginx.configuration(tmp_path, site, nginx.free_port())
    assert nginx.check(file) == ""
    with nginx.running(tmp_path, site) as connection:
        for path in site_files(site):
            for form in {path, path.removesuffix("index.html")}:
                assert nginx.get(connection, f"/{quote(form)}") == (200, None, (site / path).read_bytes()), form
        for path in MOVED:
            status, target, _ = nginx.get(connection, f"/{quote(path, safe='/?=&$:*')}")
            assert status == 301, path
            assert nginx.get(connection, urlsplit(target or "").path)[0] == 200
        status, target, _ = nginx.get(connection, f"/{MOVED[0].upper()}")
        assert (status, urlsplit(target or "").path) == (301, f"/articles/2020/04/claim-{_number(site, MOVED[0])}/")
        assert nginx.get(connection, "/nothing")[0] == 404


def test_every_path_of_a_site_is_reserved_before_its_file_exists(site: Path) -> None:
    """A later build may write any file of this kind; the home page alone is known by its file."""
    none_yet, files = OwnPaths((), "/"), sorted(site_files(site))
    assert len({file.split("/")[0] for file in files}) > 15
    assert [file for file in files if not none_yet.has(f"/{quote(file)}")] == []


def _number(site: Path, path: str) -> str:
    line = next(line for line in (site / NGINX).read_text().split("\n") if f'"/{path}"' in line)
    return line.split("claim-")[1].split("/")[0]


def _map(urls: list[str]) -> str:
    articles: dict[str, Article] = {f"{number}.md": replace(UNKNOWN, url=url) for number, url in enumerate(urls)}
    place = SitePlace("gazette.example", "/", {path: f"articles/{path[:-3]}/" for path in articles})
    return nginx_file(find_redirects(articles, place, OwnPaths((), "/")).rules)


WORDS = ["".join(word) for word in product(("c0", "an"), repeat=9)]
"""512 words with one hash in nginx's map."""
MAPS = {
    "ten thousand of the longest": ([f"{number:05}{'b' * (MAX_SOURCE - 6)}" for number in range(10_000)], 10_000),
    "ten thousand that end alike": ([f"{'b' * (MAX_SOURCE - 6)}{number:05}" for number in range(10_000)], 10_000),
    "one byte too long": ([f"{number}{'b' * (MAX_SOURCE - 1)}" for number in range(9)], 0),
    "5,000 bytes": (["b" * 5000, "\u6587" * 1700, f"x?q={'b' * 5000}", "c"], 1),
    "equal but for case": (["Pier", "pier", "PIER?a", "pier?A", "%C3%A9", "%c3%a9"], 0),
    "one hash": ([f"{word}{'b' * 700}" for word in WORDS], 4),
    "syntax": (
        ['"', "{", "}", ";", "$a", "\\", "~x", "#", "include", "default", "hostnames;", "a b", "\x7f", "%"],
        None,
    ),
    "none": ([], 0),
}


@pytest.mark.parametrize("name", MAPS)
def test_nginx_accepts_the_map_of_any_addresses(name: str, tmp_path: Path) -> None:
    paths, count = MAPS[name]
    text = _map([f"https://gazette.example/{path}" for path in paths])
    assert count is None or text.count(' "/articles/') == count
    site = tmp_path / "site"
    site.mkdir()
    (site / NGINX).write_text(text, encoding="utf-8")
    (site / "_headers.nginx").write_text("")
    assert nginx.check(nginx.configuration(tmp_path, site, nginx.free_port())) == ""

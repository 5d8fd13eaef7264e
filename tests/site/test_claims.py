"""Articles that claim the address of another one: whose links, redirects and original addresses they change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from backfile.site.outputs.redirects import MAX_SOURCE

CLAIMS = Path(__file__).parent / "claims"
SAVED = "<!-- Page saved with SingleFile\n url: {}\n saved date: Sun Mar 22 2020 10:00:00 GMT+0000 -->\n"
VICTIM, PAGE = "https://www.gazette.example/2020/pier/", "articles/2020/03/east-pier-to-be-mended"
HOSTILE = ("hostile-http.html", "hostile-no-slash.html", "hostile-same-url-told.html")
FORMS = ("http://m.gazette.example:80/2020/%70ier", "https://GAZETTE.example./2020/./pier/?fbclid=1", VICTIM.upper())
"""More forms of the victim's address, each claimed by a page of its own."""
CLAIMANTS = [*HOSTILE, *(f"form-{number}.html" for number in range(len(FORMS)))]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with the victim, saved from its address or not, the article that links to it, and the claimants."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for file in CLAIMS.iterdir():
        folder.joinpath(file.name).write_bytes(file.read_bytes())
    victim, claimant = folder / "victim.html", (folder / HOSTILE[0]).read_text("utf-8")
    folder.joinpath("saved.html").write_text(SAVED.format(VICTIM) + victim.read_text("utf-8"), encoding="utf-8")
    for number, form in enumerate(FORMS):
        page = claimant.replace(VICTIM.replace("https", "http"), form).replace("Wholly other", f"Claim {number} of an")
        folder.joinpath(f"form-{number}.html").write_text(page.replace("Nothing", f"{number} things"), encoding="utf-8")
    return folder


def _built(root: Path, inbox: Path, runs: Iterable[Sequence[str]]) -> tuple[Config, list[ProblemKind]]:
    """Return a built archive of the inbox's files of each run, and the kinds of the problems."""
    config = init.create(root, "The Clippings", versioned=False)
    settings = config.root / "mkdocs.yml"
    before, _, _ = settings.read_text("utf-8").partition("plugins:")
    plugin = "  - backfile: {search: false, redirects_from: gazette.example}\n"
    settings.write_text(f"{before}site_url: https://www.gazette.example/\nplugins:\n{plugin}", encoding="utf-8")
    config = load(root)
    kinds: list[ProblemKind] = []
    for names in runs:
        report = ingest([inbox / name for name in names], config, Options(jobs=1, commit=False))
        kinds += [problem.kind for problem in report.problems]
    build(config)
    return config, kinds


def _leads_to_the_victim(config: Config) -> bool:
    """Return whether the link of the linking article leads to the victim's page."""
    html = (config.site / "articles/2023/03/three-years-of-the-pier/index.html").read_text("utf-8")
    return f'href="../../../2020/03/{PAGE.rsplit("/", 1)[1]}/" title="http://gazette.example/2020/pier"' in html


def _redirects(config: Config) -> list[list[str]]:
    return [line.split() for line in (config.site / "_redirects").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    "runs",
    [
        [["saved.html", "linker.html"], CLAIMANTS],
        [CLAIMANTS, ["saved.html", "linker.html"]],
        [["saved.html", "linker.html", *CLAIMANTS]],
        [[name] for name in ("form-0.html", "linker.html", "hostile-same-url-told.html", "saved.html", "form-1.html")],
    ],
    ids=["genuine first", "claimants first", "one run", "one by one"],
)
def test_the_article_saved_from_an_address_has_its_links_and_its_redirect(
    runs: list[list[str]], inbox: Path, tmp_path: Path
) -> None:
    config, kinds = _built(tmp_path / "archive", inbox, runs)
    assert ProblemKind.URL_HELD in kinds
    assert _leads_to_the_victim(config)
    assert _redirects(config) == [
        ["/2020/pier/", f"/{PAGE}/", "301"],
        ["/2023/three/", "/articles/2023/03/three-years-of-the-pier/", "301"],
    ]
    [index] = (config.site / "addresses").iterdir()
    assert f"{PAGE}/" in [path for _, path, _ in json.loads(index.read_text("utf-8"))["gazette.example/2020/pier"]]


@pytest.mark.parametrize("name", [HOSTILE[1], "form-0.html"])
def test_without_a_save_from_the_address_neither_has_it(name: str, inbox: Path, tmp_path: Path) -> None:
    config, kinds = _built(tmp_path / "archive", inbox, [["victim.html", "linker.html"], [name]])
    assert ProblemKind.URL_HELD in kinds
    assert not _leads_to_the_victim(config)
    assert [source for source, *_ in _redirects(config)] == ["/2023/three/"]


OWN = (
    "https://www.gazette.example/sitemap.xml",
    "http://m.gazette.example/%61ssets/stylesheets/classic.css",
    "https://gazette.example/_headers",
)
LONG = (f"https://gazette.example/{'文' * 150}", f"https://gazette.example/x?{'y' * 900}")


def test_own_files_and_long_addresses_have_no_redirect_and_are_reported(inbox: Path, tmp_path: Path) -> None:
    robots = (inbox / "over-robots.html").read_text("utf-8")
    for number, url in enumerate((*OWN, *LONG)):
        page = robots.replace("https://www.gazette.example/robots.txt", url).replace("minister", f"mayor {number}")
        (inbox / f"over-{number}.html").write_text(page.replace("number 5", f"number {9 + number}"), encoding="utf-8")
    names = sorted(path.name for path in inbox.iterdir() if path.name.startswith(("over", "long")))
    config, _ = _built(tmp_path / "archive", inbox, [["saved.html", *names]])
    sources = [source for source, *_ in _redirects(config)]
    assert all(len(source) <= MAX_SOURCE for source in sources)
    assert [source for source in sources if not source.startswith("/bbb")] == ["/2020/pier/"]
    assert len((config.site / "_redirects.nginx").read_text("utf-8").splitlines()) == 3 + len(sources)
    warnings = build(config).warnings
    assert any("6 articles have an original address at which the site has its own files" in line for line in warnings)
    assert any("2 articles have an original address that is too long" in line for line in warnings)

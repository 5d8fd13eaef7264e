"""A page that its owner moved: whatever was at the former address leads to where it is now."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from backfile.archive.page import dump
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.archive.revisions.archives import SETTINGS
from tests.archive.revisions.repository import article, commit, corrected, first, git, repository
from tests.conftest import MakeArchive

OLD, MIDDLE, NEW = (f"docs/articles/2021/{name}.md" for name in ("04/pier", "04/east-pier", "05/merrow pier"))
LONG = "l" * 240
OTHER = "docs/articles/2021/04/{}.md"


def other(name: str, body: str = "A text of its own about nothing else.", **values: object) -> str:
    return dump(article(body, f"Story of {name}", sum(name.encode()) % 28 + 1, **values))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, make_archive: MakeArchive) -> Path:
    """An archive with a page that was moved twice, others that were moved, removed, replaced, and a list of claims."""
    root = repository(tmp_path_factory.mktemp("moved") / "archive")
    names = ("gone", "replaced", "staged", "unstaged", "case", "edited", LONG)
    commit(root, {OLD: first(), **{OTHER.format(name): other(name) for name in names}})
    commit(root, {OLD: corrected(), OTHER.format("retaken"): dump(article("It is moved.", "Story of it", 30))}, 2)
    git(root, "mv", OLD, MIDDLE)
    commit(root, {}, 3)
    (root / NEW).parent.mkdir(parents=True)
    git(root, "mv", MIDDLE, NEW)
    git(root, "mv", OTHER.format("replaced"), OTHER.format("replaced-moved"))
    git(root, "mv", OTHER.format("retaken"), OTHER.format("retaken-moved"))
    git(root, "mv", OTHER.format(LONG), OTHER.format("short"))
    git(root, "mv", OTHER.format("edited"), OTHER.format("edited-moved"))
    commit(root, {OTHER.format("edited-moved"): other("edited", "A text of its own about nothing else at all.")}, 4)
    # git takes the new page for the old one, because most of the text agrees: it is another article.
    commit(root, {OTHER.format("gone"): None, OTHER.format("similar"): other("similar")}, 5)
    commit(root, {OTHER.format(name): other(f"here now, {name}") for name in ("replaced", "retaken")}, 6)
    claims = ["articles/2020/01/named.md", "articles/2021/04/replaced.md", "articles/2021/04/pier.md", "../x.md"]
    claims += claims[:1] * 47
    commit(root, {OTHER.format("claims"): other("claims", extra={"redirect_from": claims})}, 7)
    both = {"redirect_from": "articles/2020/01/both.md"}
    commit(root, {OTHER.format(name): other(name, extra=both) for name in ("one", "two")}, 8)
    pages = {file.relative_to(root / "docs").as_posix(): file.read_text("utf-8") for file in root.glob("docs/**/*.md")}
    make_archive(root, pages, SETTINGS.replace("example/", "example/old/"))
    joined = "articles/2021/04/{}.md:\n  same: [articles/2021/04/{}.md]\n"
    joins = joined.format("claims", "joined") + joined.format("replaced", "joined-before")
    joins += joined.format("edited", "joined-edited") + joined.format("retaken", "joined-retaken")
    joins += f"  saves: ['{article(save=30).origin.sha256}']\n"
    (root / "identity.yml").write_text(joins, "utf-8")
    commit(root, {}, 9)
    git(root, "mv", OTHER.format("staged"), OTHER.format("staged-moved"))
    shutil.move(root / OTHER.format("unstaged"), root / OTHER.format("unstaged-moved"))
    return root


@pytest.fixture(scope="module")
def built(root: Path) -> tuple[Path, list[str]]:
    """The site of the archive, and what its build says of pages that name former addresses."""
    config = load(root, access=Access.CHECKED)
    warnings = build(config).warnings
    return config.site, [warning for warning in warnings if "redirect_from" in warning or "ormer" in warning]


def leads_to(site: Path, address: str) -> str:
    """Return where a page of the site leads, as a path from the site's root; empty if there is no page."""
    file = site / address / "index.html"
    found = (
        re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', file.read_text("utf-8")) if file.exists() else None
    )
    if not found:
        return ""
    target = (file.parent / found[1].replace("%20", " ") / "index.html").resolve()
    assert target.is_file()
    return target.parent.relative_to(site.resolve()).as_posix()


MOVES = {
    "articles/2021/04/pier": "articles/2021/05/merrow pier",
    "articles/2021/04/east-pier": "articles/2021/05/merrow pier",
    "history/2021/04/pier": "history/2021/05/merrow pier",
    "articles/2021/04/edited": "articles/2021/04/edited-moved",
    "articles/2021/04/staged": "articles/2021/04/staged-moved",
    "articles/2021/04/unstaged": "articles/2021/04/unstaged-moved",
    "articles/2020/01/named": "articles/2021/04/claims",
    "articles/2021/04/joined": "articles/2021/04/claims",
    "articles/2021/04/joined-edited": "articles/2021/04/edited-moved",
    "articles/2021/04/joined-retaken": "articles/2021/04/retaken-moved",
    # Another article, another page at the address, joined with a page whose path another one has now, two claims:
    "articles/2021/04/gone": "",
    "articles/2021/04/replaced": "",
    "articles/2021/04/joined-before": "",
    "articles/2020/01/both": "",
}


def test_former_addresses_lead_to_the_page(built: tuple[Path, list[str]]) -> None:
    site, _ = built
    assert {address: leads_to(site, address) for address in MOVES} == MOVES
    lines = (site / "_redirects").read_text("utf-8").splitlines()
    rules = dict(line.split()[:2] for line in lines)
    expected = {address: target for address, target in MOVES.items() if target}
    assert {old.removeprefix("/old/"): new.removeprefix("/old/") for old, new in rules.items()} == {
        f"{old}/": f"{new}/".replace(" ", "%20") for old, new in expected.items()
    } | {"history/2021/04/east-pier/": "history/2021/05/merrow%20pier/"}
    assert (site / "_redirects.nginx").read_text("utf-8").count(";\n") == len(rules) + 1
    assert "articles/2021/04/pier/" not in (site / "sitemap.xml").read_text("utf-8")


def test_files_beside_the_page_are_at_the_former_address_too(built: tuple[Path, list[str]]) -> None:
    site, _ = built
    for name in ("articles/{}.md", "articles/{}.proof.json", "history/{}/timemap.link"):
        now = (site / name.format("2021/05/merrow pier")).read_bytes()
        assert [(site / name.format(old)).read_bytes() for old in ("2021/04/pier", "2021/04/east-pier")] == [now, now]


def test_what_cannot_be_a_former_address_is_reported(built: tuple[Path, list[str]]) -> None:
    _, warnings = built
    refused = [warning for warning in warnings if "No redirect" in warning]
    assert {*warnings} - {*refused} == {
        "backfile: articles/2021/04/claims.md: only the first 50 of 51 paths under redirect_from are used. "
        "Remove those that are not needed.",
        "backfile: Former addresses in git's history that are too long, from which nothing leads on: 1. "
        "A path may have 800 bytes, and a name in it 240.",
        "backfile: identity.yml names articles/2021/04/replaced.md, which another article has now: the former "
        "addresses of pages that were joined with it lead nowhere. Name the path of the page as it is now.",
    }
    named = [re.sub(r".* names '([^']*)', (.*)\.", r"\1: \2", warning) for warning in refused]
    assert sorted(named) == [
        "../x.md: which is no path of an article, such as articles/2020/03/name.md",
        "articles/2020/01/both.md: and articles/2021/04/two.md names it too",
        "articles/2021/04/pier.md: which is a former path of articles/2021/05/merrow pier.md",
        "articles/2021/04/replaced.md: at which there is a page",
    ]

"""The pages of history in a built site, without a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from backfile.problems import BuildError
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.archive.revisions.archives import SETTINGS, versioned_archive
from tests.archive.revisions.repository import git
from tests.conftest import MakeArchive


def built(root: Path, *, strict: bool = True) -> Path:
    """Build an archive, and return the folder of its site."""
    config = load(root, access=Access.CHECKED)
    build(config, strict=strict)
    return config.site


@pytest.fixture(scope="module")
def root(make_archive: MakeArchive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return versioned_archive(make_archive, tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return built(root)


def parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "lxml")


def text(element: Tag) -> str:
    return " ".join(element.get_text().split())


def former(site: Path) -> list[Path]:
    """Return the pages of former texts and of differences."""
    return sorted(site.glob("revisions/**/*.html"))


def test_the_article_says_how_often_it_changed_and_leads_to_its_history(site: Path) -> None:
    (link,) = parsed(site / "articles/2021/04/pier/index.html").select(".article__history a")
    assert text(link) == "3 revisions, headline changed once, edited once in this archive"
    assert (site / "articles/2021/04/pier" / str(link["href"]) / "index.html").resolve().is_file()
    assert not parsed(site / "articles/2021/04/alone/index.html").select(".article__history")
    assert not (site / "history/2021/04/alone").exists()


def test_the_history_shows_the_publishers_revisions_and_the_others_apart(site: Path) -> None:
    page = parsed(site / "history/2021/04/pier/index.html")
    (published,) = page.select(".history > .revisions")
    rows = [text(row) for row in published.select("li")]
    assert [re.findall("Substantive|Small|First text", row) for row in rows] == [
        ["Small"],
        ["Substantive"],
        ["First text"],
    ]
    assert "Headline before: East pier closes" in rows[1]
    assert "2 words added · 2 words removed" in rows[1]
    assert "edited in this archive" in text(page.select("details")[0])


def test_every_link_of_a_history_leads_to_a_page(site: Path) -> None:
    for file in [*former(site), site / "history/2021/04/pier/index.html", site / "changes/index.html"]:
        for link in parsed(file).select(".history a, .former-text a"):
            assert (file.parent / str(link["href"]) / "index.html").resolve().is_file(), (file, str(link["href"]))


def test_a_difference_marks_exactly_the_words_that_changed(site: Path) -> None:
    pages = [parsed(file) for file in former(site) if file.parent.name.startswith("since-")]
    marked = [
        [(element.name, text(element)) for element in page.select(".difference p ins, .difference p del")]
        for page in pages
    ]
    assert sorted(marked) == [
        [("del", "Removed: Sunday"), ("ins", "Added: Saturday"), ("del", "Removed: four"), ("ins", "Added: six")],
        [("del", "Removed: larch"), ("ins", "Added: ash")],
        [("ins", "Added: Share this article")],
    ]


def test_former_texts_are_whole_marked_and_kept_out_of_search_engines_and_search(site: Path) -> None:
    texts = {text(page.select("h1")[0]): page for file in former(site) if (page := parsed(file)).select(".former-text")}
    assert texts.keys() == {"East pier closes", "East pier closes for six weeks"}
    assert "A ladder broke on Sunday" in text(texts["East pier closes"].select(".article__body")[0])
    for file in [*former(site), site / "history/2021/04/pier/index.html"]:
        assert parsed(file).select('meta[name="robots"][content="noindex"]')
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert "/changes/" in sitemap
    assert "/revisions/" not in sitemap
    assert "/history/" not in sitemap
    assert len(json.loads((site / "pagefind/facets.json").read_text("utf-8"))) > 0
    assert not list(site.glob("pagefind/**/*revisions*"))


def test_the_addresses_of_revisions_are_made_from_their_texts(site: Path, root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", root.as_uri(), "clone")
    git(tmp_path / "clone", "filter-branch", "--msg-filter", "cat && echo rewritten", "HEAD")
    other = built(tmp_path / "clone")
    assert [file.relative_to(other) for file in former(other)] == [file.relative_to(site) for file in former(site)]


def test_the_present_text_has_its_lasting_address_already(site: Path) -> None:
    for code in parsed(site / "history/2021/04/pier/index.html").select(".revision code"):
        assert (site / "revisions" / text(code)[:2] / text(code) / "index.html").is_file()
    (present,) = parsed(site / "history/2021/04/pier/index.html").select("details code")
    folder = site / "revisions" / text(present)[:2] / text(present)
    (refresh,) = parsed(folder / "index.html").select('meta[http-equiv="refresh"]')
    target = str(refresh["content"]).partition("url=")[2]
    assert (folder / target).resolve() == (site / "articles/2021/04/pier").resolve()


def test_changes_list_what_publishers_changed_and_have_a_feed(site: Path) -> None:
    page = parsed(site / "changes/index.html")
    (published,) = page.select(".history > .revisions")
    assert len(published.select("li")) == 2
    assert [text(item) for item in page.select(".headline-changes li")] == [
        "2 April 2021: East pier closes → Headline now: East pier closes for six weeks"
    ]
    items = json.loads((site / "changes/feed.json").read_text("utf-8"))["items"]
    assert [item["title"] for item in items] == ["East pier closes for six weeks", "East pier closes"]
    assert items[0]["content_text"] == "Headline before: East pier closes · 2 words added · 2 words removed"
    assert items[0]["url"].startswith("https://clippings.example/revisions/")
    assert (site / "changes/feed.xml").is_file()
    assert [str(link["href"]) for link in page.select('link[rel~="feed"]')] == ["feed.xml", "feed.json"]


def test_a_shallow_clone_is_a_warning_that_strict_builds_refuse(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "clone")
    with pytest.raises(BuildError, match="This clone is shallow"):
        built(tmp_path / "clone")
    tmp_path.joinpath("clone/mkdocs.yml").write_text(
        SETTINGS.replace("- backfile", "- backfile:\n      history: false")
    )
    site = built(tmp_path / "clone")
    assert not (site / "changes").exists()


def test_pages_of_the_owners_stay_at_their_addresses(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", root.as_uri(), "clone")
    own = tmp_path / "clone/docs/changes.md"
    own.write_text("# What I changed\n")
    assert "What I changed" in text(parsed(built(tmp_path / "clone") / "changes/index.html").select("h1")[0])


def test_programs_find_each_text_by_its_date(site: Path) -> None:
    (link,) = parsed(site / "articles/2021/04/pier/index.html").select('link[rel="timemap"]')
    file = (site / "articles/2021/04/pier" / str(link["href"])).resolve()
    first, last = "Thu, 01 Apr 2021 09:00:00 GMT", "Sat, 03 Apr 2021 09:00:00 GMT"
    lines = file.read_text("utf-8").split(",\n")
    assert lines[0] == '<https://gazette.test/pier>; rel="original"'
    assert f'rel="self"; type="application/link-format"; from="{first}"; until="{last}"' in lines[1]
    assert re.fullmatch(rf'<https://\S+/revisions/\w+/\w+/>; rel="first memento"; datetime="{first}"', lines[2])
    assert [re.findall('rel="(.*?)"', line)[0] for line in lines[2:]] == ["first memento", "memento", "last memento"]


def test_citations_name_the_revision_and_the_day_of_saving(site: Path) -> None:
    page = parsed(site / "articles/2021/04/pier/index.html")
    revision = text(parsed(site / "history/2021/04/pier/index.html").select("details code")[0])
    cited = [text(element) for element in page.select(".citation__text")]
    assert f"saved 3 April 2021, revision {revision}." in cited[0]
    assert f"version = {{{revision}}}" in cited[1]
    assert "urldate = {2021-04-03}" in cited[1]
    assert "Y2 - 2021/04/03" in cited[2]
    assert f'"version": "{revision}"' in cited[3]

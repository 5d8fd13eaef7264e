"""Articles of which the site may show only an excerpt, or nothing: no file of the site has more of them."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, InclusionLevel

from backfile import images
from backfile.archive.page import dump
from backfile.archive.page import load as load_page
from backfile.operations.lists import update_lists
from backfile.problems import BackfileError
from backfile.settings.access import Access
from backfile.settings.mkdocs_yml import load
from backfile.settings.publish import Publish
from backfile.site.build import build
from backfile.site.rights.limited_page import cut_words, limited_page
from backfile.site.rights.limits import limit_articles
from tests.archive.revisions.repository import article, commit, repository
from tests.conftest import MakeArchive
from tests.operations.test_withdraw import unpacked
from tests.site.pictures.drawn import quarters, saved
from tests.site.test_build import contents

PICTURES = [saved(quarters(400 + number, 300), "PNG") for number in range(4)]
WITHHELD, FORMER, SHARED, SHOWN = (images.name_of(picture, "png") for picture in PICTURES)
SETTINGS = """\
site_name: Clippings
site_url: https://clippings.example/
theme: {name: material}
plugins:
  - backfile:
      excerpt_words: 8
      redirects_from: gazette.example
      publish_sources: {Gazette: excerpt, Nobody: none}
      publish_sections: {Opinion: none}
"""


def body(*words: str, picture: str = "") -> str:
    """Return a text with a first paragraph of which an excerpt has eight words, and more paragraphs with the words."""
    more = "\n\n".join(f"Later the {word} was seen near the quay, and nobody knew why." for word in words)
    shown = f"\n\n![The quemblish lamp](../../../images/{picture})" if picture else ""
    return f"One two three four five six seven eight, then vorplegged nine.{shown}\n\n## A zarnick heading\n\n{more}"


def page(number: int, headline: str, text: str, **values: object) -> str:
    values = {"source": "Gazette", "url": f"https://gazette.example/{number}", "tags": ("Quays", "Lamps")} | values
    return dump(article(text, headline, number, **values))


SECRETS = (
    "vorplegged zarnick quemblish brindlemoor oxtorvane kleffing mardoquin plinthowe gravenstool huxtable-finch "
    "snorrel dapplewick tromulent"
).split()
"""Words of texts that no file of the site may have, each at another place."""
FOLDER = "docs/articles/2021/04"
PAGES = {
    "excerpt": page(1, "East pier closes", body("brindlemoor", picture=WITHHELD), kicker="Harbour"),
    "dek": page(
        2, "West pier opens", body("oxtorvane"), dek="In short: a pier opens today, they say. Kleffing came, too."
    ),
    "chinese": page(3, "東碼頭", "東碼頭今天關閉直到明年春天為止市民感到遺憾", language="zh", source="The old Gazette"),
    "column": page(
        4, "My pier", body("mardoquin", picture=SHARED), section="Opinion", source="Herald", dek="Plinthowe."
    ),
    "whole": page(
        5,
        "A lamp",
        f"Whole.\n\n![Lamp](../../../images/{SHARED})\n\n![Lamp](../../../images/{SHOWN})",
        source="Herald",
    ),
    "quiet": page(6, "A quiet bell", "It rings.", source="Herald", extra={"robots": "noindex, nofollow"}),
    "wrong": page(7, "A wrong bell", "It rings.", source="Herald", extra={"robots": "nothing"}),
    "broken": "---\ntitle: [gravenstool\norigin: {}\n---\nThe huxtable-finch sang.\n",
}  # fmt: skip
BEFORE = {
    "excerpt": page(11, "Snorrel at the pier", body("dapplewick", picture=FORMER)),
    "column": page(14, "Tromulent pier", body("dapplewick"), section="Opinion", source="Herald"),
    "whole": page(15, "A dim lamp", "Half the text.", source="Herald"),
}


def plain(root: Path) -> dict[str, bytes]:
    """Return the site as MkDocs alone builds it."""
    loaded = load_config(str(root / "mkdocs.yml"), site_dir=str(root / ".backfile/plain"))
    loaded.plugins.on_startup(command="build", dirty=False)
    mkdocs_build.build(loaded)
    found = contents(root / ".backfile/plain")
    shutil.rmtree(root / ".backfile/plain")
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, make_archive: MakeArchive) -> Path:
    """An archive with articles of all kinds, which was built when all of them were published."""
    root = repository(tmp_path_factory.mktemp("rights") / "archive")
    commit(root, {f"{FOLDER}/{name}.md": text for name, text in BEFORE.items()})
    commit(root, {f"{FOLDER}/{name}.md": text for name, text in PAGES.items()}, 2)
    for picture in PICTURES:
        file = root / "docs/images" / images.name_of(picture, "png")
        file.parent.mkdir(parents=True)
        file.write_bytes(picture)
    saves = {"excerpt": (1, 11), "column": (4, 14), "whole": (5, 15)}
    rulings = (f"articles/2021/04/{name}.md: {{saves: ['{a:064x}', '{b:064x}']}}\n" for name, (a, b) in saves.items())
    (root / "identity.yml").write_text("".join(rulings), "utf-8")
    (root / "sources.yml").write_text("Gazette:\n  aliases: [The old Gazette]\n", "utf-8")
    make_archive(root, {}, SETTINGS.partition("      excerpt_words")[0].replace("backfile:", "backfile"))
    commit(root, {}, 3)
    build(load(root, access=Access.CHECKED))
    return root


@pytest.fixture(scope="module")
def open_site(root: Path) -> dict[str, bytes]:
    """The files of the site when everything was published."""
    return contents(root / "site")


@pytest.fixture(scope="module")
def built(root: Path, open_site: dict[str, bytes]) -> tuple[Path, tuple[str, ...]]:
    """The site with limits, and the warnings of its build."""
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    config = load(root, access=Access.CHECKED)
    update_lists(config)
    return config.site, tuple(warning.removeprefix("backfile: ") for warning in build(config).warnings)


def found(files: dict[str, bytes]) -> set[str]:
    """Return the words of `SECRETS` that some files have, compressed or not."""
    texts = b"\n".join(unpacked(data).lower() for name, data in files.items() if not name.startswith("assets/"))
    return {word for word in SECRETS if word.encode() in texts}


def test_no_file_has_more_of_an_article_than_may_be_shown(
    built: tuple[Path, tuple[str, ...]], open_site: dict[str, bytes]
) -> None:
    assert found(open_site) == {*SECRETS}
    files = contents(built[0])
    assert found(files) == set()
    assert not any("關閉直到".encode() in unpacked(data) for data in files.values())
    kept = {name.removeprefix("images/") for name in files if name.startswith("images/")}
    assert kept == {SHARED, SHOWN}
    names = ("excerpt", "dek", "chinese", "column", "broken")
    assert [name for name in files for each in names if name.endswith((f"/{each}.md", f"/{each}.proof.json"))] == []


def test_the_site_is_that_of_a_plain_build(root: Path, built: tuple[Path, tuple[str, ...]]) -> None:
    ours, theirs = contents(root / "site"), plain(root)
    assert [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)] == []


def shown(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / "articles/2021/04" / name / "index.html").read_text("utf-8"), "lxml")


def text(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def test_an_excerpt_says_that_it_is_one(built: tuple[Path, tuple[str, ...]]) -> None:
    site, _ = built
    page = shown(site, "excerpt")
    assert text(page, ".article__body") == ["One two three four five six seven eight,…"]
    [note] = text(page, ".article__shown")
    assert note.startswith("This is an excerpt. The archive keeps the whole article, but does not publish it. ")
    assert page.select('.article__shown a[href="https://gazette.example/1"]')
    assert not page.select(".article__history, .article__markdown, .article__proof, .article__body img")
    assert text(shown(site, "dek"), ".article__dek") == ["In short: a pier opens today, they say.…"]
    assert text(shown(site, "chinese"), ".article__body") == ["東碼頭今天關閉直…"]
    assert "articles/2021/04/excerpt/" in (site / "sitemap.xml").read_text("utf-8")
    assert "East pier closes" in (site / "feed.xml").read_text("utf-8")


def test_of_an_article_that_is_not_published_a_notice_is_left(built: tuple[Path, tuple[str, ...]]) -> None:
    site, _ = built
    page = shown(site, "column")
    assert text(page, "h1") == ["My pier"]
    assert text(page, ".article__source") == ["Herald"]
    assert text(page, ".article__shown")[0].startswith("The archive keeps this article, but does not publish it.")
    assert page.select('meta[name="robots"][content="noindex"]')
    files = contents(site)
    pages = {name for name, data in files.items() if b"My pier" in unpacked(data)}
    assert {name for name in pages if "2021/04/column" not in name and not name.startswith("revisions/")} == set()
    assert "articles/2021/04/column/index.html" in pages
    assert "2021/04/column" not in (site / "sitemap.xml").read_text("utf-8")
    assert "/4 /articles/2021/04/column/ 301\n" in (site / "_redirects").read_text("utf-8")


def test_addresses_of_a_history_that_is_not_shown_any_more_lead_to_the_article(
    built: tuple[Path, tuple[str, ...]], open_site: dict[str, bytes]
) -> None:
    site, _ = built
    of_history = {name for name in open_site if name.startswith(("history/", "revisions/")) and name.endswith(".html")}
    files = contents(site)
    assert of_history <= files.keys()
    moved = [name for name in of_history if b'http-equiv="refresh"' in files[name]]
    assert sum("articles/2021/04/excerpt/" in files[name].decode() for name in moved) == 4
    assert b"A dim lamp" in files["changes/index.html"]


def test_robots_of_a_page(built: tuple[Path, tuple[str, ...]]) -> None:
    site, warnings = built
    for name, expected in (("quiet", "noindex, nofollow"), ("wrong", "noindex")):
        page = shown(site, name)
        assert [meta["content"] for meta in page.select('meta[name="robots"]')] == [expected]
        assert text(page, ".article__shown") == ["Search engines are asked not to list this page."]
        assert f"2021/04/{name}/" not in (site / "sitemap.xml").read_text("utf-8")
    assert not shown(site, "whole").select('meta[name="robots"]')
    assert [warning for warning in warnings if "robots" in warning] == [
        "articles/2021/04/wrong.md: `robots` has 'nothing', which search engines do not know. The page asks not to be "
        "listed. Known are: all, index, follow, noindex, nofollow, none, noarchive, nosnippet, noimageindex."
    ]


def test_a_page_that_cannot_be_read_is_not_published(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    gone = File("articles/2021/04/gone.md", config.docs_dir, config.site_dir, use_directory_urls=True)
    gone.inclusion = InclusionLevel.INCLUDED
    files = Files([gone])
    assert not limit_articles(files, config).paths
    assert [*files] == []
    assert "articles/2021/04/gone.md is not published: it cannot be read: No such file" in caplog.text


def test_a_rule_without_articles_and_a_page_without_rights_are_reported(built: tuple[Path, tuple[str, ...]]) -> None:
    _, warnings = built
    assert [warning for warning in warnings if "publish" in warning] == [
        next(warning for warning in warnings if warning.startswith("articles/2021/04/broken.md is not published: ")),
        "`publish_sources` in mkdocs.yml names 'Nobody', which no article has. Write it as its articles do.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{Gazette: excerpt, Nobody: none}", "{Gazette: some}"),
        ("{Gazette: excerpt, Nobody: none}", "[Gazette]"),
        ("excerpt_words: 8", "excerpt_words: 0"),
        ("excerpt_words: 8", "publish: nothing"),
    ],
)
def test_wrong_values_end_a_run(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace(old, new), "utf-8")
    (tmp_path / "docs").mkdir()
    with pytest.raises(BackfileError, match=r"publish|excerpt_words") as error:
        load(tmp_path)
    assert "Correct" in str(error.value) or "Raise it" in str(error.value)


BLOCKS = [
    "<!-- note -->",
    "# one",
    "a b c d",
    "**a** [b](c.md)",
    "![a b c](d.png)",
    "東碼頭",
    "x" * 90,
    "- a\n- b",
    "> c",
    "\\*",
]


@given(st.lists(st.sampled_from(BLOCKS)), st.integers(1, 9), st.none() | st.text())
def test_no_excerpt_has_more_words_than_permitted(blocks: list[str], most: int, dek: str | None) -> None:
    made = load_page(limited_page(article("\n\n".join(blocks), dek=dek), Publish.EXCERPT, most))
    shown = f"{made.dek or ''} {unescape(made.body)}"
    assert len(re.findall("[東碼頭]|[^\\s東碼頭…]+", shown)) <= most
    assert len(shown) <= most * 14
    assert not re.search("note|one|png", shown)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a b c", "a b…"), ("a b", "a b"), ("a b  ", "a b  "), ("", ""), ("x" * 30, "x" * 24 + "…"), ("東碼頭", "東碼…")],
)
def test_an_excerpt_ends_with_a_word(words: str, expected: str) -> None:
    assert cut_words(words, 2) == expected

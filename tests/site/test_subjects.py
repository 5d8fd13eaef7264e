"""Subjects on the site: a page for each by its id, its label in the archive's language, chips, feeds, search filter."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.lists import update
from backfile.settings.layout import CATALOG
from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from tests.conftest import MKDOCS_YML
from tests.site.example_articles import PIER

SUBJECTS = {
    "pier": ("politics", "human-interest", "opinion"),
    "ferry": ("politics",),
    "own": ("<b>Harbours</b>", "Politics"),
    "none": (),
}
GERMAN = MKDOCS_YML.replace("  name: material\n", "  name: material\n  language: de\n") + (
    "site_url: https://clippings.example/\n"
)


HOSTILE = "<script>alert(1)</script> {x} [a](b)"
TAGS_YML = f'subjects:\n  opinion: {{label: "{HOSTILE}"}}\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, make_archive: Callable) -> Path:
    """Build an archive in German whose articles have `SUBJECTS`."""
    pages = {
        f"articles/2020/03/{name}.md": page.dump(replace(PIER, headline=name, subjects=subjects))
        for name, subjects in SUBJECTS.items()
    }
    root: Path = make_archive(tmp_path_factory.mktemp("subjects"), pages, GERMAN)
    (root / "tags.yml").write_text(TAGS_YML, encoding="utf-8")
    config = load(root)
    storage = Storage(config.root, config.docs)
    with storage.locked("test"), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        update.update(storage, catalog, config)
    build(load(root))
    return root


def test_list_pages_are_named_by_id_and_titled_in_the_language_of_the_archive(root: Path) -> None:
    pages = {file.name: page.split(file.read_text("utf-8")) for file in (root / "docs/subjects").glob("*.md")}
    titles = {name: meta["title"] for name, (meta, _) in pages.items()}
    own = next(name for name in titles if name.startswith("b-harbours"))
    assert titles == {
        "index.md": "Themen",
        "politics.md": "Politik",
        "human-interest.md": "Menschen und Buntes",
        "opinion.md": HOSTILE,
        own: "<b>Harbours</b>",
    }
    assert "[Politik](politics.md) (3)" in pages["index.md"][1]
    assert "[Politik](subjects/politics.md)" in (root / "docs/index.md").read_text("utf-8")


def test_chips_lead_to_the_pages_of_the_subjects(root: Path) -> None:
    text = (root / "site/articles/2020/03/pier/index.html").read_text("utf-8")
    chips = html.document_fromstring(text).find_class("article__subject")
    assert [(chip.text_content(), chip.getparent().get("href")) for chip in chips] == [
        ("Politik", "../../../../subjects/politics/"),
        ("Menschen und Buntes", None),
        (HOSTILE, None),
    ], "no other article is about them"
    own = (root / "site/articles/2020/03/own/index.html").read_text("utf-8")
    assert "<b>Harbours" not in own
    assert "&lt;b&gt;Harbours&lt;/b&gt;" in own


def test_each_subject_has_feeds_whose_entries_name_it(root: Path) -> None:
    feed = json.loads((root / "site/subjects/politics/feed.json").read_text("utf-8"))
    assert feed["title"].startswith("Politik - Themen")
    assert sorted(item["title"] for item in feed["items"]) == ["ferry", "own", "pier"]
    assert {item["title"]: item["tags"] for item in feed["items"]}["ferry"] == ["Politik", *PIER.tags]


def test_the_search_filters_by_subject(root: Path) -> None:
    table = json.loads((root / "site/pagefind/facets.json").read_text("utf-8"))["subjects"]
    assert table["names"][0] == "Politik"
    assert sorted(map(len, table["of"])) == [0, 1, 2, 3]


def test_metadata_names_the_subjects_by_the_iptcs_codes(root: Path) -> None:
    text = (root / "site/articles/2020/03/pier/index.html").read_text("utf-8")
    [script] = html.document_fromstring(text).xpath("//script[@type='application/ld+json']")
    data = json.loads(script.text)
    assert data["genre"] == HOSTILE
    assert data["about"] == [
        {"@type": "Thing", "name": "Politik", "sameAs": "http://cv.iptc.org/newscodes/mediatopic/11000000"},
        {"@type": "Thing", "name": "Menschen und Buntes", "sameAs": "http://cv.iptc.org/newscodes/mediatopic/08000000"},
    ]


def test_a_label_of_the_owner_is_never_markup(root: Path) -> None:
    pages = [file.read_text("utf-8") for file in (root / "site").rglob("*.html")]
    assert any("&lt;script&gt;alert(1)" in text for text in pages)
    assert not [text for text in pages if "<script>alert(1)" in text]

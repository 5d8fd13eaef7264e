"""A tagger and a list of another package work as those of the program do: in ingest, explain, lists, git and site."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import html

from backfile.archive import page
from tests.plugins import program

PLUGIN = Path(__file__).with_name("places")

TEXT = """\
The {name} sails again
The {name} sails again

{dateline} - The {name} to the island sails twice a day again, and the harbour office sells the tickets.

It rained all day long in the town by the sea. Nobody came, and the lamps were lit along the quay.
"""


def backfile(*arguments: object, cwd: Path, code: int = 0, path: Path = PLUGIN) -> str:
    return program.backfile(*arguments, cwd=cwd, code=code, path=path)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("places")
    (root / "inbox").mkdir()
    for name, dateline in (("ferry", "KABUL (Reuters)"), ("tug", "KABUL"), ("barge", "DOHA")):
        text = TEXT.format(name=name, dateline=dateline)
        (root / "inbox" / f"{name}.txt").write_text(text, encoding="utf-8")
    backfile("init", "archive", cwd=root)
    backfile("ingest", root / "inbox", cwd=root / "archive")
    return root / "archive"


def test_the_tagger_adds_tags_and_explain_names_it(archive: Path) -> None:
    [ferry] = archive.glob("docs/articles/**/the-ferry-*.md")
    assert "Reports from Kabul" in page.load(ferry.read_text("utf-8")).tags
    assert "reports Reports from Kabul: the place in the dateline, as a report" in " ".join(
        backfile("explain", ferry, cwd=archive).split()
    )


def test_the_list_is_written_committed_and_merged_by_git(archive: Path) -> None:
    assert "[Kabul](kabul.md) (2)" in (archive / "docs/places/index.md").read_text("utf-8")
    assert "The ferry sails again" in (archive / "docs/places/kabul.md").read_text("utf-8")
    assert "docs/places/** merge=union" in (archive / ".gitattributes").read_text("utf-8")
    status = subprocess.run(["git", "status", "--porcelain"], cwd=archive, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_the_list_is_compared_and_its_pages_removed(archive: Path) -> None:
    backfile("lists", "--check", cwd=archive)
    [barge] = archive.glob("docs/articles/**/the-barge-*.md")
    text = barge.read_text("utf-8")
    barge.unlink()
    backfile("lists", "--check", cwd=archive, code=3)
    backfile("lists", cwd=archive)
    assert not (archive / "docs/places/doha.md").exists()
    barge.write_text(text, encoding="utf-8")
    backfile("lists", cwd=archive)
    assert (archive / "docs/places/doha.md").exists()


def test_the_site_has_the_list_in_its_navigation(archive: Path) -> None:
    output = backfile("build", "--strict", cwd=archive)
    assert "arning" not in output
    home = html.parse(archive / "site/index.html")
    assert "Places" in {" ".join(link.text_content().split()) for link in home.xpath("//nav//a")}
    [labels] = html.parse(archive / "site/places/index.html").getroot().find_class("listing")
    assert labels.get("data-index") == "labels"
    label = html.parse(archive / "site/places/kabul/index.html")
    assert not label.getroot().find_class("listing")[0].get("data-index")
    assert "Places" in label.getroot().text_content()
    assert "Reports from Kabul" in label.getroot().text_content()


def test_the_title_is_in_the_language_of_the_archive(archive: Path) -> None:
    settings = archive / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("  name: material\n", "  name: material\n  language: de\n"), encoding="utf-8")
    backfile("lists", cwd=archive)
    assert 'title: "Orte"' in (archive / "docs/places/index.md").read_text("utf-8")
    settings.write_text(text, encoding="utf-8")
    backfile("lists", cwd=archive)
    assert 'title: "Places"' in (archive / "docs/places/index.md").read_text("utf-8")


def test_without_the_package_its_list_stays_as_pages_of_the_owner(archive: Path) -> None:
    before = (archive / "docs/places/kabul.md").read_text("utf-8")
    backfile("lists", cwd=archive, path=Path("nothing"))
    assert (archive / "docs/places/kabul.md").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("Nothing", "it cannot be loaded: AttributeError"),
        ("KIND", "it is a LabelKind, not a ListKind"),
        ("LIST", "uses the folder docs/tags, or a kind of page, that is already in use"),
    ],
)
def test_a_list_that_cannot_be_used_stops_the_run(archive: Path, tmp_path: Path, record: str, message: str) -> None:
    (tmp_path / "backfile_wrong.py").write_text(
        "from backfile.lists import LabelKind, label_list\n"
        'KIND = LabelKind("tags", "word", lambda summary: summary.tags)\nLIST = label_list(KIND)\n'
    )
    information = tmp_path / "backfile_wrong-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: backfile-wrong\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[backfile.lists]\nwrong = backfile_wrong:{record}\n")
    before = {file: file.read_bytes() for file in (archive / "docs").rglob("*.md")}
    assert message in " ".join(backfile("lists", cwd=archive, code=19, path=tmp_path).split())
    assert {file: file.read_bytes() for file in (archive / "docs").rglob("*.md")} == before


@pytest.mark.parametrize("folder", ["..", ".", "Articles", "a b", "../x", "articles"])
def test_a_list_with_another_folder_than_a_plain_name_is_refused(archive: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "backfile_bad.py").write_text(
        "from backfile.lists import LabelKind, label_list\n"
        f"LIST = label_list(LabelKind({folder!r}, 'bad', lambda summary: [summary.headline]))\n"
    )
    metadata = tmp_path / "backfile_bad-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: backfile-bad\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[backfile.lists]\nbad = backfile_bad:LIST\n")
    before = sorted(file for file in archive.rglob("*") if archive / ".backfile" / "tmp" not in file.parents)
    assert "The list `" in backfile("lists", cwd=archive, code=19, path=tmp_path)
    assert sorted(file for file in archive.rglob("*") if archive / ".backfile" / "tmp" not in file.parents) == before

"""Images that came with a page are kept in the archive, through ingest, reingest, retag and removal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from backfile import images
from backfile.archive import page
from backfile.markup.writer import Writer
from backfile.operations import init
from backfile.operations.explain import explain
from backfile.operations.ingest import Options, ingest
from backfile.operations.reingest import reingest
from backfile.operations.retag import retag
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config, load
from tests.accounting import accounted
from tests.conversion.saved_images import KINDS, blank, data, png, save
from tests.conversion.saved_images import page as saved
from tests.operations.ingested import pages, status, tree
from tests.operations.test_retag import git


def shown_images(home: Config, path: str | None = None) -> list[bytes | str]:
    """Return the images of a page in order: the content of kept ones, the addresses of others."""
    texts = pages(home)
    path = path or next(iter(texts))
    rendered = Writer(home.rendering.extensions, home.rendering.options).render(page.load(texts[path]).body)
    addresses = [item.get("src") for item in html.fromstring(f"<div>{rendered}</div>").iter("img")]
    files = [(home.docs / path).parent / address for address in addresses]
    return [file.read_bytes() if file.is_file() else address for file, address in zip(files, addresses, strict=True)]


def kept_images(home: Config) -> list[bytes]:
    return sorted(file.read_bytes() for file in (home.docs / images.FOLDER).rglob("*") if file.is_file())


def remarks(report: Report) -> list[str]:
    return [problem.reason for problem in report.problems if problem.kind == "image"]


def test_images_of_each_kind_are_kept_and_committed(home: Config, inbox: Path) -> None:
    files = {file.name: file.read_bytes() for file in sorted(KINDS.iterdir())}
    save(inbox, saved(*(f"./pier_files/{name}" for name in files)), files | {"ad.html": b"<p>Buy this.</p>"})
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert not report.problems
    assert shown_images(home) == list(files.values())
    assert kept_images(home) == sorted(files.values())
    assert status(home) == ""
    assert "docs/images/" in git("show", "--stat=200", cwd=home.root)


def test_images_in_the_page_and_beside_it_in_other_folders_are_kept(home: Config, inbox: Path) -> None:
    (inbox / "pictures").mkdir()
    (inbox / "pictures" / "a b").write_bytes(png(shade=1))
    figure = f'<figure><img src="{data(png(shade=2))}"><figcaption>The pier at dawn.</figcaption></figure>'
    (inbox / "a.html").write_text(saved("pictures/a%20b", figure, data(png(shade=3))))
    report = ingest([inbox / "a.html"], home)
    assert not report.problems
    assert shown_images(home) == [png(shade=1), png(shade=2), png(shade=3)]


def test_one_image_is_kept_once(home: Config, inbox: Path) -> None:
    for number in range(3):
        address = data(png()) if number == 2 else f"{number}_files/{number}.png"
        text = saved(address, headline=f"Pier {number}", url=f"https://gazette.test/{number}")
        save(inbox, text, {f"{number}.png": png()}, str(number))
    ingest([inbox], home, Options(jobs=2))
    assert [shown_images(home, path) for path in sorted(pages(home))] == [[png()]] * 3
    assert kept_images(home) == [png()]


LAZY = {
    "a blank beside it": ('<img src="pier_files/blank.gif" data-src="{out}">', "https://cdn.test/a.jpg"),
    "a dot beside it": ('<img src="pier_files/dot.png" data-src="{out}">', "https://cdn.test/a.jpg"),
    "a blur in the page": (f'<img src="{data(png(20, 12))}" data-src="{{out}}">', "https://cdn.test/a.jpg"),
    "a blank in the page": (f'<img src="{data(blank(300, 200))}" data-src="{{out}}">', "https://cdn.test/a.jpg"),
    "a blank beside another image": (
        f'<figure><img src="{data(blank(300, 200))}"><img src="{{out}}"><figcaption>At dawn.</figcaption></figure>',
        "https://cdn.test/a.jpg",
    ),
    "a blur beside the image, both in the page": (
        f'<figure><img src="{data(png(20, 12))}"><img src="{data(png(99, 80))}"><figcaption>Dawn</figcaption></figure>',
        png(99, 80),
    ),
    "the image in the page": (f'<img src="{data(png(200, 120))}" data-src="{{out}}">', png(200, 120)),
    "the image beside it": ('<img src="pier_files/a.png" data-src="{out}" srcset="{out} 2x">', png(shade=7)),
    "the image beside it, in a set": ('<img src="{out}" srcset="pier_files/a.png 2x">', png(shade=7)),
    "a script's address is the one beside it": (
        '<img src="x_files/none.gif" data-src="pier_files/a.png">',
        png(shade=7),
    ),
    "one that is gone": ('<img src="pier_files/none.png" data-src="{out}">', "https://cdn.test/a.jpg"),
    "no image": ('<img src="pier_files/fake.png" data-src="{out}">', "https://cdn.test/a.jpg"),
}


def test_placeholders_of_lazy_loading_are_not_kept(home: Config, inbox: Path) -> None:
    files = {"a.png": png(shade=7), "blank.gif": png(), "dot.png": png(1, 1), "fake.png": b"<svg/>"}
    for number, (element, _) in enumerate(LAZY.values()):
        text = saved(element.format(out="https://cdn.test/a.jpg"), headline=f"Pier {number}", url=None)
        save(inbox, text.replace("pier_files", f"{number}_files"), files, str(number))
    report = ingest([inbox], home)
    images_by_number = {
        path.rpartition("pier-")[2].removesuffix(".md"): shown_images(home, path) for path in pages(home)
    }
    assert {name: images_by_number[str(number)] for number, name in enumerate(LAZY)} == {
        name: [expected] for name, (_, expected) in LAZY.items()
    }
    assert remarks(report) == []


REFUSED = {
    "fake.png": "it is not a PNG, JPEG, GIF, WebP or AVIF image",
    "drawing.svg": "it is not a PNG, JPEG, GIF, WebP or AVIF image",
    "torn.png": "it is damaged: its size cannot be read",
    "wide.png": "it has 2000 x 1000 pixels",
    "heavy.png": "it is larger than 1 MB",
    "none.png": "there is no such file",
    "secret.png": "there is no such file",
}


def test_an_image_that_is_not_kept_stays_a_link_and_is_reported(home: Config, inbox: Path) -> None:
    files = {
        "fake.png": b"<html>",
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "torn.png": b"\xff\xd8\xff",
        "wide.png": blank(2000, 1000),
        "heavy.png": png() + bytes(1 << 20),
    }
    for number, name in enumerate(REFUSED):
        figure = f'<figure><img src="{number}_files/{name}"><figcaption>The pier at dawn.</figcaption></figure>'
        save(inbox, saved(figure, headline=f"Pier {number}", url=f"https://gazette.test/{number}"), files, str(number))
        (inbox.parent / "secret.png").write_bytes(png())
        (inbox / f"{number}_files" / "secret.png").symlink_to(inbox.parent / "secret.png")
    settings = (home.root / "mkdocs.yml").read_text() + "      max_image_megapixels: 1\n      max_image_megabytes: 1\n"
    (home.root / "mkdocs.yml").write_text(settings)
    report = ingest([inbox], load(home.root))
    assert accounted(report) == (len(REFUSED), len(REFUSED), 0, 0, 0)
    assert remarks(report) == [
        f"an image is not kept, {number}_files/{name}: {why}" for number, (name, why) in enumerate(REFUSED.items())
    ]
    assert kept_images(home) == []
    for number, name in enumerate(REFUSED):
        (path,) = (path for path in pages(home) if path.endswith(f"pier-{number}.md"))
        assert shown_images(home, path) == [f"https://gazette.test/{number}_files/{name}"]
        assert "The pier at dawn." in pages(home)[path]


def test_the_number_of_images_of_an_article_is_limited(home: Config, inbox: Path) -> None:
    (home.root / "mkdocs.yml").write_text((home.root / "mkdocs.yml").read_text() + "      max_images: 2\n")
    files = {f"{number}.png": png(shade=number) for number in range(4)}
    save(inbox, saved(*(f"pier_files/{name}" for name in files)), files)
    report = ingest([inbox], load(home.root))
    assert remarks(report) == ["2 of its images are not kept, pier_files/2.png: the article has more than 2"]
    assert shown_images(home)[:2] == [png(shade=0), png(shade=1)]
    assert len(kept_images(home)) == 2


def test_an_input_cannot_refer_to_images_of_the_archive(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png"), {"a.png": png()})
    ingest([inbox], home)
    name = images.name_of(png(), "png")
    text = saved(images.page_url(name), "backfile-image-1.png", headline="Another", url="https://gazette.test/other")
    (inbox / "other.html").write_text(text)
    ingest([inbox], home)
    (other,) = (path for path in pages(home) if "another" in path)
    assert all(str(address).startswith("https://gazette.test/") for address in shown_images(home, other))


def remove_input_images(home: Config, inbox: Path) -> None:
    shutil.rmtree(inbox / "pier_files")


def rename_input(home: Config, inbox: Path) -> None:
    shutil.rmtree(inbox / "pier_files")
    (inbox / "pier.html").rename(inbox / "elsewhere.html")


def remove_catalog_and_input_images(home: Config, inbox: Path) -> None:
    shutil.rmtree(home.root / ".backfile")
    remove_input_images(home, inbox)


def remove_kept_images(home: Config, inbox: Path) -> None:
    shutil.rmtree(home.docs / images.FOLDER)


def damage_kept_images(home: Config, inbox: Path) -> None:
    for file in (home.docs / images.FOLDER).rglob("*.png"):
        file.write_bytes(bytes(file.stat().st_size))


def change_nothing(home: Config, inbox: Path) -> None: ...


@pytest.mark.parametrize(
    "change",
    [
        change_nothing,
        remove_input_images,
        rename_input,
        remove_catalog_and_input_images,
        remove_kept_images,
        damage_kept_images,
    ],
)
def test_a_second_ingest_changes_nothing(home: Config, inbox: Path, change: Callable[[Config, Path], None]) -> None:
    save(inbox, saved("pier_files/a.png", data(png(shade=2))), {"a.png": png()})
    ingest([inbox], home)
    before = tree(home)
    change(home, inbox)
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 0, 1, 0)
    assert tree(home) == before
    assert status(home) == ""
    assert len(git("log", "--format=%h", cwd=home.root).split()) == 2


def test_reingest_uses_the_images_of_the_archive(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png", data(png(shade=2)), "pier_files/none.svg"), {"a.png": png()})
    ingest([inbox], home)
    before = tree(home)
    shutil.rmtree(inbox)
    report = reingest(home)
    assert (report.pages, report.unchanged, report.changed, report.problems) == (1, 1, (), ())
    (home.root / "mkdocs.yml").write_text((home.root / "mkdocs.yml").read_text() + "      keep_images: false\n")
    assert [change.keys for change in reingest(load(home.root)).changed] == [("body", "origin")]
    assert png() not in shown_images(home)
    (home.root / "mkdocs.yml").write_bytes(before["mkdocs.yml"])
    git("checkout", "HEAD~", "--", "docs", cwd=home.root)
    assert reingest(load(home.root)).unchanged == 1


def test_reingest_restores_an_image_of_a_data_url(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(saved(data(png())))
    ingest([inbox], home)
    before = tree(home)
    page_file = home.docs / next(iter(pages(home)))
    (home.root / "mkdocs.yml").write_text((home.root / "mkdocs.yml").read_text() + "      keep_images: false\n")
    reingest(load(home.root))
    shutil.rmtree(home.docs / images.FOLDER)
    git("add", "-A", cwd=home.root)
    git("commit", "-qm", "Mine", cwd=home.root)
    (home.root / "mkdocs.yml").write_bytes(before["mkdocs.yml"])
    assert len(reingest(load(home.root)).changed) == 1
    assert shown_images(home) == [png()]
    assert page_file.read_bytes() == before[page_file.relative_to(home.root).as_posix()]
    assert git("status", "--short", "docs", cwd=home.root) == ""


def test_a_dry_run_reports_the_same_and_writes_nothing(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png", "pier_files/none.png"), {"a.png": png()})
    before = tree(home)
    dry = ingest([inbox], home, Options(dry_run=True))
    assert tree(home) == before
    assert remarks(dry) == remarks(ingest([inbox], home))
    assert accounted(ingest([inbox], home, Options(dry_run=True))) == (1, 0, 0, 1, 0)


def test_without_a_commit_images_are_written_and_the_next_run_commits_them(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png"), {"a.png": png()})
    ingest([inbox], home, Options(commit=False))
    (home.docs / "images" / "mine.png").write_bytes(png())
    assert "docs/images/" in status(home)
    ingest([inbox], home)
    assert status(home) == "?? docs/images/mine.png\n"


def test_the_images_of_a_removed_page_are_not_written_again(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png"), {"a.png": png()})
    ingest([inbox], home)
    (home.docs / next(iter(pages(home)))).unlink()
    shutil.rmtree(home.docs / "images")
    git("add", "-A", cwd=home.root)
    git("commit", "-qm", "Mine", cwd=home.root)
    report = ingest([inbox], home)
    assert [problem.kind for problem in report.problems] == ["removed"]
    assert kept_images(home) == []


def test_the_images_of_a_text_in_incoming_are_kept(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png"), {"a.png": png()})
    ingest([inbox], home)
    file = home.docs / next(iter(pages(home)))
    file.write_text(file.read_text().replace("Tuesday", "Monday"))
    save(inbox, saved("pier_files/b.png"), {"b.png": png(shade=9)})
    assert [problem.kind for problem in ingest([inbox], home).problems] == ["edited"]
    (waiting,) = (home.root / "incoming").rglob("*.md")
    waiting.rename(file)
    assert shown_images(home) == [png(shade=9)]


def test_the_images_of_older_saves_are_kept_if_git_has_their_texts(home: Config, inbox: Path) -> None:
    for name, shade, day in (("old", 1, "2019-11-05"), ("new", 2, "2019-11-06")):
        when = f'<meta property="article:modified_time" content="{day}"></head>'
        text = saved(f"{name}_files/a.png").replace("</head>", when)
        save(inbox, text, {"a.png": png(shade=shade)}, name)
    report = ingest([inbox], home, Options(commit=False))
    assert [problem.kind for problem in report.problems] == ["superseded"]
    assert kept_images(home) == [png(shade=2)]
    assert ingest([inbox], home).problems == ()
    assert sorted(kept_images(home)) == sorted([png(shade=1), png(shade=2)])


def test_a_run_after_one_that_ended_between_image_and_page_writes_the_page(home: Config, inbox: Path) -> None:
    save(inbox, saved("pier_files/a.png"), {"a.png": png()})
    whole = init.create(home.root.parent / "whole", home.site_name)
    ingest([inbox], whole)
    file = home.docs / "images" / images.name_of(png(), "png")
    file.parent.mkdir(parents=True)
    file.write_bytes(png())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert tree(home) == tree(whole)
    assert status(home) == ""


def test_tags_do_not_depend_on_descriptions_of_images(home: Config, inbox: Path) -> None:
    element = '<img src="pier_files/a.png" alt="Kabul Kabul Kabul Kabul Paris Paris Paris Berlin">'
    save(inbox, saved(element), {"a.png": png()})
    ingest([inbox], home)
    before = tree(home)
    assert retag(home).changed == ()
    assert tree(home) == before


def test_explain_makes_the_same_article(home: Config, inbox: Path) -> None:
    file = save(inbox, saved("pier_files/a.png", "pier_files/none.png"), {"a.png": png()})
    ingest([inbox], home)
    article = page.load(next(iter(pages(home).values())))
    (of_file,) = explain([file], home)
    assert of_file.article == article
    assert [problem.kind for problem in of_file.problems] == ["image"]
    (of_page,) = explain([home.docs / next(iter(pages(home)))], home)
    assert of_page.page is not None
    assert (of_page.page.differs, of_page.article) == ((), article)


def test_standard_input_has_no_files_beside_it(home: Config, tmp_path: Path) -> None:
    folder = home.root / ".backfile" / "tmp" / "pier_files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.png").write_bytes(png())
    with (tmp_path / "x.html").open("w+b") as stdin:
        stdin.write(saved("pier_files/a.png", "../catalog.sqlite").encode())
        stdin.seek(0)
        report = ingest([Path("-")], home, Options(read_as="html"), stdin=stdin)
    assert remarks(report) == []
    assert kept_images(home) == []

"""A folder of articles becomes pages in git: nothing lost, doubled or overwritten; every record accounted for."""

import gzip
import io
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.archive.lock import hold_lock
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import LockedError, NothingThereError, OwnFolderError, ProblemKind
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config, load
from tests.accounting import accounted

PARAGRAPH = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. "


def html(
    title: str = "East pier to be mended",
    body: str = PARAGRAPH * 3,
    url: str | None = "https://gazette.test/pier",
    published: str | None = "2019-11-05T09:00:00+01:00",
    modified: str | None = None,
) -> str:
    data = {"@type": "NewsArticle", "headline": title, "datePublished": published, "dateModified": modified}
    link = f'<link rel="canonical" href="{url}">' if url else ""
    found = json.dumps({key: value for key, value in data.items() if value})
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{link}'
        f'<script type="application/ld+json">{found}</script></head>'
        f"<body><article><h1>{title}</h1><p>{body}</p></article>"
    )


def pages(config: Config) -> dict[str, str]:
    files = config.docs.joinpath("articles").rglob("*.md")
    return {file.relative_to(config.docs).as_posix(): file.read_text("utf-8") for file in files}


def tree(config: Config) -> dict[str, bytes]:
    files = (file for file in config.root.rglob("*") if file.is_file() and not {".git", ".backfile"} & set(file.parts))
    return {file.relative_to(config.root).as_posix(): file.read_bytes() for file in files}


def log(config: Config) -> list[str]:
    done = subprocess.run(["git", "log", "--format=%s"], cwd=config.root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def status(config: Config) -> str:
    done = subprocess.run(["git", "status", "--short"], cwd=config.root, capture_output=True, text=True, check=True)
    return done.stdout


def kinds(report: Report) -> list[str]:
    return [problem.kind.value for problem in report.problems]


def test_an_article_becomes_a_page_and_a_commit(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    text = pages(home)["articles/2019/11/east-pier-to-be-mended.md"]
    article = page.load(text)
    assert article.headline == "East pier to be mended"
    assert article.body == (PARAGRAPH * 3).strip()
    assert article.origin.file == "pier.html"
    assert log(home)[0] == "Ingest: 1 new"
    assert status(home) == ""


def test_a_second_ingest_changes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    before, commits = tree(home), log(home)
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 0, 1, 0)
    assert report.revision is None
    assert (tree(home), log(home)) == (before, commits)


def test_a_new_text_updates_the_page_in_its_place(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (inbox / "pier.html").write_text(html(title="East pier mended", body=PARAGRAPH * 3 + "It took a week."))
    assert accounted(ingest([inbox], home)) == (1, 0, 1, 0, 0)
    assert list(pages(home)) == ["articles/2019/11/east-pier-to-be-mended.md"]
    assert "It took a week." in pages(home)["articles/2019/11/east-pier-to-be-mended.md"]


def test_the_same_file_in_another_place_is_no_news(home: Config, inbox: Path) -> None:
    (inbox / "deep").mkdir()
    (inbox / "deep" / "pier.html").write_text(html())
    (inbox / "deep" / "pier.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nNobody was hurt.\n")
    ingest([inbox], home)
    before = tree(home)
    assert accounted(ingest([inbox / "deep", inbox / "deep" / "pier.txt"], home)) == (2, 0, 0, 2, 0)
    (inbox / "copy.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (3, 0, 0, 2, 1)
    assert "same content" in report.problems[0].reason
    assert tree(home) == before


def test_an_edited_page_is_never_overwritten(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    edited = (home.docs / path).read_text().replace("harbour board", "Harbour Board")
    (home.docs / path).write_text(edited)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0), "nothing new came in"
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 0, 0, 1)
    assert kinds(report) == [ProblemKind.EDITED]
    assert pages(home)[path] == edited
    assert "It took a week." in (home.root / "incoming" / path).read_text()
    assert status(home).split() == ["M", f"docs/{path}"], "what the owner has not committed stays uncommitted"


def test_a_page_with_broken_front_matter_is_left_alone_and_not_doubled(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    broken = (home.docs / path).read_text().replace('title: "', "title: [")
    (home.docs / path).write_text(broken)
    report = ingest([inbox], home)
    assert kinds(report) == [ProblemKind.PAGE]
    assert pages(home) == {path: broken}


def test_saves_of_one_article_in_one_run(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html(modified="2020-01-03T00:00:00Z", body=PARAGRAPH * 3 + "Third."))
    (inbox / "b.html").write_text(html(modified="2020-01-02T00:00:00Z", body=PARAGRAPH * 3 + "Second, and longer."))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 0, 1)
    assert kinds(report) == [ProblemKind.SUPERSEDED]
    assert "Third." in next(iter(pages(home).values()))
    (inbox / "a.html").unlink()
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 0, 1), "an older save that comes later does not win either"
    assert "Third." in next(iter(pages(home).values()))


def test_a_url_held_by_another_article_is_not_taken_from_it(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html())
    ingest([inbox], home)
    other = "Nobody expected the bakery to open on a Sunday, least of all the baker himself, who had overslept. " * 3
    (inbox / "b.html").write_text(html(title="Bakery opens", body=other))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 1, 0)
    assert kinds(report) == [ProblemKind.URL_HELD]
    assert len(pages(home)) == 2
    assert accounted(ingest([inbox], home)) == (2, 0, 0, 2, 0)


def test_a_home_page_is_no_identity(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_text(html(title="One", url="https://gazette.test/"))
    (inbox / "b.html").write_text(html(title="Two", url="https://gazette.test/", body="Quite another text. " * 9))
    assert accounted(ingest([inbox], home)) == (2, 2, 0, 0, 0)


def test_without_a_url_a_revision_is_known_by_its_file_and_text(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nThe work took a week, and nobody was hurt.\n")
    ingest([inbox], home)
    (inbox / "a.txt").write_text(f"Pier mended\n\n{PARAGRAPH * 4}\n\nThe work took two weeks, and nobody was hurt.\n")
    assert accounted(ingest([inbox], home)) == (1, 0, 1, 0, 0)
    (inbox / "a.txt").write_text(
        "Bakery opens\n\nThe baker had overslept, and the queue went round the corner twice.\n"
    )
    assert accounted(ingest([inbox], home)) == (1, 1, 0, 0, 0)
    assert len(pages(home)) == 2


def test_one_headline_many_articles(home: Config, inbox: Path) -> None:
    for number in range(4):
        (inbox / f"{number}.html").write_text(html(url=f"https://gazette.test/{number}"))
    assert accounted(ingest([inbox], home)) == (4, 4, 0, 0, 0)
    assert len({path.lower() for path in pages(home)}) == 4
    before = tree(home)
    assert accounted(ingest([inbox], home)) == (4, 0, 0, 4, 0)
    assert tree(home) == before


SAMPLES = Path(__file__).parents[2] / "generator" / "backfile" / "samples"


def test_alone_in_company_in_any_order_and_number_of_workers(tmp_path: Path, inbox: Path) -> None:
    whole = init.create(tmp_path / "whole", "Archive", versioned=False)
    ingest([SAMPLES], whole, Options(jobs=2))
    alone = init.create(tmp_path / "alone", "Archive", versioned=False)
    files = [file for file in SAMPLES.iterdir() if file.is_file()]
    random.Random(7).shuffle(files)
    for file in files:
        ingest([file], alone, Options(jobs=1))
    assert tree(alone) == tree(whole)


def test_what_is_given_need_not_be_plain(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "deep" / "er").mkdir(parents=True)
    (inbox / "deep" / "er" / "a.html.gz").write_bytes(gzip.compress(html(url="https://gazette.test/a").encode()))
    (inbox / ".hidden.html").write_text(html(url="https://gazette.test/hidden"))
    (inbox / ".git").mkdir()
    (inbox / ".git" / "c.html").write_text(html(url="https://gazette.test/git"))
    (inbox / "d.docx").write_bytes(b"PK")
    (inbox / "e.html").write_bytes(b"")
    (tmp_path / "secret.txt").write_text("The secret\n\nNobody is to read this.\n")
    (inbox / "f.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "g.html.gz").write_bytes(gzip.compress(html().encode())[:-20])
    report = ingest([inbox], home)
    assert accounted(report) == (5, 1, 0, 0, 4)
    found = {problem.file: problem.kind for problem in report.problems}
    assert found == {
        "d.docx": ProblemKind.NO_READER,
        "e.html": ProblemKind.EMPTY,
        "f.txt": ProblemKind.UNREADABLE,
        "g.html.gz": ProblemKind.UNREADABLE,
    }
    assert page.load(next(iter(pages(home).values()))).origin.file == "deep/er/a.html.gz"
    assert "secret" not in "".join(pages(home).values())


def test_standard_input(home: Config) -> None:
    report = ingest([Path("-")], home, stdin=io.BytesIO(html().encode()))
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert page.load(next(iter(pages(home).values()))).origin.file == "-"
    for given, kind in ((b"\x00\x01\x02", ProblemKind.NO_READER), (b"", ProblemKind.EMPTY)):
        report = ingest([Path("-")], home, stdin=io.BytesIO(given))
        assert accounted(report) == (1, 0, 0, 0, 1)
        assert kinds(report) == [kind]


def test_bounds(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "bound")
    text = (home.root / "mkdocs.yml").read_text()
    (home.root / "mkdocs.yml").write_text(text + "      max_megabytes: 1\n      max_depth: 50\n")
    (inbox / "large.html").write_text(html(body="x " * 600_000))
    (inbox / "bomb.html.gz").write_bytes(gzip.compress(b"<p>" + b"a" * 40_000_000))
    (inbox / "deep.html").write_text("<div>" * 60 + PARAGRAPH)
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], load(home.root))
    assert accounted(report) == (4, 1, 0, 0, 3)
    assert sorted(kinds(report)) == [ProblemKind.TOO_DEEP, ProblemKind.TOO_LARGE, ProblemKind.TOO_LARGE]


def test_undecodable_bytes_are_shown_and_remarked(home: Config, inbox: Path) -> None:
    (inbox / "a.html").write_bytes(html(body="Caf\u00e9 " * 30).encode().replace(b"\xc3\xa9 C", b"\xff C", 1))
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert kinds(report) == [ProblemKind.ENCODING]


def test_dry_run_writes_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    before = tree(home)
    assert accounted(ingest([inbox], home, Options(dry_run=True))) == (1, 1, 0, 0, 0)
    assert tree(home) == before


def test_what_a_run_without_commit_left_is_committed_by_the_next(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home, Options(commit=False)).revision is None
    assert status(home)
    assert ingest([inbox], home).revision
    assert status(home) == ""


def test_what_the_owner_staged_stays_out_of_the_commit(home: Config, inbox: Path) -> None:
    (home.root / "notes.txt").write_text("mine")
    subprocess.run(["git", "add", "notes.txt"], cwd=home.root, check=True)
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    assert status(home).split() == ["A", "notes.txt"]


def test_git_without_identity_with_hooks_and_signing(
    home: Config, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for key, value in {"commit.gpgsign": "true", "user.useConfigOnly": "true"}.items():
        subprocess.run(["git", "config", key, value], cwd=home.root, check=True)
    for name in ("pre-commit", "commit-msg", "post-commit"):
        hook = home.root / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\nexit 1\n")
        hook.chmod(0o755)
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    assert not (tmp_path / "hooked").exists()


def test_no_git_at_all(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert report.revision is None


def test_a_file_name_is_no_option_for_git(home: Config, inbox: Path) -> None:
    (inbox / "--dry-run.html").write_text(html(title="--dry-run"))
    (inbox / "*.html").write_text(html(title=":(glob)**", url="https://gazette.test/glob"))
    ingest([inbox], home)
    assert status(home) == ""
    assert len(pages(home)) == 2


def test_one_run_at_a_time(home: Config, inbox: Path) -> None:
    with hold_lock(home.root / ".backfile" / "lock", "ingest"), pytest.raises(LockedError):
        ingest([inbox], home)


def test_what_does_not_exist(home: Config, inbox: Path) -> None:
    with pytest.raises(NothingThereError, match="nowhere"):
        ingest([inbox / "nowhere"], home)


def test_deleting_the_cache_loses_nothing(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    before = tree(home)
    shutil.rmtree(home.root / ".backfile")
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    assert tree(home) == before


def test_originals_are_kept(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (kept,) = (home.root / "originals").rglob("*.gz")
    assert gzip.decompress(kept.read_bytes()) == (inbox / "pier.html").read_bytes()
    (text,) = pages(home).values()
    assert kept.parent.name + kept.stem == page.load(text).origin.sha256


def test_two_stubs_of_one_name_are_two_articles(home: Config, tmp_path: Path) -> None:
    stub = "Subscribe to read on. This article is for subscribers only, please take out a subscription now to read it."
    for number, title in enumerate(["Mayor resigns", "Fire kills two"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "index.html").write_text(html(title=title, body=stub, url=None))
        assert accounted(ingest([folder], home)) == (1, 1, 0, 0, 0)
        given = io.BytesIO(html(title=f"{title} again", body=stub, url=None).encode())
        assert accounted(ingest([Path("-")], home, stdin=given)) == (1, 1, 0, 0, 0)
    assert len(pages(home)) == 4


def test_an_edit_made_during_the_run_is_not_overwritten(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    edited = (home.docs / path).read_text().replace("harbour board", "Harbour Board")
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))

    def edit(done: int, total: int) -> None:
        if done == total:
            (home.docs / path).write_text(edited)

    assert kinds(ingest([inbox], home, progress=edit)) == [ProblemKind.EDITED]
    assert pages(home)[path] == edited


def test_a_mended_url_does_not_double_the_page(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    mended = (home.docs / path).read_text().replace("gazette.test/pier", "gazette.test/the-right-one")
    (home.docs / path).write_text(mended)
    assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)
    (inbox / "pier.html").write_text(html(body=PARAGRAPH * 3 + "It took a week."))
    assert kinds(ingest([inbox], home)) == [ProblemKind.EDITED]
    assert pages(home) == {path: mended}


def test_a_missing_original_is_kept_by_the_next_run(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (kept,) = (home.root / "originals").rglob("*.gz")
    kept.unlink()
    ingest([inbox], home)
    assert kept.is_file()


def test_the_archive_is_not_its_own_input(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (home.site / "x").mkdir(parents=True)
    (home.site / "x" / "index.html").write_text(html(url="https://gazette.test/built"))
    (tmp_path / "link").symlink_to(home.root)
    report = ingest([tmp_path / "link"], home)
    assert report.written == 0
    assert {problem.kind for problem in report.problems} <= {ProblemKind.NO_READER}
    with pytest.raises(OwnFolderError):
        ingest([home.site], home)


def test_a_link_to_a_folder_is_reported(home: Config, inbox: Path) -> None:
    (inbox / "deep").mkdir()
    (inbox / "deep" / "pier.html").write_text(html())
    (inbox / "link").symlink_to(inbox / "deep")
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 0, 1)
    assert report.problems[0].file == "link"


def test_as_is_for_names_that_tell_nothing(home: Config, inbox: Path) -> None:
    (inbox / "notes.txt").write_text("The tide comes in\n\nIt came in at four, and nobody had moved the chairs.\n")
    (inbox / "style.css").write_text("body { color: red }")
    (inbox / "page").write_text(html())
    report = ingest([inbox], home, Options(read_as="html"))
    assert accounted(report) == (3, 2, 0, 0, 1)
    assert {page.load(text).origin.reader for text in pages(home).values()} == {"html", "text"}


def test_a_damaged_catalog_is_made_anew(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    catalog = home.root / ".backfile" / "catalog.sqlite"
    for damage in (b"no database at all", catalog.read_bytes()[:4096] + b"\xff" * 9000):
        catalog.write_bytes(damage)
        assert accounted(ingest([inbox], home)) == (1, 0, 0, 1, 0)


def test_a_page_that_cannot_be_written_stops_nothing_else(home: Config, inbox: Path) -> None:
    (home.docs / "articles" / "2019").mkdir(parents=True)
    (home.docs / "articles" / "2019" / "11").write_text("a file where a folder should be")
    (inbox / "a.html").write_text(html())
    (inbox / "b.html").write_text(html(url="https://gazette.test/b", published="2020-01-01T00:00:00Z"))
    report = ingest([inbox], home)
    assert accounted(report) == (2, 1, 0, 0, 1)
    assert kinds(report) == [ProblemKind.UNWRITTEN]


def test_a_refused_commit_is_told_and_made_up_for(home: Config, inbox: Path) -> None:
    (home.root / ".git" / "index.lock").touch()
    (inbox / "pier.html").write_text(html())
    report = ingest([inbox], home)
    assert accounted(report) == (1, 1, 0, 0, 0)
    assert "index.lock" in (report.uncommitted or "")
    assert ".." not in (report.uncommitted or ""), "git's last sentence and ours are two"
    (home.root / ".git" / "index.lock").unlink()
    assert ingest([inbox], home).revision
    assert status(home) == ""


def test_a_clone_with_converted_line_ends(home: Config, inbox: Path, tmp_path: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (home.root / ".gitattributes").unlink()
    subprocess.run(["git", "commit", "-qam", "no attributes"], cwd=home.root, check=True)
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", home.root, tmp_path / "clone"], check=True)
    clone = load(tmp_path / "clone")
    assert b"\r\n" in (clone.docs / "index.md").read_bytes()
    report = ingest([inbox], clone)
    assert accounted(report) == (1, 0, 0, 1, 0)
    assert (report.revision, report.uncommitted) == (None, None)


def test_another_repository_in_the_environment(
    home: Config, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "decoy"], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "decoy" / ".git"))
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    monkeypatch.delenv("GIT_DIR")
    assert log(home)[0] == "Ingest: 1 new"


def test_empty_keys_of_an_owner_are_no_words(home: Config, inbox: Path) -> None:
    (inbox / "pier.html").write_text(html())
    ingest([inbox], home)
    (path,) = pages(home)
    text = (home.docs / path).read_text()
    (home.docs / path).write_text(text.replace("---\n", "---\nsource:\ntags: [null]\n", 1))
    ingest([inbox], home)
    assert "None" not in (home.docs / "index.md").read_text()
    assert not (home.docs / "tags" / "none.md").exists()


def test_an_interrupted_run_ends_at_once(home: Config, inbox: Path) -> None:
    for number in range(300):
        (inbox / f"{number}.html").write_text(html(url=f"https://gazette.test/{number}"))

    def interrupt(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([inbox], home, Options(jobs=1), interrupt)
    assert pages(home) == {}
    assert accounted(ingest([inbox / "1.html"], home)) == (1, 1, 0, 0, 0)


def test_inside_a_larger_repository(tmp_path: Path, inbox: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=outer, check=True)
    (outer / "theirs.txt").write_text("not ours")
    inner = init.create(outer / "deep" / "archive")
    assert not (inner.root / ".git").exists()
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], inner).revision
    assert log(inner) == ["Ingest: 1 new", "Create the archive archive"]
    assert status(inner).split() == ["??", "../../theirs.txt"]


def test_pages_of_the_owner_stay_out_of_the_commit(home: Config, inbox: Path) -> None:
    (home.docs / "index.md").write_text("# My own front page\n")
    (home.docs / "tags" / "mine.md").write_text("# My own page on tags\n")
    (inbox / "pier.html").write_text(html())
    assert ingest([inbox], home).revision
    assert status(home).split() == ["M", "docs/index.md", "??", "docs/tags/mine.md"]


@pytest.mark.parametrize("link", [False, True])
def test_what_stands_where_a_run_works_goes(home: Config, inbox: Path, *, link: bool) -> None:
    scratch = home.root / ".backfile" / "tmp"
    shutil.rmtree(scratch)
    if link:
        scratch.symlink_to(inbox)
    else:
        scratch.touch()
    (inbox / "pier.html").write_text(html())
    assert accounted(ingest([inbox], home)) == (1, 1, 0, 0, 0)
    assert scratch.is_dir()
    assert not scratch.is_symlink()
    assert (inbox / "pier.html").is_file()

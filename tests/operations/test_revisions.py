"""Several saves of one article are revisions of its page: what git's history has of them, in which order."""

from __future__ import annotations

import json
from pathlib import Path

from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.operations.verify import verify
from backfile.problems import ProblemKind
from backfile.settings.mkdocs_yml import Config
from tests.accounting import accounted
from tests.operations.ingested import html, kinds, log, pages, status, tree
from tests.operations.saves import PATH, VARIANTS, dates, git, versions, write
from tests.program import backfile


def test_saves_given_together_are_commits_of_one_page(home: Config, inbox: Path) -> None:
    before = len(log(home))
    report = ingest([write(inbox, *VARIANTS)], home)
    assert accounted(report) == (3, 1, 2, 0, 0)
    assert (report.articles, len(report.commit.earlier)) == (1, 2)
    assert list(pages(home)) == [PATH]
    assert len(log(home)) == before + 3
    assert log(home)[:3] == [
        "Ingest, revision 3 of 3: 1 updated",
        "Ingest, revision 2 of 3: 1 revised",
        "Ingest, revision 1 of 3: 1 new",
    ]
    texts = versions(home)
    assert ["fourty" in text for text in texts] == [True, False, False]
    assert texts[-1] == pages(home)[PATH]
    assert dates(home) == ["2021-05-04", "2021-05-05", "2021-05-06"]
    assert status(home) == ""
    assert len(git(home, "ls-tree", "-r", "--name-only", "HEAD~2", "originals").split()) == 1
    for revision in ("HEAD", "HEAD~1", "HEAD~2"):
        assert verify(home, revision).findings == (), "each commit names what it has"


def test_saves_given_together_are_as_on_three_days(home: Config, inbox: Path, tmp_path: Path) -> None:
    new_home = init.create(tmp_path / "other", "archive")
    ingest([write(inbox, *VARIANTS)], home)
    for name in VARIANTS:
        ingest([write(inbox, name)], new_home)
    assert versions(home) == versions(new_home)
    assert dates(home) == dates(new_home)
    assert tree(home) == tree(new_home) | {"mkdocs.yml": (home.root / "mkdocs.yml").read_bytes()}


def test_saves_that_are_known_change_nothing(home: Config, inbox: Path) -> None:
    ingest([write(inbox, *VARIANTS)], home)
    before, commits = tree(home), log(home)
    assert accounted(ingest([inbox], home)) == (3, 0, 0, 3, 0)
    assert accounted(ingest([inbox], home, Options(reread=True))) == (3, 0, 0, 3, 0)
    for name in VARIANTS:
        (inbox / name).rename(inbox / f"again-{name}")
    assert accounted(ingest([inbox], home)) == (3, 0, 0, 3, 0), "the names of the files do not matter"
    for names in (["a.html"], ["b.html"], ["c.html"], ["a.html", "b.html"], ["a.html", "c.html"]):
        expected = (len(names), 0, 0, len(names), 0)
        assert accounted(ingest([write(inbox, *names)], home)) == expected, names
    assert (tree(home), log(home)) == (before, commits)


def test_an_older_save_is_committed_and_the_current_text_after_it(home: Config, inbox: Path) -> None:
    ingest([write(inbox, "c.html")], home)
    ((path, _),) = (current := pages(home)).items()
    assert accounted(ingest([write(inbox, "a.html")], home, Options(dry_run=True))) == (1, 0, 1, 0, 0)
    report = ingest([inbox], home)
    assert accounted(report) == (1, 0, 1, 0, 0)
    assert log(home)[:2] == ["Ingest, revision 2 of 2: the newest texts again", "Ingest, revision 1 of 2: 1 revised"]
    assert accounted(ingest([write(inbox, *VARIANTS)], home)) == (3, 0, 1, 2, 0), "the one in between is new"
    assert pages(home) == current
    texts = versions(home, path)
    assert [text.count("fourty") for text in texts] == [0, 1, 0, 0, 0]
    assert texts[0] == texts[2] == texts[4] != texts[3]
    assert status(home) == ""
    assert accounted(ingest([inbox], home)) == (3, 0, 0, 3, 0)


def test_without_commits_only_the_newest_save_is_kept(home: Config, inbox: Path) -> None:
    options = Options(commit=False)
    before = log(home)
    report = ingest([write(inbox, *VARIANTS)], home, options)
    assert accounted(report) == (3, 1, 0, 0, 2)
    assert kinds(report) == [ProblemKind.SUPERSEDED] * 2
    assert list(pages(home)) == [PATH], "the path is that of the oldest save, as with git"
    assert len(list((home.root / "originals").rglob("*.gz"))) == 3
    assert accounted(ingest([inbox], home, options)) == (3, 0, 0, 1, 2)
    assert log(home) == before
    assert accounted(ingest([inbox], home)) == (3, 0, 2, 1, 0), "a run that commits adds them"
    assert ["fourty" in text for text in versions(home)] == [True, False, False]
    assert dates(home)[:2] == ["2021-05-04", "2021-05-05"]
    assert accounted(ingest([inbox], home)) == (3, 0, 0, 3, 0)


def test_a_text_that_was_not_committed_is_before_it_is_overwritten(home: Config, inbox: Path) -> None:
    ingest([write(inbox, "a.html")], home, Options(commit=False))
    ingest([write(inbox, "b.html")], home)
    assert ["fourty" in text for text in versions(home)] == [True, False]
    assert status(home) == ""


def test_an_ingest_says_how_many_revisions_there_are(home: Config, inbox: Path) -> None:
    write(inbox, *VARIANTS)
    (inbox / "other.html").write_text(html())
    program = backfile("ingest", inbox, cwd=home.root)
    assert "2 articles, 4 revisions in 3 commits; the last is " in program
    printed = json.loads(backfile("ingest", inbox, "--json", cwd=home.root))
    assert (printed["unchanged"], printed["revision"], printed["earlier"]) == (4, None, [])


def test_older_saves_of_a_removed_page_are_not_written(home: Config, inbox: Path) -> None:
    ingest([write(inbox, "a.html")], home)
    git(home, "rm", "-q", f"docs/{PATH}")
    report = ingest([write(inbox, *VARIANTS)], home)
    assert kinds(report) == [ProblemKind.REMOVED] * 3
    assert pages(home) == {}

"""Owners do as they like with pages and with git: nothing of theirs is overwritten, revived or committed unasked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.archive import page
from backfile.lists.files import list_paths
from backfile.operations import init
from backfile.operations.ingest import Options, ingest
from backfile.problems import ProblemKind
from backfile.report import Report
from backfile.settings.mkdocs_yml import Config, load
from backfile.site.build import build
from tests import program
from tests.accounting import accounted

TEXT = "The harbour board met on Tuesday and agreed to mend the east pier before the winter storms arrive. " * 3
PIER = "articles/2019/11/pier-mended.md"


def save(folder: Path, name: str, headline: str, more: str = "", day: int = 5) -> Path:
    """Save an article to a folder; `more` makes it another save of the same one."""
    data = {"@type": "NewsArticle", "headline": headline, "datePublished": f"2019-11-{day:02}"}
    data |= {"keywords": ["Harbour", headline.split()[0]], "author": "Ada Quill"}  # type: ignore[dict-item]
    head = f"<title>{headline}</title><link rel='canonical' href='https://gazette.test/{name}'>"
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    file = folder / f"{name}.html"
    folder.mkdir(exist_ok=True)
    file.write_text(f"<!DOCTYPE html>{head}{script}<article><h1>{headline}</h1><p>{TEXT}{more}</p></article>")
    return file


@pytest.fixture
def home(tmp_path: Path) -> Config:
    return init.create(tmp_path / "archive")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    save(tmp_path / "inbox", "pier", "Pier mended")
    return tmp_path / "inbox"


@pytest.fixture(autouse=True)
def _identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests have git do, an owner with a name does."""
    for key, value in {"user.name": "Owner", "user.email": "owner@archive.test"}.items():
        number = os.environ.get("GIT_CONFIG_COUNT", "0")
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
        monkeypatch.setenv("GIT_CONFIG_COUNT", str(int(number) + 1))


def git(where: Config | Path, *arguments: object, code: int = 0) -> str:
    root = where if isinstance(where, Path) else where.root
    done = subprocess.run(["git", *map(str, arguments)], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.strip()


def take(home: Config, inbox: Path, expected: tuple[int, int, int, int, int], options: Options | None = None) -> Report:
    report = ingest([inbox], home, options)
    assert accounted(report) == expected, report.problems
    return report


def kinds(report: Report) -> list[str]:
    return [problem.kind.value for problem in report.problems]


def backfile(*arguments: object, home: Config, code: int = 0, path: str | None = None, bound: bool = False) -> str:
    """Run a command as a user does; one whom permissions bind even where it is root, when `bound`."""
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    if bound and os.getuid() == 0:
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    environment = os.environ | ({"PATH": path} if path is not None else {})
    done = subprocess.run(command, cwd=home.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join((done.stdout + done.stderr).split())


def edited(home: Config, inbox: Path) -> Path:
    """Ingest an article, edit its page, let another text of it come in; give the page."""
    take(home, inbox, (1, 1, 0, 0, 0))
    file = home.docs / PIER
    file.write_text(file.read_text().replace("harbour board", "Harbour Board"))
    save(inbox, "pier", "Pier mended", "It took a week.")
    assert kinds(take(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.EDITED]
    return file


# Pages that their owner edited


def test_a_text_taken_over_leaves_incoming(home: Config, inbox: Path) -> None:
    file, aside = edited(home, inbox), home.root / "incoming" / PIER
    shutil.copyfile(aside, file)
    assert take(home, inbox, (1, 0, 0, 1, 0), Options(dry_run=True)).settled == (PIER,)
    assert aside.is_file()
    assert "1 text that you merged was deleted" in backfile("ingest", inbox, home=home)
    assert not (home.root / "incoming").exists()
    assert "It took a week." in file.read_text()
    assert git(home, "status", "--short") == ""


def test_a_text_that_was_seen_and_declined_leaves_incoming(home: Config, inbox: Path) -> None:
    file, aside = edited(home, inbox), home.root / "incoming" / PIER
    mine, theirs = page.read_seal(file.read_text()).value, page.read_seal(aside.read_text()).value
    file.write_text(file.read_text().replace(mine, theirs))
    git(home, "mv", file, home.docs / "articles" / "moved.md")
    report = take(home, inbox, (1, 0, 0, 1, 0))
    assert (report.settled, report.problems) == ((PIER,), ())
    assert "Harbour Board" in (home.docs / "articles" / "moved.md").read_text()


def test_an_edit_that_is_committed_is_an_edit_all_the_same(home: Config, inbox: Path) -> None:
    file = edited(home, inbox)
    git(home, "commit", "-am", "My wording")
    before = file.read_text()
    save(inbox, "pier", "Pier mended", "It took two weeks.")
    assert kinds(take(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.EDITED]
    assert file.read_text() == before
    assert "two weeks" in (home.root / "incoming" / PIER).read_text()
    assert git(home, "status", "--short") == ""


# Pages that their owner removed


@pytest.mark.parametrize("how", ["deleted", "staged", "committed", "reverted"])
def test_a_removed_page_stays_away_until_it_is_brought_back(home: Config, inbox: Path, how: str) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    original = next((home.root / "originals").rglob("*.gz"))
    if how == "deleted":
        (home.docs / PIER).unlink()
    elif how == "reverted":
        git(home, "revert", "--no-edit", "HEAD")
    else:
        git(home, "rm", "-r", f"docs/{PIER}", "originals")
    if how == "committed":
        git(home, "commit", "-m", "Not this one")
    (problem,) = take(home, inbox, (1, 0, 0, 0, 1)).problems
    assert (problem.kind, problem.file) == (ProblemKind.REMOVED, "pier.html")
    assert not (home.docs / PIER).exists()
    assert original.exists() is (how == "deleted"), "what was removed with the page does not come back either"
    # Another save of it, from another place, and under another headline, is the same article.
    save(inbox / "deep", "pier", "Pier mended at last", "It took a week.")
    (inbox / "pier.html").unlink()
    (problem,) = take(home, inbox, (1, 0, 0, 0, 1)).problems
    assert git(home, "log", "--format=%s", "--", f"docs/{PIER}").splitlines().count("Ingest: 1 new") == 1
    command = problem.next_step.partition("run ")[2].partition(" and ")[0]
    subprocess.run(command, shell=True, cwd=home.root, check=True, capture_output=True)
    take(home, inbox, (1, 0, 1, 0, 0))
    assert "It took a week." in (home.docs / PIER).read_text()
    left = f"D  {original.relative_to(home.root)}" if how == "staged" else ""
    assert git(home, "status", "--short") == left, "what the owner staged stays staged"


def test_a_removed_page_without_an_address_and_one_that_moved(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Bakery opens\n\n{TEXT}\n\nNobody was late.\n")
    take(home, inbox, (2, 2, 0, 0, 0))
    git(home, "mv", f"docs/{PIER}", "docs/articles/pier.md")
    (bakery,) = (home.docs / "articles" / "undated").rglob("*.md")
    git(home, "rm", bakery)
    git(home, "commit", "-m", "Otherwise")
    assert kinds(take(home, inbox, (2, 0, 0, 1, 1))) == [ProblemKind.REMOVED]
    (inbox / "a.txt").write_text(f"Bakery opens\n\n{TEXT}\n\nNobody was late, it says.\n")
    assert kinds(take(home, inbox, (2, 0, 0, 1, 1))) == [ProblemKind.REMOVED]
    (inbox / "a.txt").write_text("Quite another\n\nIt has nothing to do with what was there before.\n")
    take(home, inbox, (2, 1, 0, 1, 0))


def test_a_page_that_its_owner_moved_is_committed_at_both_places(home: Config, inbox: Path, tmp_path: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    git(home, "mv", f"docs/{PIER}", "docs/articles/pier.md")
    take(home, inbox, (1, 0, 0, 1, 0))
    assert git(home, "status", "--short") == ""
    git(tmp_path, "clone", "--quiet", home.root, "clone")
    backfile("lists", "--check", home=load(tmp_path / "clone"))


def test_a_sparse_checkout_is_not_taken_for_the_whole(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    git(home, "sparse-checkout", "set", "--no-cone", "/*", "!/docs/articles/2019/")
    said = backfile("ingest", inbox, home=home, code=14)
    assert "keeps 1 files out of" in said
    assert "git sparse-checkout disable" in said
    assert git(home, "log", "--format=%s").splitlines()[0] == "Ingest: 1 new"
    git(home, "sparse-checkout", "disable")
    take(home, inbox, (1, 0, 0, 1, 0))


@pytest.mark.parametrize(
    ("odd", "reason", "code"),
    [
        (b"\nOne\x0c two\n", "", 0),
        ("\nOne \uffff two\n".encode(), "", 0),
        (b"\nCaf\xe9\n", "it is not text in UTF-8", 15),
        (b"a: &a [*a]\n", "its front matter is nested too deep", 15),
    ],
)
def test_a_page_with_what_nobody_expects_in_it_is_named(
    home: Config, inbox: Path, odd: bytes, reason: str, code: int
) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    file = home.docs / PIER
    text = file.read_bytes()
    file.write_bytes(text.replace(b"title:", odd + b"title:", 1) if odd.startswith(b"a:") else text + odd)
    remarks = program.backfile("lists", cwd=home.root)
    assert ("page:" in remarks) is bool(code)
    assert reason in remarks
    assert (PIER in program.backfile("build", cwd=home.root, code=code)) is bool(code)


def test_a_text_with_what_xml_forbids_is_published(home: Config, inbox: Path) -> None:
    (inbox / "a.txt").write_text(f"Bakery \uffff opens\n\n{TEXT}\n\nNobody \ufffewas late.\n")
    take(home, inbox, (2, 2, 0, 0, 0))
    (bakery,) = (home.docs / "articles" / "undated").rglob("*.md")
    assert "Nobody \ufffdwas late." in bakery.read_text()
    program.backfile("build", "--strict", cwd=home.root)


def test_what_may_not_be_read_is_named(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    page_of = home.docs / PIER
    for file, command, code in (
        (page_of, ("reingest",), 17),
        (page_of, ("ingest", str(inbox)), 17),
        (home.docs / "tags" / "index.md", ("lists",), 0),
    ):
        file.chmod(0)
        said = backfile(*command, home=home, code=code, bound=True)
        assert file.relative_to(home.root).as_posix() in said
        file.chmod(0o644)
    (home.root / ".backfile" / "catalog.sqlite").unlink()
    page_of.chmod(0)
    assert "page: it cannot be read" in backfile("lists", home=home, bound=True)
    page_of.chmod(0o644)
    assert "page:" not in backfile("lists", home=home, bound=True)
    backfile("lists", "--check", home=home)


def test_saves_of_a_removed_article_leave_no_original(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    git(home, "rm", "-r", f"docs/{PIER}", "originals")
    git(home, "commit", "-m", "Not this one")
    save(inbox / "deep", "pier", "Pier mended", "It took a week.")
    report = take(home, inbox, (2, 0, 0, 0, 2))
    assert sorted(kinds(report)) == [ProblemKind.REMOVED, ProblemKind.SUPERSEDED]
    assert not (home.root / "originals").exists()


# Undoing an ingest


def test_the_last_ingest_is_undone_without_a_trace(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    kept = git(home, "rev-parse", "HEAD^{tree}")
    save(inbox, "bakery", "Bakery opens", day=6)
    take(home, inbox, (2, 1, 0, 1, 0))
    git(home, "revert", "--no-edit", "HEAD")
    assert git(home, "rev-parse", "HEAD^{tree}") == kept
    backfile("lists", "--check", home=home)


def test_an_earlier_ingest_is_undone_and_lists_are_mended(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    save(inbox, "bakery", "Bakery opens", day=6)
    take(home, inbox, (2, 1, 0, 1, 0))
    # List pages that the first ingest made and the second changed are all that git stops at.
    assert git(home, "revert", "--no-edit", "HEAD^", code=1).count("CONFLICT") == 3
    backfile("lists", home=home)
    git(home, "add", "docs")
    git(home, "-c", "core.editor=true", "revert", "--continue")
    assert git(home, "status", "--short") == ""
    assert not (home.docs / PIER).exists()
    assert clean(home)
    (inbox / "pier.html").unlink()
    alone = init.create(home.root.parent / "alone", "archive")
    take(alone, inbox, (1, 1, 0, 0, 0))
    assert listed(home) == listed(alone)


# Two clones, merged


def listed(home: Config) -> dict[str, str]:
    """Give the list pages."""
    files = [file for path in list_paths() for file in [home.docs / path, *(home.docs / path).rglob("*")]]
    return {file.relative_to(home.docs).as_posix(): file.read_text() for file in files if file.is_file()}


def clean(home: Config) -> bool:
    """Whether no list page is stale, and none has what git writes into a conflict."""
    backfile("lists", "--check", home=home)
    return not any("<<<<" in text or page.is_sealed_twice(text) for text in listed(home).values())


def clone(home: Config, name: str) -> Config:
    git(home.root.parent, "clone", "-q", home.root, name)
    return load(home.root.parent / name)


def parted(home: Config, inbox: Path) -> Config:
    """Give a clone; both took in one article more, and another that they share."""
    take(home, inbox, (1, 1, 0, 0, 0))
    other = clone(home, "other")
    for where, name, day in ((home, "Bakery opens", 6), (other, "Choir seeks bass", 7)):
        folder = inbox.parent / name
        save(folder, name.split()[0].lower(), name, day=day)
        save(folder, "shared", "Tide comes in", day=8)
        take(where, folder, (2, 2, 0, 0, 0))
    return other


def test_clones_are_merged_without_a_conflict_and_the_next_run_mends_the_lists(home: Config, inbox: Path) -> None:
    other = parted(home, inbox)
    git(home, "pull", "--no-rebase", "--no-edit", other.root, "main")
    assert git(home, "status", "--short") == ""
    assert any("list pages are not what the articles give" in warning for warning in build(home, False, False).warnings)
    backfile("lists", "--check", home=home, code=3)
    report = take(home, inbox, (1, 0, 0, 1, 0))
    assert report.problems == ()
    assert clean(home)
    assert git(home, "status", "--short") == ""
    whole = init.create(inbox.parent / "whole", "archive")
    for folder in (inbox, inbox.parent / "Bakery opens", inbox.parent / "Choir seeks bass"):
        ingest([folder], whole)
    assert listed(home) == listed(whole)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_lists_that_git_left_in_conflict_are_mended(home: Config, inbox: Path, style: str) -> None:
    """An archive whose owner has another .gitattributes."""
    git(home, "rm", ".gitattributes")
    git(home, "commit", "-m", "No attributes")
    other = parted(home, inbox)
    git(home, "-c", f"merge.conflictStyle={style}", "pull", "--no-rebase", "--no-edit", other.root, "main", code=1)
    assert "<<<<" in (home.docs / "index.md").read_text()
    report = take(home, inbox, (1, 0, 0, 1, 0))
    assert "in the middle of a merge" in (report.uncommitted or "")
    assert clean(home)
    git(home, "add", "docs")
    git(home, "commit", "-m", "Merged")
    assert take(home, inbox, (1, 0, 0, 1, 0)).revision is None


def test_a_list_that_its_owner_edited_is_merged_and_kept(home: Config, inbox: Path) -> None:
    other = parted(home, inbox)
    index = other.docs / "index.md"
    git(other, "reset", "-q", "--hard", "HEAD^")
    index.write_text(index.read_text() + "\nChosen with care.\n")
    git(other, "commit", "-am", "My words")
    git(home, "pull", "--no-rebase", "--no-edit", other.root, "main")
    assert kinds(take(home, inbox, (1, 0, 0, 1, 0))) == [ProblemKind.LIST]
    assert "Chosen with care." in (home.docs / "index.md").read_text()


# git in every state


def test_what_goes_on_in_git_is_finished_first(home: Config, inbox: Path) -> None:
    take(home, inbox, (1, 1, 0, 0, 0))
    git(home, "checkout", "-qb", "aside", "HEAD^")
    (home.root / "notes").write_text("theirs\n")
    git(home, "add", "notes")
    git(home, "commit", "-qm", "Theirs")
    git(home, "checkout", "-q", "main")
    (home.root / "notes").write_text("mine\n")
    git(home, "add", "notes")
    git(home, "commit", "-qm", "Mine")
    for number, (begin, end) in enumerate(
        (
            (("rebase", "aside"), ("rebase", "--abort")),
            (("merge", "aside"), ("merge", "--abort")),
            (("cherry-pick", "aside"), ("cherry-pick", "--abort")),
            (("revert", "aside"), ("revert", "--abort")),
        )
    ):
        git(home, *begin, code=1)
        save(inbox, f"news{number}", f"News {number}", day=10 + number)
        report = take(home, inbox, (number + 2, 1, 0, number + 1, 0))
        assert f"in the middle of a {begin[0]}" in (report.uncommitted or "")
        assert report.revision is None
        assert f"?? docs/articles/2019/11/news-{number}.md" in git(home, "status", "--short")
        git(home, *end)
        assert take(home, inbox, (number + 2, 0, 0, number + 2, 0)).revision
        assert git(home, "status", "--short") == ""


def test_without_a_branch_the_commit_is_made_and_told(home: Config, inbox: Path) -> None:
    git(home, "checkout", "-q", "--detach")
    report = take(home, inbox, (1, 1, 0, 0, 0))
    assert kinds(report) == [ProblemKind.GIT]
    assert (report.revision or "none")[:10] in report.problems[0].next_step
    git(home, "switch", "-q", "main")
    assert not (home.docs / PIER).exists()


def test_the_first_commit_of_a_repository(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    git(home, "init", "-q", "-b", "first")
    assert take(home, inbox, (1, 1, 0, 0, 0)).revision
    assert git(home, "log", "--format=%s") == "Ingest: 1 new"


def test_in_another_work_tree(home: Config, inbox: Path) -> None:
    git(home, "worktree", "add", "-q", "-b", "aside", home.root.parent / "tree")
    tree = load(home.root.parent / "tree")
    assert take(tree, inbox, (1, 1, 0, 0, 0)).revision
    assert git(tree, "status", "--short") == ""
    assert git(home, "log", "--format=%s", "aside").startswith("Ingest: 1 new")
    assert not (home.docs / PIER).exists()


def test_as_a_submodule(home: Config, inbox: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "outer")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", home.root, "archive")
    inner = load(tmp_path / "outer" / "archive")
    assert take(inner, inbox, (1, 1, 0, 0, 0)).revision
    assert git(inner, "status", "--short") == ""
    git(inner, "revert", "--no-edit", "HEAD")
    assert kinds(take(inner, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.REMOVED]


def test_a_submodule_among_the_pages_is_left_alone(home: Config, inbox: Path) -> None:
    git(home.root.parent, "init", "-q", "notes")
    git(home.root.parent / "notes", "commit", "-q", "--allow-empty", "-m", "Notes")
    allow = ("-c", "protocol.file.allow=always")
    git(home, *allow, "submodule", "--quiet", "add", home.root.parent / "notes", "docs/notes")
    (home.docs / "notes" / "mine.md").write_text("# Mine\n")
    assert take(home, inbox, (1, 1, 0, 0, 0)).revision
    assert [line.split()[1] for line in git(home, "status", "--short").splitlines()] == [".gitmodules", "docs/notes"]


def test_pages_in_a_repository_of_their_own_are_told(tmp_path: Path, inbox: Path) -> None:
    home = init.create(tmp_path / "plain", versioned=False)
    git(home.docs, "init", "-q")
    git(home.root, "init", "-q")
    report = take(home, inbox, (1, 1, 0, 0, 0))
    assert [(problem.kind, problem.file) for problem in report.problems] == [(ProblemKind.GIT, "docs")]
    assert report.uncommitted is None


def test_pages_that_git_ignores_are_told(home: Config, inbox: Path) -> None:
    (home.root / ".gitignore").write_text("/docs/\n/.backfile/\n")
    report = take(home, inbox, (1, 1, 0, 0, 0))
    assert [(problem.kind, problem.file) for problem in report.problems] == [(ProblemKind.GIT, "docs/articles")]
    assert report.uncommitted is None
    assert (home.docs / PIER).is_file()


def test_without_git(tmp_path: Path, home: Config, inbox: Path) -> None:
    (empty := tmp_path / "bin").mkdir()
    assert "git is not installed" in backfile("ingest", inbox, home=home, code=14, path=str(empty))
    assert (home.docs / PIER).is_file()
    out = backfile("ingest", inbox, "--no-commit", home=home, path=str(empty))
    assert "1 unchanged" in out
    plain = init.create(tmp_path / "plain", versioned=False)
    assert "1 written" in backfile("ingest", inbox, home=plain, path=str(empty))
    save(inbox, "bakery", "Bakery opens")
    assert "git does not tell which pages were removed" in backfile(
        "ingest", inbox, "--no-commit", home=home, path=str(empty)
    )


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else(home: Config, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    report = take(home, inbox, (1, 1, 0, 0, 0))
    assert "dubious ownership" in (report.uncommitted or "")
    assert "safe.directory" in (report.uncommitted or "")
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    assert take(home, inbox, (1, 0, 0, 1, 0)).revision


def test_settings_of_git_that_are_not_for_programs(home: Config, inbox: Path) -> None:
    settings = {
        "color.ui": "always",
        "core.autocrlf": "true",
        "core.pager": "false",
        "diff.external": "false",
        "diff.noprefix": "true",
        "diff.renames": "copies",
        "gpg.program": "false",
        "log.date": "relative",
        "log.follow": "true",
        "log.showSignature": "true",
        "commit.gpgSign": "true",
        "status.relativePaths": "false",
        "status.showUntrackedFiles": "no",
    }
    for key, value in settings.items():
        git(home, "config", key, value)
    take(home, inbox, (1, 1, 0, 0, 0))
    assert git(home, "status", "--short", "-uall") == ""
    git(home, "-c", "commit.gpgSign=false", "-c", "log.showSignature=false", "revert", "--no-edit", "HEAD")
    assert kinds(take(home, inbox, (1, 0, 0, 0, 1))) == [ProblemKind.REMOVED]

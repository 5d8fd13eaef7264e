"""The commands from end to end: what they print and write, and their errors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.processes import SAMPLES
from tests.program import backfile


def process(*arguments: object, cwd: Path, code: int = 0, stdin: bytes = b"") -> str:
    """Run a command in a process of its own, with `stdin` as standard input; return what it printed."""
    command = [sys.executable, "-m", "backfile", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)
    out = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == code, out
    assert "Traceback" not in out
    return out


@pytest.fixture
def home(tmp_path: Path) -> Path:
    backfile("init", "clippings", "--name", "Clip: pings", cwd=tmp_path)
    return tmp_path / "clippings"


def test_an_ingest_and_a_build_make_a_site(home: Path) -> None:
    out = process("ingest", SAMPLES, cwd=home)
    assert "21  read" in out
    assert "20  written" in out
    assert "Next: backfile build" in out
    (deep := home / "docs" / "articles").joinpath("x").mkdir()
    assert "pages in" in process("build", "--strict", cwd=deep / "x")
    assert "<title>Clip: pings</title>" in (home / "site" / "index.html").read_text()


def test_json_for_scripts(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(b"x")
    lines = (
        "The tide comes in",
        "It came in at four, and nobody had moved the chairs. They were found in the evening, three bays further west.",
        "12 comments",
        "Share this article",
    )
    (tmp_path / "in" / "b.txt").write_text("\n\n".join(lines))
    report = json.loads(backfile("ingest", tmp_path / "in", "--json", cwd=home, code=3))
    assert [report[key] for key in ("read", "written", "updated", "unchanged", "reported")] == [2, 1, 0, 0, 1]
    (problem,) = report["problems"]
    assert (problem["kind"], problem["file"]) == ("no-reader", "a.docx")
    assert [(cut["file"], cut["text"]) for cut in report["removed"]] == [("b.txt", line) for line in lines[2:]]
    assert json.loads(backfile("build", "--json", cwd=home))["pages"] > 1
    assert json.loads(backfile("lists", "--json", cwd=home))["written"] == []


def test_lists_are_checked_and_written_again(home: Path) -> None:
    backfile("ingest", SAMPLES, cwd=home)
    backfile("lists", "--check", cwd=home)
    next((home / "docs" / "articles").rglob("*.md")).unlink()
    assert "outdated" in backfile("lists", "--check", cwd=home, code=3)
    backfile("lists", cwd=home)
    backfile("lists", "--check", cwd=home)
    assert "**19 articles**" in (home / "docs" / "index.md").read_text()


def test_pages_of_the_owner_are_not_overwritten_by_lists(home: Path) -> None:
    (home / "docs" / "index.md").write_text("# Mine\n")
    assert "left alone" in backfile("lists", cwd=home)
    assert (home / "docs" / "index.md").read_text() == "# Mine\n"


def test_an_edited_list_page_is_left_alone_and_reported(home: Path) -> None:
    backfile("ingest", SAMPLES, cwd=home)
    index = home / "docs" / "index.md"
    text = index.read_text()
    index.write_text(text.replace("**20 articles**", "**20 articles**, chosen with care"))
    next((home / "docs" / "articles").rglob("*.md")).unlink()
    out = backfile("lists", cwd=home)
    assert "this list page was edited" in out
    assert "docs/index.md" in out
    assert "chosen with care" in index.read_text()
    index.unlink()
    assert "edited" not in backfile("lists", cwd=home)
    assert "**19 articles**" in index.read_text()


def test_standard_input(home: Path) -> None:
    page = b"<html><title>From a pipe</title><body><p>It came through the pipe and stayed.</p></body></html>"
    assert "1  written" in process("ingest", "-", cwd=home, stdin=page)
    assert "Name its format with --as" in process("ingest", "-", cwd=home, stdin=b"\x00\x01", code=3)
    assert "1  written" in process("ingest", "-", "--as", "text", cwd=home, stdin=b"A headline\n\nAnd its only text.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ingest", "nowhere"], 16, "nowhere does not exist"),
        (["ingest", ".", "--as", "telepathy"], 2, "there is no reader called telepathy"),
        (["ingest"], 2, "Missing argument"),
        (["init", "."], 12, "already holds a mkdocs.yml"),
    ],
)
def test_errors_have_a_message_and_an_exit_code(home: Path, arguments: list[str], code: int, message: str) -> None:
    assert message in " ".join(backfile(*arguments, cwd=home, code=code).split())


def test_outside_an_archive_commands_name_init(tmp_path: Path) -> None:
    for command in (["ingest", "."], ["build"], ["serve"], ["lists"]):
        assert "backfile init" in backfile(*command, cwd=tmp_path, code=11)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("site_name: x\n", "no plugin `backfile`"),
        ("site_name: x\nplugins: [backfile: {format: 7}]\n", "format 7"),
        ("site_name: x\nplugins: [backfile: {max_depth: deep}]\n", "max_depth"),
        ("site_name: x\nplugins: [backfile: {max_megabytes: 99999999999999999999}]\n", "max_megabytes"),
        ("site_name: [\n", "mkdocs.yml"),
    ],
)
def test_settings_that_cannot_be_used(home: Path, settings: str, message: str) -> None:
    (home / "mkdocs.yml").write_text(settings)
    assert message in " ".join(backfile("ingest", SAMPLES, cwd=home, code=12).split())


def test_pages_and_site_have_folders_of_their_own(home: Path) -> None:
    (home / "originals" / "site").mkdir(parents=True)
    (home / "incoming").mkdir()
    settings, before = (home / "mkdocs.yml").read_text(), sorted(home.rglob("*"))
    for folder in ("originals", "originals/site", "incoming", ".git", ".backfile/site", "..", "."):
        for setting, command in (("docs_dir", ("ingest", SAMPLES)), ("site_dir", ("build",))):
            (home / "mkdocs.yml").write_text(f"{settings}{setting}: {folder}\n")
            assert setting in backfile(*command, cwd=home, code=12)
    for folder in (".GIT", "Originals/site", ".backfile.", ".g\u200cit", "DOCS"):  # One folder on some disks.
        (home / "mkdocs.yml").write_text(f'{settings}site_dir: "{folder}"\n')
        assert "`site_dir` overlaps with" in " ".join(backfile("build", cwd=home, code=12).split())
    assert sorted(home.rglob("*")) == before
    for link, target, setting in (("pages", "docs", "site_dir"), ("inside", "docs/authors", "site_dir")):
        (home / "docs/authors").mkdir(exist_ok=True)
        (home / link).symlink_to(target)
        (home / "mkdocs.yml").write_text(f"{settings}{setting}: {link}\n")
        assert "overlaps with `docs_dir`" in " ".join(backfile("build", cwd=home, code=12).split())
        (home / link).unlink()


def test_a_named_archive_is_not_searched_in_parent_folders(home: Path) -> None:
    for name in ("nowhere", "mkdocs.yml"):
        assert "is not a folder" in backfile("lists", "-C", name, cwd=home, code=11)
        assert "is not a folder" in backfile("lists", "-C", name, cwd=home / "docs", code=11)


def test_a_vocabulary_that_cannot_be_used(home: Path) -> None:
    (home / "tags.yml").write_text("Climate: [\n")
    assert "tags.yml" in backfile("ingest", SAMPLES, cwd=home, code=12)

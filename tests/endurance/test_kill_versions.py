"""An undo or a purge that is killed at any moment is completed by running it again, and loses nothing else."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from backfile.operations.verify import verify
from backfile.settings import mkdocs_yml
from tests.endurance.runs import kill, run, seeded_random, start_program, wait_until_ended, write_pages

KILLS = 10
PAGE = "docs/articles/2003/04/pier-3-to-be-mended.md"
PHRASE = b"The board of pier 3 met"

pytestmark = pytest.mark.soak


def git(archive: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=archive, capture_output=True, text=True, check=True).stdout


def contents(archive: Path) -> dict[str, bytes]:
    """Return the files that git has or should have, by path."""
    paths = git(archive, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    return {path: (archive / path).read_bytes() for path in paths if (archive / path).is_file()}


def holders(archive: Path) -> list[str]:
    """Return the objects of git that have the text of the withdrawn article."""
    listed = git(archive, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    found = []
    for name, kind in (line.split() for line in listed.splitlines()):
        data = subprocess.run(["git", "cat-file", kind, name], cwd=archive, capture_output=True, check=True).stdout
        text = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        found += [name] if PHRASE in text else []
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of two ingests, the second of which changed pages of the first, too."""
    folder = tmp_path_factory.mktemp("versions")
    run("init", folder / "archive", "--name", "Kills")
    inbox = write_pages(folder / "inbox", 30)
    run("ingest", inbox, "-C", folder / "archive")
    for file in list(inbox.glob("*.html"))[:10]:
        file.write_text(file.read_text("utf-8").replace("nine times", "ten times").replace("storms", "gales"), "utf-8")
    run("ingest", write_pages(inbox, 20, first=30), "-C", folder / "archive")
    return folder / "archive"


@pytest.mark.parametrize(
    "command", [("undo",), ("withdraw", PAGE, "--reason", "Why", "--purge")], ids=["undo", "purge"]
)
def test_a_killed_command_is_completed_by_the_next(archive: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    numbers = seeded_random(command[0])
    undisturbed = shutil.copytree(archive, tmp_path / "undisturbed")
    start = time.monotonic()
    run(*command, "-C", undisturbed)
    duration = time.monotonic() - start
    expected = contents(undisturbed)
    for number in range(KILLS):
        moment, everything = numbers.uniform(0, duration * 1.5), numbers.random() < 0.5
        print(f"{number}: after {moment:.3f} s, {'everything' if everything else 'alone'}")
        copy = shutil.copytree(archive, tmp_path / "copy")
        started = start_program(*command, "-C", copy)
        time.sleep(moment)
        kill(started, everything=everything)
        wait_until_ended(started)
        if not git(copy, "log", "-1", "--format=%s").startswith("Undo: "):
            run(*command, "-C", copy, "--wait")
        assert git(copy, "status", "--short") == ""
        assert contents(copy) == expected
        assert verify(mkdocs_yml.load(copy)).wrong == ()
        git(copy, "fsck", "--full")
        if command[0] == "withdraw":
            assert holders(copy) == []
        shutil.rmtree(copy)

"""A run that is killed at any moment loses nothing: one more run gives the archive of an undisturbed run."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from backfile.settings import mkdocs_yml
from tests.endurance.runs import (
    assert_same_state,
    files,
    kill,
    run,
    seeded_random,
    start_program,
    state,
    wait_until,
    wait_until_ended,
    write_containers,
    write_pages,
)
from tests.operations import saves

KILLS = int(os.environ.get("BACKFILE_KILLS", "3"))
BUILD_KILLS = int(os.environ.get("BACKFILE_BUILD_KILLS", "2"))
PAGES, RECORDS = (300, 300) if KILLS >= 50 else (10, 24)
"""Pages of an inbox, and records of its data set, which are more than one task converts."""

Begun = Callable[[Path], bool]

INGEST_PARTS: dict[str, Begun] = {
    "committing": lambda archive: (archive / ".backfile" / "committing" / "message").exists(),
    "listing": lambda archive: len(list((archive / "docs" / "authors").glob("*.md"))) > 1,
    "writing": lambda archive: (archive / "docs" / "articles").exists(),
    "keeping": lambda archive: (archive / "originals").exists(),
    "starting": lambda archive: True,
}
"""Part of an ingest -> a function that returns whether the part has begun."""

BUILD_PARTS: dict[str, Begun] = {
    "moving": lambda archive: not (archive / "site" / "index.html").exists(),
    "indexing": lambda archive: (archive / ".backfile" / "site" / "_headers").exists(),
    "rendering": lambda archive: (archive / ".backfile" / "site" / "index.html").exists(),
    "starting": lambda archive: True,
}


def test_an_ingest_is_killed(tmp_path: Path) -> None:
    numbers = seeded_random("ingest")
    inbox = write_pages(tmp_path / "inbox", PAGES)
    write_containers(inbox, RECORDS)
    run("init", tmp_path / "new", "--name", "Kills")
    shutil.copytree(tmp_path / "new", tmp_path / "undisturbed")
    start = time.monotonic()
    run("ingest", inbox, "-C", tmp_path / "undisturbed")
    duration = time.monotonic() - start
    expected = state(tmp_path / "undisturbed")
    for number in range(KILLS):
        part = list(INGEST_PARTS)[number % len(INGEST_PARTS)]
        moment = numbers.uniform(0, duration if part == "starting" else duration / 20)
        everything = numbers.random() < 0.5
        print(f"{number}: {part}, after {moment:.3f} s, {'everything' if everything else 'alone'}")
        archive = shutil.copytree(tmp_path / "new", tmp_path / "archive")
        started = start_program("ingest", inbox, "-C", archive)
        wait_until(lambda part=part, archive=archive: INGEST_PARTS[part](archive), started)
        time.sleep(moment)
        kill(started, everything=everything)
        # Run again at once: processes of the killed run may still be ending.
        run("ingest", inbox, "--wait", "-C", archive)
        wait_until_ended(started)
        assert_same_state(state(archive), expected)
        shutil.rmtree(archive)


def test_a_build_is_killed(tmp_path: Path) -> None:
    numbers = seeded_random("build")
    archive = tmp_path / "archive"
    run("init", archive, "--name", "Kills")
    run("ingest", write_pages(tmp_path / "inbox", max(PAGES // 3, 10)), "-C", archive)
    run("build", "-C", archive)
    old = files(archive / "site")
    run("ingest", write_pages(tmp_path / "more", 3, first=500), "-C", archive)
    shutil.copytree(archive, tmp_path / "undisturbed")
    start = time.monotonic()
    run("build", "-C", tmp_path / "undisturbed")
    duration = time.monotonic() - start
    new, cache = files(tmp_path / "undisturbed" / "site"), state(tmp_path / "undisturbed").cache
    assert old.keys() != new.keys()
    for number in range(BUILD_KILLS):
        part = numbers.choice(list(BUILD_PARTS))
        moment = numbers.uniform(0, duration if part == "starting" else 0.002 if part == "moving" else duration / 5)
        everything = numbers.random() < 0.5
        print(f"{number}: {part}, after {moment:.3f} s, {'everything' if everything else 'alone'}")
        again = shutil.copytree(archive, tmp_path / "again")
        started = start_program("build", "-C", again)
        wait_until(lambda part=part, again=again: BUILD_PARTS[part](again), started)
        time.sleep(moment)
        kill(started, everything=everything)
        site = files(again / "site")
        assert site in (old, new) or "index.html" not in site, "an incomplete site looks complete"
        run("build", "-C", again)
        wait_until_ended(started)
        assert files(again / "site") == new
        assert state(again).cache == cache
        shutil.rmtree(again)


def is_held(lock: Path) -> bool:
    """Return whether one command of git holds a lock: others lock the index, too, for less time than that."""

    def made() -> int:
        with suppress(FileNotFoundError):
            return lock.stat().st_ctime_ns
        return 0

    first = made()
    time.sleep(0.2)
    return first != 0 and first == made()


@pytest.mark.parametrize("everything", [True, False])
def test_a_commit_is_killed(tmp_path: Path, *, everything: bool) -> None:
    """A filter stops git in the middle of a commit, so that the run is killed there."""
    archive = tmp_path / "archive"
    run("init", archive, "--name", "Kills")
    inbox = write_pages(tmp_path / "inbox", 3)
    shutil.copytree(archive, tmp_path / "undisturbed")
    run("ingest", inbox, "-C", tmp_path / "undisturbed")
    (tmp_path / "hold").touch()
    lock = archive / ".git" / "index.lock"  # Before, git is asked whether the filter alters anything.
    hold = (
        f"test -e {lock} && touch {tmp_path / 'begun'} && while test -e {tmp_path / 'hold'}; do sleep 0.01; done; cat"
    )
    (archive / ".git" / "info" / "attributes").write_text("*.md filter=slow\n")
    with (archive / ".git" / "config").open("a") as config:
        config.write(f'[filter "slow"]\n\tclean = "{hold}"\n')
    started = start_program("ingest", inbox, "-C", archive)
    wait_until(lambda: (tmp_path / "begun").exists() and is_held(lock), started)
    kill(started, everything=everything)
    if everything:
        assert lock.exists()
    else:
        assert "ingest (process " in run("ingest", inbox, "-C", archive, code=13), "its git is still at work"
    (tmp_path / "hold").unlink()
    run("ingest", inbox, "--wait", "-C", archive)
    (archive / ".git" / "info" / "attributes").unlink()
    shutil.copy(tmp_path / "undisturbed" / ".git" / "config", archive / ".git" / "config")
    assert_same_state(state(archive), state(tmp_path / "undisturbed"))


@pytest.mark.parametrize("kind", ["gz", "md"])
def test_a_run_is_killed_before_and_after_the_earlier_revisions_are_committed(tmp_path: Path, kind: str) -> None:
    """A filter stops git at an original, which is before the branch moves, or at a page, which is after that."""
    archive, undisturbed = tmp_path / "archive", tmp_path / "undisturbed"
    run("init", archive, "--name", "Kills")
    inbox = saves.write(tmp_path / "inbox", *saves.VARIANTS)
    shutil.copytree(archive, undisturbed)
    run("ingest", inbox, "-C", undisturbed)
    (tmp_path / "hold").touch()
    hold = f"touch {tmp_path / 'begun'}; while test -e {tmp_path / 'hold'}; do sleep 0.01; done; cat"
    (archive / ".git" / "info" / "attributes").write_text(f"*.{kind} filter=slow\n")
    with (archive / ".git" / "config").open("a") as config:
        config.write(f'[filter "slow"]\n\tclean = "{hold}"\n')
    started = start_program("ingest", inbox, "-C", archive)
    wait_until(lambda: (tmp_path / "begun").exists(), started)
    kill(started, everything=True)
    (tmp_path / "hold").unlink()
    (archive / ".git" / "info" / "attributes").unlink()
    shutil.copy(undisturbed / ".git" / "config", archive / ".git" / "config")
    wait_until_ended(started)
    run("ingest", inbox, "--wait", "-C", archive)
    assert_same_state(state(archive), state(undisturbed))
    homes = [mkdocs_yml.load(each) for each in (archive, undisturbed)]
    assert [saves.versions(each) for each in homes] == [saves.versions(homes[1])] * 2
    assert [saves.dates(each)[:2] for each in homes] == [saves.dates(homes[1])[:2]] * 2

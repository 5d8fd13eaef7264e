"""Runs at the same time: one writes, the others say who does or wait; a build bears pages that come and go."""

from __future__ import annotations

import shutil
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from backfile.archive.lock import hold_lock
from tests.endurance.runs import begin, files, fill, git, run, state, wait_until

FOLDERS = 5


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    run("init", tmp_path / "archive", "--name", "At once")
    return tmp_path / "archive"


def test_the_second_says_who_is_at_work(archive: Path, tmp_path: Path) -> None:
    first = begin("ingest", fill(tmp_path / "inbox", 100), "-C", archive)
    wait_until(lambda: (archive / ".backfile" / "tmp" / "drafts").exists(), first)
    first.send_signal(signal.SIGSTOP)  # It is at work as long as the others take to ask.
    for command in (("ingest", tmp_path / "inbox"), ("lists",)):
        said = run(*command, "-C", archive, code=13)
        assert f"backfile ingest (process {first.pid}, since " in said
        assert "--wait" in said
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert first.returncode == 0


def test_five_that_wait_lose_nothing(archive: Path, tmp_path: Path) -> None:
    inboxes = [fill(tmp_path / f"inbox{number}", 8, first=number * 100) for number in range(FOLDERS)]
    shutil.copytree(archive, tmp_path / "one-by-one")
    for inbox in inboxes:
        run("ingest", inbox, "-C", tmp_path / "one-by-one")
    with hold_lock(archive / ".backfile" / "lock", "test"):
        runs = [begin("ingest", inbox, "--wait", "-C", archive) for inbox in inboxes]
        for started in runs:
            assert started.stderr is not None
            assert "Waiting for its turn: backfile test (process " in started.stderr.readline()
    for started in runs:
        out, err = started.communicate()
        assert started.returncode == 0, err
        assert "8  written" in out
    found, wanted = state(archive), state(tmp_path / "one-by-one")
    assert (found.files, found.tree, found.status, found.faults) == (wanted.files, wanted.tree, "", "")
    assert git(archive, "log", "--format=%s").count("Ingest: 8 new") == FOLDERS


def test_builds_while_articles_come_in(archive: Path, tmp_path: Path) -> None:
    run("ingest", fill(tmp_path / "inbox", 30), "-C", archive)
    inbox = fill(tmp_path / "inbox", 90)
    for file in list(inbox.glob("*.html"))[:20]:
        file.write_text(file.read_text().replace("Harbour", "Quay").replace("</article>", "<p>More.</p></article>"))
    ingesting = begin("ingest", inbox, "-C", archive)
    builds = 0
    while ingesting.poll() is None:
        run("build", "-C", archive)
        builds += 1
    assert ingesting.communicate()
    assert (ingesting.returncode, builds > 0) == (0, True)
    run("build", "--strict", "-C", archive)


def test_articles_come_in_while_the_site_is_shown(archive: Path, tmp_path: Path) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{chosen.getsockname()[1]}"
    showing = begin("serve", "--port", address.partition(":")[2], "-C", archive, TMPDIR=str(tmp_path))
    assert showing.stderr is not None
    while "Serving on" not in (line := showing.stderr.readline()):
        assert line, "the server has ended"
    run("ingest", fill(tmp_path / "inbox", 3), "-C", archive)

    def is_shown() -> bool:
        with urllib.request.urlopen(f"http://{address}/dates/") as answer:
            return b"2002" in answer.read()

    wait_until(is_shown, showing)
    assert showing.poll() is None
    showing.terminate()
    assert "Traceback" not in showing.communicate()[1]
    assert showing.returncode == 143


def test_a_page_goes_away_while_the_site_is_built(archive: Path) -> None:
    gone = archive / "docs" / "gone.md"
    gone.write_text("# Gone\n")
    hook = (
        f"import pathlib\n\ndef on_nav(nav, config, files):\n    pathlib.Path({str(gone)!r}).unlink(missing_ok=True)\n"
    )
    (archive / "hook.py").write_text(hook)
    with (archive / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [hook.py]\n")
    run("build", "-C", archive)
    assert "gone/index.html" not in files(archive / "site")


def test_one_build_at_a_time(archive: Path) -> None:
    with hold_lock(archive / ".backfile" / "building", "build"):
        assert "backfile build (process " in run("build", "-C", archive, code=13)
        waiting = begin("build", "--wait", "-C", archive)
        assert waiting.stderr is not None
        assert "Waiting for its turn" in waiting.stderr.readline()
    waiting.communicate()
    assert waiting.returncode == 0

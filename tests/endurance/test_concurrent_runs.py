"""Several runs at the same time: one writes, the others report it or wait; builds work while pages change."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from backfile.archive.lock import hold_lock
from tests.endurance.runs import files, git, run, start_program, state, wait_until, write_pages

FOLDERS = 3


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    run("init", tmp_path / "archive", "--name", "At once")
    return tmp_path / "archive"


def test_a_second_run_names_the_first(archive: Path, tmp_path: Path) -> None:
    first = start_program("ingest", write_pages(tmp_path / "inbox", 100), "-C", archive)
    lock = archive / ".backfile" / "lock"
    wait_until(lambda: lock.exists() and f"ingest (process {first.pid}" in lock.read_text(), first)
    first.send_signal(signal.SIGSTOP)  # It holds the lock until the others have ended.
    for command in (("ingest", tmp_path / "inbox"), ("lists",)):
        output = run(*command, "-C", archive, code=13)
        assert f"backfile ingest (process {first.pid}, since " in output
        assert "--wait" in output
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert first.returncode == 0


def test_waiting_runs_give_the_same_as_runs_in_turn(archive: Path, tmp_path: Path) -> None:
    inboxes = [write_pages(tmp_path / f"inbox{number}", 8, first=number * 100) for number in range(FOLDERS)]
    shutil.copytree(archive, tmp_path / "one-by-one")
    for inbox in inboxes:
        run("ingest", inbox, "-C", tmp_path / "one-by-one")
    with hold_lock(archive / ".backfile" / "lock", "test"):
        runs = [start_program("ingest", inbox, "--wait", "-C", archive) for inbox in inboxes]
        for started in runs:
            assert started.stderr is not None
            assert "Waiting for another run: backfile test (process " in started.stderr.readline()
    for started in runs:
        out, err = started.communicate()
        assert started.returncode == 0, err
        assert "8  written" in out
    actual, expected = state(archive), state(tmp_path / "one-by-one")
    assert (actual.files, actual.tree, actual.status, actual.faults) == (expected.files, expected.tree, "", "")
    assert git(archive, "log", "--format=%s").count("Ingest: 8 new") == FOLDERS


def test_builds_work_during_an_ingest(archive: Path, tmp_path: Path) -> None:
    run("ingest", write_pages(tmp_path / "inbox", 30), "-C", archive)
    inbox = write_pages(tmp_path / "inbox", 90)
    for file in list(inbox.glob("*.html"))[:20]:
        file.write_text(file.read_text().replace("Harbour", "Quay").replace("</article>", "<p>More.</p></article>"))
    ingesting = start_program("ingest", inbox, "-C", archive)
    builds = 0
    while ingesting.poll() is None:
        run("build", "-C", archive)
        builds += 1
    assert ingesting.communicate()
    assert (ingesting.returncode, builds > 0) == (0, True)
    run("build", "--strict", "-C", archive)


def test_an_ingest_works_during_serve(archive: Path, tmp_path: Path) -> None:
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{port.getsockname()[1]}"
    server = start_program("serve", "--port", address.partition(":")[2], "-C", archive, TMPDIR=str(tmp_path))
    assert server.stderr is not None
    while "Serving on" not in (line := server.stderr.readline()):
        assert line, "the server has ended"
    run("ingest", write_pages(tmp_path / "inbox", 3), "-C", archive)

    def is_shown() -> bool:
        with urllib.request.urlopen(f"http://{address}/dates/") as answer:
            return b"2002" in answer.read()

    wait_until(is_shown, server)
    # A page that its owner's name leads here cannot read the archive.
    for path, name, status in (
        ("/", "evil.example", 421),
        ("/dates/", f"127.0.0.1.evil.example:{address[-4:]}", 421),
        ("/livereload/0/0", "[evil", 421),
        (f"/livereload/{'1' * 5000}/1", "localhost", 400),
        ("/%00", address, 400),
        ("/", "localhost:1", 200),
        ("/", "[::1]:8000", 200),
    ):
        connection = http.client.HTTPConnection(address, timeout=60)
        connection.request("GET", path, headers={"Host": name})
        assert connection.getresponse().status == status, name
    assert server.poll() is None
    server.terminate()
    assert "Traceback" not in server.communicate()[1]
    assert server.returncode == 143


def test_a_page_is_removed_during_a_build(archive: Path) -> None:
    page = archive / "docs" / "gone.md"
    page.write_text("# Gone\n")
    hook = (
        f"import pathlib\n\ndef on_nav(nav, config, files):\n    pathlib.Path({str(page)!r}).unlink(missing_ok=True)\n"
    )
    (archive / "hook.py").write_text(hook)
    with (archive / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [hook.py]\n")
    run("build", "--trust", "-C", archive)
    assert "gone/index.html" not in files(archive / "site")


def test_one_build_at_a_time(archive: Path) -> None:
    with hold_lock(archive / ".backfile" / "building", "build"):
        assert "backfile build (process " in run("build", "-C", archive, code=13)
        waiting = start_program("build", "--wait", "-C", archive)
        assert waiting.stderr is not None
        assert "Waiting for another run" in waiting.stderr.readline()
    waiting.communicate()
    assert waiting.returncode == 0


def test_suggestions_wait_as_edits_do(archive: Path) -> None:
    with hold_lock(archive / ".backfile" / "lock", "test"):
        assert "--wait" in run("tags", "suggest", "--accept", "-C", archive, code=13)
        waiting = start_program("tags", "suggest", "--accept", "--wait", "-C", archive)
        assert waiting.stderr is not None
        assert "Waiting for another run" in waiting.stderr.readline()
    waiting.communicate()
    assert waiting.returncode == 0

"""A signal ends a run at once, with one line, the exit code that shells use, and no process left."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest

from backfile.archive.lock import hold_lock
from tests.endurance.runs import (
    MODULE,
    SCRIPT,
    files,
    kill,
    run,
    session_processes,
    start_program,
    wait_until,
    wait_until_ended,
    write_pages,
)
from tests.hostile.big import page

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def end(started: subprocess.Popen[str], number: signal.Signals) -> tuple[str, str]:
    """Send a signal. Return what the run printed on standard output and on standard error."""
    started.send_signal(number)
    out, err = started.communicate()
    assert started.returncode == CODES[number], err
    assert "Traceback" not in err
    wait_until_ended(started)
    return out, err


def message_of(number: signal.Signals) -> str:
    step = "What was done so far is saved; run the same command again to continue."
    return f"backfile: Ended by {number.name}. {step}"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    run("init", tmp_path / "archive", "--name", "Signals")
    return tmp_path / "archive"


def fill_slow(inbox: Path) -> Path:
    """Write pages that take so long to read that the signal comes before, also on a busy machine."""
    (write_pages(inbox, 4) / "slow.html").write_text(page("wide-lists", 30_000), "utf-8")
    return inbox


def workers(started: subprocess.Popen[Any]) -> list[int]:
    """Return the processes of a run that have a process group of their own: its workers."""
    return [
        process for process in session_processes(started.pid) if process != started.pid and _is_group_leader(process)
    ]


def _is_group_leader(process: int) -> bool:
    try:
        return os.getpgid(process) == process
    except ProcessLookupError:  # It has just ended.
        return False


@pytest.mark.parametrize(
    ("number", "program"), [(signal.SIGINT, SCRIPT), (signal.SIGTERM, MODULE), (signal.SIGHUP, SCRIPT)]
)
def test_a_signal_while_inputs_are_read(
    archive: Path, tmp_path: Path, number: signal.Signals, program: tuple[str, ...]
) -> None:
    inbox = fill_slow(tmp_path / "inbox")
    started = start_program("ingest", inbox, "--json", "-C", archive, program=program)
    wait_until(lambda: bool(workers(started)), started)
    out, err = end(started, number)
    assert err.splitlines() == [message_of(number)]
    error = {
        "name": "Interrupted",
        "exit_code": CODES[number],
        "message": message_of(number).removeprefix("backfile: "),
    }
    assert json.loads(out) == {"error": error}
    assert not list((archive / "docs").glob("articles"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_signal_while_a_fork_reads_few_inputs(archive: Path, tmp_path: Path, number: signal.Signals) -> None:
    """A run that needs no fork server, since there are results of an earlier one. Ctrl-C goes to the whole group."""
    run("ingest", write_pages(tmp_path / "first", 1), "-C", archive)
    slow = write_pages(tmp_path / "inbox", 4, first=1) / "slow.html"
    slow.write_text(page("wide-lists", 15_000), "utf-8")
    started = start_program("ingest", slow.parent, "-C", archive)
    wait_until(lambda: bool(workers(started)), started)
    assert not any(map(_is_forkserver, session_processes(started.pid)))
    if number == signal.SIGKILL:
        kill(started, everything=False)
    else:
        os.killpg(started.pid, number)
        _, err = started.communicate()
        assert (started.returncode, err.splitlines()) == (130, [message_of(number)])
    wait_until_ended(started)
    assert len(list((archive / "docs" / "articles").rglob("*.md"))) == 1


def test_ctrl_c_in_a_terminal_prints_one_message(archive: Path, tmp_path: Path) -> None:
    """A terminal sends SIGINT to every process of a run, also to those that are still importing modules."""
    inbox = fill_slow(tmp_path / "inbox")
    started = start_program("ingest", inbox, "-C", archive)
    wait_until(lambda: any(map(_is_forkserver, session_processes(started.pid))), started)
    os.killpg(started.pid, signal.SIGINT)
    _, err = started.communicate()
    assert (started.returncode, err.splitlines()) == (130, [message_of(signal.SIGINT)])
    wait_until_ended(started)


def _is_forkserver(process: int) -> bool:
    """Return whether a process is the one that workers are forked from, and handles SIGINT already."""
    try:
        return b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes() and _handles(process, signal.SIGINT)
    except OSError:  # It has just ended.
        return False


def test_a_signal_at_the_start(archive: Path) -> None:
    """The signal comes while modules are imported, or a little later."""
    started = start_program("lists", "-C", archive)
    wait_until(lambda: _handles(started.pid, signal.SIGTERM), started)
    _, err = end(started, signal.SIGTERM)
    assert err.splitlines() == [message_of(signal.SIGTERM)]


def _handles(process: int, number: signal.Signals) -> bool:
    """Return whether a process handles a signal."""
    status = Path(f"/proc/{process}/status").read_text()
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("hangs_up", [True, False])
def test_a_terminal_is_closed(archive: Path, tmp_path: Path, *, hangs_up: bool) -> None:
    """No output can be written, also not to remove the progress bar. The signal may come after the first line that
    cannot be written, or not at all when the terminal does not control the run.
    """
    inbox = fill_slow(tmp_path / "inbox") if hangs_up else write_pages(tmp_path / "inbox", 20)
    master, terminal = pty.openpty()
    started = subprocess.Popen(
        [*MODULE, "ingest", inbox, "-C", archive],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm"},
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) if hangs_up else None,
    )
    os.close(terminal)
    wait_until(lambda: bool(workers(started)), started)
    os.close(master)
    assert started.wait() == CODES[signal.SIGHUP]
    wait_until_ended(started)


def test_a_signal_while_a_run_waits_for_another(archive: Path, tmp_path: Path) -> None:
    inbox = write_pages(tmp_path / "inbox", 1)
    ignoring_sighup = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh", *MODULE)
    with hold_lock(archive / ".backfile" / "lock", "ingest"):
        started = start_program("ingest", inbox, "--wait", "-C", archive, program=ignoring_sighup)
        assert started.stderr is not None
        assert "Waiting for another run: backfile ingest (process " in started.stderr.readline()
        started.send_signal(signal.SIGHUP)
        _, err = end(started, signal.SIGINT)
    assert err.splitlines() == [message_of(signal.SIGINT)]


def test_a_signal_during_a_build(archive: Path, tmp_path: Path) -> None:
    run("ingest", write_pages(tmp_path / "inbox", 20), "-C", archive)
    run("build", "-C", archive)
    site = files(archive / "site")
    for moment in (".backfile/site/index.html", ".backfile/site/_headers"):
        started = start_program("build", "--full", "-C", archive)
        wait_until((archive / moment).exists, started)
        _, err = end(started, signal.SIGTERM)
        assert err.splitlines() == [message_of(signal.SIGTERM)]
        assert files(archive / "site") == site
        assert not (archive / ".backfile" / "site").exists()


def test_a_signal_during_serve(archive: Path, tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    started = start_program("serve", "--port", port, "-C", archive, TMPDIR=str(tmp_path))
    assert started.stderr is not None
    while "Serving on" not in (line := started.stderr.readline()):
        assert line, "the server has ended"
    _, err = end(started, signal.SIGINT)
    assert err.splitlines()[-1] == message_of(signal.SIGINT)
    assert not list(tmp_path.glob("mkdocs_*")), "its temporary folder is not removed"


def test_workers_end_with_a_run_that_is_killed(archive: Path, tmp_path: Path) -> None:
    started = start_program("ingest", write_pages(tmp_path / "inbox", 200), "-C", archive)
    wait_until(lambda: bool(workers(started)), started)
    kill(started, everything=False)
    wait_until_ended(started)


STUCK = """
import multiprocessing, os, re, signal
from backfile.workers.limits import limit_process

def work(began):
    limit_process(4096)
    began.set()
    re.match("(a+)+$", "a" * 64 + "b")

if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    began = context.Event()
    context.Process(target=work, args=(began,)).start()
    began.wait()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_in_an_endless_match_ends_with_its_run(tmp_path: Path) -> None:
    (tmp_path / "stuck.py").write_text(STUCK)
    started = start_program(tmp_path / "stuck.py", program=(sys.executable,), PYTHONPATH=str(Path(__file__).parents[2]))
    started.wait()
    wait_until_ended(started)


@pytest.mark.parametrize(("lock", "expected"), [("context.Lock()", ""), ("Missing()", "FileNotFoundError: nowhere\n")])
def test_a_worker_that_starts_after_its_run_has_ended(lock: str, expected: str, tmp_path: Path) -> None:
    """The missing lock of the run is not reported; another missing file is."""
    program = f"""
import multiprocessing, os
from _multiprocessing import sem_unlink

class Missing:
    def __setstate__(self, state):
        raise FileNotFoundError("nowhere")

    def __getstate__(self):
        return 1

if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["backfile.workers.forkserver_excepthook"])
    lock = {lock}
    if not isinstance(lock, Missing):
        sem_unlink(lock._semlock.name)
    worker = context.Process(target=print, args=(lock,))
    worker.start()
    worker.join()
    os._exit(0)
"""
    (tmp_path / "program.py").write_text(program)
    ended = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=False)
    errors = [line for line in ended.stderr.splitlines(keepends=True) if "resource_tracker" not in line]
    assert "".join(errors[-1:]) == expected

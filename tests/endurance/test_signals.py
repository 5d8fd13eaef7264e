"""A signal ends a run at once: one line, the exit code that shells know, nothing left running."""

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
from tests.endurance.runs import MODULE, SCRIPT, begin, files, fill, kill, members, run, wait_until, wait_until_alone
from tests.hostile.big import page

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def end(started: subprocess.Popen[str], number: signal.Signals) -> tuple[str, str]:
    """Send a signal; give what the run printed and its last line on standard error."""
    started.send_signal(number)
    out, err = started.communicate()
    assert started.returncode == CODES[number], err
    assert "Traceback" not in err
    wait_until_alone(started)
    return out, err


def said(number: signal.Signals) -> str:
    return f"backfile: Ended by {number.name}. What is done stays done; run again to go on."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    run("init", tmp_path / "archive", "--name", "Signals")
    return tmp_path / "archive"


def fill_slow(inbox: Path) -> Path:
    """Write pages that are not read before a signal comes, however busy the machine is."""
    (fill(inbox, 4) / "slow.html").write_text(page("wide-lists", 30_000), "utf-8")
    return inbox


def workers(started: subprocess.Popen[Any]) -> list[int]:
    """Give the processes of a run that have a process group of their own: those that read."""
    return [process for process in members(started.pid) if process != started.pid and _leads(process)]


def _leads(process: int) -> bool:
    try:
        return os.getpgid(process) == process
    except ProcessLookupError:  # It has just ended.
        return False


@pytest.mark.parametrize(
    ("number", "program"), [(signal.SIGINT, SCRIPT), (signal.SIGTERM, MODULE), (signal.SIGHUP, SCRIPT)]
)
def test_while_inputs_are_read(archive: Path, tmp_path: Path, number: signal.Signals, program: tuple[str, ...]) -> None:
    inbox = fill_slow(tmp_path / "inbox")
    started = begin("ingest", inbox, "--json", "-C", archive, program=program)
    wait_until(lambda: bool(workers(started)), started)
    out, err = end(started, number)
    assert err.splitlines() == [said(number)]
    error = {"name": "Interrupted", "exit_code": CODES[number], "message": said(number).removeprefix("backfile: ")}
    assert json.loads(out) == {"error": error}
    assert not list((archive / "docs").glob("articles"))


def test_ctrl_c_is_for_all_and_one_answers(archive: Path, tmp_path: Path) -> None:
    """A terminal sends it to every process of a run, to those too that still load what reading takes."""
    inbox = fill_slow(tmp_path / "inbox")
    started = begin("ingest", inbox, "-C", archive)
    wait_until(lambda: any(map(_loads, members(started.pid))), started)
    os.killpg(started.pid, signal.SIGINT)
    _, err = started.communicate()
    assert (started.returncode, err.splitlines()) == (130, [said(signal.SIGINT)])
    wait_until_alone(started)


def _loads(process: int) -> bool:
    """Tell the process that workers are forked from, once Python is there to hear of signals."""
    try:
        return b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes() and _hears(process, signal.SIGINT)
    except OSError:  # It has just ended.
        return False


def test_before_anything_has_begun(archive: Path) -> None:
    """The signal comes while modules are imported, or a little later."""
    started = begin("lists", "-C", archive)
    wait_until(lambda: _hears(started.pid, signal.SIGTERM), started)
    _, err = end(started, signal.SIGTERM)
    assert err.splitlines() == [said(signal.SIGTERM)]


def _hears(process: int, number: signal.Signals) -> bool:
    """Whether a process handles a signal."""
    status = Path(f"/proc/{process}/status").read_text()
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("hangs_up", [True, False])
def test_a_terminal_is_closed(archive: Path, tmp_path: Path, *, hangs_up: bool) -> None:
    """There is nobody left to be told; the bar of progress has nowhere to vanish from. The signal may come after the
    first line that cannot be written, or not at all where the terminal is not the run's own.
    """
    inbox = fill_slow(tmp_path / "inbox") if hangs_up else fill(tmp_path / "inbox", 20)
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
    wait_until_alone(started)


def test_while_it_waits_for_its_turn(archive: Path, tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", 1)
    deaf_to_hangups = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh", *MODULE)
    with hold_lock(archive / ".backfile" / "lock", "ingest"):
        started = begin("ingest", inbox, "--wait", "-C", archive, program=deaf_to_hangups)
        assert started.stderr is not None
        assert "Waiting for its turn: backfile ingest (process " in started.stderr.readline()
        started.send_signal(signal.SIGHUP)
        _, err = end(started, signal.SIGINT)
    assert err.splitlines() == [said(signal.SIGINT)]


def test_while_a_site_is_built(archive: Path, tmp_path: Path) -> None:
    run("ingest", fill(tmp_path / "inbox", 20), "-C", archive)
    run("build", "-C", archive)
    site = files(archive / "site")
    for moment in (".backfile/site/index.html", ".backfile/site/_headers"):
        started = begin("build", "-C", archive)
        wait_until((archive / moment).exists, started)
        _, err = end(started, signal.SIGTERM)
        assert err.splitlines() == [said(signal.SIGTERM)]
        assert files(archive / "site") == site
        assert not (archive / ".backfile" / "site").exists()


def test_while_a_site_is_shown(archive: Path, tmp_path: Path) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    started = begin("serve", "--port", port, "-C", archive, TMPDIR=str(tmp_path))
    assert started.stderr is not None
    while "Serving on" not in (line := started.stderr.readline()):
        assert line, "the server has ended"
    _, err = end(started, signal.SIGINT)
    assert err.splitlines()[-1] == said(signal.SIGINT)
    assert not list(tmp_path.glob("mkdocs_*")), "its folder is left"


def test_workers_end_with_a_run_that_is_killed(archive: Path, tmp_path: Path) -> None:
    started = begin("ingest", fill(tmp_path / "inbox", 200), "-C", archive)
    wait_until(lambda: bool(workers(started)), started)
    kill(started, everything=False)
    wait_until_alone(started)


STUCK = """
import multiprocessing, os, re, signal
from backfile.workers.pool import _bound

def work(began):
    _bound(4096)
    began.set()
    re.match("(a+)+$", "a" * 64 + "b")

if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    began = context.Event()
    context.Process(target=work, args=(began,)).start()
    began.wait()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_that_is_stuck_ends_too(tmp_path: Path) -> None:
    (tmp_path / "stuck.py").write_text(STUCK)
    started = begin(tmp_path / "stuck.py", program=(sys.executable,), PYTHONPATH=str(Path(__file__).parents[2]))
    started.wait()
    wait_until_alone(started)


@pytest.mark.parametrize(("lock", "said"), [("context.Lock()", ""), ("Missing()", "FileNotFoundError: nowhere\n")])
def test_a_worker_begins_when_its_run_has_ended(lock: str, said: str, tmp_path: Path) -> None:
    """It finds no lock to share any more, which nobody needs to know; what else it does not find is told."""
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
    workers_said = [line for line in ended.stderr.splitlines(keepends=True) if "resource_tracker" not in line]
    assert "".join(workers_said[-1:]) == said

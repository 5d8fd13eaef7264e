"""Runs of the program in processes of their own, which tests kill, and the state of an archive afterwards."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backfile.settings.layout import SAVES
from tests.conversion.saved_images import png
from tests.program import backfile

TIMEOUT = 120
"""Seconds to wait at most for an event that should happen at once; a busy machine is slow."""
MODULE = (sys.executable, "-m", "backfile")
SCRIPT = (str(Path(sys.executable).with_name("backfile")),)


def write_containers(inbox: Path, count: int) -> None:
    """Write a data set of more records than one task converts, and a gzipped web archive, into a folder."""
    with (inbox / "corpus.jsonl").open("w") as out:
        for number in range(count):
            text = "\n\n".join(f"The ferry sailed for the {number}th time on day {day}, late." for day in range(6))
            values = {"id": f"r{number}", "title": f"Ferry {number}", "text": text, "publisher": f"Post {number % 3}"}
            out.write(
                json.dumps({**values, "date": f"{2000 + number % 20}-03-01", "email": "jane@gazette.test"}) + "\n"
            )
    with (inbox / "crawl.warc.gz").open("wb") as packed:
        writer = WARCWriter(packed, gzip=True)
        for number in range(count // 2):
            page = f"<title>Buoy {number}</title><article><h1>Buoy {number}</h1><p>Buoy {number} rang all night.</p>"
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            payload = io.BytesIO(page.encode())
            url = f"https://buoys.test/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=http))


def write_pages(inbox: Path, count: int, first: int = 0) -> Path:
    """Write saved pages that need many list pages; one in four has an image, and each image is on two pages."""
    inbox.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        data = {
            "@type": "NewsArticle",
            "headline": f"Pier {number} to be mended",
            "datePublished": f"{2000 + number % 20}-{number % 12 + 1:02}-05T09:00:00Z",
            "author": {"name": f"Author {number % 10}"},
            "publisher": {"name": f"Gazette {number % 7}"},
            "keywords": [f"Harbour {number % 11}", "Storms"],
        }
        text = "".join(
            f"<p>The board of pier {number} met {time} times before the storms came.</p>" for time in range(9)
        )
        head = f'<title>{data["headline"]}</title><link rel="canonical" href="https://gazette.test/{number}">'
        head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
        image = ""
        if number % 4 == 0:
            image = f'<figure><img src="{number}_files/pier.png"><figcaption>Pier {number}.</figcaption></figure>'
            (inbox / f"{number}_files").mkdir(exist_ok=True)
            (inbox / f"{number}_files" / "pier.png").write_bytes(png(40, 30, number // 8))
        page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body><article>{image}{text}</article>"
        (inbox / f"{number}.html").write_text(page, "utf-8")
    return inbox


def start_program(*arguments: object, program: tuple[str, ...] = MODULE, **more: str) -> subprocess.Popen[str]:
    """Start the program in a session of its own, so that all its processes can be found."""
    return subprocess.Popen(
        [*program, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **more},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def run(*arguments: object, code: int = 0, **more: str) -> str:
    """Run the program to its end and return its output, in a process of its own with the variables `more`, if any."""
    if not more:
        return backfile(*arguments, cwd=Path.cwd(), code=code)
    out, err = (started := start_program(*arguments, **more)).communicate()
    assert started.returncode == code, f"{arguments} ended with {started.returncode}: {out}{err}"
    assert "Traceback" not in out + err, out + err
    return out + err


def session_processes(session: int) -> list[int]:
    """Return the living processes of a session."""
    processes = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session_of_process = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session_of_process) == session and state not in "ZX":
            processes.append(int(stat.parent.name))
    return processes


def kill(started: subprocess.Popen[Any], *, everything: bool) -> None:
    """Kill the program alone, or with all processes that it started, as when a machine is switched off.

    The program is killed last: when it ends, the system sends SIGHUP to its group and lets it go on, and git would then
    remove its locks.
    """
    if everything:
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in sorted(session_processes(started.pid), key=lambda each: each == started.pid):
                try:
                    os.kill(process, number)
                except ProcessLookupError:
                    continue
    else:
        started.kill()
    started.communicate()


def wait_until(condition: Callable[[], bool], started: subprocess.Popen[Any] | None = None) -> None:
    """Wait until a condition is true, or until the run `started` has ended."""
    end = time.monotonic() + TIMEOUT
    while not condition() and (started is None or started.poll() is None):
        assert time.monotonic() < end, "the condition did not become true"
        time.sleep(0.002)


def wait_until_ended(started: subprocess.Popen[Any]) -> None:
    """Wait until all processes that a run started have ended."""
    wait_until(lambda: not session_processes(started.pid))


def git(archive: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=archive, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class State:
    """The state of an archive."""

    files: Mapping[str, bytes]
    cache: frozenset[str]
    tree: str
    status: str
    faults: str
    in_git: frozenset[str]
    """Files in git's folder, without objects and the last commit message, but with unfinished objects."""


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def state(archive: Path) -> State:
    contents = files(archive)
    in_git = {name for name in contents if name.startswith(".git/") and name != ".git/COMMIT_EDITMSG"}
    return State(
        {name: data for name, data in contents.items() if not name.startswith((".git/", ".backfile/"))},
        # Which saves git has is looked up, and kept, only by a run that meets an article again.
        frozenset(name for name in contents if name.startswith(".backfile/") and name != SAVES),
        git(archive, "rev-parse", "HEAD^{tree}"),
        git(archive, "status", "--short"),
        git(archive, "fsck", "--full", "--strict", "--no-dangling"),
        frozenset(name for name in in_git if not name.startswith(".git/objects/") or "tmp_" in name),
    )


def assert_same_state(actual: State, expected: State) -> None:
    """Assert that two archives have the same state; the assertion shows the files that differ."""
    names = actual.files.keys() | expected.files.keys()
    differ = {name for name in names if actual.files.get(name) != expected.files.get(name)}
    assert not differ
    assert (actual.status, actual.faults, actual.tree) == ("", "", expected.tree)
    assert actual.cache == expected.cache
    assert not actual.in_git ^ expected.in_git


def seeded_random(name: str) -> random.Random:
    """Return random numbers. The seed is printed; BACKFILE_SEED sets it for another run."""
    seed = int(os.environ.get("BACKFILE_SEED") or random.randrange(1 << 32))
    print(f"{name}: BACKFILE_SEED={seed}")
    return random.Random(seed)

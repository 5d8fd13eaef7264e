"""Runs of the program as processes of their own, ended in every way; and what an archive looks like afterwards."""

from __future__ import annotations

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

from tests.conversion.saved_images import png
from tests.program import backfile

PATIENCE = 120
"""Seconds that a machine, however busy, may take for what is to happen at once."""
MODULE = (sys.executable, "-m", "backfile")
SCRIPT = (str(Path(sys.executable).with_name("backfile")),)


def fill(inbox: Path, count: int, first: int = 0) -> Path:
    """Write saved pages that together ask for many lists; one in four has an image, and two have the same."""
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


def begin(*arguments: object, program: tuple[str, ...] = MODULE, **more: str) -> subprocess.Popen[str]:
    """Start the program in a session of its own, so that all it starts can be found."""
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
    """Run the program to its end; give what it printed. It is a process of its own where `more` is its environment."""
    if not more:
        return backfile(*arguments, cwd=Path.cwd(), code=code)
    out, err = (started := begin(*arguments, **more)).communicate()
    assert started.returncode == code, f"{arguments} ended with {started.returncode}: {out}{err}"
    assert "Traceback" not in out + err, out + err
    return out + err


def members(session: int) -> list[int]:
    """Give the living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


def kill(started: subprocess.Popen[Any], *, everything: bool) -> None:
    """Kill the program alone, or all that it started with it, as when a machine is switched off."""
    if everything:
        for wanted in (signal.SIGSTOP, signal.SIGKILL):
            for process in members(started.pid):
                try:
                    os.kill(process, wanted)
                except ProcessLookupError:
                    continue
    else:
        started.kill()
    started.communicate()


def wait_until(happens: Callable[[], bool], started: subprocess.Popen[Any] | None = None) -> None:
    """Wait until something happens, or until a run that may bring it about has ended."""
    end = time.monotonic() + PATIENCE
    while not happens() and (started is None or started.poll() is None):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.002)


def wait_until_alone(started: subprocess.Popen[Any]) -> None:
    """Wait until nothing is left of what a run started."""
    wait_until(lambda: not members(started.pid))


def git(archive: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=archive, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class State:
    """What an archive looks like."""

    files: Mapping[str, bytes]
    cache: frozenset[str]
    tree: str
    status: str
    faults: str
    in_git: frozenset[str]
    """Files in git's folder, the objects and the last message apart, but with unfinished objects."""


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def state(archive: Path) -> State:
    found = files(archive)
    in_git = {name for name in found if name.startswith(".git/") and name != ".git/COMMIT_EDITMSG"}
    return State(
        {name: data for name, data in found.items() if not name.startswith((".git/", ".backfile/"))},
        frozenset(name for name in found if name.startswith(".backfile/")),
        git(archive, "rev-parse", "HEAD^{tree}"),
        git(archive, "status", "--short"),
        git(archive, "fsck", "--full", "--strict", "--no-dangling"),
        frozenset(name for name in in_git if not name.startswith(".git/objects/") or "tmp_" in name),
    )


def same(found: State, wanted: State) -> None:
    """Assert that two archives look alike, and name what differs."""
    differ = {name for name in found.files | wanted.files if found.files.get(name) != wanted.files.get(name)}
    assert not differ
    assert (found.status, found.faults, found.tree) == ("", "", wanted.tree)
    assert found.cache == wanted.cache
    assert not found.in_git ^ wanted.in_git


def dice(name: str) -> random.Random:
    """Give random numbers; a failing test prints the seed, and BACKFILE_SEED takes it again."""
    seed = int(os.environ.get("BACKFILE_SEED") or random.randrange(1 << 32))
    print(f"{name}: BACKFILE_SEED={seed}")
    return random.Random(seed)

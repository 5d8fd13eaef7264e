"""Worlds to make an archive in, and what it is in each: folder, clock, language, number of jobs, disk."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DATE = "2020-06-01T12:00:00+00:00"
"""Of every commit: it dates the site."""
IDENTITY = {"name": "A", "email": "a@example.org"}
ENVIRONMENT = {
    **{f"GIT_{who}_{key.upper()}": value for who in ("AUTHOR", "COMMITTER") for key, value in IDENTITY.items()},
    "GIT_AUTHOR_DATE": DATE,
    "GIT_COMMITTER_DATE": DATE,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "1",
}
BACKFILE = Path(sys.executable).with_name("backfile")


@dataclass(frozen=True)
class World:
    """Circumstances that must leave no trace."""

    jobs: int = 1
    seed: int | None = None
    """In which order files are put on the disk and named as arguments; absent: by name."""
    umask: int = 0o022
    more: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment."""
    backfile: Path = BACKFILE

    def order(self, names: Sequence[str]) -> list[str]:
        """Put names in this world's order."""
        ordered = sorted(names)
        if self.seed is not None:
            random.Random(self.seed).shuffle(ordered)
        return ordered

    def run(self, *arguments: str, at: Path) -> str:
        """Run backfile in a folder; reported inputs are no failure."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "GIT_"))}
        done = subprocess.run(
            [self.backfile, *arguments],
            cwd=at,
            env=environment | ENVIRONMENT | self.more,
            umask=self.umask,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 3), done.stdout + done.stderr
        return done.stdout.decode()

    def ingest(self, archive: Path, inbox: Path) -> dict[str, object]:
        """Ingest the folders of an inbox; give the report."""
        folders = [str(inbox / name) for name in self.order([folder.name for folder in inbox.iterdir()])]
        return dict(json.loads(self.run("ingest", "--json", "--jobs", str(self.jobs), *folders, at=archive)))

    def inbox(self, folder: Path, files: Mapping[str, bytes]) -> Path:
        """Write files, parted among three folders by their names."""
        shelves = [folder / name for name in ("a", "b", "c")]
        for name in self.order(list(files)):
            shelf = shelves[sorted(files).index(name) * len(shelves) // len(files)]
            shelf.mkdir(parents=True, exist_ok=True)
            shelf.joinpath(name).write_bytes(files[name])
        return folder

    def make(self, root: Path, files: Mapping[str, bytes], *, inbox: Path | None = None) -> Path:
        """Make an archive of these files and its site, in `root`. Gives its folder."""
        archive = root / "archive"
        self.run("init", "--name", "Clippings", str(archive), at=root)
        self.ingest(archive, self.inbox(inbox or root / "inbox", files))
        self.run("build", at=archive)
        return archive


def contents(archive: Path) -> dict[str, bytes]:
    """Give every file of an archive and its site, git's and the cache left out."""
    found: dict[str, bytes] = {}
    for at, folders, files in os.walk(archive):
        folders[:] = [name for name in folders if name not in (".git", ".backfile")]
        found |= {Path(at, name).relative_to(archive).as_posix(): Path(at, name).read_bytes() for name in files}
    return found


def git(archive: Path, *arguments: str) -> str:
    """Ask git."""
    command = ["git", "-c", "safe.directory=*", "-C", str(archive), *arguments]
    return subprocess.run(
        command, capture_output=True, check=True, text=True, env=os.environ | ENVIRONMENT
    ).stdout.strip()


def difference(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Name the files in which two archives differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def faketime() -> str | None:
    """Find the library that moves the clock."""
    found = shutil.which("faketime")
    return next((str(file) for file in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None) if found else None

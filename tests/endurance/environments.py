"""Environments in which tests create an archive: folder, clock, language, number of jobs, order of files, disk."""

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
"""The date of every commit; the site shows it."""
IDENTITY = {"name": "A", "email": "a@example.org"}
_VARIABLES = {
    **{f"GIT_{role}_{key.upper()}": value for role in ("AUTHOR", "COMMITTER") for key, value in IDENTITY.items()},
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
class Environment:
    """Circumstances of a run that must not change its result."""

    jobs: int = 1
    seed: int | None = None
    """The seed of the order in which files are written and named as arguments; None: sorted by name."""
    umask: int = 0o022
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables."""
    backfile: Path = BACKFILE

    def order(self, names: Sequence[str]) -> list[str]:
        """Return names in the order of this environment."""
        ordered = sorted(names)
        if self.seed is not None:
            random.Random(self.seed).shuffle(ordered)
        return ordered

    def run(self, *arguments: str, cwd: Path) -> str:
        """Run backfile in the folder `cwd` and return its output; reported inputs are not a failure."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "GIT_"))}
        done = subprocess.run(
            [self.backfile, *arguments],
            cwd=cwd,
            env=environment | _VARIABLES | self.variables,
            umask=self.umask,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 3), done.stdout + done.stderr
        return done.stdout.decode()

    def ingest(self, archive: Path, inbox: Path) -> dict[str, object]:
        """Ingest the folders of an inbox and return the report."""
        folders = [str(inbox / name) for name in self.order([folder.name for folder in inbox.iterdir()])]
        return dict(json.loads(self.run("ingest", "--json", "--jobs", str(self.jobs), *folders, cwd=archive)))

    def inbox(self, folder: Path, files: Mapping[str, bytes]) -> Path:
        """Write files into three folders, in the order of their names, and return `folder`."""
        parts = [folder / name for name in ("a", "b", "c")]
        for name in self.order(list(files)):
            part = parts[sorted(files).index(name) * len(parts) // len(files)]
            part.mkdir(parents=True, exist_ok=True)
            part.joinpath(name).write_bytes(files[name])
        return folder

    def make_archive(self, root: Path, files: Mapping[str, bytes], *, inbox: Path | None = None) -> Path:
        """Create an archive of these files, with its site, in the folder `root`. Return the archive's folder."""
        archive = root / "archive"
        self.run("init", "--name", "Clippings", str(archive), cwd=root)
        self.ingest(archive, self.inbox(inbox or root / "inbox", files))
        self.run("build", cwd=archive)
        return archive


def contents(archive: Path) -> dict[str, bytes]:
    """Return every file of an archive and its site, without git's and the cache's."""
    data: dict[str, bytes] = {}
    for folder, folders, files in os.walk(archive):
        folders[:] = [name for name in folders if name not in (".git", ".backfile")]
        data |= {Path(folder, name).relative_to(archive).as_posix(): Path(folder, name).read_bytes() for name in files}
    return data


def git(archive: Path, *arguments: str) -> str:
    """Run git and return its output."""
    command = ["git", "-c", "safe.directory=*", "-C", str(archive), *arguments]
    return subprocess.run(
        command, capture_output=True, check=True, text=True, env=os.environ | _VARIABLES
    ).stdout.strip()


def different_files(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files in which two archives differ."""
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


def find_faketime() -> str | None:
    """Return the path of the library that changes the clock; None when it is not installed."""
    if not shutil.which("faketime"):
        return None
    return next((str(file) for file in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)

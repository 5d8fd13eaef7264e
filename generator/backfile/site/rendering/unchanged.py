"""Whether anything has changed since the last build: told from the states of files, before MkDocs is imported.

The record of a build names the files and folders of which the site was made, and those of the site, and has the digest
of their states. It is in `.backfile/` and bears the seal of this user. A file that somebody changed in the folder of
the site is noticed, too: then the site is built.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFMT
from typing import Any

from backfile.archive.file_state import file_state
from backfile.archive.git import last_commit
from backfile.archive.lock import is_held
from backfile.archive.program import program_state
from backfile.settings.layout import BUILDING, BUILT, ORIGINALS
from backfile.settings.own_key import seal
from backfile.settings.sealed_file import read_sealed, write_sealed
from backfile.site.built import Built

_PURPOSE = "site: built"
_DATE = "SOURCE_DATE_EPOCH"
_TICK = 0.05
"""Seconds after which another change of a file has another time, on every system."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of which a site is made, as they were before the build."""

    paths: tuple[str, ...]
    """Files and folders, relative to the folder of the archive; they need not exist."""
    environment: tuple[str, ...]
    """The environment variables that the settings read."""
    digest: str
    """Of the states of all."""


def read_inputs(root: Path, docs: Path, more: Iterable[str], environment: Iterable[str]) -> Inputs:
    """Return the inputs of the site of the archive at `root`, as they are now.

    The commit that the archive is at is one of them: the history of articles and the manifest are read from git, and
    without a commit from the originals.

    In: the folder of its pages; further files that the settings name; the environment variables that they read.
    """
    time.sleep(_TICK)  # What is changed after this has another time than what was changed before.
    folders = [docs.relative_to(root).as_posix(), *([] if last_commit(root) else [ORIGINALS])]
    paths = (*more, *(path for folder in folders for path in _below(root, folder)))
    names = tuple(environment)
    return Inputs(paths, names, _inputs_digest(root, paths, names))


def count_pages(site: Path) -> int:
    """Return the number of HTML pages in a site."""
    return sum(path.endswith(".html") for path in _below(site, "."))


def write_record(root: Path, inputs: Inputs, built: Built) -> None:
    """Remember a build, if it can be. In: the inputs as they were before it."""
    if not built.site.is_relative_to(root):
        return
    time.sleep(_TICK)
    site = built.site.relative_to(root).as_posix()
    paths = [path for path in _below(root, site) if not path.startswith(f"{site}/.")]
    head = {
        "inputs": [len(inputs.paths), inputs.digest],
        "environment": inputs.environment,
        "site": [site, _digest(root, paths)],
        "built": [built.pages, built.warnings],
    }
    data = "\n".join([json.dumps(head), *inputs.paths, *paths]).encode("utf-8", "surrogateescape")
    try:
        write_sealed(root, BUILT, data, _PURPOSE, os.fsencode(root))
    except OSError:
        forget(root)


def forget(root: Path) -> None:
    """Remove the record: the site is about to change."""
    (root / BUILT).unlink(missing_ok=True)


def unchanged(root: Path) -> Built | None:
    """Return the result of the last build if it would be the same now; None if that is not known.

    While another build runs, it is not known.
    """
    start = time.monotonic()
    if is_held(root / BUILDING):
        return None
    data = read_sealed(root, BUILT, _PURPOSE, os.fsencode(root))
    if data is None:
        return None
    head, *paths = data.decode("utf-8", "surrogateescape").split("\n")
    found: dict[str, Any] = json.loads(head)
    (count, inputs), (site, digest), (pages, warnings) = found["inputs"], found["site"], found["built"]
    if _inputs_digest(root, paths[:count], found["environment"]) != inputs or _digest(root, paths[count:]) != digest:
        return None
    return Built(root / site, pages, time.monotonic() - start, tuple(warnings), kept=pages)


def _inputs_digest(root: Path, paths: Iterable[str], environment: Iterable[str]) -> str:
    """Return the digest of what a site is made of. It is made with a key, so it tells nothing of the environment."""
    values = [(name, os.environ.get(name)) for name in (*environment, _DATE)]
    about = repr((values, last_commit(root), [*_files_at_the_top(root)]))
    return _digest(root, paths, about.encode("utf-8", "surrogatepass"), program_state())


def _files_at_the_top(root: Path) -> Iterator[tuple[str, str]]:
    """Yield name and state of each file in the folder of the archive itself: the settings and the owner's lists."""
    with os.scandir(root) as entries:
        files = sorted(entry.name for entry in entries if not entry.is_dir(follow_symlinks=False))
    yield from zip(files, _states(os.fspath(root), files), strict=True)


def _digest(root: Path, paths: Iterable[str], *more: bytes) -> str:
    states = "\n".join(_states(os.fspath(root), paths))
    return seal(f"{_PURPOSE}, state", states.encode(), *more).hex()


def _states(root: str, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        try:
            stat = os.lstat(f"{root}/{path}")
        except OSError:
            yield ""
        else:
            yield f"{S_IFMT(stat.st_mode)} {file_state(stat)}"


def _below(root: Path, folder: str) -> Iterator[str]:
    """Yield the folder and all that is in it, at any depth, sorted. Links are not followed."""
    yield folder
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(f"{root}/{path}") as entries:
                found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        except OSError:
            continue
        yield from (f"{path}/{name}" for name, _ in found)
        waiting += [f"{path}/{name}" for name, is_folder in reversed(found) if is_folder]

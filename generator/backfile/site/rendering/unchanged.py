"""Whether anything has changed since the last build: told from the states of files, before MkDocs is imported.

The record of a build names the files and folders of which the site was made, with the digest of their states; and those
of the site, with state and digest of each: a build takes from it which files can stay (`kept_site`). It is in
`.backfile/` and bears the seal of this user. A file that somebody changed in the folder of the site is noticed, too:
then the site is built.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFDIR, S_IFMT
from typing import Any

from backfile.archive.file_state import TICK, file_state
from backfile.archive.git import last_commit
from backfile.archive.lock import is_held
from backfile.archive.program import program_state
from backfile.settings.layout import BUILDING, BUILT, ORIGINALS
from backfile.settings.own_key import seal
from backfile.settings.sealed_file import read_sealed, write_sealed
from backfile.site.built import Built

_PURPOSE = "site: built, with files"
_SEPARATOR = "\0"
_FOLDER = f"{S_IFDIR} "
"""How the state of a folder begins."""
_DATE = "SOURCE_DATE_EPOCH"
_PAUSE = TICK / 1e9
"""`TICK` in seconds."""


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
    time.sleep(_PAUSE)  # What is changed after this has another time than what was changed before.
    folders = [docs.relative_to(root).as_posix(), *([] if last_commit(root) else [ORIGINALS])]
    paths = (*more, *(path for folder in folders for path in _below(root, folder)))
    names = tuple(environment)
    return Inputs(paths, names, _inputs_digest(root, paths, names))


@dataclass(frozen=True, slots=True)
class LastSite:
    """The files and folders of the site that the last build left, by their paths from the archive's folder."""

    folder: str
    """The path of the site."""
    states: Mapping[str, str]
    digests: Mapping[str, str]
    """Of the content of files; not of all."""

    def digest(self, path: str) -> str:
        """Return the digest of the content of a file that was left there; empty if it is not known.

        In: the path from the site's root.
        """
        return self.digests.get(f"{self.folder}/{path}", "")

    def files(self) -> Iterator[str]:
        """Yield the path of each file, from the site's root."""
        start = len(self.folder) + 1
        return (path[start:] for path, state in self.states.items() if not state.startswith(_FOLDER))


@dataclass(frozen=True, slots=True)
class _Record:
    """The record of a build."""

    paths: Sequence[str]
    inputs: str
    environment: Sequence[str]
    site: LastSite
    pages: int
    warnings: Sequence[str]

    def is_intact(self, root: Path) -> bool:
        """Return whether the site is as that build left it."""
        return [*_states(os.fspath(root), self.site.states)] == [*self.site.states.values()]


def site_states(root: Path, site: Path, last: LastSite | None, stays: Set[str], new: Set[str]) -> dict[str, str] | None:
    """Return the states of the files and folders of a site, but for hidden ones at its root, when it is finished; None
    for a site outside the archive.

    In: also what the last build left, and of its files those that stay; the files that are new. What stays has the
    state that it had, so that a change of it during the build is noticed later. What is of neither has an empty state,
    by which the next build notices it.
    """
    if not site.is_relative_to(root):
        return None
    time.sleep(_PAUSE)
    folder = site.relative_to(root).as_posix()
    if last is None or not stays:
        paths = [path for path in _below(root, folder) if not path.startswith(f"{folder}/.")]
        return dict(zip(paths, _states(os.fspath(root), paths), strict=True))
    start = len(folder) + 1
    gone = {path for path in last.files() if path not in stays}
    touched = {folder, *(f"{folder}/{each}" for path in (*gone, *new) for each in folders_of(path))}
    old = {
        path: state
        for path, state in last.states.items()
        if path not in touched and (state.startswith(_FOLDER) or path[start:] in stays)
    }
    others = [*touched, *(f"{folder}/{path}" for path in new)]
    found = dict(zip(others, _states(os.fspath(root), others), strict=True))
    known = old | {path: state for path, state in found.items() if state}
    states = dict.fromkeys(_inside(root, touched), "") | known
    return {path: state for path, state in states.items() if not path.startswith(f"{folder}/.")}


def folders_of(path: str) -> Iterator[str]:
    """Yield the folders in which the file at a path is, the innermost first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def write_record(
    root: Path, inputs: Inputs, built: Built, states: Mapping[str, str], digests: Mapping[str, str]
) -> None:
    """Remember a build, if it can be. In: the inputs as they were before it; the states of the files and folders of its
    site; the digests of files, by their paths from the site's root.
    """
    site = built.site.relative_to(root).as_posix()
    head = {
        "inputs": [len(inputs.paths), inputs.digest],
        "environment": inputs.environment,
        "site": [site, len(states)],
        "built": [built.pages, built.warnings],
    }
    start = len(site) + 1
    known = [digests.get(path[start:], "") for path in states]
    parts = [json.dumps(head), *inputs.paths, *states, *states.values(), *known]
    try:
        write_sealed(
            root, BUILT, _SEPARATOR.join(parts).encode("utf-8", "surrogateescape"), _PURPOSE, os.fsencode(root)
        )
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
    record = _read_record(root)
    if record is None or _inputs_digest(root, record.paths, record.environment) != record.inputs:
        return None
    if not record.is_intact(root):
        return None
    seconds = time.monotonic() - start
    return Built(root / record.site.folder, record.pages, seconds, tuple(record.warnings), kept=record.pages)


def last_site(root: Path, site: Path) -> LastSite | None:
    """Return what the last build left in the folder of a site; None if that is not known, or was changed since."""
    record = _read_record(root)
    return record.site if record and root / record.site.folder == site and record.is_intact(root) else None


def _read_record(root: Path) -> _Record | None:
    data = read_sealed(root, BUILT, _PURPOSE, os.fsencode(root))
    if data is None:
        return None
    head, *parts = data.decode("utf-8", "surrogateescape").split(_SEPARATOR)
    found: dict[str, Any] = json.loads(head)
    (count, inputs), (site, files), (pages, warnings) = found["inputs"], found["site"], found["built"]
    paths, states, digests = (parts[count + files * each : count + files * (each + 1)] for each in range(3))
    last = LastSite(site, dict(zip(paths, states, strict=True)), dict(zip(paths, digests, strict=True)))
    return _Record(parts[:count], inputs, found["environment"], last, pages, warnings)


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


def _inside(root: Path, folders: Iterable[str]) -> Iterator[str]:
    """Yield what is in folders, without what is in the folders there."""
    for folder in folders:
        with suppress(OSError):
            yield from (f"{folder}/{name}" for name in os.listdir(f"{root}/{folder}"))  # noqa: PTH208


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

"""What a git leaves behind that we had called and that was killed: files that lock the repository, unfinished objects.

Such a lock looks like that of a git at work. So a note stands in the archive's cache from before our git begins until
it has ended well. What is younger than an earlier run's note is taken away, unless somebody may be at work with it.
No git of ours can be: it would hold the archive's lock (`lock`), which whoever asks here holds.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.settings.layout import CACHE

_NOTE = f"{CACHE}/committing"
_BEGAN = "began"

_LEFT = (
    "*.lock",
    "refs/**/*.lock",
    "objects/*/tmp_obj_*",
    "objects/tmp_*",
    "objects/pack/tmp_*",
    "objects/pack/.tmp-*",
    "objects/**/*.lock",
)
"""What git may leave in its folder: files, and folders of new objects. No branch's name can end in .lock."""

_PROCESSES = Path("/proc")


@contextmanager
def noted(root: Path) -> Iterator[Path]:
    """Leave a note in the archive `root` while our git is at work. Gives a folder for what git is told.

    The note stays where git did not end well. So does one of an earlier run that could not be heeded yet.
    """
    note = root / _NOTE
    note.mkdir(parents=True, exist_ok=True)
    if not (note / _BEGAN).exists():
        (note / _BEGAN).touch()
    yield note
    shutil.rmtree(note)


def are_possible(root: Path) -> bool:
    """Whether a git of ours has not ended well in the archive `root`."""
    return (root / _NOTE).exists()


def clear(root: Path, work_tree: Path, folders: Collection[Path]) -> None:
    """Take away what our git left, and the note with it, unless somebody may be at work with what is there.

    In: the archive, the work tree, git's own folders; all absolute.
    """
    found = list(_found(root / _NOTE / _BEGAN, folders))
    if found and _somebody_is_at_work((work_tree, *folders), frozenset(map(str, found))):
        # git itself will say which file it stumbles over.
        return
    for file in found:
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
    shutil.rmtree(root / _NOTE)


def _found(began: Path, folders: Iterable[Path]) -> Iterator[Path]:
    if began.exists():
        since = began.stat().st_mtime_ns
        named = (file for folder in folders for kind in _LEFT for file in folder.glob(kind))
        yield from (file for file in named if _is_ours(file, since))


def _is_ours(file: Path, since: int) -> bool:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return False
    return stat.st_mtime_ns >= since and stat.st_uid == os.geteuid()


def _somebody_is_at_work(folders: Collection[Path], files: Collection[str]) -> bool:
    """Whether a git runs in one of the folders, or anybody has one of the files open. True where nobody can tell.

    Processes of other users cannot be looked at, nor can they have made files that are ours.
    """
    if not (_PROCESSES / "self" / "cwd").exists():
        return True
    others = (process for process in _PROCESSES.glob("[0-9]*") if process.name != str(os.getpid()))
    return any(_is_at_work(process, folders, files) for process in others)


def _is_at_work(process: Path, folders: Collection[Path], files: Collection[str]) -> bool:
    try:
        name, handles = (process / "comm").read_text("utf-8", "replace"), list((process / "fd").iterdir())
    except OSError:
        # It has ended meanwhile, or is another user's.
        return False
    place = Path(_target(process / "cwd"))
    is_in_there = any(place.is_relative_to(folder) for folder in folders)
    return (name.startswith("git") and is_in_there) or any(_target(handle) in files for handle in handles)


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""

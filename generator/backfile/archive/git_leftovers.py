"""Leftovers of a killed git that the program had started: lock files of the repository, unfinished objects.

Such a lock file looks like that of a running git. Therefore a note (a folder in the archive's cache) exists from before
the program's git begins until it has ended without error. Files that are younger than the note of an earlier run are
removed, unless another process may be using them. No git of the program can be one of these processes: it would hold
the archive's lock (`lock`), which the caller holds.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.settings.inside import is_inside
from backfile.settings.layout import CACHE

_NOTE = f"{CACHE}/committing"
_BEGAN = "began"

_PATTERNS = (
    "*.lock",
    "refs/**/*.lock",
    "objects/*/tmp_obj_*",
    "objects/tmp_*",
    "objects/pack/tmp_*",
    "objects/pack/.tmp-*",
    "objects/**/*.lock",
)
"""Files that git may leave in its folder, and folders of new objects. No branch's name can end in .lock."""

_PROCESSES = Path("/proc")


@contextmanager
def commit_note(root: Path) -> Iterator[Path]:
    """Keep a note in the archive `root` while the program's git runs. Yield a folder for git's input files.

    The note stays when git fails or is killed. The note of an earlier run stays too, with its time, when its leftovers
    could not be removed yet.
    """
    note = root / _NOTE
    note.mkdir(parents=True, exist_ok=True)
    if not (note / _BEGAN).exists():
        (note / _BEGAN).touch()
    yield note
    shutil.rmtree(note)


def are_possible(root: Path) -> bool:
    """Return whether a git that the program started in the archive `root` failed or was killed."""
    return (root / _NOTE).exists()


def clear(root: Path, work_tree: Path, folders: Collection[Path]) -> None:
    """Remove the leftovers of the program's git, and the note, unless another process may be using them.

    In: the archive, the work tree, git's own folders; all absolute.
    """
    leftovers = list(_find_leftovers(root / _NOTE / _BEGAN, folders))
    if leftovers and _is_in_use((work_tree, *folders), frozenset(map(str, leftovers))):
        # git's own error names the lock file.
        return
    for file in leftovers:
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
    shutil.rmtree(root / _NOTE)


def _find_leftovers(began: Path, folders: Iterable[Path]) -> Iterator[Path]:
    if began.exists():
        since = began.stat().st_mtime_ns
        found = ((file, folder) for folder in folders for pattern in _PATTERNS for file in folder.glob(pattern))
        yield from (file for file, folder in found if is_inside(file, folder) and _is_own(file, since))


def _is_own(file: Path, since: int) -> bool:
    """Return whether a file is not older than `since` (nanoseconds) and belongs to the user of this process."""
    try:
        stat = file.stat()
    except FileNotFoundError:
        return False
    return stat.st_mtime_ns >= since and stat.st_uid == os.geteuid()


def _is_in_use(folders: Collection[Path], files: Collection[str]) -> bool:
    """Return whether a git runs in one of the folders, or a process has one of the files open.

    True on systems without /proc, where this cannot be known. Processes of other users cannot be examined, and need
    not be: they cannot have created files of this user.
    """
    if not (_PROCESSES / "self" / "cwd").exists():
        return True
    others = (process for process in _PROCESSES.glob("[0-9]*") if process.name != str(os.getpid()))
    return any(_uses(process, folders, files) for process in others)


def _uses(process: Path, folders: Collection[Path], files: Collection[str]) -> bool:
    try:
        name, handles = (process / "comm").read_text("utf-8", "replace"), list((process / "fd").iterdir())
    except OSError:
        # The process has ended meanwhile, or is another user's.
        return False
    current = Path(_link_target(process / "cwd"))
    is_inside = any(current.is_relative_to(folder) for folder in folders)
    return (name.startswith("git") and is_inside) or any(_link_target(handle) in files for handle in handles)


def _link_target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""

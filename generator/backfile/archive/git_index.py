"""git's index: staging the files of a commit, and an index of its own that has nothing else which is staged.

The differences that git lists are used one by one: a first ingest can have hundreds of thousands.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from backfile.archive.git_attributes import refuse_altered
from backfile.archive.git_process import read_entries, run

_MOST_LOOSE = 1000
"""Files that git stores as one object each; more become one pack. From 6,700 loose objects on (`gc.auto`), git would
pack all of them again, and look for differences between them, which takes longer than the whole commit."""
_PACKING = ("-c", "core.bigFileThreshold=1")
"""git's options with which what is staged becomes one pack."""
_MOST_PACKED = 10_000
"""Files of one pack: git compares each with all before it."""


def stage(root: Path, folder: Path, paths: Collection[str], next_step: str) -> None:
    """Bring git's index up to the files at these paths. In: a folder for git's input. Raises GitError.

    `git add` and `git commit --only` compare each path with each other one: 100,000 paths took them 3,000 s of CPU.
    """
    # Removed paths come first, since a folder can have the name of a file that was there; then as git sorts its index.
    paths = sorted(paths, key=os.fsencode)
    paths.sort(key=lambda path: os.path.lexists(root / path))
    packing = _PACKING if len(paths) > _MOST_LOOSE else ()
    options = ("--add", "--remove", "--ignore-skip-worktree-entries", "-z", "--stdin")
    for start in range(0, len(paths), _MOST_PACKED):
        part = paths[start : start + _MOST_PACKED]
        refuse_altered(root, folder, part, next_step)
        # It is a file rather than a pipe because a git that survives the run must not read half of the paths.
        with (folder / "to-add").open("w+b") as stream:
            stream.write(b"\0".join(map(os.fsencode, part)))
            stream.seek(0)
            run(root, *packing, "update-index", *options, stdin=stream, next_step=next_step)


def copy_index(root: Path, folder: Path) -> Path | None:
    """Copy git's index into a folder, and return the copy; None if there is none, since git never had a file."""
    index = Path(run(root, "rev-parse", "--path-format=absolute", "--git-path", "index").rstrip("\n"))
    return Path(shutil.copyfile(index, folder / "index")) if index.exists() else None


def leave_out_others(root: Path, folder: Path, index: Path, paths: Iterable[str]) -> bool:
    """Make an index that is the last commit with the changes at these paths. Return whether there are some.

    In: a folder for git's input; a copy of git's index, where these and others may be staged.
    """
    prefix = run(root, "rev-parse", "--show-prefix").strip("\n")
    wanted = {prefix + path for path in paths}
    has_own = has_others = False
    with (folder / "others").open("w+b") as stream:
        for change in _staged_changes(root, index):
            if change.path in wanted:
                has_own = True
            elif change.status != "U":  # Files with conflicts stay as they are, so that git refuses to commit.
                has_others = True
                stream.write(_index_entry(*change.before, change.path))
        if has_own and has_others:
            # The own ones come last: where a file has the name of a folder, they stay.
            for change in _staged_changes(root, index):
                if change.path in wanted:
                    stream.write(_index_entry(*change.after, change.path))
            stream.seek(0)
            run(root, "update-index", "-z", "--index-info", stdin=stream, index=index)
    return has_own


class _Change(NamedTuple):
    """A difference between an index and the last commit."""

    path: str
    """Relative to the top of the work tree."""
    status: str
    """A letter of git's."""
    before: tuple[str, str]
    """Mode and git's digest in the commit; zeros where there is no file."""
    after: tuple[str, str]
    """The same in the index."""


def _staged_changes(root: Path, index: Path) -> Iterator[_Change]:
    """Yield the differences between an index and the last commit."""
    options = ("--no-relative", "--no-renames", "--ignore-submodules=none")
    words = read_entries(root, "diff", "--cached", "--raw", "--no-abbrev", "-z", *options, index=index)
    for word in words:
        mode_before, mode, blob_before, blob, status = word[1:].split()
        yield _Change(next(words), status, (mode_before, blob_before), (mode, blob))


def _index_entry(mode: str, blob: str, path: str) -> bytes:
    """Return an entry as `git update-index --index-info` reads it."""
    return f"{mode} {blob}\t{path}\0".encode("utf-8", "surrogateescape")

"""The files that git itself reads in a work tree. git would wait without an end for a named pipe in their places, which
an archive from somebody else can have. `.mailmap` is not among them: the settings of `git_process` leave it out.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from backfile.problems import GitError
from backfile.settings.inside import NO_FILE, is_inside

_OF_FOLDERS = frozenset((".gitattributes", ".gitignore"))
"""git reads them in each folder of the files that it looks at."""
_OF_TOP = frozenset((".gitmodules",))
_READING = frozenset(("status", "update-index", "log", "diff", "ls-files", "check-attr", "hash-object"))
"""The commands that read them."""


def refuse_pipes(root: Path, arguments: Sequence[str]) -> None:
    """Raise GitError if git would wait for a pipe. In: the folder in which it runs, and its arguments, which end with
    `--` and folders relative to that one, if it looks at files below some.
    """
    if _READING.isdisjoint(arguments):
        return
    below = arguments[arguments.index("--") + 1 :] if "--" in arguments else ()
    for file in (*_above(root), *(file for folder in below for file in _below(root / folder, root))):
        try:
            mode = file.lstat().st_mode
        except OSError:
            continue
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode)):
            raise GitError(f"{file}: {NO_FILE}, and git would wait for it. Remove it.")


def _above(root: Path) -> Iterator[Path]:
    """Yield the places of these files from a folder up to the top of its work tree."""
    for folder in (root, *root.parents):
        yield from (folder / name for name in sorted(_OF_FOLDERS | _OF_TOP))
        if (folder / ".git").exists():
            return


def _below(folder: Path, root: Path) -> Iterator[Path]:
    """Yield these files below a folder; none if links lead out of `root`, which git does not follow."""
    if not is_inside(folder, root):
        return
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in sorted(_OF_FOLDERS.intersection(names)))

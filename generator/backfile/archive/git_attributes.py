"""Files that git would store with other bytes than they have, because of attributes or of `core.autocrlf`.

A `.gitattributes` file in any folder of an archive, which a branch or a stranger can bring, can tell git to convert
line ends and encodings, to replace `$Id$`, or to pass files through programs. What git has would then not be what was
archived: an original with converted line ends cannot be unpacked (gitattributes(5)). With git-lfs, git has the names of
contents instead: this program, which reads texts and originals from git, would not find them.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from backfile.archive.file_state import regular_state
from backfile.archive.git_process import run
from backfile.problems import GitError

_CONVERTING = ("text", "eol", "crlf", "ident", "filter", "working-tree-encoding")
"""The attributes by which git changes what it stores."""
_NONE = frozenset(("unspecified", "unset"))


def refuse_altered(root: Path, folder: Path, paths: Collection[str], next_step: str) -> None:
    """Raise GitError if git would store other bytes than a file has at one of these paths (relative to `root`).

    In: a folder for git's input; the last sentence of the message. It takes as long as reading the files that have such
    attributes, twice.
    """
    existing = [path for path in paths if regular_state(root / path)]
    attributed = _having_attributes(root, folder, existing)
    converted = existing if _converts_line_ends(root) else [path for path in existing if path in attributed]
    named = [path for path in converted if "\n" not in path]  # git reads a path in each line.
    altered = [path for path in converted if "\n" in path]
    own, stored = (object_ids(root, folder, named, *options) for options in (("--no-filters",), ()))
    altered += [path for path, first, second in zip(named, own, stored, strict=True) if first != second]
    if altered:
        more = f" and {len(altered) - 1} more" if len(altered) > 1 else ""
        reason = f"git would store {altered[0]}{more} with other bytes than on the disk"
        cause = "a .gitattributes file, or core.autocrlf in git's settings, tells it to convert them"
        step = "See which with `git check-attr --all PATH`; remove it, or add the line `* -text -ident -filter` to it."
        raise GitError(f"{reason}: {cause}. {step} {next_step}")


def _converts_line_ends(root: Path) -> bool:
    """Return whether git's settings convert the line ends of files without attributes."""
    found = run(root, "config", "--default", "false", "--get", "core.autocrlf").strip().lower()
    return found not in ("false", "no", "off", "0")


def _having_attributes(root: Path, folder: Path, paths: Collection[str]) -> set[str]:
    """Return the paths for which an attribute is set that converts files."""
    with (folder / "to-check").open("w+b") as stream:
        stream.write(b"".join(os.fsencode(path) + b"\0" for path in paths))
        stream.seek(0)
        words = run(root, "check-attr", "-z", "--stdin", *_CONVERTING, stdin=stream).split("\0")
    return {path for path, value in zip(words[::3], words[2::3], strict=False) if value not in _NONE}


def object_ids(root: Path, folder: Path, paths: Collection[str], *options: str) -> list[str]:
    """Return the ids of the objects that git makes of files, converted as their attributes say.

    In: a folder for git's input; paths without line feeds, relative to `root`; options of `git hash-object`.
    """
    if not paths:
        return []
    top, prefix = run(root, "rev-parse", "--show-toplevel", "--show-prefix").split("\n")[:2]
    with (folder / "to-hash").open("w+b") as stream:
        stream.write(b"".join(os.fsencode(f"{prefix}{path}\n") for path in paths))
        stream.seek(0)
        # It takes paths from the top of the work tree.
        return run(Path(top), "hash-object", *options, "--stdin-paths", stdin=stream).split()

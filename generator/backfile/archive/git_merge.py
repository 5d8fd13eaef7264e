"""Merges of lines by git itself."""

from __future__ import annotations

from pathlib import Path

from backfile.archive.git_process import run_bytes
from backfile.problems import GitError


def merge_lines(folder: Path, base: str, own: str, new: str) -> str | None:
    """Return three texts merged line by line; None if both sides changed the same lines, or git cannot merge them.

    In: a folder for files of git's input, which need not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("own", own), ("base", base), ("new", new)):
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        out = run_bytes(folder, "merge-file", "-p", "--quiet", "own", "base", "new")
    except GitError:
        return None  # Its exit code is the number of conflicts.
    return out.decode("utf-8", "surrogatepass")

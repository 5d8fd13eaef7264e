"""git: the archive's history. Nobody else runs git.

Names and messages that come from input are never arguments: paths go in as a NUL-separated list that git takes
literally, messages as a file. Hooks and signing are the owner's, for the owner's own commits; ours go without.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.problems import GitError

_OPTIONS = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "core.quotePath=false")
_NOBODY = ("-c", "user.name=backfile", "-c", "user.email=backfile@localhost", "-c", "user.useConfigOnly=false")


_COMMANDS = frozenset("rev-parse init status ls-files add commit var config log diff".split())

_ELSEWHERE = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE GIT_OBJECT_DIRECTORY "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_GRAFT_FILE GIT_SHALLOW_FILE GIT_REPLACE_REF_BASE".split()
)
"""What git sets for its hooks: it would lead a command to another repository (`git rev-parse --local-env-vars`)."""


def _git(root: Path, *arguments: str, given: bytes | None = None, refusal: str | None = None) -> str:
    """Run git in `root`. Raises GitError, with `refusal` as the next step, when it says no or is missing."""
    inherited = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    environment = {**inherited, "GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  (fixed words; nothing from input is an argument)
            ["git", *_OPTIONS, *arguments],  # noqa: S607  (the git that the owner uses)
            cwd=root,
            input=given,
            capture_output=True,
            check=False,
            env=environment,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed. Install it, or do without: ingest --no-commit, init --no-git.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit code {done.returncode}"
        command = next(word for word in arguments if word in _COMMANDS)
        raise GitError(f"git {command} failed in {root}: {said}. {refusal or 'Put that right and run again.'}")
    return done.stdout.decode("utf-8", "surrogateescape")


def is_versioned(root: Path) -> bool:
    """Whether `root` lies in a git work tree. Raises GitError when git is missing or does not trust the folder."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitError as error:
        if "not a git repository" in str(error):
            return False
        raise


def init(root: Path) -> None:
    """Make `root` a repository unless it lies in one."""
    if not is_versioned(root):
        _git(root, "init", "--quiet", "--initial-branch=main")


def changed(root: Path, folders: Sequence[str]) -> list[str]:
    """List the files under `folders` (relative to `root`) that differ from the last commit, paths relative to `root`.

    Files that git ignores are left out; removed ones are listed.
    """
    there = [folder for folder in folders if (root / folder).exists() or _tracked(root, folder)]
    if not there:
        return []
    out = _git(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *there)
    prefix = _git(root, "rev-parse", "--show-prefix").strip("\n")
    return [entry[3:].removeprefix(prefix) for entry in out.split("\0") if entry]


def _tracked(root: Path, path: str) -> bool:
    return bool(_git(root, "ls-files", "-z", "--", path))


def commit(root: Path, paths: Iterable[str], message: str) -> str | None:
    """Commit just these paths (relative to `root`), whatever else is staged. Gives the revision's full hash.

    Gives None where git finds nothing to commit, since the paths differ in their line ends alone.

    Works without a git identity: author and committer are then `backfile`. Raises GitError when git refuses.
    """
    wanted = list(paths)
    listed = "\0".join(wanted).encode("utf-8", "surrogateescape")
    identity = () if _has_identity(root) else _NOBODY
    from_list = ("--pathspec-from-file=-", "--pathspec-file-nul")
    step = "The pages are written; the next ingest commits them."
    _git(root, "add", "--all", *from_list, given=listed, refusal=step)
    staged = set(_git(root, "diff", "--cached", "--name-only", "--relative", "-z").split("\0"))
    if staged.isdisjoint(wanted):
        return None
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="replace", suffix=".txt") as file:
        file.write(message)
        file.flush()
        how = ("--quiet", "--only", "--cleanup=verbatim", f"--file={file.name}")
        _git(root, *identity, "commit", *how, *from_list, given=listed, refusal=step)
    return _git(root, "rev-parse", "HEAD").strip()


def _has_identity(root: Path) -> bool:
    try:
        _git(root, "var", "GIT_COMMITTER_IDENT")
        return bool(_git(root, "config", "user.email").strip())
    except GitError:
        return bool(os.environ.get("GIT_COMMITTER_EMAIL") and os.environ.get("GIT_AUTHOR_EMAIL"))


def last_commit_time(root: Path) -> int | None:
    """Give the time of the last commit in seconds since 1970; None without one or without git."""
    try:
        return int(_git(root, "log", "-1", "--format=%ct"))
    except (GitError, ValueError):
        return None

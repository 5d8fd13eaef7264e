"""git: the archive's history. Nobody else runs git.

Names and messages that come from input are never arguments: paths go in as a NUL-separated list that git takes
literally, messages as a file. Hooks and signing are the owner's, for the owner's own commits; ours go without.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from backfile.archive import git_leftovers
from backfile.problems import GitError

_SETTINGS = (
    "core.hooksPath=/dev/null commit.gpgSign=false core.quotePath=false log.showSignature=false log.follow=false "
    # Nothing goes on in the background when the run has ended: it would hold the archive's lock.
    "core.fsmonitor=false gc.autoDetach=false maintenance.autoDetach=false "
    # What is committed outlasts a power cut.
    "core.fsync=all core.fsyncMethod=batch"
)
_OPTIONS = tuple(word for setting in _SETTINGS.split() for word in ("-c", setting))
_NOBODY = ("-c", "user.name=backfile", "-c", "user.email=backfile@localhost", "-c", "user.useConfigOnly=false")

_COMMANDS = frozenset("rev-parse init status ls-files add commit var config log diff cat-file ls-tree branch".split())

_ELSEWHERE = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE GIT_OBJECT_DIRECTORY "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_GRAFT_FILE GIT_SHALLOW_FILE GIT_REPLACE_REF_BASE".split()
)
"""What git sets for its hooks: it would lead a command to another repository (`git rev-parse --local-env-vars`)."""


def _git(root: Path, *arguments: str, given: bytes | None = None, refusal: str | None = None) -> str:
    """Run git in `root` and give what it prints, as file names. Raises as `_run` does."""
    return _run(root, *arguments, given=given, refusal=refusal).decode("utf-8", "surrogateescape")


def _run(root: Path, *arguments: str, given: bytes | None = None, refusal: str | None = None) -> bytes:
    """Run git in `root`. Raises GitError, with `refusal` as the next step, when it says no or is missing."""
    inherited = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    told = {"GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    try:
        with subprocess.Popen(  # noqa: S603  (fixed words; nothing from input is an argument)
            ["git", *_OPTIONS, *arguments],  # noqa: S607  (the git that the owner uses)
            cwd=root,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**inherited, **told},
            close_fds=False,  # It holds the archive's lock with us.
            process_group=0,
        ) as git:
            out, err = _heard(git, given)
    except FileNotFoundError as error:
        raise GitError("git is not installed. Install it, or do without: ingest --no-commit, init --no-git.") from error
    if git.returncode:
        said = err.decode("utf-8", "replace").strip().rstrip(". ") or f"exit code {git.returncode}"
        command = next(word for word in arguments if word in _COMMANDS)
        raise GitError(f"git {command} failed in {root}: {said}. {refusal or 'Put that right and run again.'}")
    return out


def _heard(git: subprocess.Popen[bytes], given: bytes | None) -> tuple[bytes, bytes]:
    """Wait for git's end and give what it said. Where we are to end before, it is told so: then it leaves no locks."""
    try:
        return git.communicate(given)
    except BaseException:
        if git.poll() is None:
            os.killpg(git.pid, signal.SIGTERM)
        git.wait()
        raise


def is_versioned(root: Path) -> bool:
    """Whether `root` lies in a git work tree. Raises GitError when git is missing or does not trust the folder."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return False
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


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that somebody removed."""

    path: str
    """Relative to the archive's folder."""
    revision: str
    """A revision that still has it, as git takes it."""
    blob: str
    """The hash of what was in it."""


def removed(root: Path, folder: str) -> Iterator[Gone]:
    """Give the files under `folder` (relative to `root`) that were removed and are not there: the latest removal first.

    Those whose removal is not committed yet come before all others.
    """
    if not _git(root, "rev-parse", "--revs-only", "HEAD"):
        return
    how = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative", "--diff-filter=D")
    before = _git(root, "diff", *how, "HEAD", "--", folder)
    since = _git(root, "log", "--full-history", *how, "--format=%H", "--", folder)
    revision = "HEAD"
    words = iter(f"{before}{since}".split("\0"))
    for word in words:
        if word.lstrip("\n").startswith(":"):
            gone = Gone(next(words), revision, word.split(" ")[2])
            if not (root / gone.path).exists():
                yield gone
        elif word:
            revision = f"{word[:12]}~"


_AT_ONCE = 500
"""Files read by one run of git: what they hold is in memory together."""


def committed(root: Path, paths: Sequence[str]) -> Iterator[Gone]:
    """Give those of `paths` (relative to `root`) that the last commit has."""
    if not _git(root, "rev-parse", "--revs-only", "HEAD"):
        return
    for first in range(0, len(paths), _AT_ONCE):
        out = _git(root, "ls-tree", "-z", "HEAD", "--", *paths[first : first + _AT_ONCE])
        for entry in filter(None, out.split("\0")):
            about, _, path = entry.partition("\t")
            yield Gone(path, "HEAD", about.split(" ")[2])


def texts(root: Path, found: Iterable[Gone]) -> Iterator[tuple[Gone, str]]:
    """Give removed files with what was in them; bytes that are no UTF-8 become U+FFFD."""
    waiting = iter(found)
    while batch := list(islice(waiting, _AT_ONCE)):
        listed = "".join(f"{gone.blob}\n" for gone in batch).encode()
        out = _run(root, "cat-file", "--batch", given=listed)
        at = 0
        for gone in batch:
            head, _, _ = out[at : at + 200].partition(b"\n")
            begin, size = at + len(head) + 1, int(head.split()[2])
            yield gone, out[begin : begin + size].decode("utf-8", "replace")
            at = begin + size + 1


def _tracked(root: Path, path: str) -> bool:
    return bool(_git(root, "ls-files", "-z", "--", path))


def expect_whole(root: Path, folder: str) -> None:
    """Raise GitError where git keeps files of `folder` (relative to `root`) out of the way: a sparse checkout.

    Whoever lists what is there would lose them.
    """
    try:
        told = root / _git(root, "rev-parse", "--git-path", "info/sparse-checkout").rstrip("\n")
        entries = _git(root, "ls-files", "-t", "-z", "--", folder).split("\0") if told.exists() else []
    except GitError:
        return  # There is no git, or nothing is versioned.
    if away := sum(entry.startswith("S ") for entry in entries):
        reason = f"git keeps {away} files out of {root / folder} (a sparse checkout), and lists would lose them"
        raise GitError(f"{reason}. Have them back with: git sparse-checkout disable.")


def is_parted(root: Path, folder: Path) -> bool:
    """Whether a folder below `root` belongs to another repository, such as a submodule."""
    top = ("rev-parse", "--show-toplevel")
    return _git(root, *top) != _git(folder, *top)


def ignored(root: Path, folder: str) -> bool:
    """Whether git is told to ignore what is in `folder` (relative to `root`), or some of it."""
    how = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
    return bool(_git(root, "ls-files", *how, "--", folder))


def branch(root: Path) -> str | None:
    """Name the branch that a commit goes to; None where HEAD is detached."""
    return _git(root, "branch", "--show-current").strip() or None


_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisection",
}
LATER = "The pages are written; the next ingest commits them."


def _expect_idle(root: Path, step: str) -> None:
    """Raise GitError in the middle of a merge and the like: the commit would become a part of it, or be lost."""
    asked = [word for name in _UNDER_WAY for word in ("--git-path", name)]
    for file, what in zip(_git(root, "rev-parse", *asked).splitlines(), _UNDER_WAY.values(), strict=True):
        if (root / file).exists():
            raise GitError(f"git is in the middle of {what} in {root}. Finish it or abort it. {step}")


def commit(root: Path, paths: Iterable[str], message: str, step: str = LATER) -> str | None:
    """Commit just these paths (relative to `root`), whatever else is staged. Gives the revision's full hash.

    Gives None where git finds nothing to commit, since the paths differ in their line ends alone.

    Works without a git identity: author and committer are then `backfile`. Raises GitError when git refuses, and in
    the middle of a merge, a rebase and the like.
    """
    _expect_idle(root, step)
    wanted = list(paths)
    identity = () if _has_identity(root) else _NOBODY
    # What is neither there nor in the index any more, git takes for a mistake.
    removed = _staged(root, "--diff-filter=D")
    there = [path for path in wanted if path not in removed or (root / path).exists()]
    with git_leftovers.noted(root) as told:
        if there:
            # Force is for files that git has in a folder that it is told to ignore.
            add = ("add", "--all", "--force", *_listed(told / "there", there))
            _git(root, *add, refusal=step)
        if _staged(root).isdisjoint(wanted):
            return None
        (told / "message").write_text(message, "utf-8", "replace")
        how = ("--quiet", "--only", "--cleanup=verbatim", f"--file={told / 'message'}")
        _git(root, *identity, "commit", *how, *_listed(told / "wanted", wanted), refusal=step)
    return _git(root, "rev-parse", "HEAD").strip()


def _listed(file: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Write paths to a file, and give git's options for it: a git that outlives us must not meet half a list."""
    file.write_bytes("\0".join(paths).encode("utf-8", "surrogateescape"))
    return f"--pathspec-from-file={file}", "--pathspec-file-nul"


def _staged(root: Path, *which: str) -> set[str]:
    """Give the paths (relative to `root`) that differ between the last commit and the index."""
    return set(_git(root, "diff", "--cached", "--no-renames", "--name-only", "--relative", "-z", *which).split("\0"))


def mend(root: Path) -> None:
    """Take away what a git that an earlier run called, and that was killed, left locked."""
    if git_leftovers.are_possible(root):
        ask = partial(_git, root, "rev-parse", "--path-format=absolute")
        work_tree, *folders = (Path(ask(of).strip("\n")) for of in ("--show-toplevel", "--git-dir", "--git-common-dir"))
        git_leftovers.clear(root, work_tree, set(folders))


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

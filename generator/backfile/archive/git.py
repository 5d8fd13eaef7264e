"""git: the state of the repository of an archive, and commits.

Runs git through `git_process`. Reads of history are in `git_history`, the cleanup after a killed git is in
`git_leftovers`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from backfile.archive import git_leftovers, git_signing
from backfile.archive.git_process import run
from backfile.archive.manifest import add_trailers
from backfile.problems import GitError, NothingThereError

_NO_IDENTITY = ("-c", "user.name=backfile", "-c", "user.email=backfile@localhost", "-c", "user.useConfigOnly=false")


def is_versioned(root: Path) -> bool:
    """Return whether `root` is in a git work tree. Raises GitError when git is missing or does not trust the folder."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return False
    try:
        return run(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitError as error:
        if "not a git repository" in str(error):
            return False
        raise


def init(root: Path) -> None:
    """Make `root` a repository unless it is in one."""
    if not is_versioned(root):
        run(root, "init", "--quiet", "--initial-branch=main")


def changed_files(root: Path, folders: Sequence[str]) -> list[str]:
    """Return the files under `folders` that differ from the last commit. All paths are relative to `root`.

    Removed files are included, files that git ignores are not.
    """
    existing = [folder for folder in folders if (root / folder).exists() or _is_tracked(root, folder)]
    if not existing:
        return []
    out = run(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *existing)
    prefix = run(root, "rev-parse", "--show-prefix").strip("\n")
    return [entry[3:].removeprefix(prefix) for entry in out.split("\0") if entry]


def _is_tracked(root: Path, path: str) -> bool:
    return bool(run(root, "ls-files", "-z", "--", path))


def refuse_sparse_checkout(root: Path, folder: str) -> None:
    """Raise GitError when files of `folder` (relative to `root`) are not checked out: a sparse checkout.

    Their pages are not on the disk, so that list pages made now would not list them.
    """
    try:
        patterns = root / run(root, "rev-parse", "--git-path", "info/sparse-checkout").rstrip("\n")
        entries = run(root, "ls-files", "-t", "-z", "--", folder).split("\0") if patterns.exists() else []
    except GitError:
        return  # git is not installed, or the folder is not versioned.
    if count := sum(entry.startswith("S ") for entry in entries):
        files = f"{count} file{'s' * (count != 1)}"
        reason = f"git has not checked out {files} of {root / folder} (a sparse checkout): list pages would lack them"
        raise GitError(f"{reason}. Check them out with: git sparse-checkout disable")


def is_separate_repository(root: Path, folder: Path) -> bool:
    """Return whether a folder below `root` belongs to another repository, such as a submodule."""
    command = ("rev-parse", "--show-toplevel")
    return run(root, *command) != run(folder, *command)


def has_ignored_files(root: Path, folder: str) -> bool:
    """Return whether git ignores files in `folder` (relative to `root`)."""
    options = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
    return bool(run(root, "ls-files", *options, "--", folder))


def current_branch(root: Path) -> str | None:
    """Return the name of the branch that a commit is added to; None when HEAD is detached."""
    return run(root, "branch", "--show-current").strip() or None


def head(root: Path) -> str:
    """Return the hash of the last commit. Raises GitError when there is none."""
    return run(root, "rev-parse", "--verify", "HEAD").strip()


def resolve_commit(root: Path, revision: str) -> str:
    """Return the hash of a commit. In: what git accepts as a name of one. Raises NothingThereError."""
    try:
        return run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except GitError as error:
        raise NothingThereError(f"git has no commit {revision} in {root}. Name one that git log lists.") from error


_UNFINISHED = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisection",
}
"""File or folder in git's folder -> the unfinished operation that it shows."""
_NEXT_INGEST = "The pages are written; the next ingest commits them."


def refuse_unfinished(root: Path, next_step: str) -> None:
    """Raise GitError during a merge and the like: a commit made now would become part of it, or be lost."""
    options = [word for name in _UNFINISHED for word in ("--git-path", name)]
    files = run(root, "rev-parse", *options).splitlines()
    for file, operation in zip(files, _UNFINISHED.values(), strict=True):
        if (root / file).exists():
            raise GitError(f"git is in the middle of {operation} in {root}. Finish it or abort it. {next_step}")


def commit(
    root: Path,
    paths: Iterable[str],
    message: str,
    next_step: str = _NEXT_INGEST,
    trailers: Callable[[Collection[str]], Sequence[tuple[str, str]]] | None = None,
    saved: int | None = None,
) -> str | None:
    """Commit these paths (relative to `root`) and nothing else that is staged. Return the hash of the commit.

    Return None when git has nothing to commit because the paths differ only in their line ends. `trailers` returns what
    is added to the message, name and value, of the paths when they are staged. `saved` is the date of the author in
    seconds since 1970; without it, now.

    Works without a git identity: author and committer are then `backfile`. Raises GitError, with `next_step` in its
    message, when git refuses, and during a merge, a rebase and the like.
    """
    refuse_unfinished(root, next_step)
    paths = list(paths)
    # `git add` fails on a path that is neither on the disk nor in the index.
    removed = _staged_files(root, "--diff-filter=D")
    to_add = [path for path in paths if path not in removed or (root / path).exists()]
    with git_leftovers.commit_note(root) as folder:
        if to_add:
            # --force is for tracked files in a folder that git ignores.
            add = ("add", "--all", "--force", *_path_options(folder / "to-add", to_add))
            run(root, *add, next_step=next_step)
        if _staged_files(root).isdisjoint(paths):
            return None
        if trailers:
            message = add_trailers(message, trailers(paths))
        (folder / "message").write_text(message, "utf-8", "replace")
        date = () if saved is None else (f"--date=@{saved} +0000",)
        options = ("--quiet", "--only", "--cleanup=verbatim", f"--file={folder / 'message'}", *date)
        to_commit = _path_options(folder / "to-commit", paths)
        signing = git_signing.signing_options(root) or ()
        run(root, *identity_options(root), *signing, "commit", *options, *to_commit, next_step=next_step)
    return run(root, "rev-parse", "HEAD").strip()


def commit_unchanged(root: Path, message: str) -> str:
    """Add a commit with the files of the last one, and return its hash. What is staged stays so. Raises GitError."""
    refuse_unfinished(root, "Then run again.")
    last = head(root)
    with git_leftovers.commit_note(root) as folder:
        made = commit_tree(root, folder, "HEAD^{tree}", last, message)
        run(root, *identity_options(root), "update-ref", "-m", message.partition("\n")[0], "HEAD", made, last)
    return made


def commit_tree(root: Path, folder: Path, tree: str, parent: str, message: str, saved: float | None = None) -> str:
    """Make a commit that no branch has, and return its hash. It is signed where the owner set that up.

    In: a folder for git's input; the tree; the commit before it, empty for none; the date of the author as in `commit`.
    Raises GitError.
    """
    file = folder / "message"
    file.write_text(message, "utf-8", "replace")
    signing = git_signing.signing_options(root)
    options = (*(("-p", parent) if parent else ()), "-F", str(file), *(() if signing is None else ("-S",)))
    command = (*identity_options(root), *(signing or ()), "commit-tree", *options, tree)
    return run(root, *command, saved=saved).strip()


def _path_options(file: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Write paths to a file and return git's options that read it.

    It is a file rather than a pipe because a git that survives the run must not read half of the paths.
    """
    file.write_bytes("\0".join(paths).encode("utf-8", "surrogateescape"))
    return f"--pathspec-from-file={file}", "--pathspec-file-nul"


def _staged_files(root: Path, *options: str) -> set[str]:
    """Return the paths (relative to `root`) that differ between the last commit and the index."""
    return set(run(root, "diff", "--cached", "--no-renames", "--name-only", "--relative", "-z", *options).split("\0"))


def remove_leftovers(root: Path) -> None:
    """Remove the lock files of a git that an earlier run of the program started and that was killed."""
    if git_leftovers.are_possible(root):
        rev_parse = partial(run, root, "rev-parse", "--path-format=absolute")
        options = ("--show-toplevel", "--git-dir", "--git-common-dir")
        work_tree, *folders = (Path(rev_parse(option).strip("\n")) for option in options)
        git_leftovers.clear(root, work_tree, set(folders))


def identity_options(root: Path) -> tuple[str, ...]:
    """Return git's options for a commit: a name and an address if the owner has set none."""
    return () if _has_identity(root) else _NO_IDENTITY


def _has_identity(root: Path) -> bool:
    try:
        run(root, "var", "GIT_COMMITTER_IDENT")
        return bool(run(root, "config", "user.email").strip())
    except GitError:
        return bool(os.environ.get("GIT_COMMITTER_EMAIL") and os.environ.get("GIT_AUTHOR_EMAIL"))


def is_shallow(root: Path) -> bool:
    """Return whether the repository has only a part of the history."""
    return run(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def last_commit(root: Path) -> str:
    """Return the id of the last commit; empty without a commit or without git."""
    try:
        return run(root, "rev-parse", "--verify", "--quiet", "HEAD").strip()
    except GitError:
        return ""


def last_commit_time(root: Path) -> int | None:
    """Return the time of the last commit in seconds since 1970; None without a commit or without git."""
    try:
        return int(run(root, "log", "-1", "--format=%ct"))
    except (GitError, ValueError):
        return None

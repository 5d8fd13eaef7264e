"""git: the state of the repository of an archive, and commits.

Runs git through `git_process`. Reads of history are in `git_history`, the cleanup after a killed git is in
`git_leftovers`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from backfile.archive import git_index, git_leftovers, git_signing
from backfile.archive.git_process import git_path, read_entries, run
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
    prefix = run(root, "rev-parse", "--show-prefix").strip("\n")
    options = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    return [entry[3:].removeprefix(prefix) for entry in read_entries(root, "status", *options, "--", *existing)]


def _is_tracked(root: Path, path: str) -> bool:
    """Return whether the index has a path, or the last commit: what is removed from both is staged already."""
    return bool(run(root, "ls-files", "-z", "--", path)) or bool(
        last_commit(root) and run(root, "ls-tree", "-z", "HEAD", "--", path)
    )


def refuse_sparse_checkout(root: Path, *folders: str) -> None:
    """Raise GitError when files of folders (relative to `root`) are not checked out: a sparse checkout.

    Pages, images and originals that are not on the disk would be taken for ones that the archive does not have: list
    pages would not list them, and what is withdrawn would stay in git.
    """
    try:
        patterns = git_path(root, "info/sparse-checkout")
        entries = run(root, "ls-files", "-t", "-z", "--", *folders).split("\0") if patterns.exists() else []
    except GitError:
        return  # git is not installed, or the folder is not versioned.
    if count := sum(entry.startswith("S ") for entry in entries):
        files = f"{count} file{'s' * (count != 1)}"
        places = " and ".join(str(root / folder) for folder in folders)
        reason = f"git has not checked out {files} of {places} (a sparse checkout): they would be taken for removed"
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
_AGAIN, _NEXT_INGEST = "Then run again.", "The pages are written; the next ingest commits them."


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
    trailers: Callable[[str], Sequence[tuple[str, str]]] | None = None,
    saved: int | None = None,
) -> str | None:
    """Commit these paths (relative to `root`) and nothing else that is staged. Return the hash of the commit.

    Return None when git has nothing to commit because the paths differ only in their line ends. `trailers` returns what
    is added to the message, name and value, of the commit's tree, as git names it. `saved` is the date of the author in
    seconds since 1970; without it, now.

    Works without a git identity: author and committer are then `backfile`. Raises GitError, with `next_step` in its
    message, when git refuses, and during a merge, a rebase and the like.
    """
    refuse_unfinished(root, next_step)
    paths = list(paths)
    last = run(root, "rev-parse", "--revs-only", "HEAD").strip()
    with git_leftovers.commit_note(root) as folder:
        git_index.stage(root, folder, paths, next_step)
        index = git_index.copy_index(root, folder)
        if not index or not git_index.leave_out_others(root, folder, index, paths):
            return None
        tree = run(root, "write-tree", index=index, next_step=next_step).strip()
        if trailers:
            message = add_trailers(message, trailers(tree))
        made = commit_tree(root, folder, tree, last, message, saved, next_step)
        _move_branch(root, made, last, message, next_step)
        with suppress(GitError):  # As with `git commit`: the commit is made, and the next one tries this again.
            run(root, "gc", "--auto", "--quiet")
    return made


def _move_branch(root: Path, made: str, last: str, message: str, next_step: str) -> None:
    """Make a commit the last one of the branch. The one before it is named: no commit of somebody else is lost."""
    subject = message.partition("\n")[0]
    run(root, *identity_options(root), "update-ref", "-m", subject, "HEAD", made, last, next_step=next_step)


def commit_unchanged(root: Path, message: str) -> str:
    """Add a commit with the files of the last one, and return its hash. What is staged stays so. Raises GitError."""
    refuse_unfinished(root, _AGAIN)
    last = head(root)
    with git_leftovers.commit_note(root) as folder:
        made = commit_tree(root, folder, "HEAD^{tree}", last, message)
        _move_branch(root, made, last, message, _AGAIN)
    return made


def commit_tree(
    root: Path,
    folder: Path,
    tree: str,
    parent: str,
    message: str,
    saved: float | None = None,
    next_step: str | None = None,
) -> str:
    """Make a commit that no branch has, and return its hash. It is signed where the owner set that up.

    In: a folder for git's input; the tree; the commit before it, empty for none; the date of the author as in `commit`.
    Raises GitError.
    """
    file = folder / "message"
    file.write_text(message, "utf-8", "replace")
    signing = git_signing.signing_options(root)
    options = (*(("-p", parent) if parent else ()), "-F", str(file), *(() if signing is None else ("-S",)))
    command = (*identity_options(root), *(signing or ()), "commit-tree", *options, tree)
    return run(root, *command, saved=saved, next_step=next_step).strip()


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

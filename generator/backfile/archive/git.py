"""git: the state of the repository of an archive, and commits.

Runs git through `git_process`. Reads of history are in `git_history`, the cleanup after a killed git is in
`git_leftovers`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from backfile.archive import git_leftovers, git_signing
from backfile.archive.git_attributes import refuse_altered
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
_MOST_LOOSE = 1000
"""Files that git stores as one object each; more become one pack. From 6,700 loose objects on (`gc.auto`), git would
pack all of them again, and look for differences between them, which takes longer than the whole commit."""
_PACKING = ("-c", "core.bigFileThreshold=1")
"""git's options with which what is staged becomes one pack."""
_MOST_PACKED = 10_000
"""Files of one pack: git compares each with all before it."""
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
    last = run(root, "rev-parse", "--revs-only", "HEAD").strip()
    with git_leftovers.commit_note(root) as folder:
        _stage(root, folder, paths, next_step)
        index = _copy_index(root, folder)
        if not index or not _leave_out_others(root, index, paths):
            return None
        if trailers:
            message = add_trailers(message, trailers(paths))
        tree = run(root, "write-tree", index=index, next_step=next_step).strip()
        made = commit_tree(root, folder, tree, last, message, saved, next_step)
        _move_branch(root, made, last, message, next_step)
        with suppress(GitError):  # As with `git commit`: the commit is made, and the next one tries this again.
            run(root, "gc", "--auto", "--quiet")
    return made


def _stage(root: Path, folder: Path, paths: Collection[str], next_step: str) -> None:
    """Bring git's index up to the files at these paths. In: a folder for git's input. Raises GitError.

    `git add` and `git commit --only` compare each path with each other one: 100,000 paths took them 3,000 s of CPU.
    """
    # Removed paths come first, since a folder can have the name of a file that was there; then as git sorts its index.
    paths = sorted(paths, key=lambda path: (os.path.lexists(root / path), os.fsencode(path)))
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


def _copy_index(root: Path, folder: Path) -> Path | None:
    """Copy git's index into a folder, and return the copy; None if there is none, since git never had a file."""
    index = Path(run(root, "rev-parse", "--path-format=absolute", "--git-path", "index").rstrip("\n"))
    return Path(shutil.copyfile(index, folder / "index")) if index.exists() else None


def _leave_out_others(root: Path, index: Path, paths: Iterable[str]) -> bool:
    """Make an index that is the last commit with the changes at these paths. Return whether there are some.

    In: a copy of git's index, where these and others may be staged.
    """
    prefix = run(root, "rev-parse", "--show-prefix").strip("\n")
    wanted = {prefix + path for path in paths}
    options = ("--no-relative", "--no-renames", "--ignore-submodules=none")
    words = run(root, "diff", "--cached", "--raw", "--no-abbrev", "-z", *options, index=index).split("\0")
    changes = [(*words[at][1:].split(), words[at + 1]) for at in range(0, len(words) - 1, 2)]
    own = [f"{mode} {blob}\t{path}" for _, mode, _, blob, _, path in changes if path in wanted]
    # Files with conflicts (U) stay as they are, so that git refuses to commit.
    rest = [change for change in changes if change[5] not in wanted and change[4] != "U"]
    others = [f"{mode} {blob}\t{path}" for mode, _, blob, _, _, path in rest]
    if own and others:
        # The own ones come last: where a file has the name of a folder, they stay.
        entries = "".join(f"{entry}\0" for entry in (*others, *own)).encode("utf-8", "surrogateescape")
        run(root, "update-index", "-z", "--index-info", stdin=entries, index=index)
    return bool(own)


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

"""Commits of what the program wrote: which changed files are the program's, and the commit itself.

A file belongs to the program when it is as the program wrote it, in this run or in an earlier one that did not commit.
Files that an owner edited are left for the owner to commit. git is run by `archive.git`.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial

from backfile import images
from backfile.archive import git, page
from backfile.archive.commit_manifest import commit_trailers
from backfile.archive.identity_sites import make_sites
from backfile.archive.storage import Storage
from backfile.lists import files
from backfile.operations.moved_pages import find_moves
from backfile.problems import GitError
from backfile.report import Committed
from backfile.settings.inside import is_inside
from backfile.settings.layout import INCOMING, ORIGINALS
from backfile.settings.mkdocs_yml import Config


def _program_files(config: Config, storage: Storage, more: Sequence[str]) -> list[str]:
    """Return the changed files of the program, and the old paths of its moved pages. Raises GitError.

    In: other files that are committed. All paths are relative to the archive's folder.
    """
    docs = config.docs.relative_to(config.root).as_posix()
    folders = [f"{docs}/{path}" for path in ("articles", *files.list_paths())]
    changed = git.changed_files(config.root, [*folders, f"{docs}/{images.FOLDER}", ORIGINALS, INCOMING])
    program_paths = [path for path in changed if not _is_changed_by_owner(storage, path.removeprefix(docs + "/"))]
    return [*program_paths, *_old_paths(config, changed, {*program_paths, *more})]


def _old_paths(config: Config, changed: Sequence[str], committed: Set[str]) -> list[str]:
    """Return the paths from which an owner moved pages that are committed. In: the changed files, the committed ones.

    A commit of the new path alone would have the article twice.
    """
    moves = find_moves(config.root, config.docs, changed, make_sites(config.settings.same_sites))
    return [old for path, paths in moves.items() if path in committed for old in paths]


def commit_changes(
    config: Config,
    storage: Storage,
    message: str,
    next_step: str,
    owner_files: Sequence[str] = (),
    saved: int | None = None,
) -> Committed:
    """Commit the changed files of the program, and those of `owner_files` that a command wrote. Do nothing without git.

    In: the message; the next step for a commit that git refuses; `owner_files`, relative to the archive's folder; the
    date of the author, as in `git.commit`.
    """
    try:
        if not git.is_versioned(config.root):
            return Committed()
        git.remove_leftovers(config.root)
        own = git.changed_files(config.root, owner_files)
        files = [*own, *_program_files(config, storage, own)]
        trailers = partial(commit_trailers, config.root, config.docs)
        return Committed(git.commit(config.root, files, message, next_step, trailers, saved) if files else None)
    except GitError as error:
        return Committed(uncommitted=str(error))


def is_uncommitted(config: Config, path: str) -> bool:
    """Return whether a file differs from the last commit: a run that wrote it may have ended before its commit.

    In: its path, relative to the archive's folder. A git that fails counts as a difference: the commit reports it.
    """
    try:
        return git.is_versioned(config.root) and bool(git.changed_files(config.root, [path]))
    except GitError:
        return True


def _is_changed_by_owner(storage: Storage, path: str) -> bool:
    """Return whether a changed file is not as the program wrote it: edited, no list page, or removed by the owner."""
    if path.startswith(f"{ORIGINALS}/"):
        return not (storage.root / path).exists()
    if path.startswith(f"{images.FOLDER}/"):
        name = path.removeprefix(f"{images.FOLDER}/")
        return not (images.NAME.fullmatch(name) and images.read_stored(storage.docs, name))
    file = storage.docs / path
    if not is_inside(file, storage.docs):
        return True
    if path.startswith("articles/"):
        return not (file.is_file() and page.read_seal(storage.read_page(path)).intact)
    return file.is_file() and not files.is_list(file)

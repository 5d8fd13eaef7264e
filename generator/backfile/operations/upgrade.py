"""`backfile upgrade`: brings an archive from an older format to the one that this version works with, in one commit.

A run that was interrupted is repeated: mkdocs.yml, which states the format, is written last. `git revert` of the commit
undoes the upgrade. What changes in a page is decided by `archive.format_2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from backfile.archive import git
from backfile.archive.catalog import Catalog
from backfile.archive.format_2 import upgrade_page
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.problems import GitError, Problem
from backfile.report import Committed, Progress
from backfile.settings.format_setting import with_format
from backfile.settings.layout import CATALOG, MKDOCS_YML
from backfile.settings.mkdocs_yml import Config, load
from backfile.settings.schema import FORMAT, FORMATS

_LATER = f"The files are written. Commit {MKDOCS_YML} and the pages yourself."


@dataclass(frozen=True, slots=True)
class MovedKey:
    """An owner's key of a page whose name the newer format takes."""

    page: str
    """The path of the page, relative to the archive's folder."""
    key: str
    """The key as it was, `featured`."""
    new_key: str
    """Where its value is now, `extra.featured`."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The result of an upgrade, or of its dry run."""

    from_format: int
    """The archive's format before; equal to `to_format` when there was nothing to do."""
    to_format: int
    pages: int
    """How many pages of articles were checked."""
    moved: tuple[MovedKey, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Pages that cannot be read, and stay as they are."""
    commit: Committed = field(default_factory=Committed)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the pages that changed, relative to the archive's folder."""
        return tuple(dict.fromkeys(key.page for key in self.moved))


def upgrade(
    root: Path,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> Upgrade:
    """Upgrade the archive in the folder `root`, and return what changed. With `dry_run` nothing is written.

    Raises SettingsError when the format cannot be changed in mkdocs.yml, GitError when a file to be changed has changes
    that are not committed (undoing the upgrade would undo them), LockedError and StorageError as all runs do.
    """
    config = load(root, FORMATS)
    current = config.settings.format
    storage = Storage(config.root, config.docs)
    with storage.locked("upgrade", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        paths = [entry.path for entry in catalog.entries()]
        if current == FORMAT:
            return Upgrade(FORMAT, FORMAT, len(paths))
        settings = with_format(config.root / MKDOCS_YML, FORMAT)
        pages = dict(_upgraded(storage, paths, progress))
        moved = tuple(
            MovedKey(storage.display_path(path), old, f"extra.{new}")
            for path, (_, names) in pages.items()
            for old, new in names
        )
        result = Upgrade(current, FORMAT, len(paths), moved, tuple(catalog.problems()))
        commits = commit and config.settings.commit and git.is_versioned(config.root)
        files = [*result.changed, MKDOCS_YML]
        if commits:
            _expect_committed(config.root, files)
        if dry_run:
            return result
        for path, (text, _) in pages.items():
            storage.write_page(path, text)
        storage.write_file(config.root / MKDOCS_YML, settings.encode())
        return _committed(config, result, files) if commits else result


def _upgraded(
    storage: Storage, paths: list[str], progress: Progress
) -> Iterator[tuple[str, tuple[str, tuple[tuple[str, str], ...]]]]:
    """Yield the path, the new text and the moved keys of each page that changes."""
    for done, path in enumerate(paths, start=1):
        text, names = upgrade_page(storage.read_page(path))
        if names:
            yield path, (text, names)
        progress(done, len(paths))


def _expect_committed(root: Path, files: list[str]) -> None:
    """Raise GitError when a file that the upgrade changes differs from the last commit."""
    git.remove_leftovers(root)
    if changed := git.changed_files(root, files):
        others = f" and {len(changed) - 1} more files" if len(changed) > 1 else ""
        reason = f"{changed[0]}{others} changed since the last commit, and undoing the upgrade would undo that"
        raise GitError(f"{reason}. Commit your changes, then run again: backfile upgrade")


def _committed(config: Config, result: Upgrade, files: list[str]) -> Upgrade:
    message = (
        f"Upgrade the archive from format {result.from_format} to {result.to_format}\n\n"
        f"{len(result.moved)} keys moved on {len(result.changed)} of {result.pages} pages\n"
    )
    try:
        revision = git.commit(config.root, files, message, _LATER)
    except GitError as error:
        commit = Committed(uncommitted=str(error))
    else:
        commit = Committed(revision)
    return Upgrade(result.from_format, result.to_format, result.pages, result.moved, result.problems, commit)

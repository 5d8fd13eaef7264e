"""`backfile upgrade`: brings an archive from an older format to the one that this version works with, in one commit.

A run that was interrupted is repeated: mkdocs.yml, which states the format, is written last. `git revert` of the commit
undoes the upgrade. What changes in a page is decided by `archive.format_2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import yaml

from backfile.archive import git
from backfile.archive.catalog import open_catalog
from backfile.archive.commit_manifest import commit_trailers
from backfile.archive.format_2 import upgrade_page
from backfile.archive.git_history import committed_files, read_texts
from backfile.archive.lock import WaitListener
from backfile.archive.page import EXTRA, PageError
from backfile.archive.storage import Storage
from backfile.problems import GitError, Problem, ProblemKind
from backfile.report import Committed, Progress
from backfile.settings.format_setting import change_format, format_in, with_format
from backfile.settings.inside import read_anywhere, read_bytes, resolve_inside
from backfile.settings.inspection import access
from backfile.settings.layout import MKDOCS_YML
from backfile.settings.mkdocs_yml import Config, load
from backfile.settings.schema import FORMAT, FORMATS

_NEXT_STEP = f"The files are written. Commit {MKDOCS_YML} and the pages yourself."


@dataclass(frozen=True, slots=True)
class MovedKey:
    """An owner's key of a page whose name the newer format reserves."""

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
    """Pages that cannot be read or upgraded. With any, nothing was written."""
    is_set: bool = True
    """Whether mkdocs.yml states the format; otherwise its owner has to change it where it is set."""
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
    trust: bool = False,
) -> Upgrade:
    """Upgrade the archive in the folder `root`, and return what changed. With `dry_run` nothing is written.

    A page that cannot be read, or whose keys cannot be moved, is a problem: then nothing is written, so that no page is
    left behind in the old format. Raises GitError when a file to be changed has changes that are not committed (undoing
    the upgrade would undo them) or while git is in the middle of a merge, LockedError and StorageError as all runs do.
    """
    config = load(root, FORMATS, access(root, trust=trust, look=dry_run))
    storage = Storage(config.root, config.docs)
    with storage.locked("upgrade", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        paths = [entry.path for entry in catalog.entries()]
        commits = commit and config.settings.commit and git.is_versioned(config.root)
        older = _older_format(config, commits=commits)
        if older is None:
            return Upgrade(FORMAT, FORMAT, len(paths))
        is_written = config.settings.format == FORMAT
        pages = _upgrade_pages(config, paths, progress)
        finished = _finished_pages(config) if commits else {}
        settings = None if is_written else with_format(config.root / MKDOCS_YML, FORMAT)
        moved = tuple(_moved_keys(storage, {**finished, **pages.changes}))
        problems = (*catalog.problems(), *pages.problems)
        result = Upgrade(older, FORMAT, len(paths), moved, problems, is_set=is_written or bool(settings))
        changed = [_real_path(config.root, storage.display_path(path)) for path in pages.changes]
        top = [_real_path(config.root, MKDOCS_YML)] * result.is_set
        if commits and not result.problems:
            _refuse_uncommitted(config.root, changed if is_written else [*changed, *top])
        if dry_run or result.problems:
            return result
        _write(storage, pages, settings)
        files = [*(_real_path(config.root, storage.display_path(path)) for path in finished), *changed, *top]
        return _commit(config, result, files) if commits and files else result


def _older_format(config: Config, *, commits: bool) -> int | None:
    """Return the format of an archive, or of its last commit if an upgrade was ended before its own; None if nothing
    is to be done.

    Raises GitError if mkdocs.yml differs from the last commit in more than the format: such an upgrade leaves no other
    change.
    """
    if config.settings.format != FORMAT:
        return config.settings.format
    committed = _committed_settings(config.root) if commits else None
    try:
        found = format_in(committed) if committed else None
        upgraded = change_format(committed, FORMAT) if committed else None
    except yaml.YAMLError:
        return None
    if found is None or upgraded is None or found >= FORMAT:
        return None
    if upgraded != read_anywhere(config.root / MKDOCS_YML).decode("utf-8", "replace"):
        reason = f"{MKDOCS_YML} states format {FORMAT} and the last commit format {found}, and more of it changed"
        raise GitError(f"{reason}. Commit it, and the pages that an upgrade wrote.")
    return found


def _committed_settings(root: Path) -> str | None:
    """Return the text of mkdocs.yml in the last commit; None without one."""
    versions = committed_files(root, [_real_path(root, MKDOCS_YML)])
    return next((text for _, text in read_texts(root, versions)), None)


def _real_path(root: Path, path: str) -> str:
    """Return the path of what is written and committed: where a link at a path of the archive leads."""
    real = resolve_inside(root / path, root)
    return real.relative_to(root if real.is_relative_to(root) else root.resolve()).as_posix()


def _write(storage: Storage, pages: _PageUpgrades, settings: str | None) -> None:
    """Write the pages that change, and then the settings, if they change."""
    for path, change in pages.changes.items():
        storage.write_page(path, change.text)
    if settings:
        storage.write_file(storage.root / MKDOCS_YML, settings.encode())


@dataclass(frozen=True, slots=True)
class _PageUpgrade:
    """A page that an upgrade changes."""

    text: str
    names: tuple[tuple[str, str], ...]
    """The moved keys, and their names under `extra`."""


@dataclass(frozen=True, slots=True)
class _PageUpgrades:
    changes: dict[str, _PageUpgrade]
    """By the path of the page, under docs/."""
    problems: tuple[Problem, ...]


def _upgrade_pages(config: Config, paths: list[str], progress: Progress) -> _PageUpgrades:
    """Return the pages that change, and a problem for each whose keys cannot be moved."""
    changes: dict[str, _PageUpgrade] = {}
    problems: list[Problem] = []
    for done, path in enumerate(paths, start=1):
        try:
            text, names = upgrade_page(_read(config, path))
        except PageError as error:
            step = f"Write the keys under `{EXTRA}:` yourself, commit the page, and run again."
            file = (config.docs / path).relative_to(config.root).as_posix()
            problems.append(Problem(ProblemKind.PAGE, file, str(error), step))
        else:
            if names:
                changes[path] = _PageUpgrade(text, names)
        progress(done, len(paths))
    return _PageUpgrades(changes, tuple(problems))


def _read(config: Config, path: str) -> str:
    """Read a page with its own line ends."""
    return read_bytes(config.docs / path, config.docs).decode("utf-8")


def _finished_pages(config: Config) -> dict[str, _PageUpgrade]:
    """Return the pages that an upgrade has written and no commit holds, because it was interrupted."""
    docs = config.docs.relative_to(config.root).as_posix()
    git.remove_leftovers(config.root)
    changed = git.changed_files(config.root, [f"{docs}/articles"])
    finished: dict[str, _PageUpgrade] = {}
    for version, committed in read_texts(config.root, committed_files(config.root, changed)):
        path = version.path.removeprefix(f"{docs}/")
        try:
            text, names = upgrade_page(committed)
            if names and (config.docs / path).is_file() and _read(config, path) == text:
                finished[path] = _PageUpgrade(text, names)
        except (PageError, UnicodeDecodeError):
            continue  # A page that its owner is changing.
    return finished


def _moved_keys(storage: Storage, changes: dict[str, _PageUpgrade]) -> Iterator[MovedKey]:
    for path, change in sorted(changes.items()):
        for key, new_key in change.names:
            yield MovedKey(storage.display_path(path), key, f"{EXTRA}.{new_key}")


def _refuse_uncommitted(root: Path, files: list[str]) -> None:
    """Raise GitError when a file that the upgrade changes differs from the last commit, or git is in a merge."""
    git.refuse_unfinished(root, "Then run again: backfile upgrade")
    if changed := git.changed_files(root, files):
        others = f" and {len(changed) - 1} more files" if len(changed) > 1 else ""
        reason = f"{changed[0]}{others} changed since the last commit, and undoing the upgrade would undo that"
        raise GitError(f"{reason}. Commit your changes, then run again: backfile upgrade")


def _commit(config: Config, result: Upgrade, files: list[str]) -> Upgrade:
    message = (
        f"Upgrade the archive from format {result.from_format} to {result.to_format}\n\n"
        f"{len(result.moved)} keys moved on {len(result.changed)} of {result.pages} pages\n"
    )
    try:
        trailers = partial(commit_trailers, config.root, config.docs)
        revision = git.commit(config.root, files, message, _NEXT_STEP, trailers)
    except GitError as error:
        commit = Committed(uncommitted=str(error))
    else:
        commit = Committed(revision)
    return replace(result, commit=commit)

"""Restore: a withdrawn article comes back from git, as it was: its page, its originals, its images."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from backfile import images
from backfile.archive import git, git_history, page
from backfile.archive.catalog import open_catalog
from backfile.archive.git_objects import read_blobs
from backfile.archive.lock import WaitListener
from backfile.archive.purge import history_blobs
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, load_tombstone
from backfile.lists import names, update
from backfile.markup.plain_text import one_line
from backfile.operations.article_texts import own_folders, own_markdown, page_versions
from backfile.operations.commit import commit_changes
from backfile.operations.named_page import page_path
from backfile.operations.withdrawn_files import image_names
from backfile.problems import NothingThereError
from backfile.report import Committed
from backfile.settings.inside import read_bytes
from backfile.settings.layout import INCOMING
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The files are restored; commit them by hand."


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of restoring an article, or of its dry run. Paths are relative to the archive's folder."""

    page: str
    files: tuple[str, ...]
    """The other files that came back."""
    missing: tuple[str, ...] = ()
    """Originals that the tombstone names and git does not have."""
    commit: Committed = field(default_factory=Committed)


def restore(
    config: Config, named: Path, *, commit: bool = True, dry_run: bool = False, wait: WaitListener | None = None
) -> Restored:
    """Bring a withdrawn article back. Raises NothingThereError for a page that is not withdrawn or was purged."""
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("restore", wait, looks=dry_run):
        path = page_path(named, config)
        storage.refuse_sparse_checkout()
        shown = storage.display_path(path)
        stone = _find_tombstone(storage, path)
        if stone is None:
            raise NothingThereError(f"{shown} is not withdrawn. Name the page of a withdrawn article.")
        content = _find_page(storage, path, stone)
        originals = [storage.original_file(sha256) for sha256 in stone.saves]
        others = [*originals, *_other_files(storage, path, content, stone)]
        there = [file.relative_to(config.root).as_posix() for file in others if file.exists()]
        wanted = [file.relative_to(config.root).as_posix() for file in others if not file.exists()]
        found = dict(_latest(storage, wanted))
        missing = [name for name in wanted if name not in found and storage.root / name in originals]
        result = Restored(shown, tuple(sorted(found)), tuple(missing))
        if dry_run:
            return result
        for name, data in found.items():
            storage.write_file(config.root / name, data)
        storage.write_file(config.docs / path, content)
        with open_catalog(storage) as catalog:
            catalog.sync()
            update.update(storage, catalog, config)
        if commit and config.settings.commit:
            made = commit_changes(config, storage, f"Restore: {one_line(shown)}\n", _NEXT_STEP, [shown, *found, *there])
            result = replace(result, commit=made)
    return result


def _find_tombstone(storage: Storage, path: str) -> Tombstone | None:
    """Return the tombstone at `path`, under docs/; that of the last commit, if the page is already as it was, because
    a restore was interrupted before its commit; None for another page.
    """
    if not (storage.docs / path).is_file():
        return None
    if stone := load_tombstone(storage.read_page(path)):
        return stone
    if not git.is_versioned(storage.root):
        return None
    versions = git_history.committed_files(storage.root, [storage.display_path(path)])
    committed = next((load_tombstone(text) for _, text in git_history.read_texts(storage.root, versions)), None)
    now = hashlib.sha256(read_bytes(storage.docs / path, storage.docs)).hexdigest()
    return committed if committed and committed.sha256 == now else None


def _find_page(storage: Storage, path: str, stone: Tombstone) -> bytes:
    """Return the page of a tombstone as it was, also where the tombstone was moved since. Raises NothingThereError if
    git does not have it. In: the tombstone's path under docs/.
    """
    shown = storage.display_path(path)
    for content in _contents(storage, path) if git.is_versioned(storage.root) and not stone.purged else ():
        if hashlib.sha256(content).hexdigest() == stone.sha256:
            return content
    why = "it was purged, so git does not have its text" if stone.purged else "git does not have its text"
    step = "To let the article in again, remove this page and ingest its source"
    raise NothingThereError(f"{shown} cannot be restored: {why}. {step}.")


def _contents(storage: Storage, path: str) -> Iterator[bytes]:
    """Yield what git has of a page, and then all texts of pages: no trail leads to those from before docs/ got its
    name.
    """
    root = storage.root
    versions = chain(git_history.versions_of(root, storage.display_path(path)), page_versions(storage, path))
    yield from (content for _, content in git_history.read_contents(root, versions))
    yield from (content for _, content in read_blobs(root, own_markdown(storage, history_blobs(root))))


def _other_files(storage: Storage, path: str, content: bytes, stone: Tombstone) -> Iterator[Path]:
    """Yield the files of images and of new texts that the page may have had."""
    try:
        article = page.load(content.decode("utf-8", "replace"))
    except page.PageError:
        return
    yield from (storage.docs / images.FOLDER / name for name in sorted(image_names(article)))
    yield storage.root / INCOMING / path
    for each in _waiting_texts(storage, storage.display_path(path), stone):
        if each != storage.root / INCOMING / path:
            yield each


def _waiting_texts(storage: Storage, shown: str, stone: Tombstone) -> Iterator[Path]:
    """Yield the new texts at former paths of the page that were removed together with it."""
    versions = git_history.versions_of(storage.root, shown)
    together = {"HEAD", *(f"{version.revision[:12]}~" for version in versions)}
    removed = [each for each in git_history.removed_files(storage.root, INCOMING) if each.revision in together]
    for version, text in git_history.read_texts(storage.root, removed):
        with suppress(page.PageError):
            if page.load(text).origin.sha256 in stone.saves:
                yield storage.root / version.path


def _latest(storage: Storage, paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that git has, each with its latest content, also where docs/ had another name then."""
    root, docs = storage.root, f"{storage.display_path('')}/"
    latest = {path: next(git_history.versions_of(root, path), None) for path in paths}
    lost = [path for path, version in latest.items() if version is None and path.startswith(docs)]
    for folder in own_folders(storage, history_blobs(root)) if lost else ():
        for path in lost:
            former = f"{folder}{path.removeprefix(docs)}"
            latest[path] = latest[path] or next(git_history.versions_of(root, former), None)
    names = {(version.path, version.blob): path for path, version in latest.items() if version}
    for version, content in git_history.read_contents(root, filter(None, latest.values())):
        yield names[version.path, version.blob], content

"""Undo the last ingest: its pages, images, originals and lists, in a commit of its own.

What the ingest changed is read from its commits. A file that somebody has changed since is left as it is, and named.
The pages that the ingest added do not count as removed by their owner afterwards (see `operations.removed_pages`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from backfile import images
from backfile.archive import git, page
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.git_history import UNDO_TRAILER, FileVersion, changed_between
from backfile.archive.git_objects import read_blobs
from backfile.archive.ingest_log import Ingest, read_ingests
from backfile.archive.lock import WaitListener
from backfile.archive.revisions.page_facts import read_facts
from backfile.archive.storage import Storage
from backfile.archive.undo_journal import read_inside
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.withdrawn_files import image_names, images_elsewhere
from backfile.problems import GitError
from backfile.report import Committed
from backfile.settings.layout import INCOMING, ORIGINALS
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The files are restored; commit them by hand."


@dataclass(frozen=True, slots=True)
class UndoneIngest:
    """The result of an undo, or of its dry run. Paths are relative to the archive's folder."""

    ingest: str
    """The hash of the last commit of the ingest."""
    summary: str
    """The first line of its message."""
    removed: tuple[str, ...]
    """Files that the ingest had added."""
    restored: tuple[str, ...]
    """Files that have their former content again."""
    kept: tuple[str, ...]
    """Files that were changed after the ingest, or that other pages need: they stay as they are. A page that was moved
    is named where it is now.
    """
    commit: Committed = field(default_factory=Committed)


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that the ingest changed: git's digests of its contents; None where it does not exist."""

    path: str
    before: str | None
    after: str | None
    now: str | None


def undo(
    config: Config, *, commit: bool = True, dry_run: bool = False, wait: WaitListener | None = None
) -> UndoneIngest:
    """Take back the last ingest that is not undone. With `dry_run` nothing is written.

    Raises GitError where git does not have it.
    """
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("undo", wait, looks=dry_run):
        if not git.is_versioned(config.root):
            raise GitError(
                f"{config.root} is not in git, which knows what an ingest changed. Remove its pages by hand."
            )
        git.refuse_unfinished(config.root, "Then run again: backfile undo")
        storage.refuse_sparse_checkout()
        ingest = _last_ingest(config)
        with open_catalog(storage) as catalog:
            catalog.sync()
            found = [*_changes(config, ingest)]
            changes = [change for change in found if change.now != change.before]
            done, kept = _choose(storage, catalog, changes)
            result = _result(ingest, done, kept, _moved(storage, catalog, found))
            if dry_run:
                return result
            _put_back(storage, done)
            catalog.sync()
            update.update(storage, catalog, config)
        if commit and config.settings.commit:
            message = f"Undo: {ingest.summary}\n\n{UNDO_TRAILER}: {ingest.key}\n"
            # An undo that was killed has taken back some of the files already.
            files = [change.path for change in found if change not in kept]
            result = replace(result, commit=commit_changes(config, storage, message, _NEXT_STEP, files))
    return result


def _last_ingest(config: Config) -> Ingest:
    """Return the last ingest that is not undone. Raises GitError."""
    ingest = next((ingest for ingest in read_ingests(config.root, is_own=True).ingests if not ingest.is_undone), None)
    if ingest is None:
        raise GitError(f"git knows no ingest in {config.root} that is not undone. There is nothing to undo.")
    if ingest.before is None:
        last = ingest.commits[0][:10]
        raise GitError(f"git does not have the archive before the last ingest ({last}). Remove it by hand.")
    return ingest


def _changes(config: Config, ingest: Ingest) -> Iterator[_Change]:
    """Yield what the ingest changed, without the list pages."""
    pairs = [
        (old, new)
        for old, new in changed_between(config.root, ingest.before or "", ingest.commits[0])
        if _is_of_ingest(_path(old, new), config)
    ]
    for old, new in pairs:
        path, like = _path(old, new), _blob(old) or _blob(new) or ""
        now = read_inside(config.root, path)
        yield _Change(path, _blob(old), _blob(new), None if now is None else _blob_of(now, like))


def _blob(version: FileVersion | None) -> str | None:
    return version.blob if version else None


def _blob_of(content: bytes, like: str) -> str:
    """Return git's digest of a content. In: another one, of the kind that the repository has."""
    kind = "sha256" if len(like) == hashlib.sha256().digest_size * 2 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _path(*versions: FileVersion | None) -> str:
    return next(version.path for version in versions if version)


def _is_of_ingest(path: str, config: Config) -> bool:
    """Return whether an ingest may change a file that is no list page."""
    docs = config.docs.relative_to(config.root).as_posix()
    folders = (f"{docs}/articles/", f"{docs}/{images.FOLDER}/", f"{ORIGINALS}/", f"{INCOMING}/")
    return path.startswith(folders) and ".." not in path.split("/")


def _choose(storage: Storage, catalog: Catalog, changes: list[_Change]) -> tuple[list[_Change], list[_Change]]:
    """Return which changes are taken back, and which stay: of files changed since, and of files that pages need."""
    articles = storage.display_path("articles/")
    changed = [change for change in changes if change.now != change.after]
    pages = {
        change.path: change.before for change in changes if change.path.startswith(articles) and change not in changed
    }
    needed = _needed(storage, catalog, pages)
    kept = [change for change in changes if change in changed or (change.before is None and change.path in needed)]
    return [change for change in changes if change not in kept], kept


def _needed(storage: Storage, catalog: Catalog, former: Mapping[str, str | None]) -> frozenset[str]:
    """Return the originals and images that pages need. In: the pages that become others: git's digests of these."""
    gone = {path.removeprefix(storage.display_path("")).lstrip("/") for path in former}
    needed = {storage.display_path(f"{images.FOLDER}/{name}") for name in images_elsewhere(storage, gone)}
    for text in _texts_after(storage, catalog, former):
        try:
            article = page.load(text)
        except page.PageError:
            continue
        needed.add(storage.original_file(article.origin.sha256).relative_to(storage.root).as_posix())
        needed.update(storage.display_path(f"{images.FOLDER}/{name}") for name in image_names(article))
    return frozenset(needed)


def _texts_after(storage: Storage, catalog: Catalog, former: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the texts that pages have after the undo. In: as for `_needed`."""
    for _, content in read_blobs(storage.root, {blob for blob in former.values() if blob}):
        yield content.decode("utf-8", "replace")
    for entry in catalog.entries():
        if storage.display_path(entry.path) not in former:
            yield storage.read_page(entry.path)


def _put_back(storage: Storage, changes: Sequence[_Change]) -> None:
    """Write files with their former contents; remove those that have none."""
    paths = defaultdict[str, list[str]](list)
    for change in changes:
        if change.before:
            paths[change.before].append(change.path)
        else:
            storage.remove_file(storage.root / change.path, storage.root / change.path.split("/")[0])
    for blob, content in read_blobs(storage.root, paths):
        for path in paths[blob]:
            storage.write_file(storage.root / path, content)


def _moved(storage: Storage, catalog: Catalog, changes: list[_Change]) -> dict[str, str]:
    """Return where pages of the ingest are that are not where it wrote them: their path -> their path now.

    A page is the same if it was made from the same input.
    """
    blobs = {change.path: change.after for change in changes if change.now is None and change.after}
    inputs = {blob: _input(content) for blob, content in read_blobs(storage.root, set(blobs.values()))}
    gone = {path: inputs[blob] for path, blob in blobs.items() if inputs[blob]}
    if not gone:
        return {}
    pages = [(entry.path, storage.display_path(entry.path)) for entry in catalog.entries()]
    here = {_input(storage.read_page(path).encode()): shown for path, shown in pages}
    return {path: here[digest] for path, digest in gone.items() if digest in here}


def _input(text: bytes) -> str:
    """Return the digest of the input that a page was made from; empty if it is unknown."""
    return read_facts(text.decode("utf-8", "replace")).original


def _result(ingest: Ingest, done: list[_Change], kept: list[_Change], moved: Mapping[str, str]) -> UndoneIngest:
    removed = tuple(change.path for change in done if change.before is None)
    restored = tuple(change.path for change in done if change.before is not None)
    stay = [change.path for change in kept if change.path not in moved]
    return UndoneIngest(ingest.commits[0], ingest.summary, removed, restored, (*stay, *sorted(moved.values())))

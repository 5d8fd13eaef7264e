"""Undo the last edit of tags: restore the bytes of tags.yml and of the pages that it changed, and update the lists.

What the edit changed is known from its record in the archive's cache, or, where that is missing, from its commit.
Nothing is restored if one of the files is not as the edit left it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from backfile.archive import git, git_history, page, undo_journal
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.git_history import FileVersion
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.archive.undo_journal import UndoRecord, digest, read_inside
from backfile.lists import names, update
from backfile.operations.retag import EDIT_TRAILER, UNDO_TRAILER, RetagReport, TagChange, commit_edit
from backfile.problems import GitError, SettingsError
from backfile.report import Progress
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.vocabulary import tags_yml

_NEXT_STEP = "The files are restored; commit tags.yml and the pages by hand."
_BY_HAND = "Change tags.yml yourself, then run: backfile tags apply"


@dataclass(frozen=True, slots=True)
class Undone:
    """The result of an undo, or of its dry run."""

    summary: str
    """What the edit had done, one clause."""
    report: RetagReport


def undo(
    config: Config,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> Undone:
    """Restore the files of the last edit of tags that is not undone. With `dry_run` nothing is written.

    Raises SettingsError when there is none, and when a file that it changed has changed since.
    """
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("tags", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        record = _choose(config)
        changes: list[TagChange] = []
        for done, (path, before) in enumerate(_in_order(record), start=1):
            now = read_inside(config.root, path)
            if path != TAGS_YML and now != before:
                changes.append(_change(path, now or b"", before or b""))
            if not dry_run and now != before:
                _restore(storage, catalog, path, before)
            progress(done, len(record.digests))
        report = RetagReport(sum(1 for _ in catalog.entries()), tuple(changes), ())
        if dry_run:
            return Undone(record.summary, report)
        update.update(storage, catalog, config)
        if commit and config.settings.commit:
            trailer = f"{UNDO_TRAILER}: {record.key}"
            report = commit_edit(config, storage, report, f"undone: {record.summary}", trailer, _NEXT_STEP)
        last = undo_journal.last(storage)
        if last is not None and last.key == record.key:
            undo_journal.drop(storage, last)
    return Undone(record.summary, report)


def _choose(config: Config) -> UndoRecord:
    """Return the record of the edit to undo. Raises SettingsError."""
    first: SettingsError | None = None
    for record in _records(config):
        try:
            _refuse_changed(record, config)
        except SettingsError as error:
            first = first or error
        else:
            return record
    raise first or SettingsError(
        "There is no edit of tags to undo: neither .backfile/ nor git has one. Change tags.yml yourself, then run: "
        "backfile tags apply"
    )


def _records(config: Config) -> Iterator[UndoRecord]:
    """Yield the record of the last edit in the cache, and that of the last edit in git that is not undone."""
    storage = Storage(config.root, config.docs)
    if (record := undo_journal.last(storage)) is not None:
        yield record
    try:
        if git.is_versioned(config.root):
            yield from _record_in_git(config)
    except GitError:
        # Without git, or in a part of the history, the record in the cache is all that is known.
        return


def _record_in_git(config: Config) -> Iterator[UndoRecord]:
    root, undone = config.root, Counter[str]()
    for revision, first_line, trailer, key in git_history.marked_commits(root, EDIT_TRAILER, UNDO_TRAILER):
        if trailer == UNDO_TRAILER:
            undone[key] += 1
        elif undone[key]:
            undone[key] -= 1
        else:
            record = _record_of(config, revision, first_line.removeprefix("Tags: "), key)
            if record is not None and any(read_inside(root, path) != before for path, before in record.before()):
                yield record
                return


def _record_of(config: Config, revision: str, summary: str, key: str) -> UndoRecord | None:
    """Return the record of an edit by its commit; None if the commit added or removed pages."""
    root = config.root
    changed = [
        (old, new) for old, new in git_history.changed_in(root, revision) if _is_of_edit(_path(old, new), config)
    ]
    if any((old is None or new is None) and _path(old, new) != TAGS_YML for old, new in changed):
        return None
    written = git_history.read_contents(root, [new for _, new in changed if new])
    digests = {version.path: digest(content) for version, content in written}
    added = [_path(old, new) for old, new in changed if old is None]

    def before() -> undo_journal.Contents:
        yield from ((path, None) for path in added)
        for version, content in git_history.read_contents(root, [old for old, _ in changed if old]):
            yield version.path, content

    return UndoRecord(summary, key, digests, before)


def _path(*versions: FileVersion | None) -> str:
    return next(version.path for version in versions if version)


def _is_of_edit(path: str, config: Config) -> bool:
    """Return whether an edit may change a file: tags.yml or the page of an article."""
    articles = f"{config.docs.relative_to(config.root).as_posix()}/articles/"
    return path == TAGS_YML or (path.startswith(articles) and path.endswith(".md") and ".." not in path.split("/"))


def _refuse_changed(record: UndoRecord, config: Config) -> None:
    """Raise SettingsError if a file is not as the edit left it, nor as it was before, or cannot be restored."""
    for path, before in record.before():
        if not _is_of_edit(path, config):
            raise SettingsError(f"The record of the last edit names {path}, which no edit changes. {_BY_HAND}")
        now = read_inside(config.root, path)
        if now != before and (now is None or digest(now) != record.digests.get(path)):
            raise SettingsError(
                f"Nothing is undone: {path} has changed since the last edit of tags ({record.summary}). {_BY_HAND}"
            )
        if path == TAGS_YML and before is not None:
            tags_yml.parse(before.decode("utf-8", "replace"), config.root / TAGS_YML)


def _in_order(record: UndoRecord) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files of a record, tags.yml last, so that an undo that was interrupted can be repeated."""
    vocabulary: list[tuple[str, bytes | None]] = []
    for path, before in record.before():
        if path == TAGS_YML:
            vocabulary.append((path, before))
        else:
            yield path, before
    yield from vocabulary


def _restore(storage: Storage, catalog: Catalog, path: str, before: bytes | None) -> None:
    file = storage.root / path
    if before is None:
        storage.remove_file(file, storage.root)
    else:
        storage.write_file(file, before)
    if path != TAGS_YML:
        catalog.update_page(file.relative_to(storage.docs).as_posix())


def _change(path: str, now: bytes, before: bytes) -> TagChange:
    present, former = (page.load(content.decode("utf-8", "replace")) for content in (now, before))
    tags = present.tags, former.tags
    return TagChange(path, former.headline, *tags, present.subjects, former.subjects)

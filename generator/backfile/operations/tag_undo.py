"""Undo the last edit of tags: restore the bytes of tags.yml and of the pages that it changed, and update the lists.

What the edit changed is known from its record in the archive's cache, or, where that is missing, from its commit.
Nothing is restored if one of the files is not as the edit left it, or if the former content of a page differs from it
in more than an edit of tags changes: anybody can write a commit that says that it is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

from backfile.archive import git, git_history, page, undo_journal
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.git_history import FileVersion
from backfile.archive.git_objects import read_sizes
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.archive.undo_journal import UndoRecord, digest, read_inside
from backfile.article import Article
from backfile.lists import names, update
from backfile.operations.retag import EDIT_TRAILER, UNDO_TRAILER, RetagReport, TagChange, commit_edit
from backfile.problems import GitError, SettingsError
from backfile.report import Progress
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.vocabulary import tags_yml

_NEXT_STEP = "The files are restored; commit tags.yml and the pages by hand."
_TIMES, _MORE = 4, 1 << 20
"""How large a file may be in the commit of an edit, by what it is now: such times, and so many bytes more."""
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
        record, changes = _choose(config, progress)
        report = RetagReport(sum(1 for _ in catalog.entries()), changes, ())
        if dry_run:
            return Undone(record.summary, report)
        for done, (path, before) in enumerate(_in_order(record), start=1):
            if read_inside(config.root, path) != before:
                _restore(storage, catalog, path, before)
            progress(done, len(record.digests))
        update.update(storage, catalog, config)
        if commit and config.settings.commit:
            trailer = f"{UNDO_TRAILER}: {record.key}"
            report = commit_edit(config, storage, report, f"undone: {record.summary}", trailer, _NEXT_STEP)
        last = undo_journal.last(storage)
        if last is not None and last.key == record.key:
            undo_journal.drop(storage, last)
    return Undone(record.summary, report)


def _choose(config: Config, progress: Progress) -> tuple[UndoRecord, tuple[TagChange, ...]]:
    """Return the record of the edit to undo, and how the pages change. Raises SettingsError."""
    first: SettingsError | None = None
    records = _records(config)
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            return record, tuple(_checked_changes(record, config, progress))
        except SettingsError as error:
            first = first or error
    raise first or SettingsError(_no_record(config))


def _no_record(config: Config) -> str:
    file = undo_journal.last_file(Storage(config.root, config.docs))
    if file is not None:
        name = file.relative_to(config.root).as_posix()
        return f"The record of the last edit of tags, {name}, is damaged, and git has none. {_BY_HAND}"
    return (
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
    """Return the record of an edit by its commit; None if the commit added or removed pages.

    Raises SettingsError if one of the files is much larger there.
    """
    root = config.root
    changed = [
        (old, new) for old, new in git_history.changed_in(root, revision) if _is_of_edit(_path(old, new), config)
    ]
    if any((old is None or new is None) and _path(old, new) != TAGS_YML for old, new in changed):
        return None
    _refuse_large(root, [version for pair in changed for version in pair if version], summary)
    written = git_history.read_contents(root, [new for _, new in changed if new])
    digests = {version.path: digest(content) for version, content in written}
    added = [_path(old, new) for old, new in changed if old is None]

    def before() -> undo_journal.Contents:
        yield from ((path, None) for path in added)
        for version, content in git_history.read_contents(root, [old for old, _ in changed if old]):
            yield version.path, content

    return UndoRecord(summary, key, digests, before)


def _refuse_large(root: Path, versions: Sequence[FileVersion], summary: str) -> None:
    """Raise SettingsError for a version of a file that is much larger than the file: git packs zeros into nothing."""
    for version, size in zip(versions, read_sizes(root, [version.blob for version in versions]), strict=True):
        if size > _TIMES * len(read_inside(root, version.path) or b"") + _MORE:
            raise SettingsError(
                f"Nothing is undone: {version.path} differs in more than tags from what it was at the last edit of "
                f"tags ({summary}): it had {size} bytes. {_BY_HAND}"
            )


def _path(*versions: FileVersion | None) -> str:
    return next(version.path for version in versions if version)


def _is_of_edit(path: str, config: Config) -> bool:
    """Return whether an edit may change a file: tags.yml or the page of an article."""
    articles = f"{config.docs.relative_to(config.root).as_posix()}/articles/"
    return path == TAGS_YML or (path.startswith(articles) and path.endswith(".md") and ".." not in path.split("/"))


def _checked_changes(record: UndoRecord, config: Config, progress: Progress) -> Iterator[TagChange]:
    """Yield how the pages change that are not as they were before the edit.

    Raises SettingsError if a file is not as the edit left it, nor as it was before, or cannot be restored.
    """
    for done, (path, before) in enumerate(record.before(), start=1):
        if not _is_of_edit(path, config):
            raise SettingsError(f"The record of the last edit names {path}, which no edit changes. {_BY_HAND}")
        now = read_inside(config.root, path)
        if now != before and (now is None or digest(now) != record.digests.get(path)):
            raise SettingsError(
                f"Nothing is undone: {path} has changed since the last edit of tags ({record.summary}). {_BY_HAND}"
            )
        if path == TAGS_YML:
            _refuse_vocabulary(before, config)
        elif now != before:
            yield _change(path, now, before, record.summary)
        progress(done, len(record.digests))


def _refuse_vocabulary(before: bytes | None, config: Config) -> None:
    """Raise SettingsError for a former content of tags.yml that is none."""
    try:
        text = (before or b"").decode()
    except UnicodeDecodeError as error:
        raise SettingsError(f"Nothing is undone: {TAGS_YML} was not UTF-8 before ({error}). {_BY_HAND}") from error
    if before is not None:
        tags_yml.parse(text, config.root / TAGS_YML)


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


def _change(path: str, now: bytes | None, before: bytes | None, summary: str) -> TagChange:
    """Return how a page changes. Raises SettingsError if it changes in more than in what an edit of tags changes."""
    try:
        present, former = (page.load(_text(content)) for content in (now, before))
    except page.PageError as error:
        raise SettingsError(
            f"Nothing is undone: {path} is no page of an article, or was none before the last edit of tags "
            f"({summary}): {error}. {_BY_HAND}"
        ) from error
    if _without_tags(present) != _without_tags(former):
        raise SettingsError(
            f"Nothing is undone: {path} differs in more than tags from what it was before the last edit of tags "
            f"({summary}). {_BY_HAND}"
        )
    tags = present.tags, former.tags
    return TagChange(path, former.headline, *tags, present.subjects, former.subjects)


def _text(content: bytes | None) -> str:
    """Return the text of a page as `Storage.read_page` reads it; empty without a page."""
    return TextIOWrapper(BytesIO(content or b""), "utf-8", "replace").read()


def _without_tags(article: Article) -> str:
    """Return the page of an article without what an edit of tags changes."""
    return page.dump(replace(article, tags=(), subjects=()))

"""Retag: change the tags of existing pages after the vocabulary changed, and without an edit also their subjects.

Tags are a function of the page's content and the vocabulary. An edit changes only the pages that it concerns; the pages
have then the tags that this function gives them, unless they had others before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from backfile.archive import git, page, undo_journal
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.archive.undo_journal import FileEdit, UndoRecord
from backfile.article import Article, PageSummary
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.tag_choice import TagChoice
from backfile.problems import GitError, SettingsError
from backfile.report import Committed, Progress
from backfile.settings import yaml_files
from backfile.settings.inside import read_bytes
from backfile.settings.layout import TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags.vocabulary import tags_yml
from backfile.tags.vocabulary.edit_tags_yml import EditError
from backfile.tags.vocabulary.replacements import TagSet
from backfile.tags.vocabulary.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

EDIT_TRAILER, UNDO_TRAILER = "Tags-Edit", "Tags-Undo"
"""Names of the last line of a commit: an edit and nothing else, the undo of one. The value is the key of the edit."""
_NEXT_STEP = "The changes are written; commit tags.yml and the pages by hand."


@dataclass(frozen=True, slots=True)
class TagChange:
    """A page whose tags changed, or would change in a dry run."""

    page: str
    """The path of the page, relative to the archive's folder."""
    headline: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    subjects_before: tuple[str, ...] = ()
    subjects_after: tuple[str, ...] = ()

    @property
    def gained(self) -> tuple[str, ...]:
        """Return the tags that the page did not have before."""
        return tuple(tag for tag in self.after if tag not in self.before)

    @property
    def lost(self) -> tuple[str, ...]:
        """Return the tags that the page has no more."""
        return tuple(tag for tag in self.before if tag not in self.after)

    def apply(self, article: Article) -> Article:
        """Return the article of the page with its new tags and subjects."""
        return replace(article, tags=self.after, subjects=self.subjects_after)


@dataclass(frozen=True, slots=True)
class RetagReport:
    """The result of a retag, or of its dry run."""

    pages: int
    """How many pages were checked."""
    changed: tuple[TagChange, ...]
    left_alone: tuple[TagChange, ...]
    """Pages that their owner edited, whose tags are not changed."""
    commit: Committed = field(default_factory=Committed)


class Reach(Enum):
    """Which pages an edit of tags.yml may change, and how."""

    NONE = "none"
    REPLACED = "replaced"
    """The pages that have one of its labels: the tags that replace these stand in their places."""
    LABELLED = "labelled"
    """The pages that have one of its labels: they get the tags that the edit gives them."""
    ALL = "all"
    """All pages that the edit gives other tags."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of tags.yml that a retag makes first."""

    change: Callable[[str], str]
    """A function from the file's text to its new text. Raises EditError when the change cannot be made."""
    summary: str
    """What it does, one clause for the commit message."""
    labels: tuple[str, ...] = ()
    """The labels that it changes."""
    reach: Reach = Reach.ALL
    must_exist: bool = False
    """Whether each of its labels must be a tag."""


_Found = tuple[str, bool, TagChange]
"""The path of a page whose tags change, whether its seal is intact, and the change."""


def retag(
    config: Config,
    edit: Edit | None = None,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> RetagReport:
    """Make the change `edit` of tags.yml, and change the tags of the pages that it concerns; without an edit, choose
    the tags and subjects of every page again. Then update the lists and commit.

    With `dry_run` nothing is written. `wait` is as in `lock.hold_lock`. Raises SettingsError for a vocabulary that
    cannot be used (nothing is written then), StorageError when a file cannot be written.
    """
    file, storage = config.root / TAGS_YML, Storage(config.root, config.docs)
    names.load(config.root)
    with storage.locked("tags", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        entries = list(catalog.entries())
        vocabulary, (interrupted, is_written) = tags_yml.load(file), _interrupted(config, storage)
        is_repeated = interrupted is not None and interrupted.own_summary == _summary(edit)
        tags = None if is_repeated else {tag for entry in entries for tag in entry.tags}
        is_made = is_repeated and is_written  # Only the commit is missing.
        new_text, new_vocabulary = (None, vocabulary) if is_made else _apply_edit(file, vocabulary, edit, tags)
        choice = TagChoice(config, vocabulary, new_vocabulary)
        changed, report = _report(len(entries), list(_changes(entries, storage, choice, edit, progress)))
        if dry_run:
            return report
        files = _files(storage, changed, file, new_text)
        key, summary = undo_journal.begin(storage, _summary(edit), files, interrupted)
        is_alone = commit and bool(key) and _is_committed(config)
        _write(storage, catalog, changed, new_text)
        update.update(storage, catalog, config)
        if commit and config.settings.commit:
            trailer = f"{EDIT_TRAILER}: {key}" if is_alone else ""
            report = commit_edit(config, storage, report, summary, trailer, _NEXT_STEP)
        if key:  # Until then, the same command goes on: also with the commit.
            undo_journal.finish(storage)
        return report


def _interrupted(config: Config, storage: Storage) -> tuple[UndoRecord | None, bool]:
    """Return the record of an edit that was not completed, and whether only its commit is missing."""
    record = undo_journal.unfinished(storage)
    is_written = record is not None and undo_journal.is_written(storage, record, TAGS_YML)
    return (None, False) if is_written and _is_committed(config) else (record, is_written)


def refuse_interrupted(config: Config, storage: Storage) -> None:
    """Raise SettingsError while an edit that was interrupted is not completed. Its record has texts of pages."""
    record, _ = _interrupted(config, storage)
    if record is not None and any(undo_journal.changed_files(storage, record)):
        raise SettingsError(
            f"An edit of tags was interrupted: {record.summary}. Repeat its command, or run: backfile tags undo. "
            "Then run this command again."
        )


def _report(pages: int, found: Sequence[_Found]) -> tuple[list[tuple[str, TagChange]], RetagReport]:
    """Return the pages to write with their changes, and the report. In: the number of pages."""
    changed = [(path, change) for path, intact, change in found if intact]
    left_alone = tuple(change for _, intact, change in found if not intact)
    return changed, RetagReport(pages, tuple(change for _, change in changed), left_alone)


def _write(storage: Storage, catalog: Catalog, changes: Iterable[tuple[str, TagChange]], new_text: str | None) -> None:
    for path, change in changes:
        storage.write_page(path, _with_tags(storage, path, change))
        catalog.update_page(path)
    if new_text is not None:
        # Written after the pages, so that an interrupted run can be repeated with the same edit.
        storage.write_file(storage.root / TAGS_YML, new_text.encode())


def _summary(edit: Edit | None) -> str:
    return " ".join(edit.summary.split()) if edit else "as tags.yml has them"


def commit_edit(
    config: Config, storage: Storage, report: RetagReport, summary: str, trailer: str, next_step: str
) -> RetagReport:
    """Commit what an edit or an undo wrote, and return the report with the commit.

    In: what it did, one clause; the last line of the message, if any; the next step for a commit that git refuses.
    """
    count = len(report.changed)
    changed = f"\n{count} page{'s' * (count != 1)} changed.\n" if count else ""
    message = f"Tags: {summary}\n{changed}" + (f"\n{trailer}\n" if trailer else "")
    return replace(report, commit=commit_changes(config, storage, message, next_step, [TAGS_YML]))


def _files(
    storage: Storage, changes: Iterable[tuple[str, TagChange]], file: Path, new_text: str | None
) -> Iterator[FileEdit]:
    """Yield the files that an edit changes, before and after it."""
    for path, change in changes:
        before = read_bytes(storage.docs / path, storage.docs)
        yield FileEdit(change.page, before, _with_tags(storage, path, change).encode("utf-8", "replace"))
    old = read_bytes(file, storage.root) if file.exists() else None
    if new_text is not None and new_text.encode() != old:
        yield FileEdit(TAGS_YML, old, new_text.encode())


def _with_tags(storage: Storage, path: str, change: TagChange) -> str:
    return page.dump(change.apply(page.load(storage.read_page(path))))


def _is_committed(config: Config) -> bool:
    """Return whether git has the pages and tags.yml as they are, so that the next commit has the edit alone."""
    articles = (config.docs / "articles").relative_to(config.root).as_posix()
    try:
        return git.is_versioned(config.root) and not git.changed_files(config.root, [articles, TAGS_YML])
    except GitError:
        return False  # The commit reports it.


def _apply_edit(
    file: Path, vocabulary: Vocabulary, edit: Edit | None, used: set[str] | None
) -> tuple[str | None, Vocabulary]:
    """Return the new text of tags.yml, None without an edit, and its vocabulary. Raises SettingsError.

    In: the file and its vocabulary; the tags of all pages, None for an edit that is repeated after an interruption.
    """
    if edit is None:
        return None, vocabulary
    tags = TagSet.of(used or (), vocabulary.replacements.searched_labels)
    for label in edit.labels if edit.must_exist and used is not None else ():
        is_entry = label in vocabulary.terms or vocabulary.term(label, WordSequence.of(label)) is not None
        if label not in tags and not is_entry:
            raise SettingsError(
                f"No article has the tag `{label}`, and {file.name} has no such entry. See: backfile tags list"
            )
    try:
        new_text = edit.change(yaml_files.read_text(file))
    except EditError as error:
        raise SettingsError(str(error)) from error
    try:
        return new_text, tags_yml.parse(new_text, file)
    except SettingsError as error:
        raise SettingsError(f"{file.name} is not changed, because it would be invalid. {error}") from error


def _changes(
    entries: Sequence[PageSummary], storage: Storage, choice: TagChoice, edit: Edit | None, progress: Progress
) -> Iterator[_Found]:
    """Yield each page whose tags change: its path, whether its seal is intact, the change."""
    reach = edit.reach if edit else Reach.ALL
    tags_of_edit = TagSet.of(edit.labels if edit else (), choice.old.replacements.searched_labels)
    concerned = [entry for entry in entries if reach is Reach.ALL or any(tag in tags_of_edit for tag in entry.tags)]
    for done, entry in enumerate(concerned if reach is not Reach.NONE else (), start=1):
        text = storage.read_page(entry.path)
        article = page.load(text)
        subjects = article.subjects
        if edit is None:
            tags, subjects = choice.new_labels(article)
        elif reach is Reach.REPLACED:
            tags = choice.replaced(article, tags_of_edit)
        else:
            tags = choice.adapted(article, tags_of_edit)
        if (tags, subjects) != (article.tags, article.subjects):
            page_path = storage.display_path(entry.path)
            change = TagChange(page_path, article.headline, article.tags, tags, article.subjects, subjects)
            yield entry.path, page.read_seal(text).intact, change
        progress(done, len(concerned))

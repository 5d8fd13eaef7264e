"""Retag: change the tags of existing pages after the vocabulary changed, and without an edit also their subjects.

Tags are a function of the page's content and the vocabulary. An edit changes only the pages that it concerns; the pages
have then the tags that this function gives them, unless they had others before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.article import Article, PageSummary
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.tag_choice import TagChoice
from backfile.problems import SettingsError
from backfile.report import Committed, Progress
from backfile.settings import yaml_files
from backfile.settings.layout import CATALOG, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import tags_yml
from backfile.tags.edit_tags_yml import EditError
from backfile.tags.replacements import TagSet
from backfile.tags.vocabulary import Vocabulary
from backfile.tags.words import WordSequence

_NEXT_STEP = "The changes are written; commit them with: backfile tags apply."


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
    file = config.root / TAGS_YML
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("tags", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        entries = list(catalog.entries())
        vocabulary = tags_yml.load(file)
        new_text, new_vocabulary = _apply_edit(file, vocabulary, edit, {tag for entry in entries for tag in entry.tags})
        choice = TagChoice(config, vocabulary, new_vocabulary)
        changed: list[TagChange] = []
        left_alone: list[TagChange] = []
        for path, intact, change in _changes(entries, storage, choice, edit, progress):
            (changed if intact else left_alone).append(change)
            if intact and not dry_run:
                article = page.load(storage.read_page(path))
                storage.write_page(path, page.dump(change.apply(article)))
                catalog.update_page(path)
        report = RetagReport(len(entries), tuple(changed), tuple(left_alone))
        if dry_run:
            return report
        if new_text is not None:
            # Written after the pages, so that an interrupted run can be repeated with the same edit.
            storage.write_file(file, new_text.encode())
        update.update(storage, catalog, config)
        return _commit(config, storage, report, edit) if commit and config.settings.commit else report


def _apply_edit(file: Path, vocabulary: Vocabulary, edit: Edit | None, used: set[str]) -> tuple[str | None, Vocabulary]:
    """Return the new text of tags.yml, None without an edit, and its vocabulary. Raises SettingsError.

    In: the file and its vocabulary; the tags of all pages.
    """
    if edit is None:
        return None, vocabulary
    tags = TagSet.of(used, vocabulary.replacements.own)
    for label in edit.labels if edit.must_exist else ():
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
) -> Iterator[tuple[str, bool, TagChange]]:
    """Yield each page whose tags change: its path, whether its seal is intact, the change."""
    reach = edit.reach if edit else Reach.ALL
    tags_of_edit = TagSet.of(edit.labels if edit else (), choice.old.replacements.own)
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


def _commit(config: Config, storage: Storage, report: RetagReport, edit: Edit | None) -> RetagReport:
    summary = edit.summary if edit else "as tags.yml has them"
    count = len(report.changed)
    message = f"Tags: {summary}\n\n{count} page{'s' * (count != 1)} changed.\n"
    return replace(report, commit=commit_changes(config, storage, message, _NEXT_STEP, [TAGS_YML]))

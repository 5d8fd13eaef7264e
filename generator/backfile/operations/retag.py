"""Retag: choose the tags of existing pages again after the vocabulary changed. Only `tags:` changes on a page.

Tags are a function of the page's content and the vocabulary, so that reverting the change of tags.yml and retagging
restores the former tags; no state is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from backfile import images
from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.lists import names, update
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.operations.commit import commit_changes
from backfile.problems import SettingsError
from backfile.report import Committed, Progress
from backfile.settings import yaml_files
from backfile.settings.layout import CATALOG, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import tagging, tags_yml
from backfile.tags.edit_tags_yml import EditError
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


@dataclass(frozen=True, slots=True)
class RetagReport:
    """The result of a retag, or of its dry run."""

    pages: int
    """How many pages were checked."""
    changed: tuple[TagChange, ...]
    left_alone: tuple[TagChange, ...]
    """Pages that their owner edited, whose tags are not changed."""
    commit: Committed = field(default_factory=Committed)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of tags.yml that a retag makes first."""

    change: Callable[[str], str]
    """A function from the file's text to its new text. Raises EditError when the change cannot be made."""
    summary: str
    """What it does, one clause for the commit message."""
    labels: tuple[str, ...] = ()
    """The labels that it changes: each must be a tag."""


def retag(
    config: Config,
    edit: Edit | None = None,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> RetagReport:
    """Make the change `edit` of tags.yml, choose the tags of every page again and update the lists, in one commit.

    With `dry_run` nothing is written. `wait` is as in `lock.hold_lock`. Raises SettingsError for a vocabulary that
    cannot be used (nothing is written then), StorageError when a file cannot be written.
    """
    file = config.root / TAGS_YML
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("tags", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        entries = list(catalog.entries())
        new_text, vocabulary = _apply_edit(file, edit, {tag for entry in entries for tag in entry.tags})
        paths = [entry.path for entry in entries]
        changed: list[TagChange] = []
        left_alone: list[TagChange] = []
        for path, intact, article, tags in _retagged(paths, storage, config, vocabulary, progress):
            change = TagChange(storage.display_path(path), article.headline, article.tags, tags)
            (changed if intact else left_alone).append(change)
            if intact and not dry_run:
                storage.write_page(path, page.dump(replace(article, tags=tags)))
                catalog.update_page(path)
        report = RetagReport(len(paths), tuple(changed), tuple(left_alone))
        if dry_run:
            return report
        if new_text is not None:
            # Written after the pages, so that an interrupted run can be repeated with the same edit.
            storage.write_file(file, new_text.encode())
        update.update(storage, catalog, config)
        return _commit(config, storage, report, edit) if commit and config.settings.commit else report


def _apply_edit(file: Path, edit: Edit | None, used: set[str]) -> tuple[str | None, Vocabulary]:
    """Return the new text of tags.yml, None without an edit, and the vocabulary. Raises SettingsError."""
    vocabulary = tags_yml.load(file)
    if edit is None:
        return None, vocabulary
    for label in edit.labels:
        if label not in used and vocabulary.term(label, WordSequence.of(label)) is None:
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


def _retagged(
    paths: list[str], storage: Storage, config: Config, vocabulary: Vocabulary, progress: Progress
) -> Iterator[tuple[str, bool, Article, tuple[str, ...]]]:
    """Yield each page whose tags change: its path, whether its seal is intact, its article, the new tags."""
    writer = Writer(config.rendering.extensions, config.rendering.options)
    limit, language = config.settings.tags_per_article, config.settings.tags_language
    for done, path in enumerate(paths, start=1):
        text = storage.read_page(path)
        article = page.load(text)
        tags = tagging.tag(article, visible_text(article, writer), vocabulary, limit, language)
        if tags != article.tags:
            yield path, page.read_seal(text).intact, article, tags
        progress(done, len(paths))


def visible_text(article: Article, writer: Writer) -> str:
    """Return the text of an article's page as its taggers received it; blocks are separated by blank lines."""
    return sanitize.visible_text(sanitize.clean(writer.render(article.body), image_address=images.safe_page_url))


def _commit(config: Config, storage: Storage, report: RetagReport, edit: Edit | None) -> RetagReport:
    summary = edit.summary if edit else "as tags.yml has them"
    count = len(report.changed)
    message = f"Tags: {summary}\n\n{count} page{'s' * (count != 1)} changed.\n"
    return replace(report, commit=commit_changes(config, storage, message, _NEXT_STEP, [TAGS_YML]))

"""The tags of pages that are there, given anew after the vocabulary changed. Of a page only its `tags:` change.

They are a function of what the page says, so that the way back is the vocabulary's way back: nothing here remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from backfile import images
from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.lock import Waiting
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.lists import names, update
from backfile.markup import sanitize
from backfile.markup.writer import Writer
from backfile.operations import commit as pending
from backfile.problems import SettingsError
from backfile.settings import yaml_files
from backfile.settings.layout import CATALOG, TAGS_YML
from backfile.settings.mkdocs_yml import Config
from backfile.tags import tagging, tags_yml
from backfile.tags.edit_tags_yml import EditError
from backfile.tags.vocabulary import Vocabulary, WordSequence

_LATER = "All is written; commit it with: backfile tags apply."

Progress = Callable[[int, int], None]
"""Told how many pages are done, of how many."""


@dataclass(frozen=True, slots=True)
class Change:
    """A page whose tags are, or would be, others."""

    page: str
    """Its path, from the archive's folder on."""
    headline: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retagged:
    """What giving tags anew did, or would do."""

    pages: int
    """How many were looked at."""
    changed: tuple[Change, ...]
    left_alone: tuple[Change, ...]
    """Pages that their owner edited: their tags are the owner's."""
    revision: str | None = None
    """The commit that holds the result; absent when nothing changed or commits are off."""
    uncommitted: str | None = None
    """Why git refused the commit, and what to do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of tags.yml that comes with the run."""

    change: Callable[[str], str]
    """The file's text -> what it is to be. Raises EditError where that makes no sense."""
    told: str
    """What it does, one clause for the commit."""
    labels: tuple[str, ...] = ()
    """The tags that it is about: each has to be one."""


def retag(
    config: Config,
    edit: Edit | None = None,
    progress: Progress = lambda done, total: None,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: Waiting | None = None,
) -> Retagged:
    """Give every page the tags that the vocabulary gives it, after `edit`, and bring the lists up to date.

    With `dry_run` nothing is written. `wait` is told that another run is waited for; without it LockedError is raised.
    Raises SettingsError for a vocabulary that cannot be used (then nothing is written either), StorageError when a file
    cannot be.
    """
    file = config.root / TAGS_YML
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("tags", wait), Catalog(config.root / CATALOG, config.docs) as catalog:
        catalog.sync()
        entries = list(catalog.entries())
        source, vocabulary = _edited(file, edit, {tag for entry in entries for tag in entry.tags})
        paths = [entry.path for entry in entries]
        changed: list[Change] = []
        left_alone: list[Change] = []
        for path, intact, article, tags in _tagged(paths, storage, config, vocabulary, progress):
            change = Change(storage.name(path), article.headline, article.tags, tags)
            (changed if intact else left_alone).append(change)
            if intact and not dry_run:
                storage.write_page(path, page.dump(replace(article, tags=tags)))
                catalog.note(path)
        done = Retagged(len(paths), tuple(changed), tuple(left_alone))
        if dry_run:
            return done
        if source is not None:
            # After the pages: a run that is cut short is run again, and is the same edit then.
            storage.write(file, source.encode())
        update.update(storage, catalog, config)
        return _commit(config, storage, done, edit) if commit and config.settings.commit else done


def _edited(file: Path, edit: Edit | None, used: set[str]) -> tuple[str | None, Vocabulary]:
    """Give the text that tags.yml is to have, if that is to be written, and the vocabulary. Raises SettingsError."""
    vocabulary = tags_yml.load(file)
    if edit is None:
        return None, vocabulary
    for label in edit.labels:
        if label not in used and vocabulary.term(label, WordSequence.of(label)) is None:
            raise SettingsError(
                f"No article has the tag `{label}`, and {file.name} has no such entry. See: backfile tags list"
            )
    try:
        source = edit.change(yaml_files.read_text(file))
    except EditError as error:
        raise SettingsError(str(error)) from error
    try:
        return source, tags_yml.parse(source, file)
    except SettingsError as error:
        raise SettingsError(f"{file.name} stays as it is, since it could not be used then. {error}") from error


def _tagged(
    paths: list[str], storage: Storage, config: Config, vocabulary: Vocabulary, progress: Progress
) -> Iterator[tuple[str, bool, Article, tuple[str, ...]]]:
    """Give pages whose tags are not what the vocabulary gives: path, whether it is unedited, article, tags."""
    writer = Writer(config.rendering.extensions, config.rendering.options)
    for done, path in enumerate(paths, start=1):
        text = storage.read_page(path)
        article = page.load(text)
        tags = tagging.tag(article, visible(article, writer), vocabulary, config.settings.tags_per_article)
        if tags != article.tags:
            yield path, page.read_seal(text).intact, article, tags
        progress(done, len(paths))


def visible(article: Article, writer: Writer) -> str:
    """Give the text of an article's page as its taggers were given it: blocks are separated by blank lines."""
    return sanitize.visible(sanitize.clean(writer.html(article.body), image_address=images.of_page))


def _commit(config: Config, storage: Storage, done: Retagged, edit: Edit | None) -> Retagged:
    told = edit.told if edit else "as tags.yml has them"
    count = len(done.changed)
    message = f"Tags: {told}\n\n{count} page{'s' * (count != 1)} changed.\n"
    revision, uncommitted = pending.record(config, storage, [TAGS_YML], message, _LATER)
    return replace(done, revision=revision, uncommitted=uncommitted)

"""Identity by the owner: which pages are one article, and which are not. Writes identity.yml, and joins two pages.

Of two pages that are one article the first one stays, with the text of the later save; the other one is removed. All
is one commit, which `git revert` undoes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from backfile.archive import identity, identity_yml
from backfile.archive.catalog import Catalog, open_catalog
from backfile.archive.lock import WaitListener
from backfile.archive.storage import Storage
from backfile.lists import names, update
from backfile.operations.commit import commit_changes
from backfile.operations.named_page import NamedPage, page_path, read_named
from backfile.problems import SettingsError
from backfile.report import Committed
from backfile.settings import yaml_files
from backfile.settings.layout import CATALOG, IDENTITY_YML
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The changes are written; commit identity.yml and the pages by hand."


class Action(StrEnum):
    """What the owner says about two pages."""

    SAME = identity_yml.SAME
    APART = identity_yml.APART
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Ruled:
    """The result of a statement about two pages, or of its dry run. Paths are relative to the archive's folder."""

    action: Action
    page: str
    other: str
    changed: bool
    """Whether identity.yml changes."""
    text_of: str | None = None
    """For pages that are joined, the one whose text the page has now."""
    removed: str | None = None
    """The page that is removed."""
    left_alone: tuple[str, ...] = ()
    """Pages that the owner edited: then both pages stay as they are."""
    commit: Committed = field(default_factory=Committed)


def list_rulings(config: Config) -> list[tuple[str, str, str]]:
    """Return what identity.yml says: `same` or `apart`, and two pages, relative to the archive's folder.

    A page that was moved is named as it is now, if the catalog knows it.
    """
    storage = Storage(config.root, config.docs)
    rulings = identity_yml.load(config.root / IDENTITY_YML)
    catalog = Catalog.to_read(config.root / CATALOG, config.docs)
    known: dict[str, list[str]] = {}
    if catalog is not None:
        with closing(catalog), suppress(sqlite3.Error):
            saves = {sha256 for ruling in rulings.by_page.values() for sha256 in ruling.saves}
            known = {sha256: _present(storage, catalog, sha256) for sha256 in saves}
    pairs = identity_yml.pairs(rulings, lambda sha256: known.get(sha256, ()))
    return [(action, storage.display_path(first), storage.display_path(second)) for action, first, second in pairs]


def _present(storage: Storage, catalog: Catalog, sha256: str) -> list[str]:
    """Return the pages, as the catalog knows them, that are made of an input and are there."""
    return [stored.path for stored in catalog.by_digest(sha256) if (storage.docs / stored.path).is_file()]


def rule(
    config: Config,
    action: Action,
    first: Path,
    second: Path,
    *,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> Ruled:
    """Write to identity.yml what two pages are to each other, and join them if they are the same article.

    With `dry_run` nothing is written. Raises NothingThereError for a page that does not exist, SettingsError for an
    identity.yml that is not valid, or would not be.
    """
    file = config.root / IDENTITY_YML
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    with storage.locked("identity", wait, looks=dry_run), open_catalog(storage) as catalog:
        catalog.sync()
        paths = [page_path(path, config) for path in (first, second)]
        if paths[0] == paths[1]:
            raise SettingsError(f"{first} and {second} are one page. Name two pages.")
        source = yaml_files.read_text(file)
        is_joined = action is Action.SAME and _is_joined(storage, identity_yml.parse(source, file), paths)
        pages = [] if action is Action.FORGET or is_joined else [read_named(storage, path) for path in paths]
        edited = source if is_joined else _edit(action, paths, pages)(source)
        identity_yml.parse(edited, file)
        result = Ruled(action, storage.display_path(paths[0]), storage.display_path(paths[1]), edited != source)
        if result.changed and not dry_run:  # First, because it tells what to do again if the run ends here.
            storage.write_file(file, edited.encode())
        if is_joined:
            result = replace(result, text_of=result.page, removed=result.other)
        elif action is Action.SAME:
            result = _join(storage, catalog, result, *pages, dry_run=dry_run)
        if dry_run:
            return result
        update.update(storage, catalog, config)
        return _commit(config, storage, result) if commit and config.settings.commit else result


def _is_joined(storage: Storage, rulings: identity_yml.Rulings, paths: Sequence[str]) -> bool:
    """Return whether two pages are joined already: identity.yml says so, and the second one is gone."""
    first, second = paths
    is_there, is_gone = (storage.docs / first).is_file(), not (storage.docs / second).exists()
    return is_there and is_gone and rulings.page_of(second) == first


def _edit(action: Action, paths: list[str], pages: list[NamedPage]) -> Callable[[str], str]:
    """Return the edit of identity.yml."""
    first, second = paths
    if action is Action.SAME:
        saves = [each.article.origin.sha256 for each in pages if each.article.origin.sha256]
        return lambda source: identity_yml.join(source, first, second, saves)
    if action is Action.APART:
        return lambda source: identity_yml.part(source, first, second)
    return lambda source: identity_yml.forget(source, first, second)


def _join(
    storage: Storage, catalog: Catalog, result: Ruled, first: NamedPage, second: NamedPage, *, dry_run: bool
) -> Ruled:
    """Write the text of the later save to the first page, and remove the second one; edited pages stay."""
    edited = tuple(storage.display_path(each.path) for each in (first, second) if not each.intact)
    if edited:
        return replace(result, left_alone=edited)
    later = first if identity.is_older(second.article, first.article) else second
    if not dry_run:
        if later is second:
            storage.write_page(first.path, second.text)
            catalog.update_page(first.path)
        storage.remove_page(second.path)
        catalog.sync()
    return replace(result, text_of=storage.display_path(later.path), removed=storage.display_path(second.path))


def _commit(config: Config, storage: Storage, result: Ruled) -> Ruled:
    verbs = {Action.SAME: "are one article", Action.APART: "are two articles", Action.FORGET: "are not ruled on"}
    message = f"Identity: {result.page} and {result.other} {verbs[result.action]}\n"
    own = [IDENTITY_YML, *([result.removed] if result.removed else [])]
    return replace(result, commit=commit_changes(config, storage, message, _NEXT_STEP, own))

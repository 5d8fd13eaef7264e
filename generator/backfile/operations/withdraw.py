"""Withdraw: an article leaves the archive and the site, and a tombstone keeps its address.

Its page becomes the tombstone; its originals, its images and a new text of it are removed, and so are the caches and
the built site, which have the text too. git still has it, so that `restore` can bring it back, unless it is purged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from backfile import images
from backfile.archive import git
from backfile.archive.catalog import open_catalog
from backfile.archive.git_history import committed_files, read_texts, versions_of
from backfile.archive.identity_sites import make_sites
from backfile.archive.lock import WaitListener, hold_lock
from backfile.archive.purge import Purged, is_part, refuse_purge
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, article_keys, dump_tombstone, has_text, load_tombstone, words_key
from backfile.i18n.catalogs import catalog_for
from backfile.lists import names, update
from backfile.markup.escape import escape
from backfile.markup.plain_text import one_line
from backfile.operations.article_texts import page_versions
from backfile.operations.commit import commit_changes
from backfile.operations.left_files import LeftFiles, find_left
from backfile.operations.named_page import NamedPage, page_path, read_named
from backfile.operations.purge_article import purge_article
from backfile.operations.retag import refuse_interrupted
from backfile.operations.withdrawn_files import ArticleFiles, find_files, images_elsewhere, pages_naming
from backfile.problems import GitError, SettingsError
from backfile.report import Committed
from backfile.settings.inside import read_bytes
from backfile.settings.layout import BUILDING, INCOMING
from backfile.settings.mkdocs_yml import Config

_NEXT_STEP = "The files are removed; commit the page and what was removed by hand."


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The result of a withdrawal, or of its dry run. Paths are relative to the archive's folder."""

    page: str
    """The page, which is the tombstone now."""
    sha256: str
    """Of the page as it was."""
    removed: tuple[str, ...]
    """The files that were removed."""
    shared: tuple[str, ...]
    """Other pages that were made from one of the removed originals; `reingest` cannot make them again."""
    unassigned: tuple[str, ...] = ()
    """Originals of no page, which stay, as in `ArticleFiles`. Saves of the article may be among them."""
    unread: tuple[str, ...] = ()
    """Originals of no page that could not be searched for the text, and stay."""
    naming: tuple[str, ...] = ()
    """Pages that are no articles and still link to it or have its headline, such as list pages that were edited."""
    site_removed: bool = False
    """Whether there was a built site, which was removed."""
    is_part: bool = False
    """Whether the archive is a folder of a larger repository, all commits of which a purge writes again."""
    purged: Purged | None = None
    """What was removed from git's history; None if nothing was."""
    commit: Committed = field(default_factory=Committed)


def withdraw(
    config: Config,
    named: Path,
    reason: str,
    today: date,
    *,
    purge: bool = False,
    impostor: bool = False,
    commit: bool = True,
    dry_run: bool = False,
    wait: WaitListener | None = None,
) -> Withdrawal:
    """Withdraw the article of a page. With `purge` its text is removed from all of git's history, too. As an `impostor`
    it keeps no other article away that has its address.

    Raises NothingThereError for what is no page, SettingsError without a reason, GitError where git cannot bring the
    text back, or cannot remove it.
    """
    reason = one_line(reason)
    if not reason:
        raise SettingsError("A withdrawal needs a reason, which its page will show. Give one with --reason.")
    names.load(config.root)
    storage = Storage(config.root, config.docs)
    building = nullcontext() if dry_run else hold_lock(config.root / BUILDING, "withdraw", wait)
    with storage.locked("withdraw", wait, looks=dry_run), building:
        path = page_path(named, config)
        refuse_interrupted(config, storage)
        commits = commit and config.settings.commit
        is_versioned = git.is_versioned(config.root)
        if purge and is_versioned:
            refuse_purge(config.root, commits=commits)
        options = {"purge": purge, "impostor": impostor}
        stone, result = _prepare(config, storage, path, reason, today, check=is_versioned, **options)
        result = replace(result, is_part=is_versioned and is_part(config.root))
        if dry_run:
            return replace(result, site_removed=config.site.is_dir() and any(config.site.iterdir()))
        result = _take_away(config, storage, path, stone, result, commits=commits)
        if purge and is_versioned and not result.commit.uncommitted:
            result = _purge(config, storage, path, stone, result)
    return result


def _take_away(
    config: Config, storage: Storage, path: str, stone: Tombstone, result: Withdrawal, *, commits: bool
) -> Withdrawal:
    """Write the tombstone, remove the files of the article, the caches and the built site, and commit."""
    with open_catalog(storage) as catalog:
        _write(config, storage, path, stone, result.removed)
        catalog.sync()
        update.update(storage, catalog, config)
    if commits:
        message = f"Withdraw: {one_line(result.page)}\n\nReason: {stone.reason}\n"
        result = replace(result, commit=commit_changes(config, storage, message, _NEXT_STEP, result.removed))
    result = replace(result, site_removed=storage.clear_site(config.site))
    storage.clear_cache()
    return result


def _prepare(
    config: Config, storage: Storage, path: str, reason: str, today: date, *, check: bool, purge: bool, impostor: bool
) -> tuple[Tombstone, Withdrawal]:
    """Return the tombstone of a page and what will be removed. The page may be a tombstone that is to be purged, or is
    found to be that of an impostor, or was not committed, because a withdrawal was interrupted.
    """
    storage.refuse_sparse_checkout()
    shown = storage.display_path(path)
    text = storage.read_page(path) if (storage.docs / path).is_file() else ""
    if old := load_tombstone(text):
        left = _left(config, storage, path, old)
        before = _removed_before(storage, path, old)
        is_committed = not (check and git.changed_files(config.root, [shown]))
        if not (purge or impostor or left.paths or before or has_text(text)) and is_committed:
            raise SettingsError(f"{shown} is withdrawn already. To remove its text from git's history, add --purge.")
        if left.paths and not purge:
            _refuse_unrecoverable(config.root, list(left.paths), is_versioned=check)
        stone = replace(old.as_impostor(), reason=reason) if impostor else old
        stone = replace(stone, saves=tuple(sorted({*old.saves, *left.saves})), purged=old.purged or purge)
        naming = pages_naming(storage, path, "")
        return stone, Withdrawal(shown, old.sha256, tuple(sorted({*left.paths, *before})), (), naming=naming)
    article = read_named(storage, path)
    if impostor and make_sites(config.settings.same_sites).is_from_own_site(article.article):
        raise SettingsError(f"{shown} was saved from the site of its address, so it is no impostor. Omit --impostor.")
    sha256 = hashlib.sha256(read_bytes(storage.docs / path, storage.docs)).hexdigest()
    with open_catalog(storage) as catalog:
        catalog.sync()
        files = find_files(storage, catalog, path, article.article, make_sites(config.settings.same_sites))
    if not purge:
        _refuse_unrecoverable(config.root, [shown, *files.paths], is_versioned=check)
    stone = _tombstone(config, article, reason, today, sha256, files)
    stone = stone.as_impostor() if impostor else stone
    naming = pages_naming(storage, path, article.article.headline)
    result = Withdrawal(shown, sha256, files.paths, files.shared, files.unassigned, files.unread, naming)
    return replace(stone, purged=purge), result


def _left(config: Config, storage: Storage, path: str, stone: Tombstone) -> LeftFiles:
    """Return what a merge left of an article that was withdrawn before."""
    with open_catalog(storage) as catalog:
        catalog.sync()
        former = {version.path for version in page_versions(storage, path)}
        return find_left(storage, path, stone, catalog.digests(), make_sites(config.settings.same_sites), former)


def _removed_before(storage: Storage, path: str, stone: Tombstone) -> tuple[str, ...]:
    """Return the files of a withdrawn article that are gone from the disk, while the last commit still has them."""
    if not git.is_versioned(storage.root):
        return ()
    texts = read_texts(storage.root, versions_of(storage.root, storage.display_path(path)))
    names = {
        name for _, text in texts if any(sha256 in text for sha256 in stone.saves) for name in images.find_names(text)
    }
    names -= images_elsewhere(storage, {path}) if names else set()
    own = [storage.docs / images.FOLDER / name for name in sorted(names)]
    files = [*map(storage.original_file, stone.saves), *own, storage.root / INCOMING / path]
    gone = [file.relative_to(storage.root).as_posix() for file in files if not file.exists()]
    return tuple(version.path for version in committed_files(storage.root, gone))


def _tombstone(
    config: Config, named: NamedPage, reason: str, today: date, sha256: str, files: ArticleFiles
) -> Tombstone:
    sites = make_sites(config.settings.same_sites)
    words = words_key(named.article)
    keys = tuple(sorted({*article_keys(named.article, sites), *([words] if words else [])}))
    return Tombstone(today, reason, sha256, files.saves, keys, sites.site(named.article.origin.host) or "")


def _refuse_unrecoverable(root: Path, paths: list[str], *, is_versioned: bool) -> None:
    """Raise GitError if git could not bring one of the files back."""
    purge = "To remove the article for good, use --purge."
    if not is_versioned:
        raise GitError(f"{root} is not in git, which keeps what is withdrawn, for restore. {purge}")
    committed = {version.path for version in committed_files(root, paths)}
    committed -= set(git.changed_files(root, paths))
    if missing := [path for path in paths if path not in committed]:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise GitError(f"git does not have {missing[0]}{others} as it is now. Commit it, and run again. {purge}")


def _write(config: Config, storage: Storage, path: str, stone: Tombstone, removed: Iterable[str]) -> None:
    """Write the tombstone, and remove the other files."""
    t = catalog_for(config.language)
    body = f"{t('withdrawn_on', day=t.day(stone.withdrawn))}\n\n{t('withdrawn_reason', reason=escape(stone.reason))}"
    storage.write_page(path, dump_tombstone(stone, t("withdrawn"), body))
    for name in removed:
        file = storage.root / name
        if file.is_file():
            storage.remove_file(file, storage.root / name.split("/")[0])


def _purge(config: Config, storage: Storage, path: str, stone: Tombstone, result: Withdrawal) -> Withdrawal:
    """Remove the text from git's history. The commit of the withdrawal has another hash then."""
    purged = purge_article(config, storage, path, stone)
    revision = git.head(config.root) if result.commit.revision else None
    return replace(result, purged=purged, commit=Committed(revision))

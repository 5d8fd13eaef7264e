"""What is left of an article that was withdrawn before: a merge with a clone that had other saves of it, or that put
its text into incoming/, keeps their originals and images, which the tombstone does not know.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backfile import images
from backfile.archive import git, page
from backfile.archive.git_history import read_texts, versions_of
from backfile.archive.identity_sites import Sites
from backfile.archive.purge import history_blobs
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, article_keys
from backfile.article import Article
from backfile.operations.article_texts import find_article_texts, load_article
from backfile.operations.withdrawn_files import image_names, images_elsewhere
from backfile.settings.layout import INCOMING


@dataclass(frozen=True, slots=True)
class LeftFiles:
    """What is left of a withdrawn article."""

    saves: tuple[str, ...] = ()
    """The digests of inputs whose originals are left."""
    paths: tuple[str, ...] = ()
    """The files, relative to the archive's folder, sorted."""


def find_left(
    storage: Storage,
    path: str,
    stone: Tombstone,
    inputs: Collection[str],
    sites: Sites,
    former: Collection[str] = (),
) -> LeftFiles:
    """Return what is left of the article of a tombstone. In: the tombstone's path under docs/; the digests of the
    inputs that other pages were made from, which are no part of it, nor are images that other pages show; the
    owner's sites; other paths that the page had, relative to the archive's folder.

    Raises GitError.
    """
    if not git.is_versioned(storage.root):
        return LeftFiles()
    articles = list(_former_articles(storage, {storage.display_path(path), *former}, stone, sites))
    originals = _originals(storage, articles, stone, inputs)
    if originals.keys() - {*stone.saves}:  # The texts of a page that stands may have been at the path.
        known = [article for article in articles if not article.origin.sha256]
        texts = find_article_texts(storage, path, history_blobs(storage.root), known, stone.saves, sites).own
        own = {article.origin.sha256 for article in map(load_article, texts.values()) if article}
        articles = [article for article in articles if article.origin.sha256 in own]
        originals = _originals(storage, articles, stone, inputs)
    names = {name for article in articles for name in image_names(article)}
    names -= images_elsewhere(storage, {path}) if names else set()
    others = [*(storage.docs / images.FOLDER / name for name in names), storage.root / INCOMING / path]
    files = [*originals.values(), *(file for file in others if file.is_file())]
    paths = sorted(file.relative_to(storage.root).as_posix() for file in files)
    return LeftFiles(tuple(originals), tuple(paths))


def _originals(
    storage: Storage, articles: Iterable[Article], stone: Tombstone, inputs: Collection[str]
) -> dict[str, Path]:
    """Return the originals that are left, by the digests of their inputs. In: as for `find_left`, and what the page was
    in git's history.
    """
    saves = {article.origin.sha256 for article in articles}.union(stone.saves).difference(inputs)
    hashes = sorted(sha256 for sha256 in saves if re.fullmatch("[0-9a-f]{64}", sha256))
    return {sha256: file for sha256 in hashes if (file := storage.original_file(sha256)).is_file()}


def _former_articles(storage: Storage, paths: Collection[str], stone: Tombstone, sites: Sites) -> Iterator[Article]:
    """Yield what the page was in git's history, also on a side that a merge did not take. Another article may have had
    the path: that one counts which has a key of the tombstone.
    """
    versions = {version.blob: version for path in sorted(paths) for version in versions_of(storage.root, path)}
    for _, text in read_texts(storage.root, versions.values()):
        with suppress(page.PageError):
            article = page.load(text)
            if not set(stone.keys).isdisjoint(article_keys(article, sites)):
                yield article

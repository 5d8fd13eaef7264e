"""The files that belong to an article and leave the archive with it: its originals, its images, a new text of it."""

from __future__ import annotations

import gzip
import html
import os
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from backfile import images
from backfile.archive import git, git_history, identity_yml, page
from backfile.archive.catalog import Catalog
from backfile.archive.digests import is_sha256
from backfile.archive.git_objects import read_blobs
from backfile.archive.identity_sites import Sites
from backfile.archive.identity_yml import Rulings
from backfile.archive.purge import history_blobs
from backfile.archive.seals import read_seal
from backfile.archive.storage import Storage
from backfile.archive.text_overlap import split_triples
from backfile.archive.tombstone import article_keys
from backfile.article import Article
from backfile.operations.article_texts import find_article_texts, load_article, markdown_blobs, page_versions
from backfile.settings.inside import files_inside, open_file, read_text
from backfile.settings.layout import IDENTITY_YML, INCOMING, ORIGINALS

_TAG = re.compile(r"<[^<>]*>")
_MOST_BYTES = 64 * 1024 * 1024
"""Larger originals without a page, when unpacked, are not searched for the text: all of it is in memory."""


@dataclass(frozen=True, slots=True)
class ArticleFiles:
    """The files of one article. Paths are relative to the archive's folder."""

    saves: tuple[str, ...]
    """The digests of its inputs, as in `Origin.sha256`, sorted."""
    paths: tuple[str, ...]
    """Its originals and images, and a new text of it in incoming/, as far as they exist; without its page."""
    shared: tuple[str, ...]
    """Other pages that were made from one of these originals."""
    unassigned: tuple[str, ...] = ()
    """Originals of no page, which stay: nothing but their text tells whose they were. With git, only those that never
    had a page and that have the article's address or headline, such as a save that was reported; and those of former
    texts of other pages, which are the same article.
    """
    unread: tuple[str, ...] = ()
    """Originals of no page that could not be read, or are too large to be searched: they stay."""


def find_files(storage: Storage, catalog: Catalog, path: str, article: Article, sites: Sites) -> ArticleFiles:
    """Return the files of the article whose page is at `path`, under docs/. Raises GitError."""
    blobs = history_blobs(storage.root) if git.is_versioned(storage.root) else {}
    found = find_article_texts(storage, path, blobs, [article], (), sites)
    texts = found.own
    waiting = dict(_waiting_texts(storage, path, article, sites))
    left = _search_originals(storage, catalog, article, markdown_blobs(blobs) - texts.keys(), waiting)
    # A text that waited may have become another page since.
    waited = {*waiting.values(), *_waited(storage, path, article, sites)} - set(catalog.digests())
    saves = {*_saves(storage, article, texts.values()), *left.own, *waited} - {""}
    others = {sha256: {stored.path for stored in catalog.by_digest(sha256)} - {path} for sha256 in saves}
    # An owner who copied a page by hand left the article in both. The saves of a former text of the other one stay.
    former = {sha256 for sha256 in _inputs(storage, found.alike) & saves if not others[sha256]}
    saves -= former
    originals = [storage.original_file(sha256) for sha256 in saves if is_sha256(sha256)]
    shared = {each for sha256 in saves for each in others[sha256]}
    own = [storage.docs / images.FOLDER / name for name in _own_images(storage, path, article)]
    files = [*originals, *own, *waiting]
    existing = sorted(file.relative_to(storage.root).as_posix() for file in files if file.is_file())
    unassigned, unread = (
        tuple(sorted({file.relative_to(storage.root).as_posix() for file in each} - set(existing)))
        for each in ({*left.unassigned, *_existing(storage, former)}, left.unread)
    )
    return ArticleFiles(
        tuple(sorted(saves)), tuple(existing), tuple(sorted(map(storage.display_path, shared))), unassigned, unread
    )


def _inputs(storage: Storage, blobs: Iterable[str]) -> set[str]:
    """Return the digests of the inputs of pages. In: git's hashes of their texts."""
    texts = (content.decode("utf-8", "replace") for _, content in read_blobs(storage.root, blobs))
    return {article.origin.sha256 for article in map(load_article, texts) if article}


def _existing(storage: Storage, saves: Iterable[str]) -> Iterator[Path]:
    """Yield the originals that exist. In: digests of inputs."""
    files = (storage.original_file(sha256) for sha256 in saves if is_sha256(sha256))
    yield from (file for file in files if file.is_file())


def _unassigned(storage: Storage, catalog: Catalog) -> list[Path]:
    """Return the originals of no page."""
    folder, known = storage.root / ORIGINALS, catalog.digests()
    return sorted(file for file in files_inside(folder, folder, ".gz") if _digest(file) not in known)


def _digest(original: Path) -> str:
    """Return the digest of the input that an original has."""
    return f"{original.parent.name}{original.name.removesuffix('.gz')}"


def _waiting_texts(storage: Storage, path: str, article: Article, sites: Sites) -> Iterator[tuple[Path, str]]:
    """Yield the new texts of a page in incoming/, and the digests of their inputs; empty for a text that is no page.

    Such a text has the path that the page had when it came in. At a path without a page it is one of this article if it
    has its address, its text or its record.
    """
    folder, keys = storage.root / INCOMING, set(article_keys(article, sites))
    for file in files_inside(folder, folder, ".md"):
        at = file.relative_to(folder).as_posix()
        new = None
        with suppress(OSError, page.PageError):
            new = page.load(read_text(file, folder))
        is_orphan = not (storage.docs / at).exists()
        if at == path or (new and is_orphan and keys & set(article_keys(new, sites))):
            yield file, new.origin.sha256 if new else ""


def _saves(storage: Storage, article: Article, texts: Iterable[str]) -> set[str]:
    """Return the digests of the saves of an article: of its texts in git's history, and of identity.yml. What that says
    of a page counts if it names one of them, wherever the page is now: another article may have got its path.
    """
    rulings: Rulings = identity_yml.load(storage.root / IDENTITY_YML)
    saves = {article.origin.sha256}
    for text in texts:
        with suppress(page.PageError):
            saves.add(page.load(text).origin.sha256)
    folder, pages = storage.root / ORIGINALS, {*map(rulings.page_of_save, saves)} - {None}
    originals = map(_digest, files_inside(folder, folder, ".gz"))
    return saves | {each for each in originals if rulings.page_of_save(each) in pages}


def _waited(storage: Storage, path: str, article: Article, sites: Sites) -> Iterator[str]:
    """Yield the digests of the inputs of texts that were in incoming/ for the page, in git's history of it."""
    if not git.is_versioned(storage.root):
        return
    keys, former = set(article_keys(article, sites)), [each.path for each in page_versions(storage, path)]
    paths = {path, *((storage.root / each).relative_to(storage.docs).as_posix() for each in former)}
    versions = (git_history.versions_of(storage.root, f"{INCOMING}/{each}") for each in sorted(paths))
    for _, text in git_history.read_texts(storage.root, chain.from_iterable(versions)):
        with suppress(page.PageError):
            if keys & set(article_keys(new := page.load(text), sites)):
                yield new.origin.sha256


@dataclass(frozen=True, slots=True)
class _Originals:
    """The originals of no page, as far as they concern an article."""

    own: frozenset[str]
    """The digests of those that have more than half of its text."""
    unassigned: tuple[Path, ...]
    """As in `ArticleFiles`, as `unread` is."""
    unread: tuple[Path, ...]


def _search_originals(
    storage: Storage, catalog: Catalog, article: Article, others: Collection[str], waiting: Collection[Path]
) -> _Originals:
    """Return the originals of no page that may be of an article. The saves of another page are not among them, also of
    one that waits in incoming/ or was removed: anybody can copy a text. In: git's hashes of texts that are not of the
    article; the files of its own in incoming/.
    """
    found: set[str] = set()
    left: dict[str, Path] = {}
    unread: list[Path] = []
    body, is_versioned = split_triples(article.body), git.is_versioned(storage.root)
    for file in _unassigned(storage, catalog):
        content = _read(file, storage.root / ORIGINALS)
        if content is None:
            unread.append(file)
        elif (body & split_triples(_plain_text(content))).total() * 2 > body.total():
            found.add(_digest(file))
        elif not is_versioned or _names(content, article):
            left[_digest(file)] = file
    of_others = _named_by(storage, {*found, *left}, others) | _of_others_waiting(storage, waiting)
    unassigned = (file for sha256, file in left.items() if sha256 not in of_others)
    return _Originals(frozenset(found - of_others), tuple(unassigned), tuple(unread))


def _names(content: bytes, article: Article) -> bool:
    """Return whether an original has the address or the headline of an article."""
    text = html.unescape(content.decode("utf-8", "replace")).replace("\\/", "/")
    address = (article.url or "").partition("://")[2]
    return any(each and each in text for each in (address, article.headline))


def _of_others_waiting(storage: Storage, own: Collection[Path]) -> set[str]:
    """Return the digests of the inputs of texts in incoming/ that are not of an article. In: the files of its own."""
    folder = storage.root / INCOMING
    files = (file for file in files_inside(folder, folder, ".md") if file not in own and file.is_file())
    articles = (load_article(read_text(file, folder)) for file in files)
    return {article.origin.sha256 for article in articles if article}


def _named_by(storage: Storage, digests: Collection[str], texts: Collection[str]) -> set[str]:
    """Return which digests of inputs some texts in git's history name. In: git's hashes of these texts."""
    wanted = {sha256.encode(): sha256 for sha256 in digests}
    contents = (content for _, content in read_blobs(storage.root, texts)) if wanted and texts else ()
    return {sha256 for content in contents for name, sha256 in wanted.items() if name in content}


def _read(original: Path, folder: Path) -> bytes | None:
    """Return the content of an original; None if it cannot be read, is damaged or too large."""
    try:
        with os.fdopen(open_file(original, folder), "rb") as packed, gzip.open(packed) as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return content if len(content) <= _MOST_BYTES else None


def _plain_text(content: bytes) -> str:
    return html.unescape(_TAG.sub(" ", content.decode("utf-8", "replace")))


def _own_images(storage: Storage, path: str, article: Article) -> set[str]:
    """Return the names of the images that no other page shows."""
    names = set(image_names(article))
    return names - images_elsewhere(storage, {path}) if names else names


def images_elsewhere(storage: Storage, left_out: Collection[str]) -> set[str]:
    """Return the names of the images that pages show: articles, pages of the owner, new texts in incoming/.

    In: paths of pages that do not count, under docs/.
    """
    found: set[str] = set()
    for folder in (storage.docs, storage.root / INCOMING):
        for file in files_inside(folder, folder, ".md"):
            if file.relative_to(folder).as_posix() not in left_out:
                with suppress(OSError):
                    found |= images.find_names(read_text(file, folder))
    return found


def pages_naming(storage: Storage, path: str, headline: str) -> tuple[str, ...]:
    """Return the pages that are no articles and link to the one at `path`, or have its headline, sorted: the owner's
    own pages, and list pages that were edited. Those that the program writes again are not among them.

    In: the path under docs/; the headline, empty if it is not known. Out: relative to the archive's folder.
    """
    found: list[str] = []
    for file in files_inside(storage.docs, storage.docs, ".md"):
        at = file.relative_to(storage.docs).as_posix()
        text = "" if at.startswith("articles/") or not file.is_file() else read_text(file, storage.docs)
        is_list = "\nkind:" in text and read_seal(text).intact
        if not is_list and (f"{path})" in text or (headline and headline in text.replace("\\", ""))):
            found.append(storage.display_path(at))
    return tuple(sorted(found))


def image_names(article: Article) -> frozenset[str]:
    """Return the names of the images of the archive that a page names or shows."""
    return frozenset({*article.origin.images.values(), *images.find_names(article.body)})

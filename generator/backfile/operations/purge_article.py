"""Which contents of git's history have the text of an article, and what takes their places.

Pages, originals and images of the article become stubs that name their digests (`archive.withdrawn_stub`). List pages
lose the items that link to it, and commit messages its headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from backfile import images
from backfile.archive import identity_yml, page
from backfile.archive.digests import is_sha256
from backfile.archive.git_objects import read_blobs, tree_blobs
from backfile.archive.identity_sites import Sites, make_sites
from backfile.archive.own_texts import own_texts
from backfile.archive.purge import Purged, history_blobs, rewrite_history
from backfile.archive.seals import with_seal
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, article_keys, load_tombstone
from backfile.archive.withdrawn_stub import is_stub, make_stub
from backfile.markup.plain_text import one_line
from backfile.operations.withdrawn_files import page_versions, versions_of_others
from backfile.settings.layout import IDENTITY_YML, INCOMING
from backfile.settings.mkdocs_yml import Config

WITHDRAWN = "(withdrawn)"
"""What stands in commit messages in place of a headline."""
_ITEM_MARKS = (b"+ ", b"~ ")
"""What an ingest's message has in front of the headlines of new and updated pages."""
_MIN_DISTINCT = 16
"""Minimum length of a headline that is replaced anywhere in a message, in bytes."""
_TRAILER = re.compile(rb"[A-Z][A-Za-z-]*: [0-9a-f]{10,64}(?: .*)?")


@dataclass(slots=True)
class _Article:
    """What is found of the article in the history."""

    pages: set[str] = field(default_factory=set)
    """The paths that its page had, relative to the archive's folder."""
    headlines: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    """Names of images."""
    saves: set[str] = field(default_factory=set)
    """The digests of its inputs."""
    alike: set[str] = field(default_factory=set)
    """Other pages of which a former text has its text, record, headline or input."""
    stubs: dict[str, bytes] = field(default_factory=dict)


def purge_article(config: Config, storage: Storage, path: str, stone: Tombstone) -> Purged:
    """Remove the article of a tombstone from git's history. In: the tombstone's path under docs/. Raises GitError."""
    blobs = history_blobs(config.root)
    found = _find_pages(config, storage, path, stone, blobs)
    originals = {
        storage.original_file(sha256).relative_to(config.root).as_posix()
        for sha256 in {*stone.saves, *found.saves}
        if is_sha256(sha256)
    }
    kept = {name for name in found.images if (storage.docs / images.FOLDER / name).is_file()}
    own = originals | {storage.display_path(f"{images.FOLDER}/{name}") for name in found.images - kept}
    binary = [blob for blob, paths in blobs.items() if paths & own]
    contents = {blob: make_stub(content) for blob, content in read_blobs(config.root, binary)}
    contents |= found.stubs
    contents |= dict(_edited_lists(config, storage, found, blobs))
    # What the last commit still has is a file of something else.
    kept_paths = [path for path, blob in tree_blobs(config.root, "HEAD", ["."]).items() if blob in contents]
    headlines = [headline.encode("utf-8", "replace") for headline in sorted(found.headlines, key=len, reverse=True)]
    purged = rewrite_history(config.root, contents, kept_paths, lambda message: edit_message(message, headlines))
    return replace(purged, alike=tuple(sorted(found.alike)))


def edit_message(message: bytes, headlines: Iterable[bytes]) -> bytes:
    """Return a commit message without some headlines. In: these, the longest first.

    A short headline, such as a number, also stands in digests and words: it is replaced only where it is an item of an
    ingest's list. No trailer is changed.
    """
    return b"\n".join(_edit_line(line, headlines) for line in message.split(b"\n"))


def _edit_line(line: bytes, headlines: Iterable[bytes]) -> bytes:
    if _TRAILER.fullmatch(line):
        return line
    mark, item = line[:2], line[2:]
    for headline in filter(None, headlines):
        if mark in _ITEM_MARKS and (item == headline or item.startswith(headline + b" (")):
            line = mark + WITHDRAWN.encode() + item[len(headline) :]
        elif len(headline) >= _MIN_DISTINCT:
            line = line.replace(headline, WITHDRAWN.encode())
    return line


def _find_pages(
    config: Config, storage: Storage, path: str, stone: Tombstone, blobs: Mapping[str, set[str]]
) -> _Article:
    """Return the versions of the article's page: at a path that it had, of one of its inputs, or with its text.

    A former text of a page that stands is that page's, whatever it has in common with the article: anybody can copy it.
    What another article had at one of the paths is not the article's.
    """
    sites = make_sites(config.settings.same_sites)
    folders = (storage.display_path("articles/"), f"{INCOMING}/")
    own = {storage.display_path(path), f"{INCOMING}/{path}"}
    pages = {blob for blob, paths in blobs.items() if any(_is_page(each, folders) for each in paths)}
    found = _Article(pages={storage.display_path(path)})
    at_path = [blob for blob, paths in blobs.items() if paths & own]
    texts = _texts_at_paths(storage, path, at_path)
    versions = _own_versions(storage, stone, texts, sites)
    others = versions_of_others(storage, path)
    keys = {key for key in stone.keys if not key.startswith("address:")}
    for blob, content in read_blobs(config.root, pages):
        text = content.decode("utf-8", "replace")
        if is_stub(content) or load_tombstone(text):
            continue
        article = None
        with suppress(page.PageError):
            article = page.load(text)
        is_own = blob in versions
        if article and blob not in texts:
            is_own = article.origin.sha256 in stone.saves or bool(keys & set(article_keys(article, sites)))
            if is_own and blob in others:
                found.alike.add(others[blob])
                continue
        if is_own:
            found.stubs[blob] = make_stub(content)
            found.pages |= {each for each in blobs[blob] if each.startswith(folders[0])}
        if is_own and article:
            found.headlines |= {article.headline, one_line(article.headline)}
            found.images |= set(article.origin.images.values())
            found.saves.add(article.origin.sha256)
    return found


def _texts_at_paths(storage: Storage, path: str, at_path: Iterable[str]) -> dict[str, str]:
    """Return the versions of a page, and the other texts that were at its path in any branch: git's hash -> text."""
    found = sorted({*at_path, *(version.blob for version in page_versions(storage, path))})
    return {blob: content.decode("utf-8", "replace") for blob, content in read_blobs(storage.root, found)}


def _own_versions(storage: Storage, stone: Tombstone, texts: Mapping[str, str], sites: Sites) -> frozenset[str]:
    """Return which texts are of a withdrawn article. A page without an input is told by its text."""
    rulings = identity_yml.load(storage.root / IDENTITY_YML)
    known = []
    for text in texts.values():
        with suppress(page.PageError):
            article = page.load(text)
            if not article.origin.sha256 and not set(stone.keys).isdisjoint(article_keys(article, sites)):
                known.append(article)
    return own_texts(texts, known, stone.saves, sites, rulings)


def _is_page(path: str, folders: Iterable[str]) -> bool:
    return path.endswith(".md") and path.startswith(tuple(folders))


def _edited_lists(
    config: Config, storage: Storage, found: _Article, blobs: Mapping[str, set[str]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the versions of list pages that link to the article, and what they are without these items."""
    docs, articles = storage.display_path(""), storage.display_path("articles/")
    lists = {
        blob
        for blob, paths in blobs.items()
        if any(path.startswith(f"{docs}/") and path.endswith(".md") and not path.startswith(articles) for path in paths)
    }
    ends = tuple(f"{path.removeprefix(f'{docs}/')})" for path in found.pages)
    for blob, content in read_blobs(config.root, lists):
        text = content.decode("utf-8", "replace")
        if "\nkind:" in text and any(end in text for end in ends):
            yield blob, with_seal("".join(_without_items(text.splitlines(keepends=True), ends))).encode()


def _without_items(lines: Iterable[str], ends: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a list page without the items that have a link to one of these paths."""
    is_left_out = False
    for line in lines:
        if any(end in line for end in ends):
            is_left_out = True
        elif not (is_left_out and line.startswith("    ")):
            is_left_out = False
            yield line

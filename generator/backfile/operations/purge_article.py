"""Which contents of git's history have the text of an article, and what takes their places.

Pages, originals and images of the article become stubs that name their digests (`archive.withdrawn_stub`). List pages
lose the items that link to it, and commit messages its headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from backfile import images
from backfile.archive.digests import is_sha256
from backfile.archive.git_objects import read_blobs, tree_blobs
from backfile.archive.identity_sites import Sites, make_sites
from backfile.archive.purge import Purged, history_blobs, rewrite_history
from backfile.archive.seals import with_seal
from backfile.archive.storage import Storage
from backfile.archive.tombstone import Tombstone, article_keys, common_key, is_as_written
from backfile.archive.withdrawn_stub import is_stub, make_stub
from backfile.article import Article
from backfile.markup.plain_text import one_line
from backfile.operations.article_texts import (
    blobs_at_path,
    find_article_texts,
    load_article,
    own_folders,
    own_markdown,
)
from backfile.settings.layout import INCOMING
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

    places: set[str] = field(default_factory=set)
    """The paths that its page had under docs/."""
    headlines: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    """Names of images."""
    saves: set[str] = field(default_factory=set)
    """The digests of its inputs."""
    alike: set[str] = field(default_factory=set)
    """Other pages of which a former text has its text, record or input."""
    stubs: dict[str, bytes] = field(default_factory=dict)

    def add(self, blob: str, content: bytes, article: Article | None, paths: Iterable[str]) -> None:
        """Take a version of the page. In: git's hash, the content, what it says, and the paths that had it."""
        self.stubs[blob] = make_stub(content)
        self.places |= {_place(path) for path in paths if not path.startswith(f"{INCOMING}/")}
        if article:
            self.headlines |= {article.headline, one_line(article.headline)}
            self.images |= set(article.origin.images.values())
            self.saves.add(article.origin.sha256)


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
    own = originals | {f"{images.FOLDER}/{name}" for name in found.images - kept}
    binary = [blob for blob, paths in blobs.items() if not own.isdisjoint(map(_file, paths))]
    contents = {blob: make_stub(content) for blob, content in read_blobs(config.root, binary) if not is_stub(content)}
    contents |= found.stubs
    contents |= dict(_edited_lists(storage, path, found, blobs))
    # What the last commit still has is a file of something else, as is what never was a file of this archive.
    kept_paths = {path for path, blob in tree_blobs(config.root, "HEAD", ["."]).items() if blob in contents}
    folders = own_folders(storage, blobs)
    kept_paths |= {path for blob in contents for path in blobs[blob] if not path.startswith(folders)}
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
    """Return the versions of the article's page: those that `find_article_texts` finds, and others of one of its
    inputs, or with its text.
    """
    sites = make_sites(config.settings.same_sites)
    known = [article for article in _former_articles(storage, path, blobs) if _is_by_text(article, stone, sites)]
    texts = find_article_texts(storage, path, blobs, known, stone.saves, sites)
    found = _Article(places={path}, alike=set(texts.alike.values()))
    days = {day for text in texts.own.values() if (own := load_article(text)) and (day := _day(own))}
    keys = {key for key in stone.keys if not key.startswith("address:")}
    for blob, content in read_blobs(config.root, own_markdown(storage, blobs)):
        text = content.decode("utf-8", "replace")
        if is_stub(content) or is_as_written(text):
            continue
        article, is_own = load_article(text), blob in texts.own
        if article and not is_own and blob not in texts.at_path:
            shared = keys & set(article_keys(article, sites))
            is_own = article.origin.sha256 in stone.saves or bool(shared)
            if is_own and blob in texts.of_others:
                # Many articles can have one headline and source.
                is_common = article.origin.sha256 not in stone.saves and shared == {common_key(article)}
                if not is_common or _day(article) in days:
                    found.alike.add(texts.of_others[blob])
                continue
        if is_own:
            found.add(blob, content, article, blobs[blob])
    return found


def _former_articles(storage: Storage, path: str, blobs: Mapping[str, set[str]]) -> Iterator[Article]:
    """Yield what was at the path of a page, and at its former ones."""
    contents = read_blobs(storage.root, blobs_at_path(storage, path, blobs))
    texts = (content.decode("utf-8", "replace") for _, content in contents)
    yield from filter(None, map(load_article, texts))


def _is_by_text(article: Article, stone: Tombstone, sites: Sites) -> bool:
    """Return whether an article without an input is the withdrawn one, which its text tells."""
    return not article.origin.sha256 and not set(stone.keys).isdisjoint(article_keys(article, sites))


def _day(article: Article) -> str:
    """Return the day on which an article was published; empty if it is not known."""
    return str(article.published or "")[:10]


def _place(path: str) -> str:
    """Return the path of a page under docs/, as links have it. In: its path now or formerly, when docs/ may have had
    another name.
    """
    return "".join(path.partition("articles/")[1:]) or path


def _file(path: str) -> str:
    """Return the path of an image from its folder on, whatever name docs/ had; other paths as they are."""
    _, folder, name = path.rpartition(f"{images.FOLDER}/")
    return folder + name if images.NAME.fullmatch(name) else path


def _edited_lists(
    storage: Storage, path: str, found: _Article, blobs: Mapping[str, set[str]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the versions of list pages that link to the article, and what they are without these items."""
    others = {place for place in found.places - {path} if (storage.docs / place).is_file()}
    links = _Links(
        tuple(f"{place})" for place in found.places - others),
        tuple(f"{place})" for place in others),
        tuple(filter(None, found.headlines)),
    )
    pages = own_markdown(storage, blobs)
    lists = {blob for blob, paths in pages.items() if not all("/articles/" in path for path in paths)}
    for blob, content in read_blobs(storage.root, lists - found.stubs.keys()):
        text = content.decode("utf-8", "replace")
        if "\nkind:" in text.partition("\n---\n")[0] and any(
            map(links.are_in, lines := text.splitlines(keepends=True))
        ):
            yield blob, with_seal("".join(_without_items(lines, links))).encode()


@dataclass(frozen=True, slots=True)
class _Links:
    """How the lines of list pages link to the article."""

    ends: tuple[str, ...]
    """The ends of links to its paths."""
    contested: tuple[str, ...]
    """The ends of links to paths at which another page is now. There, the headline tells which page is meant."""
    headlines: tuple[str, ...]

    def are_in(self, line: str) -> bool:
        """Return whether a line links to the article."""
        if any(end in line for end in self.ends):
            return True
        if not any(end in line for end in self.contested):
            return False
        plain = line.replace("\\", "")
        return any(headline in plain for headline in self.headlines)


def _without_items(lines: Iterable[str], links: _Links) -> Iterator[str]:
    """Yield the lines of a list page without the items that link to the article."""
    is_left_out = False
    for line in lines:
        if links.are_in(line):
            is_left_out = True
        elif not (is_left_out and line.startswith("    ")):
            is_left_out = False
            yield line

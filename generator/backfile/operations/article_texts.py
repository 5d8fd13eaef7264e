"""Which texts in git's history are of one article: in all commits of all branches and tags, wherever its page was.

The trail of a page does not lead to all of them: an undo took a text back, another branch has a save of it at a former
path, its owner exchanged its path with another page's, or the folder of the pages had another name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field

from backfile.archive import identity_yml, page
from backfile.archive.former_docs import DOCS, docs_name
from backfile.archive.git_history import FileVersion
from backfile.archive.git_objects import read_blobs
from backfile.archive.identity_sites import Sites
from backfile.archive.own_texts import own_texts
from backfile.archive.revisions.former_paths import other_versions, own_versions
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.operations.naming_lines import digest_line, naming_lines, url_line
from backfile.settings.inside import files_inside
from backfile.settings.layout import IDENTITY_YML, INCOMING, MKDOCS_YML, ORIGINALS


@dataclass(frozen=True, slots=True)
class ArticleTexts:
    """Texts in git's history: git's hash -> text."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Those of the article, and those at its path that cannot be read."""
    alike: Mapping[str, str] = field(default_factory=dict)
    """Former texts of pages that stand, which agree with the article as a copy does: git's hash -> page."""
    of_others: Mapping[str, str] = field(default_factory=dict)
    """All texts of other pages that stand: git's hash -> page."""
    at_path: Set[str] = frozenset()
    """git's hashes of all texts that the page's trail has, or that were at its path in any branch."""


class _Search:
    """The search for the texts of the article of one page."""

    def __init__(self, storage: Storage, path: str, known: Iterable[Article], inputs: Iterable[str], sites: Sites):
        self._storage = storage
        self._path = path
        self._known = list(known)
        self._inputs = {*inputs} - {""}
        self._sites = sites
        self._rulings = identity_yml.load(storage.root / IDENTITY_YML)

    def find(self, blobs: Mapping[str, Set[str]]) -> ArticleTexts:
        """Return the texts. In: what `history_blobs` returns."""
        at_path = blobs_at_path(self._storage, self._path, blobs)
        by_line = self._read_lines(own_markdown(self._storage, blobs).keys() - at_path)
        texts = self._read(at_path)
        own = self._own(texts)
        while new := self._near(own, texts, by_line) - texts.keys():
            texts |= {blob: text for blob, text in self._read(new).items() if load_article(text)}
            own = self._own(texts)
        of_others = versions_of_others(self._storage, self._path)
        alike = self._alike(own, of_others)
        own = {blob: text for blob, text in own.items() if blob not in alike}
        return ArticleTexts(own, alike, of_others, frozenset(at_path))

    def _own(self, texts: Mapping[str, str]) -> dict[str, str]:
        own = own_texts(texts, self._known, self._inputs, self._sites, self._rulings)
        return {blob: texts[blob] for blob in own}

    def _near(self, own: Mapping[str, str], texts: Mapping[str, str], by_line: Mapping[str, list[str]]) -> set[str]:
        """Return the other texts that have a line of one of the article's."""
        lines = {line for text in own.values() if load_article(text) for line in naming_lines(text)}
        lines |= set(map(digest_line, self._inputs))
        for article in self._known:
            lines |= {url_line(article.url or ""), digest_line(article.origin.sha256)}
        return {blob for line in lines for blob in by_line.get(line, ()) if blob not in texts}

    def _read_lines(self, blobs: Iterable[str]) -> dict[str, list[str]]:
        by_line = defaultdict[str, list[str]](list)
        for blob, content in read_blobs(self._storage.root, blobs):
            for line in naming_lines(content.partition(b"\n---")[0].decode("utf-8", "replace")):
                by_line[line].append(blob)
        return by_line

    def _read(self, blobs: Iterable[str]) -> dict[str, str]:
        return {blob: content.decode("utf-8", "replace") for blob, content in read_blobs(self._storage.root, blobs)}

    def _alike(self, texts: Mapping[str, str], of_others: Mapping[str, str]) -> dict[str, str]:
        """Return which texts are former ones of a page that stands and has its article: git's hash -> that page.

        In: the texts, and those of other pages.
        """
        by_page = defaultdict[str, dict[str, str]](dict)
        for blob in texts.keys() & of_others.keys():
            by_page[of_others[blob]][blob] = texts[blob]
        found: dict[str, str] = {}
        for name, former in by_page.items():
            article = load_article(self._storage.read_page(name.removeprefix(f"{self._storage.display_path('')}/")))
            own = own_texts(former, [article], (), self._sites, self._rulings) if article else former.keys()
            found |= dict.fromkeys(own, name)
        return found


def find_article_texts(
    storage: Storage,
    path: str,
    blobs: Mapping[str, Set[str]],
    known: Iterable[Article],
    inputs: Iterable[str],
    sites: Sites,
) -> ArticleTexts:
    """Return the texts of the article whose page is at `path`, under docs/. Raises GitError.

    In: what `history_blobs` returns; texts and digests of inputs that are known to be of the article; the owner's
    sites. A former text of a page that stands is that page's, whatever it has in common with the article: anybody can
    copy it. What another article had at one of the paths is not the article's.
    """
    return _Search(storage, path, known, inputs, sites).find(blobs)


def blobs_at_path(storage: Storage, path: str, blobs: Mapping[str, Set[str]]) -> set[str]:
    """Return git's hashes of all texts that the trail of a page has, or that were at its path in any branch.

    In: its path under docs/; what `history_blobs` returns.
    """
    places = {storage.display_path(path), f"{INCOMING}/{path}"}
    found = {blob for blob, paths in blobs.items() if paths & places}
    return found | {version.blob for version in page_versions(storage, path)}


def versions_of_others(storage: Storage, path: str) -> dict[str, str]:
    """Return the texts that other pages have in git's history: git's hash -> the page.

    In: the path of a page under docs/. Pages that were joined with it are no others. Out: relative to the archive.
    """
    present, folder = _present(storage), storage.display_path("articles")
    own = {path, *identity_yml.load(storage.root / IDENTITY_YML).joined_with(path)}
    versions = other_versions(storage.root, folder, set(map(storage.display_path, own)), present)
    return {version.blob: page for page, version in versions}


def _present(storage: Storage) -> set[str]:
    """Return the paths of all pages, relative to the archive's folder."""
    articles = storage.docs / "articles"
    files = (file.relative_to(storage.docs).as_posix() for file in files_inside(articles, articles, ".md"))
    return set(map(storage.display_path, files))


def page_versions(storage: Storage, path: str) -> Iterator[FileVersion]:
    """Yield the versions of a page in git's history, at all paths that it had, and of pages that were joined with it.

    In: its path under docs/.
    """
    present, folder = _present(storage), storage.display_path("articles")
    for each in (path, *identity_yml.load(storage.root / IDENTITY_YML).joined_with(path)):
        for version in own_versions(storage.root, folder, storage.display_path(each), present):
            yield FileVersion(version.path, version.commit.revision, version.blob)


def markdown_blobs(blobs: Mapping[str, Set[str]]) -> set[str]:
    """Return git's hashes of all Markdown, wherever it was. In: what `history_blobs` returns."""
    return {blob for blob, paths in blobs.items() if any(path.endswith(".md") for path in paths)}


def own_markdown(storage: Storage, blobs: Mapping[str, Set[str]]) -> dict[str, Set[str]]:
    """Return the Markdown of an archive in git's history, in docs/, also under the names that it had, and in incoming/:
    git's hash -> paths. That of another archive in a folder of this one is none of it; what is beside the archive,
    which may have been another folder of the repository, is.
    """
    folders = (*own_folders(storage, blobs), "../")
    found = {
        blob: frozenset(path for path in paths if path.endswith(".md") and path.startswith(folders))
        for blob, paths in blobs.items()
    }
    return {blob: paths for blob, paths in found.items() if paths}


def own_folders(storage: Storage, blobs: Mapping[str, Set[str]]) -> tuple[str, ...]:
    """Return the folders of pages, texts that wait and originals of an archive, also under the names that docs/ had,
    relative to the archive's folder and with `/` at the end.
    """
    settings = [blob for blob, paths in blobs.items() if MKDOCS_YML in paths]
    texts = (content.decode("utf-8", "replace") for _, content in read_blobs(storage.root, settings))
    docs = set(map(docs_name, texts))
    names = {storage.display_path(""), DOCS, *docs, INCOMING, ORIGINALS} - {"", "."}
    return tuple(f"{name}/" for name in sorted(names))


def load_article(text: str) -> Article | None:
    """Return the article of a page; None if it is not one."""
    with suppress(page.PageError):
        return page.load(text)
    return None

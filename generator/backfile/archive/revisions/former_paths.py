"""Where pages were before: their former paths, from git's history, and from moves that are not committed yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from pathlib import Path

from backfile.archive.git_history import FileVersion, read_texts
from backfile.archive.revisions.history import uncommitted_text
from backfile.archive.revisions.page_facts import PageFacts, read_facts
from backfile.archive.revisions.trails import PageVersion, Trails, read_trails


def former_paths(root: Path, trails: Trails, present: Set[str], moved: Mapping[str, str]) -> dict[str, str]:
    """Return the former paths of pages: path -> the page's path now. No page is at a former path.

    If several pages had a path, it is that of the page that left it last. git takes a page for moved if half of it
    agrees; here it must be the same article.

    In: the archive's folder `root`; the paths of all pages; the moves that are not committed. All paths are relative to
    `root`. Raises GitError.
    """
    found: dict[str, str] = {}
    trusted = _same_articles(root, trails.pages.values())
    for path in sorted(trails.pages):
        page = moved.get(path, path)
        for former in {each.path for each in _own(trails.pages[path], trusted)} if page in present else ():
            if former not in present and (former not in found or trails.now(former) == path):
                found[former] = page
    return found


def own_versions(root: Path, folder: str, page: str, present: Set[str]) -> Sequence[PageVersion]:
    """Return the versions of a page in git's history, from the last move on that was of another article.

    In: the archive's folder `root`; the folder of the pages, the page, and the paths of all pages, relative to `root`.
    Out: the oldest first; none without git. Raises GitError.
    """
    trails = read_trails(root, folder)
    moved = uncommitted_moves(root, folder, trails, present)
    versions = trails.pages.get(next((was for was, now in moved.items() if now == page), page), [])
    return _own(versions, _same_articles(root, [versions]))


def other_versions(root: Path, folder: str, pages: Set[str], present: Set[str]) -> Iterator[tuple[str, PageVersion]]:
    """Yield the versions that other pages have in git's history, each with the page as it is named now.

    In: as for `own_versions`, and the pages that are left out.
    """
    trails = read_trails(root, folder)
    moved = uncommitted_moves(root, folder, trails, present)
    trusted = _same_articles(root, trails.pages.values())
    for path, versions in trails.pages.items():
        page = moved.get(path, path)
        if page in present and page not in pages:
            yield from ((page, version) for version in _own(versions, trusted))


def _same_articles(root: Path, trails: Iterable[Sequence[PageVersion]]) -> frozenset[tuple[str, str]]:
    """Return the texts, by git's hashes, between which a page was moved and edited, if both are of one article."""
    moves = [pair for versions in trails for pair in pairwise(versions) if pair[0].path != pair[1].path]
    pairs = {(before.blob, after.blob) for before, after in moves if before.blob != after.blob}
    blobs = sorted({blob for pair in pairs for blob in pair})
    facts = {version.blob: read_facts(text) for version, text in read_texts(root, [_version(blob) for blob in blobs])}
    return frozenset(pair for pair in pairs if _is_same(facts[pair[0]], facts[pair[1]]))


def _is_same(before: PageFacts, after: PageFacts) -> bool:
    """Return whether two texts are of one article: they have an input or a headline in common."""
    return bool(before.original and before.original == after.original) or bool(
        before.title and before.title == after.title
    )


def _own(versions: Sequence[PageVersion], trusted: Set[tuple[str, str]]) -> Sequence[PageVersion]:
    """Return the versions of a page from the last move on that was of another article."""
    for number, (before, after) in reversed([*enumerate(pairwise(versions), start=1)]):
        is_edited = before.path != after.path and before.blob != after.blob
        if is_edited and (before.blob, after.blob) not in trusted:
            return versions[number:]
    return versions


def _version(blob: str) -> FileVersion:
    return FileVersion("", "", blob)


def uncommitted_moves(root: Path, folder: str, trails: Trails, present: Set[str]) -> dict[str, str]:
    """Return which pages of the last commit have another path on the disk: path in the commit -> path on the disk.

    A page is another one's if its text is the same, or was made from the same input, and no third page is such. In: the
    folder of the pages, relative to the archive's folder `root`; the paths of all pages. Raises GitError.
    """
    head = trails.last_files(root, folder) if trails.pages else {}
    gone = {path: blob for path, blob in head.items() if path not in present}
    new = [path for path in sorted(present) if path not in head]
    if not (gone and new):
        return {}
    texts = read_texts(root, [FileVersion(path, "", blob) for path, blob in gone.items()])
    before = {version.path: read_facts(text) for version, text in texts}
    after = {path: read_facts(text) for path in new if (text := uncommitted_text(root, path)) is not None}
    return dict([*_pairs(before, after, "original"), *_pairs(before, after, "digest")])


def _pairs(before: Mapping[str, PageFacts], after: Mapping[str, PageFacts], name: str) -> Iterator[tuple[str, str]]:
    """Yield the old and the new path of pages that alone have a fact in common."""
    old, new = (_by_fact(pages, name) for pages in (before, after))
    yield from ((path, new[value]) for value, path in old.items() if value in new)


def _by_fact(pages: Mapping[str, PageFacts], name: str) -> dict[str, str]:
    """Return the paths of pages by a fact that no other page has."""
    values: Iterable[tuple[str, str]] = [(getattr(facts, name), path) for path, facts in pages.items()]
    count = Counter(value for value, _ in values)
    return {value: path for value, path in values if value and count[value] == 1}

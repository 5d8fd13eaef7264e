"""What a run adds to git's history beside the texts on the disk: earlier revisions of pages, and pages that owners
edited, each of which gets the edit and the new text as commits of their own before it gets both.

Owns which commits these are and their order. How they are made is in `archive.git_revisions`, how texts are merged in
`archive.page_merge`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from backfile import images
from backfile.archive import git, page
from backfile.archive.committed_pages import CommittedPages
from backfile.archive.git_merge import merge_lines
from backfile.archive.git_revisions import RevisionCommit, TextVersion, add_commits, author_date, can_add_revisions
from backfile.archive.identity_sites import make_sites
from backfile.archive.page_merge import Merged, merge_pages
from backfile.archive.storage import Storage
from backfile.operations.commit_message import write_message
from backfile.operations.moved_pages import find_moves
from backfile.operations.spilled_texts import SpilledTexts
from backfile.problems import GitError
from backfile.settings.inside import is_inside, read_text
from backfile.settings.layout import INCOMING, ORIGINALS
from backfile.settings.mkdocs_yml import Config

_NO_BASE = "the text that it was edited from is in no commit"


@dataclass(frozen=True, slots=True)
class Revision:
    """A text of a page that only history gets."""

    load: Callable[[], str]
    """Return the text."""
    saved: float = float("-inf")
    """When it was saved, in seconds since 1970."""
    is_new: bool = False
    """Whether it is the first text of its page."""
    files: tuple[str, ...] = ()
    """Its original and its images, relative to the archive's folder."""


@dataclass(frozen=True, slots=True)
class _Merge:
    """A page with an owner's edit, and the text that it will have."""

    own: bytes
    """A digest of the owner's text."""
    load: Callable[[], str]
    """Return the merged text."""


class RevisionCommits:
    """The history of one archive, which a run reads and adds to. Paths of pages are under docs/."""

    def __init__(self, config: Config, storage: Storage, texts: SpilledTexts) -> None:
        """Take also where merged texts can wait."""
        self._texts = texts
        self._root = config.root
        self._sites = make_sites(config.settings.same_sites)
        self._docs = config.docs.relative_to(config.root).as_posix()
        self._storage = storage
        self._committed = CommittedPages(config.root, (f"{self._docs}/articles", INCOMING))
        self._revisions: dict[str, list[Revision]] = {}
        self._merges: dict[str, _Merge] = {}
        self.levels = 0
        """The number of commits before that of the texts on the disk, without those of edits by hand."""

    def order(self, sha256: str) -> int | None:
        """Return the order of a save among those that are in commits, as in `CommittedPages`. Raises GitError."""
        return self._committed.order(sha256)

    def has_made(self, seal: str) -> bool:
        """Return whether a commit has the text that the program wrote with a seal. Raises GitError."""
        return self._committed.sealed_text(seal) is not None

    def add(self, path: str, revisions: Sequence[Revision]) -> None:
        """Add revisions of a page, which came before the text on the disk, the oldest first."""
        if revisions:
            self._revisions.setdefault(path, []).extend(revisions)

    def is_unsaved(self, path: str, text: str) -> bool:
        """Return whether a page on the disk has a text that no commit has, or was moved. In: that text.

        Raises GitError.
        """
        file = f"{self._docs}/{path}"
        return file in self._moves or (file in self._changed and not self._committed.has_text(text))

    def merge(self, path: str, own: str, new: str) -> tuple[str, ...]:
        """Merge a new text into a page that its owner edited. Return what is in conflict, as names; none: it waits.

        In: the text of the page, and the new one, which must be added as a revision. Raises GitError.
        """
        merged = self._merge(path, own, new)
        if merged.text is None:
            return merged.conflicts
        self._merges[path] = _Merge(_digest(own), self._texts.add(merged.text))
        return ()

    def _merge(self, path: str, own: str, new: str) -> Merged:
        base = self.made_text(path, page.read_seal(own).value)
        if base is None:
            return Merged(None, (_NO_BASE,))
        return merge_pages(base, own, new, partial(merge_lines, self._storage.scratch("merge")))

    def made_text(self, path: str, seal: str) -> str | None:
        """Return the text with a seal, as the program made it: of a commit, or one that waits in incoming/.

        In: the page that bears the seal. Raises GitError.
        """
        waiting = self._storage.root / INCOMING / path
        if is_inside(waiting, self._storage.root / INCOMING) and waiting.is_file():
            text = read_text(waiting, self._storage.root / INCOMING)
            found = page.read_seal(text)
            if found.intact and found.value == seal:
                return text
        return self._committed.sealed_text(seal) if seal else None

    def commit(self, job: str, next_step: str) -> list[str]:
        """Commit what was added. Return the hashes of the commits, the first first. Raises GitError.

        In: how the messages begin, as in `Ingest`.
        """
        edits = [path for path in {**self._merges, **self._revisions} if self._is_edit(path)]
        made = [self._commit_edits(edits, next_step)] if edits else []
        commits = list(self._commits(job))
        self.levels = len(commits)
        return [
            *filter(None, made),
            *(add_commits(self._root, self._storage.docs, commits, next_step) if commits else ()),
        ]

    def write_merged(self) -> Iterator[tuple[str, bool]]:
        """Write the merged pages. Yield the path of each, and whether it was written: not if it was edited meanwhile.

        Raises StorageError.
        """
        for path, merge in self._merges.items():
            is_same = _digest(self._storage.read_page(path)) == merge.own
            if is_same:
                self._storage.write_page(path, merge.load())
                waiting = self._storage.root / INCOMING / path
                if waiting.is_file():
                    self._storage.remove_file(waiting, self._storage.root)
            yield path, is_same

    @cached_property
    def _changed(self) -> frozenset[str]:
        """Return the pages that differ from the last commit, as they are at the first question."""
        return frozenset(git.changed_files(self._root, [f"{self._docs}/articles"]))

    @cached_property
    def _moves(self) -> dict[str, list[str]]:
        """Return the pages that their owner moved, as in `find_moves`, as they are at the first question."""
        return find_moves(self._root, self._storage.docs, sorted(self._changed), self._sites)

    def _is_edit(self, path: str) -> bool:
        """Return whether a page gets a commit as its owner edited it: of a page that is not merged, if it was moved."""
        is_moved = f"{self._docs}/{path}" in self._moves and self._is_edited(path)
        return is_moved or (path in self._merges and self.is_unsaved(path, self._storage.read_page(path)))

    def _commit_edits(self, paths: Sequence[str], next_step: str) -> str | None:
        """Commit pages as their owner edited them."""
        summary = f"Edit by hand: {len(paths)} page{'s' * (len(paths) != 1)}"
        message = write_message(summary, [("~", partial(self._storage.read_page, path)) for path in paths])
        files = [f"{self._docs}/{path}" for path in paths]
        olds = [old for file in files for old in self._moves.pop(file, ())]
        return git.commit(self._root, [*files, *olds], message, next_step)

    def _commits(self, job: str) -> Iterator[RevisionCommit]:
        """Yield the commits: the last has the last revision of each page, the one before it those before these."""
        levels, files = max(map(len, self._revisions.values()), default=0), self._unsaved_files()
        restored = [path for path in self._revisions if path not in self._merges and self._is_edited(path)]
        total = levels + bool(restored) + 1
        for level in range(levels):
            at_level = {
                path: revisions[level - levels + len(revisions)]
                for path, revisions in self._revisions.items()
                if level >= levels - len(revisions)
            }
            new = sum(revision.is_new for revision in at_level.values())
            counts = [f"{new} new"] * bool(new) + [f"{len(at_level) - new} revised"] * (new < len(at_level))
            summary = f"{job}, revision {level + 1} of {total}: {', '.join(counts)}"
            marked = [("+" if revision.is_new else "~", revision.load) for revision in at_level.values()]
            versions = [TextVersion(f"{self._docs}/{path}", revision.load) for path, revision in at_level.items()]
            own_files = [file for each in at_level.values() for file in each.files if file in files]
            files -= set(own_files)
            yield RevisionCommit(
                write_message(summary, marked),
                author_date(revision.saved for revision in at_level.values()),
                versions,
                list(dict.fromkeys(own_files)),
                removed=[old for each in versions for old in self._moves.pop(each.path, ())],
            )
        if restored:
            texts = f"your text of {len(restored)} page{'s' * (len(restored) != 1)} again"
            summary = f"{job}, revision {total - 1} of {total}: {texts}"
            yield RevisionCommit(f"{summary}\n", None, restored=[f"{self._docs}/{path}" for path in restored])

    def _is_edited(self, path: str) -> bool:
        return not page.read_seal(self._storage.read_page(path)).intact

    def _unsaved_files(self) -> set[str]:
        """Return the originals and images that are not in the last commit, and that git does not ignore."""
        if not any(revision.files for revisions in self._revisions.values() for revision in revisions):
            return set()
        found = git.changed_files(self._root, [ORIGINALS, f"{self._docs}/{images.FOLDER}"])
        return {file for file in found if (self._root / file).is_file()}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def open_history(config: Config, storage: Storage, texts: SpilledTexts) -> RevisionCommits | None:
    """Return the history of an archive to which commits can be added; None if there is none.

    In: also where merged texts can wait. Why git refuses is reported by the commit of the run.
    """
    try:
        return RevisionCommits(config, storage, texts) if can_add_revisions(config.root, config.docs) else None
    except GitError:
        return None

"""What a merge took from which side: of two commits, the state of a file that only one of them had changed must stay.

This is the rule of git's three-way merge. A merge that was made by hand, or with `-s ours`, can break it: then pages
and originals of one side are lost, although the other side has not removed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import combinations
from pathlib import Path

from backfile.archive.git import is_shallow
from backfile.archive.git_objects import tree_blobs
from backfile.archive.git_process import run
from backfile.problems import GitError

Tree = Mapping[str, str]
"""Path -> git's digest, of the files of a commit."""


class MergedSides:
    """Some commits that were merged, and what they have in common. It is read when it is asked for first."""

    def __init__(self, root: Path, folders: Iterable[str], sides: Mapping[str, Tree]) -> None:
        """Take the archive's folder, the folders of the files in it, and the files of each commit."""
        self._root = root
        self._folders = tuple(folders)
        self._sides = sides

    def changes_lost(self, path: str, blob: str | None) -> list[str]:
        """Return the states of a file that a merge lost: a side had changed it so, and it is as on another side.

        In: git's digest of the file now; None if it is gone. That it was removed on a side is not in the result, and
        none is if it is as on no side. Raises GitError.
        """
        others = [side for side, files in self._sides.items() if files.get(path) != blob]
        if len(others) in (0, len(self._sides)):
            return []
        same = self._sides.keys() - others
        lost = [side for side in others if not any(self._is_from_before(side, each, path) for each in same)]
        return [state for side in lost if (state := self._sides[side].get(path))]

    def _is_from_before(self, side: str, other: str, path: str) -> bool:
        """Return whether a side has a file as it was before the two parted."""
        bases = self._bases[frozenset((side, other))]
        return any(base.get(path) == self._sides[side].get(path) for base in bases)

    @cached_property
    def _bases(self) -> Mapping[frozenset[str], list[Tree]]:
        """Return the files of the last common commits of each two sides. Where the history is cut, those of both sides
        stand for them, so that nothing counts as lost.
        """
        return {frozenset(pair): self._common(*pair) for pair in combinations(self._sides, 2)}

    def _common(self, one: str, other: str) -> list[Tree]:
        try:
            commits = run(self._root, "merge-base", "--all", one, other).split()
        except GitError:  # They have none.
            return [self._sides[one], self._sides[other]] if is_shallow(self._root) else [{}]
        return [tree_blobs(self._root, commit, self._folders) for commit in commits]

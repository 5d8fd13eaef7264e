"""The saves of an ingest that are not the text of a page after the run: older revisions, and texts that are merged.

Owns what becomes of each in the results. git gets them all at once, when the newest texts are on the disk; without git
only their originals are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePosixPath

from backfile import images
from backfile.archive import identity, page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.operations import run_results
from backfile.operations.drafts import Draft, superseded_problem
from backfile.operations.revision_commits import Revision, RevisionCommits
from backfile.operations.run_results import RunResults
from backfile.operations.spilled_texts import SpilledTexts
from backfile.problems import GitError
from backfile.report import Outcome
from backfile.settings.layout import ORIGINALS

_NEXT_STEP = "The pages are written; the next ingest commits them."
_NO_HISTORY = "without git a page is not merged"


class SaveRevisions:
    """The older saves of one run, and those that are merged into pages that their owner edited."""

    def __init__(
        self,
        storage: Storage,
        catalog: Catalog,
        results: RunResults,
        history: RevisionCommits | None,
        load_text: Callable[[Draft], str],
        texts: SpilledTexts,
        *,
        dry_run: bool,
    ) -> None:
        """Take the history of the archive, None if nothing can be added to it; what loads the text of a draft; where
        other texts can wait.
        """
        self._texts = texts
        self._storage = storage
        self._catalog = catalog
        self._results = results
        self._history = history
        self._load_text = load_text
        self._dry_run = dry_run
        self._waiting: list[tuple[Outcome, Draft, str]] = []
        """What becomes of a save, and the path of its page, once git has it."""
        self._merged: dict[str, Draft] = {}
        self.merged_files: list[str] = []
        """The merged pages that were written, relative to the archive's folder."""

    @property
    def keep_texts(self) -> bool:
        """Return whether history gets the texts of older saves."""
        return self._history is not None

    def is_older(self, draft: Draft, article: Article, current: str) -> bool:
        """Return whether a save is older than the text of a page: by their dates, or without by what came first.

        In: the save, its article, the text of the page.
        """
        try:
            other = page.load(current)
        except page.PageError:
            return False
        if identity.is_older(article, other) or identity.is_older(other, article):
            return identity.is_older(article, other)
        if draft.sha256 == other.origin.sha256 or self._usable() is None:
            return False
        first, second = self._order(draft.sha256), self._order(other.origin.sha256)
        return first is not None and (second is None or first < second)

    def add_older(self, older: Sequence[Draft], newer: str, path: str, *, is_new: bool) -> bool:
        """Add saves that are older than the text of a page, the oldest first. Return whether history gets any.

        A damaged one is no revision: a text that was cut would look as if its publisher had cut it. In: what is newer,
        as messages name it; whether the page is new.
        """
        history = self._usable() if older else None
        revisions: list[Revision] = []
        for draft in older:
            if history and self._order(draft.sha256) is not None:
                self._add(Outcome.UNCHANGED, draft, path)
            elif draft.is_damaged:
                self._results.add_problem(
                    superseded_problem(draft, f"this one is damaged, and {newer} is whole or longer")
                )
            elif history is None:
                self._results.add_problem(superseded_problem(draft, f"{newer} is a later save of it"))
            else:
                first = is_new and not revisions
                revisions.append(self._revision(draft, is_new=first))
                self._waiting.append((Outcome.WRITTEN if first else Outcome.UPDATED, draft, path))
        if history:
            history.add(path, revisions)
        return bool(revisions)

    def merge(self, path: str, own: str, draft: Draft, text: str) -> tuple[str, ...]:
        """Merge a save into a page that its owner edited. Return what is in conflict, as names.

        In: the text of the page, the save, and its text.
        """
        history = self._usable()
        if history is None:
            return (_NO_HISTORY,)
        conflicts = history.merge(path, own, text)
        if not conflicts:
            self._merged[path] = draft
        return conflicts

    def made_text(self, path: str, seal: str) -> str | None:
        """Return the text that the program made of a page, as in `RevisionCommits`; None if git cannot tell it."""
        history = self._usable()
        return history.made_text(path, seal) if history else None

    def add_merged(self, path: str) -> None:
        """Add the save that was merged into a page as its latest revision, unless history has it."""
        draft = self._merged[path]
        if self._history and not self._history.has_made(draft.seal):
            self._history.add(path, [self._revision(draft)])

    def keep_unsaved(self, path: str, current: str) -> None:
        """Keep a text of a page that is to be overwritten: an earlier run wrote it and did not commit it."""
        try:
            is_unsaved = self._history is not None and not self._dry_run and self._history.is_unsaved(path, current)
        except GitError:
            self._usable()
            return
        if self._history and is_unsaved:
            self._history.add(path, [Revision(self._texts.add(current))])

    def finish(self) -> list[str]:
        """Commit the revisions, and write the merged pages. Return the hashes of the commits, the first first."""
        commits: list[str] = []
        try:
            if self._history and not self._dry_run:
                commits = self._history.commit("Ingest", _NEXT_STEP)
        except GitError:
            for _, draft, _ in self._waiting:
                self._results.add_problem(superseded_problem(draft, "it is older, and git refused its commit"))
            for path in self._merged:
                self._add_edited(path, ("git refused the commit of the new text",))
            self._history = None
            return commits
        for outcome, draft, path in self._waiting:
            self._add(outcome, draft, path)
        written = self._history.write_merged() if self._history and not self._dry_run else ()
        left = {path for path, is_written in written if not is_written}
        for path, draft in self._merged.items():
            if path in left:
                self._add_edited(path, ("it was edited during the run",))
                continue
            if not self._dry_run:
                self._catalog.update_page(path)
            self.merged_files.append(self._storage.display_path(path))
            self._add(Outcome.UPDATED, draft, path)
            self._results.add_on_disk("~", path, draft)
        return commits

    @property
    def levels(self) -> int:
        """Return how many commits of revisions there are before that of the texts on the disk."""
        return self._history.levels if self._history else 0

    def _usable(self) -> RevisionCommits | None:
        """Return the history, if git can read it; otherwise report it once."""
        try:
            if self._history:
                self._history.order("")
        except GitError as error:
            self._history = None
            self._results.add_problem(run_results.history_problem(error))
        return self._history

    def _order(self, sha256: str) -> int | None:
        return self._history.order(sha256) if self._history else None

    def _revision(self, draft: Draft, *, is_new: bool = False) -> Revision:
        docs = PurePosixPath(self._storage.display_path(""))
        stored = [f"{ORIGINALS}/{draft.sha256[:2]}/{draft.sha256[2:]}.gz"]
        stored += [f"{docs}/{images.FOLDER}/{name}" for name in sorted(draft.images)]
        return Revision(partial(self._load_text, draft), draft.order[0], is_new, tuple(stored))

    def _add(self, outcome: Outcome, draft: Draft, path: str) -> None:
        self._results.add_stored(outcome, draft, path, self._storage.display_path(path))

    def _add_edited(self, path: str, conflicts: Sequence[str]) -> None:
        draft = self._merged[path]
        self._storage.write_incoming(path, self._load_text(draft))
        problem = run_results.edited_problem(draft, self._storage.display_path(path), path, conflicts)
        self._results.add_problem(problem)

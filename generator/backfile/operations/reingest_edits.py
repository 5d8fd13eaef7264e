"""Pages of a reingest that their owner edited: the new text is merged into each, or written to incoming/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from backfile.archive import page
from backfile.archive.catalog import Catalog
from backfile.archive.storage import Storage
from backfile.operations.revision_commits import Revision, RevisionCommits
from backfile.operations.spilled_texts import SpilledTexts
from backfile.problems import GitError, Problem, ProblemKind
from backfile.report import PageChange
from backfile.settings.layout import INCOMING
from backfile.workers.staging import Staging

_NO_GIT = "without git a page is not merged"


class EditedPages:
    """The edited pages of one reingest. Paths are under docs/."""

    def __init__(
        self,
        storage: Storage,
        catalog: Catalog,
        history: RevisionCommits | None,
        texts: SpilledTexts,
        staging: Staging | None,
    ) -> None:
        """Take the history of the archive, None if nothing can be added to it; where texts can wait; the folders of
        new images.

        Without `staging`, in a dry run, nothing is written.
        """
        self.storage = storage
        self.catalog = catalog
        self._history = history
        self._texts = texts
        self.staging = staging
        self._made: dict[str, tuple[PageChange, Callable[[], str]]] = {}
        """The pages that can be merged: what differs in the new text, and what loads it."""
        self.left_alone: list[PageChange] = []
        self.problems: list[Problem] = []
        self.merged_files: list[str] = []
        """The merged pages that were written, relative to the archive's folder."""

    def merge(self, path: str, own: str, new: str, change: PageChange, images: Iterable[str]) -> None:
        """Merge a new text into a page, which `finish` writes.

        In: the page's text; the new one, what differs in it, and the names of its images.
        """
        conflicts: tuple[str, ...] = (_NO_GIT,)
        load = self._texts.add(new)
        try:
            if self._history:
                conflicts = self._history.merge(path, own, new)
                if not conflicts and not self._history.has_made(page.read_seal(new).value):
                    self._history.add(path, [Revision(load)])
        except GitError as error:
            conflicts = (" ".join(str(error).split()).rstrip("."),)
        if conflicts:
            self._leave(path, change, load, conflicts)
            return
        self._made[path] = change, load
        if self.staging:
            self.storage.store_images(images, self.staging.images)

    def finish(self, next_step: str) -> tuple[list[PageChange], list[str]]:
        """Commit the new texts and write the merged pages.

        Return what changed, and the hashes of the commits, the first first.
        """
        if self.staging is None or self._history is None:
            return [change for change, _ in self._made.values()], []
        try:
            commits = self._history.commit("Reingest", next_step)
        except GitError:
            for path, (change, load) in self._made.items():
                self._leave(path, change, load, ("git refused the commit of the new text",))
            return [], []
        return list(self._write(self._history)), commits

    def _write(self, history: RevisionCommits) -> Iterator[PageChange]:
        for path, is_written in history.write_merged():
            change, load = self._made[path]
            if is_written:
                self.catalog.update_page(path)
                self.merged_files.append(change.page)
                yield change
            else:
                self._leave(path, change, load, ("it was edited during the run",))

    def _leave(self, path: str, change: PageChange, load: Callable[[], str], conflicts: Sequence[str]) -> None:
        self.left_alone.append(change)
        reason = f"it was edited by hand, and its new text cannot be merged into it ({'; '.join(conflicts)})"
        step = f"Compare it with {INCOMING}/{path}, which has the new text; the handbook's page on inputs says more."
        self.problems.append(Problem(ProblemKind.EDITED, change.page, reason, step))
        if self.staging:
            self.storage.write_incoming(path, load())

"""Reconciling articles with the pages of the archive: which page an article has, and whether that is written.

The page of an article is found by the content of the pages, through the catalog; no state of earlier runs is stored. An
article without a page gets a new one, unless its owner removed it. A page that its owner edited is not overwritten; its
new text is written to incoming/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backfile.archive import identity, page
from backfile.archive.catalog import Catalog, StoredPage
from backfile.archive.git_history import FileVersion
from backfile.archive.identity_sites import Sites
from backfile.archive.page_path import new_page_path
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.operations import run_results
from backfile.operations.drafts import Draft, superseded_problem
from backfile.operations.identity_problems import identity_problem
from backfile.operations.matching import Candidate, Matcher
from backfile.operations.removed_pages import RemovedPages
from backfile.operations.run_results import RunResults
from backfile.operations.withdrawn_pages import WithdrawnPages
from backfile.problems import GitError, StorageError
from backfile.report import Outcome, Stored
from backfile.settings.inside import files_inside, is_inside, read_text
from backfile.settings.layout import INCOMING
from backfile.workers.staging import Staging


class Reconciler:
    """Writes the articles of one run into an archive."""

    def __init__(
        self,
        storage: Storage,
        catalog: Catalog,
        results: RunResults,
        store_original: Callable[[Draft], None],
        staging: Staging | None,
        matcher: Matcher,
        sites: Sites,
        withdrawn: WithdrawnPages,
    ) -> None:
        """Take `store_original`, which stores the original of a draft; the staging folders of the drafts' images.

        Without `staging`, in a dry run, nothing is written; the results are those that a run would have.
        """
        self._storage = storage
        self._catalog = catalog
        self._results = results
        self._store_original = store_original
        self._removed_pages = RemovedPages(storage.root, storage.docs, sites)
        self._matcher = matcher
        self._withdrawn = withdrawn
        self._rivals: tuple[Candidate, ...] = ()
        self._staging = staging
        self._dry_run = staging is None
        self.pages: dict[str, Draft] = {}
        """Path of a page -> the draft of this run that it belongs to, also if that was not written."""
        self.new: dict[int, str] = {}
        """Number of a draft -> the path of the page that it got in this run."""

    def put(self, draft: Draft, load_text: Callable[[], str]) -> bool:
        """Write one article and add what became of it to the results. Return whether the archive has it, in any save.

        The original is stored first, then the images, so that an interrupted run leaves no page without them. The text
        of its page is loaded unless the archive has just that text.
        """
        same_text = self._matcher.same_text(draft.seal, self._is_free)
        stored = same_text.page if same_text else None
        if stored and stored.seal == draft.seal and self._catalog.is_current(stored):
            self._store_files(draft)
            self.pages[stored.path] = draft
            self._add_unchanged(draft, stored.path)
            return True
        text = load_text()
        article = page.load(text)
        match = self._match(article, text)
        if not match and (stone := self._withdrawn.find(article)):
            self._results.add_problem(run_results.withdrawn_problem(draft, self._storage.display_path(stone)))
            return False
        if not match and (removed := self._removed_page(article, text)):
            self._results.add_problem(run_results.removed_problem(draft, removed))
            return False
        self._store_files(draft)
        self._put(draft, article, text, match)
        return True

    def _store_files(self, draft: Draft) -> None:
        self._store_original(draft)
        if self._staging:
            self._storage.store_images(draft.images, self._staging.images)

    def paths(self) -> dict[int, str]:
        """Return the paths of the pages of this run by the numbers of their drafts."""
        return {draft.number: path for path, draft in self.pages.items()}

    def _put(self, draft: Draft, article: Article, text: str, match: StoredPage | None) -> None:
        path = match.path if match else new_page_path(article, self._is_taken)
        self.pages[path] = draft
        if not match:
            self.new[draft.number] = path
            self._add_rivals(article, path)
        if match and not self._may_overwrite(draft, article, text, match):
            return
        try:
            if not self._dry_run:
                self._storage.write_page(path, text)
                self._catalog.update_page(path)
        except StorageError as error:
            if error.is_general:
                raise
            self._results.add_problem(run_results.unwritten_problem(draft, error))
            return
        (self._results.updated if match else self._results.written).append(path)
        self._report(Outcome.UPDATED if match else Outcome.WRITTEN, draft, path)
        self._results.add_details(draft)

    def _add_rivals(self, article: Article, path: str) -> None:
        """Add a problem for each page that claims to be the article of a new page."""
        page_file = self._storage.display_path(path)
        for rival in self._rivals:
            if rival.stored.path not in self.pages:
                other_file = self._storage.display_path(rival.stored.path)
                self._results.add_problem(identity_problem(article.origin.file, page_file, other_file, rival.verdict))

    def _removed_page(self, article: Article, text: str) -> FileVersion | None:
        try:
            return self._removed_pages.find(article, text)
        except GitError as error:
            self._results.add_problem(run_results.history_problem(error))
            return None

    def _may_overwrite(self, draft: Draft, article: Article, text: str, match: StoredPage) -> bool:
        """Return whether the article replaces the page; otherwise add the reason to the results.

        The page is read now, because its owner may have edited it since the run began.
        """
        current = self._storage.read_page(match.path)
        seal = page.read_seal(current)
        if not self._differs(article, text, current, seal.value):
            self._add_unchanged(draft, match.path)
        elif not seal.intact:
            if not self._dry_run:
                self._storage.write_incoming(match.path, text)
            page_file = self._storage.display_path(match.path)
            self._results.add_problem(run_results.edited_problem(draft, page_file, match.path))
        elif identity.is_older(article, page.load(current)):
            why = f"{self._storage.display_path(match.path)} is a later save of it"
            self._results.add_problem(superseded_problem(draft, why))
        else:
            return True
        return False

    def _add_unchanged(self, draft: Draft, path: str) -> None:
        self._results.unchanged += 1
        self._report(Outcome.UNCHANGED, draft, path)

    def _report(self, outcome: Outcome, draft: Draft, path: str) -> None:
        self._results.add_images(draft)
        page_file = self._storage.display_path(path)
        self._results.on_record(Stored(outcome, draft.input_file.file, draft.record, page_file))

    def _differs(self, article: Article, text: str, current: str, seal: str) -> bool:
        """Return whether an article differs from what the program last wrote, apart from the input's name."""
        if page.read_seal(text).value == seal:
            return False
        try:
            origin = page.load(current).origin
        except page.PageError:
            return True
        renamed = replace(article, origin=replace(article.origin, file=origin.file, record=origin.record))
        return page.read_seal(page.dump(renamed)).value != seal

    def settle(self) -> None:
        """Remove texts from incoming/ whose seal a page has: its owner took the text, or only copied its seal."""
        folder = self._storage.root / INCOMING
        for file in sorted(file for file in files_inside(folder, folder, ".md") if file.is_file()):
            seal = page.read_seal(read_text(file, folder))
            if seal.intact and self._catalog.by_seal(seal.value):
                self._results.settled.append(file.relative_to(folder).as_posix())
                if not self._dry_run:
                    self._storage.remove_file(file, self._storage.root)

    def _match(self, article: Article, text: str) -> StoredPage | None:
        """Return the page of the article. Pages that claim to be it, and are not, are added to the problems."""
        match = self._matcher.match(article, text, self._is_free)
        if match.page:
            return match.page
        unreadable = self._catalog.by_path(new_page_path(article, lambda path: False))
        is_article = unreadable and unreadable.path not in self._withdrawn.paths
        if unreadable and is_article and not unreadable.headline and not self._is_torn(unreadable.path):
            # Its owner broke its front matter: it may be this article's page, and a second one is not written.
            return unreadable
        self._rivals = match.rivals
        return None

    def _is_free(self, path: str) -> bool:
        """Return whether no other article of this run has the page at a path."""
        return path not in self.pages

    def _is_taken(self, path: str) -> bool:
        if path in self.pages or self._removed_pages.had(path):
            return True
        return (self._storage.docs / path).exists() and not self._is_torn(path)

    def _is_torn(self, path: str) -> bool:
        file = self._storage.docs / path
        return is_inside(file, self._storage.docs) and file.is_file() and page.is_torn(self._storage.read_page(path))

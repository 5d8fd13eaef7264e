"""Reconciling articles with the pages of the archive: which page an article has, and whether that is written.

The page of an article is found by the content of the pages, through the catalog; no state of earlier runs is stored. An
article without a page gets a new one, unless its owner removed it. Of several saves the newest is written; the others
are revisions, which only git's history gets (`revision_commits`). A damaged save is written only where there is no
whole one, and is no revision. A page that its owner edited is not overwritten: the new text is merged into it, or
written to incoming/.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from backfile.archive import page
from backfile.archive.catalog import Catalog, StoredPage
from backfile.archive.git_history import FileVersion
from backfile.archive.identity_sites import Sites
from backfile.archive.known_host import host_of
from backfile.archive.page_path import new_page_path
from backfile.archive.storage import Storage
from backfile.article import Article
from backfile.operations import run_results
from backfile.operations.drafts import Chain, Draft
from backfile.operations.identity_problems import Claim
from backfile.operations.matching import Candidate, Matcher
from backfile.operations.removed_pages import RemovedPages
from backfile.operations.run_results import RunResults
from backfile.operations.save_revisions import SaveRevisions
from backfile.operations.withdrawn_pages import WithdrawnPages
from backfile.problems import GitError, StorageError
from backfile.readers.records import CUT_FILE
from backfile.report import Outcome
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
        saves: SaveRevisions,
        store_original: Callable[[Draft], None],
        load_text: Callable[[Draft], str],
        keep_host: Callable[[Draft, str], Draft],
        staging: Staging | None,
        matcher: Matcher,
        sites: Sites,
        withdrawn: WithdrawnPages,
    ) -> None:
        """Take what becomes of older saves; `store_original`, which stores the original of a draft; what loads its
        text; what gives it the host of an earlier save; the staging folders of the drafts' images.

        Without `staging`, in a dry run, nothing is written; the results are those that a run would have.
        """
        self._storage = storage
        self._catalog = catalog
        self._results = results
        self._saves = saves
        self._store_original = store_original
        self._load_text = load_text
        self._keep_host = keep_host
        self._removed_pages = RemovedPages(storage.root, storage.docs, sites)
        self._matcher = matcher
        self._withdrawn = withdrawn
        self._rivals: tuple[Candidate, ...] = ()
        self._staging = staging
        self._dry_run = staging is None
        self.pages: dict[str, Draft] = {}
        """Path of a page -> the newest draft of this run that it belongs to, also if that was not written."""
        self.paths: dict[int, str] = {}
        """Number of a draft -> the path of its page."""
        self.new: set[int] = set()
        """The numbers of the drafts whose pages are new."""
        self.claims: list[Claim] = []
        """The claims of new pages to be those that the archive has."""

    def put(self, chain: Chain) -> None:
        """Write the newest save of an article, and add what became of each save to the results.

        The originals are stored first, then the images, so that an interrupted run leaves no page without them. They
        are not stored if the owner removed the page. The text of a save is loaded if the archive does not have it.
        """
        draft = chain.current
        same_text = self._matcher.same_text(draft.seal, self._is_free)
        stored = same_text.page if same_text else None
        if stored and stored.seal == draft.seal and self._catalog.is_current(stored):
            self._store_files(chain)
            self._take(chain, stored.path)
            self._add_older(chain.older, draft, stored.path)
            self._add_stored(Outcome.UNCHANGED, draft, stored.path)
            return
        text = self._load_text(draft)
        article = page.load(text)
        match = self._match(chain, article, text)
        if not match and self._is_gone(chain, article, text):
            return
        if article.origin.host is None and (host := self._known_host(chain, match)):
            chain = Chain((*chain.older, self._keep_host(draft, host)))
            text = self._load_text(chain.current)
            article = page.load(text)
        self._store_files(chain)
        if match:
            self._take(chain, match.path)
            self._update(chain, article, text, match)
        else:
            self._add_page(chain, article, text)

    def _known_host(self, chain: Chain, match: StoredPage | None) -> str | None:
        """Return the host that an earlier save was made from: that of the page of the article, or an older one."""
        earlier = [self._load_text(save) for save in chain.older]
        if match and match.host:
            earlier.insert(0, self._storage.read_page(match.path))
        return next(filter(None, map(host_of, reversed(earlier))), None)

    def _store_files(self, chain: Chain) -> None:
        for draft in chain.saves:
            self._store_original(draft)
            is_shown = draft is chain.current or (self._saves.keep_texts and not draft.is_damaged)
            if self._staging and is_shown:
                self._storage.store_images(draft.images, self._staging.images)

    def _take(self, chain: Chain, path: str) -> None:
        self.pages[path] = chain.current
        self.paths.update((draft.number, path) for draft in chain.saves)

    def _add_page(self, chain: Chain, article: Article, text: str) -> None:
        """Write a new page. Its path is that of its first revision, as if the saves had come one after the other."""
        first = page.load(self._load_text(chain.first)) if chain.older else article
        path = new_page_path(first, self._is_taken)
        self._take(chain, path)
        self.new.update(draft.number for draft in chain.saves)
        self._add_rivals(article, path)
        if self._write(chain, path, text, article):
            revised = self._add_older(chain.older, chain.current, path, is_new=True)
            self._add_stored(Outcome.UPDATED if revised else Outcome.WRITTEN, chain.current, path)
            self._results.add_on_disk("~" if revised else "+", path, chain.current)
            if stone := self._withdrawn.find_text(article):
                files = (self._storage.display_path(each) for each in (path, stone))
                self._results.add_problem(run_results.withdrawn_text_problem(chain.current, *files))

    def _write(self, chain: Chain, path: str, text: str, article: Article) -> bool:
        """Write a page. Return False if it cannot be written: then nothing becomes of any save. In: its text, and the
        article in it.
        """
        try:
            if not self._dry_run:
                self._storage.write_page(path, text)
                self._catalog.update_page(path, (text, article))
        except StorageError as error:
            if error.is_general:
                raise
            for draft in chain.saves:
                self._results.add_problem(run_results.unwritten_problem(draft, error))
            return False
        return True

    def _add_rivals(self, article: Article, path: str) -> None:
        """Add the claims of a new page to be the article of another one."""
        page_file = self._storage.display_path(path)
        for rival in self._rivals:
            if rival.stored.path not in self.pages:
                other_file = self._storage.display_path(rival.stored.path)
                is_known = self._matcher.is_from_own_site(rival.stored)
                self.claims.append(Claim(article.origin.file, page_file, other_file, rival.verdict, is_known))

    def _is_gone(self, chain: Chain, article: Article, text: str) -> bool:
        """Return whether an article was withdrawn, or its page was removed; then add that of each save."""
        older = chain.older if self._withdrawn.paths else ()
        articles = itertools.chain((article,), (page.load(self._load_text(save)) for save in older))
        if stone := next(filter(None, map(self._withdrawn.find, articles)), None):
            stone_file = self._storage.display_path(stone.path)
            for save in chain.saves:
                self._results.add_problem(run_results.withdrawn_problem(save, stone_file, by_claim=stone.by_claim))
            return True
        if removed := self._removed_page(chain, article, text):
            for save in chain.saves:
                self._results.add_problem(run_results.removed_problem(save, removed))
            return True
        return False

    def _removed_page(self, chain: Chain, article: Article, text: str) -> FileVersion | None:
        """Return the removed page that is that of any save."""
        try:
            if found := self._removed_pages.find(article, text):
                return found
            texts = map(self._load_text, chain.older if self._removed_pages.exist() else ())
            return next(filter(None, (self._removed_pages.find(page.load(text), text) for text in texts)), None)
        except GitError as error:
            self._results.add_problem(run_results.history_problem(error))
            return None

    def _update(self, chain: Chain, article: Article, text: str, match: StoredPage) -> None:
        """Write the page of an article that has one, if the newest save is a later one than that of the page.

        The page is read now, because its owner may have edited it since the run began.
        """
        draft, path = chain.current, match.path
        current = self._storage.read_page(path)
        seal = page.read_seal(current)
        if not self._differs(article, text, current, seal.value):
            self._add_older(chain.older, draft, path)
            self._add_stored(Outcome.UNCHANGED, draft, path)
        elif self._saves.is_older(draft, article, current):
            self._add_older(chain.saves, None, path)
        elif not seal.intact:
            self._merge(chain, text, current, path)
        else:
            self._saves.keep_unsaved(path, current)
            if self._write(chain, path, text, article):
                self._add_older(chain.older, draft, path)
                self._add_stored(Outcome.UPDATED, draft, path)
                self._results.add_on_disk("~", path, draft)

    def _merge(self, chain: Chain, text: str, current: str, path: str) -> None:
        """Merge the newest save into a page that its owner edited. If that cannot be done, the page stays as it is."""
        draft = chain.current
        conflicts = self._saves.merge(path, current, draft, text)
        self._add_older(chain.older, draft, path)
        if not conflicts:
            self._saves.add_merged(path)
            return
        if not self._dry_run:
            self._storage.write_incoming(path, text)
        page_file = self._storage.display_path(path)
        self._results.add_problem(run_results.edited_problem(draft, page_file, path, conflicts))

    def _add_older(self, older: Sequence[Draft], newest: Draft | None, path: str, *, is_new: bool = False) -> bool:
        """Add saves that are older than the text of a page. Return whether git's history gets any of them.

        In: the save of the run that is newer; None if only the page is. Whether the page is new.
        """
        newer = newest.name if newest else self._storage.display_path(path)
        return self._saves.add_older(older, newer, path, is_new=is_new)

    def _add_stored(self, outcome: Outcome, draft: Draft, path: str) -> None:
        self._results.add_stored(outcome, draft, path, self._storage.display_path(path))

    def _differs(self, article: Article, text: str, current: str, seal: str) -> bool:
        """Return whether an article differs from what the program last wrote. The name of its file does not count, nor
        a new remark that the file ended early: the page was made of the same bytes.
        """
        if page.read_seal(text).value == seal:
            return False
        try:
            origin = page.load(current).origin
        except page.PageError:
            return True
        damaged = origin.damaged if article.origin.damaged == CUT_FILE else article.origin.damaged
        same = replace(article.origin, file=origin.file, record=origin.record, damaged=damaged)
        return page.read_seal(page.dump(replace(article, origin=same))).value != seal

    def settle(self) -> None:
        """Remove texts from incoming/ whose seal a page has: its owner took the text, or only copied its seal."""
        folder = self._storage.root / INCOMING
        for file in sorted(file for file in files_inside(folder, folder, ".md") if file.is_file()):
            seal = page.read_seal(read_text(file, folder))
            if seal.intact and self._catalog.by_seal(seal.value):
                self._results.settled.append(file.relative_to(folder).as_posix())
                if not self._dry_run:
                    self._storage.remove_file(file, self._storage.root)

    def _match(self, chain: Chain, article: Article, text: str) -> StoredPage | None:
        """Return the page of the newest save of an article, or of an older one. Pages that claim to be it, and are
        not, are added to the problems.
        """
        match = self._matcher.match(article, text, self._is_free)
        if match.page:
            return match.page
        for older in map(self._load_text, reversed(chain.older)):
            if found := self._matcher.match(page.load(older), older, self._is_free).page:
                return found
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
        """Return whether something has the path of a new page, or the address that the page would have."""
        if path in self.pages or self._removed_pages.had(path):
            return True
        file = self._storage.docs / path
        return self._storage.has_index(path) or (file.exists() and not self._is_torn(path))

    def _is_torn(self, path: str) -> bool:
        file = self._storage.docs / path
        return is_inside(file, self._storage.docs) and file.is_file() and page.is_torn(self._storage.read_page(path))

"""Putting an article where it belongs: is it there already, is it news, may its page be written?

The pages answer that, through the catalog; no state is kept of what was done before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from backfile.archive import identity, page
from backfile.archive.catalog import Catalog, StoredPage
from backfile.archive.git import Gone
from backfile.archive.identity import MOST_COMPARED
from backfile.archive.storage import Storage, place
from backfile.article import Article
from backfile.conversion.images import ImageStaging
from backfile.operations.drafts import Draft, superseded
from backfile.operations.removed_pages import Removals, way_back
from backfile.problems import GitError, Problem, ProblemKind, StorageError
from backfile.report import HtmlBlock, Outcome, RecordListener, Removal, Stored
from backfile.settings.layout import INCOMING


@dataclass(slots=True)
class Tally:
    """What has become of a run's articles so far. Paths are under docs/."""

    told: RecordListener = lambda _: None
    """Told of each as it comes."""
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    inert: list[HtmlBlock] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def report(self, problem: Problem) -> None:
        """Take down a problem."""
        self.problems.append(problem)
        self.told(problem)


class Reconciler:
    """Puts the articles of one run into an archive."""

    def __init__(
        self,
        storage: Storage,
        catalog: Catalog,
        tally: Tally,
        keep: Callable[[Draft], None],
        aside: ImageStaging | None,
    ) -> None:
        """In: `keep`, which keeps a draft's original; where the drafts' images were set aside. Without
        that, in a dry run, nothing is written; the tally says what is due.
        """
        self._storage = storage
        self._catalog = catalog
        self._tally = tally
        self._keep = keep
        self._removals = Removals(storage.root, storage.docs)
        self._aside = aside
        self._dry_run = aside is None
        self._claimed: set[str] = set()

    def put(self, draft: Draft, text: str) -> bool:
        """Put one article in its place, and take down what that meant. Gives whether the archive has it, in some save.

        The original is kept first, and then the images, so that a run that is cut short leaves no page without them.
        """
        article = page.load(text)
        found = self._match(article, text)
        if not found and (gone := self._removed(article, text)):
            self._tally.report(_stays_away(draft, gone))
            return False
        self._keep(draft)
        if self._aside:
            self._storage.keep_images(draft.images, self._aside.checked)
        self._put(draft, article, text, found)
        return True

    def _put(self, draft: Draft, article: Article, text: str, found: StoredPage | None) -> None:
        path = found.path if found else place(article, self._is_taken)
        self._claimed.add(path)
        if found and not self._may_write(draft, article, text, found):
            return
        try:
            if not self._dry_run:
                self._storage.write_page(path, text)
                self._catalog.note(path)
        except StorageError as error:
            if error.is_general:
                raise
            self._tally.report(_unwritten(draft, error))
            return
        (self._tally.updated if found else self._tally.written).append(path)
        self._tell(Outcome.UPDATED if found else Outcome.WRITTEN, article, path)
        self._tally.removed.extend(Removal(draft.given.file, item.rule, item.text) for item in draft.removed)
        self._tally.inert.extend(HtmlBlock(draft.given.file, each.block, each.why, each.text) for each in draft.inert)

    def _removed(self, article: Article, text: str) -> Gone | None:
        try:
            return self._removals.find(article, text)
        except GitError as error:
            reason = f"git does not tell which pages were removed, so they come again ({_one_line(error)})"
            self._tally.report(Problem(ProblemKind.GIT, ".git", reason, "Put that right before the next run."))
            return None

    def _may_write(self, draft: Draft, article: Article, text: str, found: StoredPage) -> bool:
        """Decide whether the page that is there gives way, and report or count it when it does not.

        The page is read now: its owner may have edited it since the run began.
        """
        standing = self._storage.read_page(found.path)
        seal = page.read_seal(standing)
        if not self._is_news(article, text, standing, seal.value):
            self._tally.unchanged += 1
            self._tell(Outcome.UNCHANGED, article, found.path)
        elif not seal.intact:
            self._tally.report(self._set_aside(draft, text, found.path))
        elif identity.is_older(article, page.load(standing)):
            why = f"{self._storage.name(found.path)} is a later save of it"
            self._tally.report(superseded(draft.given.file, why))
        else:
            return True
        return False

    def _tell(self, outcome: Outcome, article: Article, path: str) -> None:
        self._tally.told(Stored(outcome, article.origin.file, article.origin.record, self._storage.name(path)))

    def _is_news(self, article: Article, text: str, standing: str, seal: str) -> bool:
        """Whether an article differs from what the program wrote last; where it was read this time does not count."""
        if page.read_seal(text).value == seal:
            return False
        try:
            there = page.load(standing).origin
        except page.PageError:
            return True
        moved = replace(article, origin=replace(article.origin, file=there.file, record=there.record))
        return page.read_seal(page.dump(moved)).value != seal

    def _set_aside(self, draft: Draft, text: str, path: str) -> Problem:
        if not self._dry_run:
            self._storage.set_aside(path, text)
        reason = f"its page {self._storage.name(path)} was edited by hand and is kept"
        step = f"Compare it with {INCOMING}/{path}, which has the new text; the handbook's page on inputs says more."
        return Problem(ProblemKind.EDITED, draft.given.file, reason, step)

    def settle(self) -> None:
        """Take out of incoming/ what is settled: a page has its text now, or says that its owner has seen it."""
        folder = self._storage.root / INCOMING
        for file in sorted(file for file in folder.rglob("*.md") if file.is_file()):
            seal = page.read_seal(file.read_text("utf-8", "replace"))
            if seal.intact and self._catalog.by_seal(seal.value):
                self._tally.settled.append(file.relative_to(folder).as_posix())
                if not self._dry_run:
                    self._storage.remove(file, self._storage.root)

    def _match(self, article: Article, text: str) -> StoredPage | None:
        """Find the page that holds the article. A URL that is another article's too is remarked on."""
        written = self._free(self._catalog.by_seal(page.read_seal(text).value))
        if written:
            return written[0]
        url = identity.url(article)
        same_url = self._catalog.by_url(url) if url else self._catalog.by_text(identity.text(article))
        found = self._first(self._free(same_url), lambda other: not url or identity.same(article, other))
        # An owner may have mended a page's URL: an edited page of another URL is known by where it came from.
        same_place = [s for s in self._catalog.by_place(identity.place(article)) if s.url == url or not s.intact]
        found = found or self._first(self._free(same_place), lambda other: identity.revises(article, other))
        if found:
            return found
        broken = self._catalog.at(place(article, lambda path: False))
        if broken and not broken.headline and not self._is_torn(broken.path):
            # Its owner broke its front matter: it may well be this article's page, and is not to be doubled.
            return broken
        if url and same_url:
            self._tally.report(self._held(article, same_url[0].path))
        return None

    def _free(self, found: list[StoredPage]) -> list[StoredPage]:
        """Leave out the pages that articles of this run have been matched with."""
        return [shelved for shelved in found if shelved.path not in self._claimed]

    def _first(self, found: list[StoredPage], is_it: Callable[[Article], bool]) -> StoredPage | None:
        """Give the first page whose article is the one; a bounded number is compared, since each must be read."""
        readable = (shelved for shelved in found[:MOST_COMPARED] if shelved.headline)
        return next((s for s in readable if is_it(page.load(self._storage.read_page(s.path)))), None)

    def _is_taken(self, path: str) -> bool:
        return path in self._claimed or ((self._storage.docs / path).exists() and not self._is_torn(path))

    def _is_torn(self, path: str) -> bool:
        return (self._storage.docs / path).is_file() and page.is_torn(self._storage.read_page(path))

    def _held(self, article: Article, path: str) -> Problem:
        reason = (
            f"its canonical URL is that of {self._storage.name(path)}, with another headline and text; both are kept"
        )
        step = "If one of them names the wrong URL, mend its page's `url`."
        return Problem(ProblemKind.URL_HELD, article.origin.file, reason, step)


def _stays_away(draft: Draft, gone: Gone) -> Problem:
    reason = f"its page {gone.path} was removed by hand, and stays away"
    step = f"To have it back, run {way_back(gone)} and ingest it once more; otherwise nothing needs to be done."
    return Problem(ProblemKind.REMOVED, draft.given.file, reason, step)


def _one_line(error: GitError) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _unwritten(draft: Draft, error: StorageError) -> Problem:
    return Problem(ProblemKind.UNWRITTEN, draft.given.file, error.reason, "Clear the way and run again.")

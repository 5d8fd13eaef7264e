"""The remark on an article that the archive has twice, from a scraped text and from another input.

Each article of a run is compared with the pages of the other kind that have its headline, as they are after the run.
The rule of the comparison is in `archive.resemblance`; only this remark depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from shlex import quote

from backfile.archive import git, resemblance
from backfile.archive.catalog import Catalog
from backfile.archive.identity_yml import Rulings
from backfile.archive.storage import Storage
from backfile.archive.text_overlap import Triples
from backfile.operations.drafts import Draft
from backfile.problems import GitError, Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is after the run, as far as the comparison needs it."""

    path: str
    folded: str
    scraped: bool


class SameArticles:
    """Finds the pages of other articles that seem to be the articles of one run."""

    def __init__(
        self,
        storage: Storage,
        catalog: Catalog,
        drafts: Mapping[str, Draft],
        read_draft: Callable[[Draft], str],
        pending: Collection[str],
        rulings: Rulings,
    ) -> None:
        """Take the drafts of the run by the paths of their pages, `Drafts.text`, the paths of the drafts that a dry run
        does not write, and what the owner says of pages.
        """
        self._storage = storage
        self._catalog = catalog
        self._drafts = drafts
        self._read_draft = read_draft
        self._rulings = rulings
        self._pending = frozenset(pending)
        self._pending_by_headline: dict[tuple[str, bool], list[_Page]] = {}
        for path in sorted(self._pending):
            if page := self._page(path):
                self._pending_by_headline.setdefault((page.folded, page.scraped), []).append(page)

    def problems(self, *, commits: bool) -> Iterator[Problem]:
        """Yield one remark at most for each article of the run: texts first, then the others that no remark names.

        In: whether the run commits its pages, on which the command in the remark depends.
        """
        versioned: bool | None = None
        named: set[str] = set()
        # Most articles have no page of the other kind with their headline: these are known at once.
        likely = self._drafts if self._pending else self._drafts.keys() & self._catalog.with_other_kind()
        pages = [page for page in map(self._page, likely) if page]
        for page in sorted(pages, key=lambda page: (not page.scraped, page.path)):
            other = None if page.path in named else self._find(page)
            if other:
                named |= {page.path, other.path}
                versioned = commits and _is_versioned(self._storage.root) if versioned is None else versioned
                yield self._problem(page, other, versioned=versioned)

    def _page(self, path: str) -> _Page | None:
        """Return the page at that path; None if it is not there, cannot be read, or has no headline of words."""
        stored = self._drafts[path] if path in self._pending else self._catalog.by_path(path)
        return _Page(path, stored.folded, stored.scraped) if stored and stored.folded else None

    def _find(self, page: _Page) -> _Page | None:
        """Return the first page of the other kind that seems to be the same article, unless the owner keeps both."""
        body: Triples | None = None
        others = (other for other in self._others(page) if not self._rulings.are_apart(page.path, other.path))
        for other in islice(others, resemblance.MAX_COMPARED):
            body = body or self._triples(page)
            if resemblance.seem_same(body, self._triples(other)):
                return other
        return None

    def _others(self, page: _Page) -> Iterator[_Page]:
        """Yield the pages of the other kind with the headline of a page."""
        yield from self._pending_by_headline.get((page.folded, not page.scraped), ())
        for stored in self._catalog.by_headline(page.folded, resemblance.MAX_COMPARED, scraped=not page.scraped):
            if stored.path not in self._pending:
                yield _Page(stored.path, page.folded, stored.scraped)

    def _triples(self, page: _Page) -> Triples:
        if page.path in self._pending:
            return resemblance.page_triples(self._read_draft(self._drafts[page.path]))
        return resemblance.page_triples(self._storage.read_page(page.path))

    def _problem(self, page: _Page, other: _Page, *, versioned: bool) -> Problem:
        page_file, other_file = self._storage.display_path(page.path), self._storage.display_path(other.path)
        kinds = "a scraped text and a saved page" if page.scraped else "a saved page and a scraped text"
        reason = f"its page {page_file} and {other_file} seem to be the same article, from {kinds}; both are kept"
        text_file = page_file if page.scraped else other_file
        command = f"{'git rm' if versioned else 'rm'} {quote(text_file)}"
        more = "" if versioned else ", and take its file out of the folder that you ingest"
        apart = f"backfile identity apart {quote(page_file)} {quote(other_file)}"
        step = f"To remove the scraped text, run `{command}` and `backfile lists`{more}. To keep both, run `{apart}`."
        return Problem(ProblemKind.SAME_ARTICLE, self._drafts[page.path].input_file.file, reason, step)


def _is_versioned(root: Path) -> bool:
    """Return whether git has the pages. The run reports elsewhere that git cannot be used."""
    try:
        return git.is_versioned(root)
    except GitError:
        return False

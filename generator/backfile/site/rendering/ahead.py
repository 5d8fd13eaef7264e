"""Pages that are worked on ahead of MkDocs, side by side in forks. MkDocs asks for each page in the order of the pages.

What a fork does is decided in `texts` and `pages`. Of a page of which there is no result, they do the work themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from backfile.workers.forks import can_fork, fork_each

if TYPE_CHECKING:
    from collections.abc import Generator

    from mkdocs.structure.pages import Page

FEWEST = 100
"""How many pages a build must have worked on before forks are started for the rest: for few it takes longer."""
_MOST = 500
"""How many pages forks work on, before others take their place. In its life a fork gets copies of all memory in which
objects are that it looks at: of 100,000 articles these were 350 MB a fork, and 240 MB of 4,000."""


class Ahead:
    """The work of one kind on the pages of one build."""

    def __init__(
        self,
        pages_from: Callable[[Page], Sequence[Page]],
        work: Callable[[Page], bytes],
        before: Callable[[], None],
    ) -> None:
        """Take what returns the pages to work on, from one on, in the order in which MkDocs asks for them; what a fork
        does for a page; and what this process does before forks begin, so that they find what they read. An exception
        is no result, and what is logged is not printed.
        """
        self._pages_from, self._work, self._before = pages_from, work, before
        self._asked = 0
        self._expected = set[str]()
        self._results: Generator[tuple[str, bytes | None], None, None] | None = None

    def result(self, page: Page) -> bytes | None:
        """Return the result of the work on a page; None if there is none."""
        self._asked += 1
        if self._asked == FEWEST and can_fork():
            pages = self._pages_from(page)
            self._expected = {each.file.src_uri for each in pages}
            self._results = self._run(pages) if pages else None
        path = page.file.src_uri
        if self._results is None or path not in self._expected:
            return None
        found = next((result for found, result in self._results if found == path), None)
        self._expected.remove(path)
        if not self._expected:
            self.close()  # Otherwise the last forks would wait until the build ends.
        return found

    def close(self) -> None:
        """End the forks."""
        if self._results:
            self._results.close()

    def _run(self, pages: Sequence[Page]) -> Generator[tuple[str, bytes | None], None, None]:
        """Yield path and result of each page."""
        for start in range(0, len(pages), _MOST):
            part = pages[start : start + _MOST]
            self._before()
            with closing(fork_each(part, self._work_quietly)) as results:
                yield from zip((page.file.src_uri for page in part), results, strict=True)

    def _work_quietly(self, page: Page) -> bytes:
        logger = logging.getLogger("mkdocs")
        logger.handlers, logger.propagate = [logging.NullHandler()], False
        return self._work(page)

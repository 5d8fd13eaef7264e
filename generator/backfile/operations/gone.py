"""Records that an earlier export of a collection had, and that the newer one does not have any more. Owns which these
are; their pages stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from backfile.archive.catalog import Catalog
from backfile.operations.read_record import ReadRecord
from backfile.problems import REFUSALS, Problem, ProblemKind

_CUT_SHORT = REFUSALS | {ProblemKind.DAMAGED}
"""Problems of a whole container that may hide records."""
_MOST_NAMED = 10
"""So many pages are named."""


@dataclass(slots=True)
class _Container:
    """What a run found in a container."""

    collections: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    is_complete: bool = True


class SeenRecords:
    """The records of the containers of one run."""

    def __init__(self) -> None:
        self._containers: dict[str, _Container] = {}

    def add(self, file: str, read: ReadRecord) -> None:
        """Add a record of an input."""
        if read.draft and read.draft.record and read.collection:
            container = self._containers.setdefault(file, _Container())
            container.collections.add(read.collection)
            container.records.add(read.draft.record)
        elif read.draft is None:
            container = self._containers.setdefault(file, _Container())
            container.records |= {problem.record for problem in read.problems if problem.record}
            if any(problem.record is None and problem.kind in _CUT_SHORT for problem in read.problems):
                container.is_complete = False

    def problems(self, catalog: Catalog, docs: str) -> Iterator[Problem]:
        """Yield a remark for each container that was read to its end, and that lacks records of its collections.

        In: the catalog of the pages; the name of their folder.
        """
        for file, container in sorted(self._containers.items()):
            if not container.is_complete:
                continue
            stored = (
                pair for collection in sorted(container.collections) for pair in catalog.in_collection(collection)
            )
            paths = sorted(path for path, record in stored if record not in container.records)
            if paths:
                yield _gone_problem(file, [f"{docs}/{path}" for path in paths])


def _gone_problem(file: str, pages: list[str]) -> Problem:
    count = f"{len(pages):,} articles" if len(pages) > 1 else "an article"
    verb = "are" if len(pages) > 1 else "is"
    named = ", ".join(pages[:_MOST_NAMED]) + (" and others" if len(pages) > _MOST_NAMED else "")
    reason = f"{count} of an earlier export {verb} not in it any more: {named}"
    step = "Nothing needs to be done: the pages stay. Remove those that the archive should not have."
    return Problem(ProblemKind.GONE, file, reason, step)

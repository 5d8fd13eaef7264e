"""A record of an input that was read: what an ingest needs of it, and the same as values of JSON, for the cache.

The values are read only after their signature was checked (`archive.result_cache`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backfile.article import InertBlock, RemovedText
from backfile.operations.drafts import Draft
from backfile.problems import REFUSALS, Problem, ProblemKind
from backfile.readers.files import InputFile


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record of an input, converted in this run or in an earlier one."""

    draft: Draft | None
    """None for a record without an article."""
    problems: tuple[Problem, ...]
    collection: str | None = None
    """As in `Origin.collection`."""
    known: dict[str, str] = field(default_factory=dict)
    """As in `Origin.images`: what the archive knows of its images when it has its page."""

    @property
    def is_record(self) -> bool:
        """Return whether it is a record, not only a remark on the whole input."""
        kinds = {problem.kind for problem in self.problems}
        return self.draft is not None or not kinds.isdisjoint(REFUSALS | {ProblemKind.LEFT_OUT})


def write_record(record: ReadRecord) -> list[Any]:
    """Return a record as values of JSON."""
    problems = [[each.kind.value, each.file, each.reason, each.next_step, each.record] for each in record.problems]
    draft = record.draft
    if draft is None:
        return [problems]
    values = [
        draft.sha256,
        draft.key,
        draft.file,
        draft.order,
        draft.seal,
        [[each.rule, each.text, each.replacement] for each in draft.removed],
        sorted(draft.images),
        draft.on_the_web,
        [[each.block, each.why, each.text] for each in draft.inert],
        draft.folded,
        draft.scraped,
        draft.record,
        draft.is_from_own_site,
        draft.is_damaged,
    ]
    return [problems, values, record.collection, record.known]


def read_record(values: list[Any], input_file: InputFile, number: int) -> ReadRecord:
    """Return the record that `write_record` wrote. In: also its input, and the number of its draft in this run."""
    problems = tuple(Problem(ProblemKind(kind), *rest) for kind, *rest in values[0])
    if len(values) == 1:
        return ReadRecord(None, problems)
    sha256, key, file, order, seal, removed, images, on_the_web, inert, *rest = values[1]
    draft = Draft(
        input_file,
        number,
        sha256,
        key,
        file,
        (order[0], order[1], order[2], order[3]),
        seal,
        tuple(RemovedText(*each) for each in removed),
        frozenset(images),
        on_the_web,
        tuple(InertBlock(*each) for each in inert),
        *rest,
    )
    return ReadRecord(draft, problems, values[2], values[3])

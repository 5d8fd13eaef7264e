"""Reading the inputs of an ingest. Owns that each is converted, unless its results are known, and their order; which
results are known is decided in `known_results`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from backfile.archive.identity_sites import Sites
from backfile.conversion.result import Result, refused
from backfile.operations.drafts import Drafts, make_draft
from backfile.operations.known_results import Found, KnownResults
from backfile.operations.read_record import ReadRecord, read_record
from backfile.operations.withdrawn_pages import WithdrawnPages
from backfile.problems import Problem
from backfile.readers.files import InputFile
from backfile.workers.failures import faulty_input
from backfile.workers.pool import InputResults

Convert = Callable[[Sequence[InputFile]], Generator[InputResults]]
"""A function that converts inputs, as `pool.convert_inputs` does."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    """The records of an input, or of a part of a large container."""

    input: InputFile
    records: Iterable[ReadRecord]
    position: int = 0
    """As in `InputResults`."""


@dataclass(frozen=True, slots=True)
class InputsReader:
    """Reads the inputs of one run."""

    drafts: Drafts
    """Where the drafts of the records are added."""
    sites: Sites
    convert: Convert
    known: KnownResults | None
    """None where nothing is kept."""
    more_problems: Callable[[Result], Iterable[Problem]]
    """Return the problems of a result that its conversion cannot know."""
    withdrawn: WithdrawnPages
    """Results of inputs with an article of these are not kept."""

    def read(self, input_files: Sequence[InputFile]) -> Generator[ReadPart]:
        """Yield the records of each input, in order. Use those of a part before the next part is requested."""
        found = [self.known.find(item) if self.known else None for item in input_files]
        pairs = list(zip(input_files, found, strict=True))
        others = [item for item, each in pairs if not item.fault and not (each and each.is_known)]
        with closing(self._converted(others)) as converted:
            groups = (group for _, group in groupby(converted, key=lambda part: id(part.input)))
            for item, each in pairs:
                if item.fault:
                    yield ReadPart(item, [self._add(item, refused(faulty_input(item)))[0]])
                elif self.known and each and each.is_known:
                    yield ReadPart(item, self._load(self.known, each))
                else:
                    yield from self._convert(item, each, next(groups))

    def _converted(self, others: Sequence[InputFile]) -> Generator[InputResults]:
        """Yield the results of the inputs whose results are not known."""
        if others:
            with closing(self.convert(others)) as converted:
                yield from converted

    def _load(self, known: KnownResults, found: Found) -> Iterator[ReadRecord]:
        """Yield the records of an input whose results are known."""
        for number, values in known.load(found):
            record = read_record(values, found.item, len(self.drafts))
            if record.draft:
                self.drafts.add(record.draft, partial(known.page, found, number))
            yield record

    def _convert(self, item: InputFile, found: Found | None, parts: Iterable[InputResults]) -> Iterator[ReadPart]:
        """Yield the records of an input that is converted, and keep them."""
        keeper = self.known.keep(found) if self.known and found else None
        for part in parts:
            records = [self._add(item, result) for result in part.results]
            if keeper:
                is_withdrawn = any(each.article and self.withdrawn.find(each.article) for each in part.results)
                keeper.add(records, None if is_withdrawn else part.lookups)
            yield ReadPart(item, [record for record, _ in records], part.position)
        if keeper:
            keeper.finish()

    def _add(self, item: InputFile, result: Result) -> tuple[ReadRecord, str]:
        """Add the draft of a result. Return its record, and the text of its page."""
        problems = (*result.problems, *self.more_problems(result))
        if result.article is None:
            return ReadRecord(None, problems), ""
        text, origin = result.page, result.article.origin
        draft = make_draft(item, len(self.drafts), result.article, text, result, self.sites)
        self.drafts.add(draft, text)
        return ReadRecord(draft, problems, origin.collection, dict(origin.images)), text

"""The progress of a run, in bytes of its inputs: of a large container, it moves with the place that is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from backfile.readers.files import InputFile
from backfile.report import Progress


class Part(Protocol):
    """The results of an input, or of a part of it."""

    @property
    def input(self) -> InputFile:
        """Return the input."""

    @property
    def position(self) -> int:
        """Return how many bytes of a large container are read."""


P = TypeVar("P", bound=Part)


def count_bytes(converted: Iterable[P], inputs: Sequence[InputFile], progress: Progress) -> Iterator[P]:
    """Yield results unchanged, and report after each how many bytes of the inputs are done."""
    sizes = [_size(item) for item in inputs]
    total, before, number = sum(sizes), 0, 0
    progress(0, total)
    for part in converted:
        while inputs[number] is not part.input:
            before += sizes[number]
            number += 1
        yield part
        progress(before + min(part.position, sizes[number]), total)
    progress(total, total)


def _size(item: InputFile) -> int:
    """Return the bytes of an input, and one for itself, so that also empty inputs count."""
    with suppress(OSError):
        return item.path.stat().st_size + 1
    return 1

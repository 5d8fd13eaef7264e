"""Texts that wait in a file, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import IO


class SpilledTexts:
    """Texts in a file that is open for writing and reading."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take an empty file."""
        self._file = file

    def add(self, text: str) -> Callable[[], str]:
        """Add a text, and return a function that returns it. Lone surrogates become question marks, as on pages."""
        data = text.encode("utf-8", "replace")
        place = self._file.seek(0, 2)
        self._file.write(data)
        return partial(self._read, place, len(data))

    def _read(self, place: int, size: int) -> str:
        self._file.seek(place)
        return self._file.read(size).decode("utf-8")

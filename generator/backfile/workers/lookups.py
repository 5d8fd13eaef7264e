"""Lookups: what the images of a record depend on beside the record itself. Owns recording them while a record is
converted, and comparing them later: only if all have the same answers are the results still those of the input.

A lookup is a tuple of strings: where an address was looked up, the digest of the record whose known images it is in,
the address, and the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backfile.readers.saved_files import read_beside, saved_folders
from backfile.readers.unpack import TooLargeError
from backfile.settings.schema import MEGABYTE, Settings

if TYPE_CHECKING:
    from backfile.article import Origin
    from backfile.conversion.image_sources import ImageSupply
    from backfile.readers.files import InputFile

Lookup = tuple[str, str, str, str]
_BESIDE, _KNOWN = "beside", "known"
_MISSING, _TOO_LARGE, _FAILED = "", "too large", "failed"
"""Answers that are not a digest or a name."""


class Lookups:
    """The lookups of one task, recorded while its records are converted."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], str] = {}

    def record(self, supply: ImageSupply, origin: Origin) -> ImageSupply:
        """Return a supply that gives the same images and records what is looked up. In: the origin of the record.

        What is looked up in a container is part of the input.
        """
        known = _RecordedNames(supply.known, origin.sha256, self._found)
        beside = supply.beside if origin.record else partial(self._beside, supply)
        return replace(supply, beside=beside, known=known)

    def all(self) -> tuple[Lookup, ...]:
        """Return the lookups so far, sorted."""
        return tuple(sorted((*asked, answer) for asked, answer in self._found.items()))

    def _beside(self, supply: ImageSupply, address: str) -> bytes | None:
        answer = _FAILED
        try:
            data = supply.beside(address)
            answer = _digest(data)
        except TooLargeError:
            answer = _TOO_LARGE
            raise
        finally:
            self._found[_BESIDE, "", address] = answer
        return data


class _RecordedNames(Mapping[str, str]):
    """The names of known images, which records what is looked up."""

    def __init__(self, names: Mapping[str, str], sha256: str, found: dict[tuple[str, str, str], str]) -> None:
        self._names = names
        self._sha256 = sha256
        self._found = found

    def __getitem__(self, address: str) -> str:
        self._found[_KNOWN, self._sha256, address] = self._names.get(address, _MISSING)
        return self._names[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def known_names(lookups: Iterable[Lookup]) -> frozenset[str]:
    """Return the names of the known images that were found."""
    return frozenset(answer for place, _, _, answer in lookups if place == _KNOWN and answer != _MISSING)


def agree(
    lookups: Sequence[Lookup], item: InputFile, names_of: Callable[[str], Mapping[str, str]], settings: Settings
) -> bool:
    """Return whether lookups have the same answers now.

    In: the input; a function that returns the names, by address, of the images that the archive has of a record; the
    settings.
    """
    if any(
        names_of(sha256).get(address, _MISSING) != was for place, sha256, address, was in lookups if place == _KNOWN
    ):
        return False
    beside = [(address, was) for place, _, address, was in lookups if place == _BESIDE]
    if not beside:
        return True
    folders, limit = saved_folders(item.path), settings.max_image_megabytes * MEGABYTE
    return all(_read(item, folders, address, limit) == was for address, was in beside)


def _read(item: InputFile, folders: frozenset[str], address: str, limit: int) -> str | None:
    """Return the answer of a lookup beside an input; None where it fails, which is no answer."""
    try:
        return _digest(read_beside(item.path, folders, address, limit))
    except TooLargeError:
        return _TOO_LARGE
    except OSError:
        return None


def _digest(data: bytes | None) -> str:
    return _MISSING if data is None else hashlib.sha256(data).hexdigest()

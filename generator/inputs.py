"""The files that an ingest was given: finding, naming and unpacking them within bounds. Reading is the readers'."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import NothingThereError, OwnFolderError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Given:
    """A file to read."""

    path: Path
    file: str
    """Its name as in `Origin.file`."""
    fault: str | None = None
    """Why it will not be read, one clause; absent when it will."""
    named: bool = False
    """Whether it was given by its own name, and not found in a folder."""


def find(sources: Sequence[Path], leave_out: Iterable[Path] = ()) -> list[Given]:
    """List the files of `sources` (files and folders) in an order that does not depend on how they were named.

    Folders are searched to the bottom; hidden files and folders are left out, also `leave_out` (absolute folders). A
    link is followed where it leads to a file of the folder given. Raises NothingThereError for what does not exist, and
    OwnFolderError for what lies in `leave_out`.
    """
    barred = frozenset(folder.resolve() for folder in leave_out)
    found: list[Given] = []
    for source in sources:
        if any(source.resolve().is_relative_to(folder) for folder in barred):
            raise OwnFolderError(f"{source} is the archive's own. Name files or folders outside it.")
        if source.is_dir():
            found.extend(_below(source, barred))
        elif source.exists():
            fault = None if source.is_file() else "it is no regular file: a pipe can be read as standard input, -"
            found.append(Given(source, _printable(source.name), fault, named=True))
        else:
            raise NothingThereError(f"{source} does not exist. Name files or folders that do, or - for standard input.")
    distinct = {given.path.absolute(): given for given in found}
    return sorted(distinct.values(), key=lambda given: (given.file, given.path.as_posix()))


def _below(folder: Path, barred: frozenset[Path]) -> Iterator[Given]:
    faults: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=faults.append):
        here = Path(at)
        shown = [name for name in folders if not name.startswith(".") and (here / name).resolve() not in barred]
        folders[:] = [name for name in shown if not (here / name).is_symlink()]
        for name in files:
            if not name.startswith("."):
                path = here / name
                yield Given(path, _within(path, folder), _fault(path, folder))
        for name in set(shown) - set(folders):
            yield Given(here / name, _within(here / name, folder), "it is a link to a folder, which is not followed")
    for error in faults:
        path = Path(error.filename)
        yield Given(path, _within(path, folder), f"the folder cannot be read: {error.strerror}")


def _within(path: Path, folder: Path) -> str:
    return _printable(path.relative_to(folder).as_posix())


def _fault(path: Path, folder: Path) -> str | None:
    if not path.is_symlink():
        return None if path.is_file() else "it is no regular file"
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()):
        return "it is a link that leads out of the folder"
    return None if target.is_file() else "it is a link that leads nowhere"


def _printable(name: str) -> str:
    """Give a file's name as text; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


class TooLargeError(Exception):
    """The content is larger than the bound."""


UNREADABLE = (TooLargeError, OSError, EOFError, zlib.error)
"""What `load` raises."""


def load(path: Path, limit: int) -> bytes:
    """Read a file of at most `limit` bytes; what is gzipped (by its first bytes) is unpacked, to at most `limit` bytes.

    Raises TooLargeError, and OSError, EOFError or zlib.error when it cannot be read or unpacked.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if data[:2] == b"\x1f\x8b":
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(limit + 1)
    if len(data) > limit:
        raise TooLargeError
    return data

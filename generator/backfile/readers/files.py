"""The files that an ingest was given: finding, naming and unpacking them within bounds, and what was saved with them.
Reading is the readers'.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from backfile.problems import NothingThereError, OwnFolderError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read."""

    path: Path
    file: str
    """Its name as in `Origin.file`."""
    fault: str | None = None
    """Why it will not be read, one clause; absent when it will."""
    named: bool = False
    """Whether it was given by its own name, and not found in a folder."""
    page: Path | None = None
    """The page that was made of it; known where it is an original, which has no files beside it."""
    is_folder: bool = False
    """Whether it is a folder, in which nothing could be found: then it has a fault."""

    @property
    def alone(self) -> bool:
        """Whether there can be no files beside it."""
        return self.file == STDIN or self.page is not None


def find(sources: Sequence[Path], leave_out: Iterable[Path] = ()) -> list[InputFile]:
    """List the files of `sources` (files and folders) in an order that does not depend on how they were named.

    Folders are searched to the bottom; hidden files and folders are left out, also `leave_out` (absolute folders), and
    the folders in which browsers save what belongs to a page. A link is followed where it leads to a file of the folder
    given. Raises NothingThereError for what does not exist, and
    OwnFolderError for what lies in `leave_out`.
    """
    barred = frozenset(_real(folder) for folder in leave_out)
    found: list[InputFile] = []
    for source in sources:
        if any(_real(source).is_relative_to(folder) for folder in barred):
            raise OwnFolderError(f"{source} is the archive's own. Name files or folders outside it.")
        # Nothing that Path asks by name: it raises what it did not expect, such as a folder that may not be entered.
        if os.path.isdir(source):  # noqa: PTH112
            found.extend(_below(source, barred))
        else:
            found.append(InputFile(source, _printable(source.name), _named_fault(source), named=True))
    distinct = {given.path.absolute(): given for given in found}
    return sorted(distinct.values(), key=lambda given: (given.file, given.path.as_posix()))


def within(given: InputFile, folder: Path) -> InputFile:
    """Name a file as it is named where `folder` is given. Raises NothingThereError when it lies elsewhere."""
    path, top = (Path(os.path.abspath(each)) for each in (given.path, folder))  # noqa: PTH100  (links keep their names)
    if not path.is_relative_to(top):
        raise NothingThereError(f"{given.path} does not lie in {folder}. Name the folder that you ingest.")
    return replace(given, file=_within(path, top), named=False)


_NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})


def _named_fault(source: Path) -> str | None:
    """Say why a file that was named will not be read. Raises NothingThereError for what does not exist."""
    try:
        regular = stat.S_ISREG(source.stat().st_mode)
    except OSError as error:
        if error.errno in _NOWHERE:
            message = f"{source} does not exist. Name files or folders that do, or - for standard input."
            raise NothingThereError(message) from error
        return _unreachable(error)
    return None if regular else "it is no regular file: a pipe can be read as standard input, -"


def _unreachable(error: OSError) -> str:
    return f"it cannot be reached: {error.strerror}"


def _real(path: Path) -> Path:
    """Follow links. Unlike Path.resolve, this takes links in a ring, and paths that are too long."""
    return Path(os.path.realpath(path))


def _below(folder: Path, barred: frozenset[Path]) -> Iterator[InputFile]:
    faults: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=faults.append):
        here = Path(at)
        pages = {_stem(name) for name in files}
        shown = [name for name in folders if not name.startswith(".") and _real(here / name) not in barred]
        shown = [name for name in shown if (page := saved_with(name)) is None or page not in pages]
        folders[:] = [name for name in shown if not os.path.islink(here / name)]  # noqa: PTH114
        for name in files:
            if not name.startswith("."):
                path = here / name
                yield InputFile(path, _within(path, folder), _fault(path, folder))
        for name in set(shown) - set(folders):
            fault = "it is a link to a folder, which is not followed"
            yield InputFile(here / name, _within(here / name, folder), fault, is_folder=True)
    for error in faults:
        path = Path(error.filename)
        yield InputFile(path, _within(path, folder), f"the folder cannot be read: {error.strerror}", is_folder=True)


_SAVED = tuple(
    "_files .files -files _fichiers -fichiers -Dateien _archivos _arquivos _ficheiros _bestanden -filer _file "
    "_elemei _pliki _soubory _tiedostot _dosyalar _fajlovi _datoteke".split()
)
"""How browsers end the name of the folder in which they save what belongs to a page, in several languages."""


def saved_with(name: str) -> str | None:
    """Give the name of the page that a folder was saved with, less its ending; None for other folders."""
    return next((name.removesuffix(ending) for ending in _SAVED if name.endswith(ending) and name != ending), None)


def _stem(name: str) -> str | None:
    """Give the name of a web page's file less its ending; None for other files."""
    stem, dot, ending = name.removesuffix(".gz").rpartition(".")
    return stem if dot and ending.lower() in ("html", "htm", "xhtml") else None


def folders_of(page: Path) -> frozenset[str]:
    """Give the names of the folders that a browser saved with a page, as far as they are there."""
    stem = _stem(page.name)
    return frozenset(f"{stem}{ending}" for ending in _SAVED if stem and (page.parent / f"{stem}{ending}").is_dir())


def beside(page: Path, folders: Collection[str], address: str, limit: int) -> bytes | None:
    """Give the content of the file that an address names in the folder of a page, or below; None where it names none.

    Nothing outside of that folder: no absolute path, none that leads up, no link that leads out; and nothing hidden.
    Where a browser saved `folders` with the page, nothing outside of these: whatever else is there, it knows nothing
    of. Raises TooLargeError for a file of more than `limit` bytes, OSError where it cannot be read.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    steps = PurePosixPath(path).parts
    if parts.scheme or parts.netloc or not steps or re.search(r"[\0\\]|^/", path):
        return None
    if any(step.startswith(".") for step in steps) or (folders and steps[0] not in folders):
        return None
    top = _real(page.parent)
    try:
        file = _real(top / path)
        if not file.is_relative_to(top) or not stat.S_ISREG(file.stat().st_mode):
            return None
    except OSError as error:
        if error.errno in _NOWHERE:
            return None
        raise
    with file.open("rb") as content:
        data = content.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError
    return data


def _within(path: Path, folder: Path) -> str:
    return _printable(path.relative_to(folder).as_posix())


def _fault(path: Path, folder: Path) -> str | None:
    link = os.path.islink(path)  # noqa: PTH114
    if link and not _real(path).is_relative_to(_real(folder)):
        return "it is a link that leads out of the folder"
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return "it is a link that leads nowhere" if link else _unreachable(error)
    return None if regular else "it is no regular file"


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
        if os.fstat(file.fileno()).st_size > limit:
            raise TooLargeError
        data = file.read(limit + 1)
    if data[:2] == b"\x1f\x8b":
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(limit + 1)
    if len(data) > limit:
        raise TooLargeError
    return data

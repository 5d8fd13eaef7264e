"""The input files of a run. Owns finding them in the files and folders that are named, and their names as in
`Origin.file`; opening them is left to `records`, files saved beside a page to `saved_files`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.problems import NothingThereError, OwnFolderError
from backfile.readers.publication_status import DRAFTS_FOLDER
from backfile.readers.saved_files import MISSING_ERRNOS, page_stem, page_stem_of, real_path

STDIN = "-"
"""The name of standard input, among the inputs and in `Origin.file`."""
NOT_REGULAR = "it is not a regular file; a pipe can be read as standard input, -"
"""Why a file that was named is not read."""


@dataclass(frozen=True, slots=True)
class Container:
    """The container of a record."""

    path: Path
    reader: str
    """The name of its reader."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read."""

    path: Path
    file: str
    """Its name as in `Origin.file`."""
    fault: str | None = None
    """Why it is not read, one clause; absent for files that are read."""
    named: bool = False
    """Whether it was named itself, not found in a folder."""
    page: Path | None = None
    """For an original of the archive, the page that was made from it."""
    record: str | None = None
    """For the original of a record of a container, its name as in `Origin.record`: then the file is its content."""
    collection: str | None = None
    """For such an original, as in `Origin.collection`."""
    container: Container | None = None
    """For a record that a run took out of a container, where it is from."""
    is_folder: bool = False
    """Whether it is a folder in which no files could be found; then it has a fault."""

    @property
    def alone(self) -> bool:
        """Return whether no files can be saved beside it."""
        return self.file == STDIN or self.page is not None


def find(sources: Sequence[Path], leave_out: Iterable[Path] = ()) -> list[InputFile]:
    """List the files in `sources` (files and folders), in an order that does not depend on how they were named.

    Folders are searched with all their subfolders. Left out are hidden files and folders, the folders in `leave_out`
    (absolute paths), and the folders in which browsers save the files of a page. A link is followed only to a file in
    the same source. Raises NothingThereError for a source that does not exist, OwnFolderError for one in `leave_out`.
    """
    excluded = frozenset(real_path(folder) for folder in leave_out)
    inputs: list[InputFile] = []
    for source in sources:
        if any(real_path(source).is_relative_to(folder) for folder in excluded):
            raise OwnFolderError(f"{source} is one of the archive's own folders. Name files or folders outside it.")
        # Not Path.is_dir: it raises errors such as those of a folder that may not be entered.
        if os.path.isdir(source):  # noqa: PTH112
            inputs.extend(_find_in_folder(source, excluded))
        else:
            name = _drafts_folder(source.parent) + source.name
            inputs.append(InputFile(source, printable(name), _fault_of_named_file(source), named=True))
    here = Path.cwd()
    distinct = {os.path.join(here, item.path): item for item in inputs}  # noqa: PTH118  (Path.absolute is slow)
    return sorted(distinct.values(), key=lambda item: (item.file, os.fspath(item.path)))


def within(item: InputFile, folder: Path) -> InputFile:
    """Return a file with the name that it has when `folder` is named. Raises NothingThereError if it is not in it."""
    path, top = (Path(os.path.abspath(each)) for each in (item.path, folder))  # noqa: PTH100  (links are not resolved)
    if not path.is_relative_to(top):
        raise NothingThereError(f"{item.path} is not in {folder}. Name the folder that you ingest.")
    return replace(item, file=_name_in(top, path), named=False)


def _fault_of_named_file(source: Path) -> str | None:
    """Return why a file that was named is not read, if so. Raises NothingThereError if it does not exist."""
    try:
        is_regular = stat.S_ISREG(source.stat().st_mode)
    except OSError as error:
        if error.errno in MISSING_ERRNOS:
            message = f"{source} does not exist. Name files or folders that do, or - for standard input."
            raise NothingThereError(message) from error
        return _unreachable(error)
    return None if is_regular else NOT_REGULAR


def _unreachable(error: OSError) -> str:
    return f"it cannot be reached: {error.strerror}"


def _find_in_folder(folder: Path, excluded: frozenset[Path]) -> Iterator[InputFile]:
    """Yield the files in a folder and its subfolders, and the folders that cannot be searched."""
    errors: list[OSError] = []
    drafts = _drafts_folder(folder)
    for name_of_folder, folders, files in os.walk(folder, onerror=errors.append):
        parent = Path(name_of_folder)
        below = parent.relative_to(folder).as_posix()
        prefix = drafts if below == "." else f"{drafts}{below}/"
        pages = {page_stem(name) for name in files}
        visible = [name for name in folders if not name.startswith(".") and real_path(parent / name) not in excluded]
        visible = [name for name in visible if (stem := page_stem_of(name)) is None or stem not in pages]
        folders[:] = [name for name in visible if not os.path.islink(parent / name)]  # noqa: PTH114
        for name in files:
            if not name.startswith("."):
                path = parent / name
                yield InputFile(path, printable(prefix + name), _fault_of_found_file(path, folder))
        for name in set(visible) - set(folders):
            fault = "it is a link to a folder, which is not followed"
            yield InputFile(parent / name, _name_in(folder, parent / name), fault, is_folder=True)
    for error in errors:
        path = Path(error.filename)
        yield InputFile(path, _name_in(folder, path), f"the folder cannot be read: {error.strerror}", is_folder=True)


def _fault_of_found_file(path: Path, folder: Path) -> str | None:
    """Return why a file that was found in a folder is not read, if so."""
    is_link = os.path.islink(path)  # noqa: PTH114
    if is_link and not real_path(path).is_relative_to(real_path(folder)):
        return "it is a link that leads out of the folder"
    try:
        is_regular = stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except OSError as error:
        return "it is a link to a file that does not exist" if is_link else _unreachable(error)
    return None if is_regular else "it is not a regular file"


def _name_in(folder: Path, path: Path) -> str:
    """Return the path of a file from a folder on, as in `Origin.file`."""
    return printable(_drafts_folder(folder) + path.relative_to(folder).as_posix())


def _drafts_folder(folder: Path) -> str:
    """Return how the names of the files in a folder begin: with nothing, unless it is, or is in, a folder of drafts.

    Then they begin with that folder, as they do where one above it is named.
    """
    for path in (os.path.abspath(folder), real_path(folder)):  # noqa: PTH100  (links are not resolved)
        parts = Path(path).parts
        if DRAFTS_FOLDER in parts:
            return "/".join((*parts[parts.index(DRAFTS_FOLDER) :], ""))
    return ""


def printable(name: str) -> str:
    """Return a file's name as text; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")

"""The readers of zip and tar files, as if they were folders. Owns which members are read, and the names of
their records; nothing is ever unpacked to the disk. Which reader a member has is chosen by its own content and name
(`division`); the files beside a page are found by `archive_beside`.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from backfile.markup.plain_text import one_line
from backfile.problems import Problem, ProblemKind
from backfile.readers.archive_beside import tar_beside, zip_beside
from backfile.readers.archive_members import (
    BROKEN_TAR,
    BROKEN_ZIP,
    MOST_MEMBERS,
    TAR_ERRORS,
    Headers,
    clean_name,
    is_folder,
    name_key,
    open_zip_member,
    overlapping_members,
    refusal_of,
    refusal_of_name,
)
from backfile.readers.reader import InputSource, Notes, Reader, Record
from backfile.readers.saved_files import page_stem, page_stem_of
from backfile.readers.spool import seekable
from backfile.readers.unpack import clause_of, raise_pending

if TYPE_CHECKING:
    from backfile.article import Clipping
    from backfile.readers.reader import RecordData

_OWN_FOLDERS = ("__macosx", "@eadir")
"""Folders that systems add to archives."""
_END = b"PK\x05\x06"
"""How the end of a zip file begins."""
_CHUNK = 1 << 20
_NO_NAME = "unnamed"
"""The name of a record for a member without a name."""
_MOST_MARKS = 20
"""A name with more `#` gets another one, without asking what is before each."""
_PACK_AGAIN = "Unpack it with its own program, and ingest the folder."


def claims_zip(head: bytes) -> bool:
    """Return whether `head` begins a zip file."""
    return head.startswith((b"PK\x03\x04", _END))


def claims_tar(head: bytes) -> bool:
    """Return whether `head` begins a tar file (POSIX.1-1988 and GNU)."""
    return head[257:262] == b"ustar"


def zip_records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the files in a zip file, in the order of the archive; a refusal for each that is not read."""
    with seekable(source) as content:
        try:
            archive = ZipFile(content)
        except BROKEN_ZIP as error:
            yield _damaged(source.file, None, error)
            return
        members = [info for info in archive.infolist() if not is_folder(info)]
        names = _Names([info.filename for info in members])
        overlapping = overlapping_members(archive.infolist())
        for info in members[:MOST_MEMBERS]:
            name = names.take(info.filename)
            if name is None:
                continue
            if refusal := overlapping.get(id(info)) or refusal_of(info, info.filename):
                yield Problem(ProblemKind.UNREADABLE, source.file, refusal, _PACK_AGAIN, name)
                continue
            yield Record(partial(open_zip_member, archive, info), name, is_file=True)
        if _begins_with_another(content, archive):
            reason = "another zip file is before the one that it ends with; the files in that are not read"
            yield Problem(ProblemKind.UNREADABLE, source.file, reason, _PACK_AGAIN)
        yield from _too_many(source.file, len(members))
        raise_pending(source.content)


def _begins_with_another(content: IO[bytes], archive: ZipFile) -> bool:
    """Return whether the end of another zip file is before the first member of one (APPNOTE 6.3.10, 4.3.16)."""
    first = min((info.header_offset for info in archive.infolist()), default=0)
    content.seek(0)
    before, window = 0, b""
    while chunk := content.read(min(_CHUNK, first - before)):
        before += len(chunk)
        window += chunk
        if _END in window:
            return True
        window = window[1 - len(_END) :]
    return False


def tar_records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the files in a tar file, in the order of the archive; a refusal for each that is not read."""
    names = _Names(_tar_names(source))
    source.content.seek(0)
    headers = Headers()
    try:
        archive = headers.open(source.content)
    except BROKEN_TAR as error:
        yield _damaged(source.file, None, error)
        return
    count = 0
    try:
        for info in archive:
            if headers.take_damage():
                yield _unknown_part(source.file)
            name = names.take(info.name) if not info.isdir() else None
            if name is None:
                continue
            count += 1
            if count > MOST_MEMBERS:
                break
            item = _tar_member(source, archive, info, name)
            yield item or _damaged(source.file, name, EOFError("the archive ends in it"))
            if item is None:
                return
    except BROKEN_TAR as error:
        yield _damaged(source.file, None, error)
    if headers.take_damage():
        yield _unknown_part(source.file)
    yield from _too_many(source.file, count)
    raise_pending(source.content)


def _tar_member(
    source: InputSource, archive: tarfile.TarFile, info: tarfile.TarInfo, name: str
) -> Record | Problem | None:
    """Return a file in a tar file; a refusal if it is not read, None if the archive ends in it."""
    if not info.isreg():
        reason = "it is a link, or no regular file, and is not followed"
        return Problem(ProblemKind.UNREADABLE, source.file, reason, _PACK_AGAIN, name)
    if unsafe := refusal_of_name(info.name):
        return Problem(ProblemKind.UNREADABLE, source.file, unsafe, _PACK_AGAIN, name)
    stream = archive.extractfile(info)
    data = stream.read(source.max_bytes + 1) if stream else b""
    if len(data) < min(info.size, source.max_bytes + 1):
        return None
    return Record(data, name, is_file=True)


def _unknown_part(file: str) -> Problem:
    reason = "a part of it is no tar file, or damaged; the files in that part are not read, what is behind it is"
    return Problem(ProblemKind.UNREADABLE, file, reason, _PACK_AGAIN)


def _tar_names(source: InputSource) -> list[str]:
    """Return the names of the files in a tar file, as far as it can be read."""
    names: list[str] = []
    with suppress(*TAR_ERRORS), Headers().open(source.content) as archive:
        names.extend(info.name for info in islice(archive, MOST_MEMBERS) if not info.isdir())
    return names


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield a refusal: each file in an archive has a reader of its own."""
    origin = record.origin
    reason = "it is a packed folder, not an article"
    yield Problem(ProblemKind.UNREADABLE, origin.file, reason, _PACK_AGAIN, origin.record)


class _Names:
    """The names of the members of an archive, each once."""

    def __init__(self, names: Sequence[str]) -> None:
        files = [clean_name(name) for name in names]
        self._pages = {(str(PurePosixPath(name).parent), page_stem(PurePosixPath(name).name)) for name in files}
        self._real = {_record_key(name) for name in files}
        self._before_marks = {_record_key(name[:at]) for name in files for at in _marks(name)[:_MOST_MARKS]}
        self._used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, name: str) -> str | None:
        """Return the name of a record for a member; None for one that is no input: hidden, or saved with a page.

        A member whose name another one has, or that has none, gets a name that no member has.
        """
        clean = clean_name(name)
        parts = PurePosixPath(clean).parts
        if any(part.startswith(".") for part in parts) or (parts and parts[0].lower() in _OWN_FOLDERS):
            return None
        for index, part in enumerate(parts[:-1]):
            stem = page_stem_of(part)
            if (
                stem is not None
                and (str(PurePosixPath(*parts[:index]) if index else PurePosixPath(".")), stem) in self._pages
            ):
                return None
        taken = clean
        if not _record_key(clean) or self._is_within(clean):
            taken = clean.replace("#", "_") if _record_key(clean) else _NO_NAME
            taken = self._numbered(taken) if _record_key(taken) in self._real else taken
        taken = self._numbered(taken) if _record_key(taken) in self._used else taken
        self._used.add(_record_key(taken))
        return taken

    def _is_within(self, clean: str) -> bool:
        """Return whether a name is also that of a record in another member: `a.zip#b.html`."""
        places = _marks(clean)
        return len(places) > _MOST_MARKS or any(_record_key(clean[:at]) in self._real for at in places)

    def _numbered(self, name: str) -> str:
        """Return a name with the first number that makes it one that no member has."""
        key, (stem, dot, suffix) = _record_key(name), name.rpartition(".")
        while True:
            number = self._numbers[key] = self._numbers.get(key, 1) + 1
            made = f"{stem} ({number}){dot}{suffix}" if stem and "/" not in suffix else f"{name} ({number})"
            made_key = _record_key(made)
            if not any(made_key in keys for keys in (self._real, self._used, self._before_marks)):
                return made


def _marks(name: str) -> list[int]:
    """Return where a name has `#`: messages have it between a container and a record in it."""
    return [at for at, character in enumerate(name) if character == "#"]


def _record_key(name: str) -> str:
    """Return a string that names of members share which name one record."""
    return name_key(one_line(name))


def _too_many(file: str, count: int) -> Iterator[Problem]:
    if count > MOST_MEMBERS:
        reason = f"it has more than {MOST_MEMBERS:,} files, and the others are not read"
        yield Problem(ProblemKind.TOO_LARGE, file, reason, _PACK_AGAIN)


def _damaged(file: str, record: str | None, error: Exception) -> Problem:
    clause = "too many headers are before one file" if isinstance(error, RecursionError) else clause_of(error)
    reason = f"it cannot be read: {clause}"
    return Problem(ProblemKind.UNREADABLE, file, reason, "Repair it, or pack its files again, and run again.", record)


_LEFT_OUT = "Hidden files, and links. Files that nothing reads are reported."
ZIP = Reader(
    "zip",
    (".zip",),
    claims_zip,
    zip_records,
    parse,
    beside=zip_beside,
    notes=Notes(
        "Zip files",
        "Pack a folder of any files that can be read; many services deliver their exports so.",
        "What its files are read as, with the images that were saved beside pages.",
        _LEFT_OUT,
    ),
)
TAR = Reader(
    "tar",
    (".tar", ".tgz"),
    claims_tar,
    tar_records,
    parse,
    beside=tar_beside,
    notes=Notes(
        "Tar files, also gzipped",
        "Pack a folder of any files that can be read: `tar czf pages.tar.gz folder`.",
        "What its files are read as, with the images that were saved beside pages.",
        _LEFT_OUT,
    ),
)

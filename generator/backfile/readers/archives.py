"""The readers of zip and tar files, as if they were folders. Owns which members are read, their names, and the files
beside a page in an archive; nothing is ever unpacked to the disk. Which reader a member has is chosen by its own
content and name (`division`).
"""

from __future__ import annotations

import io
import stat
import tarfile
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from backfile.problems import Problem, ProblemKind
from backfile.readers.reader import InputSource, Notes, Reader, Record
from backfile.readers.saved_files import page_stem, page_stem_of, relative_path
from backfile.readers.spool import copy_limited, seekable
from backfile.readers.unpack import READ_ERRORS, clause_of, open_unpacked, read_limited

if TYPE_CHECKING:
    from backfile.article import Clipping
    from backfile.readers.reader import RecordData

_ENCRYPTED = 1
_MOST_MEMBERS = 200_000
_TAR_ERRORS = (tarfile.TarError, ValueError, OverflowError, *READ_ERRORS)
_OWN_FOLDERS = ("__macosx", "@eadir")
"""Folders that systems add to archives."""
_PACK_AGAIN = "Unpack it with its own program, and ingest the folder."


def claims_zip(head: bytes) -> bool:
    """Return whether `head` begins a zip file."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def claims_tar(head: bytes) -> bool:
    """Return whether `head` begins a tar file (POSIX.1-1988 and GNU)."""
    return head[257:262] == b"ustar"


def zip_records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the files in a zip file, in the order of the archive; a refusal for each that is not read."""
    with seekable(source) as content:
        try:
            archive = ZipFile(content)
        except (BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            yield _damaged(source.file, None, error)
            return
        members = [info for info in archive.infolist() if not info.is_dir()]
        names = _Names([info.filename for info in members])
        for info in members[:_MOST_MEMBERS]:
            name = names.take(info.filename)
            if name is None:
                continue
            if refusal := _refusal_of(info, info.filename):
                yield Problem(ProblemKind.UNREADABLE, source.file, refusal, _PACK_AGAIN, name)
                continue
            yield Record(partial(_open_zip_member, archive, info), name, is_file=True)
        yield from _too_many(source.file, len(members))


def tar_records(source: InputSource) -> Iterator[Record | Problem]:
    """Yield the files in a tar file, in the order of the archive; a refusal for each that is not read."""
    names = _Names(_tar_names(source))
    source.content.seek(0)
    try:
        archive = tarfile.open(fileobj=source.content, mode="r|", errorlevel=0)  # noqa: SIM115
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
        yield _damaged(source.file, None, error)
        return
    count = 0
    try:
        for info in archive:
            name = names.take(info.name) if not info.isdir() else None
            if name is None:
                continue
            count += 1
            if not info.isreg():
                reason = "it is a link, or no regular file, and is not followed"
                yield Problem(ProblemKind.UNREADABLE, source.file, reason, _PACK_AGAIN, name)
                continue
            if unsafe := _unsafe(info.name):
                yield Problem(ProblemKind.UNREADABLE, source.file, unsafe, _PACK_AGAIN, name)
                continue
            if count > _MOST_MEMBERS:
                break
            stream = archive.extractfile(info)
            data = stream.read(source.max_bytes + 1) if stream else b""
            if len(data) < min(info.size, source.max_bytes + 1):
                yield _damaged(source.file, name, EOFError("the archive ends in it"))
                return
            yield Record(data, name, is_file=True)
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
        yield _damaged(source.file, None, error)
    yield from _too_many(source.file, count)


def _tar_names(source: InputSource) -> list[str]:
    """Return the names of the files in a tar file, as far as it can be read."""
    names: list[str] = []
    with suppress(*_TAR_ERRORS), tarfile.open(fileobj=source.content, mode="r|", errorlevel=0) as archive:
        names.extend(info.name for info in islice(archive, _MOST_MEMBERS) if not info.isdir())
    return names


def parse(record: RecordData) -> Iterator[Clipping | Problem]:
    """Yield a refusal: each file in an archive has a reader of its own."""
    origin = record.origin
    reason = "it is a packed folder, not an article"
    yield Problem(ProblemKind.UNREADABLE, origin.file, reason, _PACK_AGAIN, origin.record)


def zip_beside(path: Path, record: str, address: str, limit: int) -> bytes | None:
    """Return a file in a zip that a relative address in one of its pages names, as `Reader.beside` does."""
    wanted = relative_path(address)
    if wanted is None or "#" in record:
        return None
    archive, names = _open_archive(str(path), path.stat().st_mtime_ns)
    folder = PurePosixPath(record).parent
    info = names.get(_key((folder / wanted).as_posix()))
    if info is None or _refusal_of(info, info.filename):
        return None
    try:
        with _open_zip_member(archive, info) as stream:
            return read_limited(stream, limit)
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise OSError(str(error)) from error


def tar_beside(path: Path, record: str, address: str, limit: int) -> bytes | None:
    """Return a file in a tar file that a relative address in one of its pages names, as `Reader.beside` does."""
    wanted = relative_path(address)
    if wanted is None or "#" in record:
        return None
    try:
        opened = _open_tar(str(path), path.stat().st_mtime_ns)
        if isinstance(opened, str):
            raise OSError(opened)
        archive, names = opened
        info = names.get(_key((PurePosixPath(record).parent / wanted).as_posix()))
        stream = archive.extractfile(info) if info else None
        return read_limited(stream, limit) if stream else None
    except (tarfile.TarError, ValueError, OverflowError, EOFError, zlib.error) as error:
        raise OSError(str(error)) from error


@lru_cache(maxsize=1)
def _open_tar(path: str, _: int) -> tuple[tarfile.TarFile, dict[str, tarfile.TarInfo]] | str:
    """Return an open tar file, and its files by their names; why it cannot be read, where that is so.

    A gzipped one is unpacked into a temporary file, once, also where that fails.
    """
    try:
        return _index_tar(path)
    except _TAR_ERRORS as error:
        return clause_of(error)


def _index_tar(path: str) -> tuple[tarfile.TarFile, dict[str, tarfile.TarInfo]]:
    stream = open_unpacked(Path(path))
    if not isinstance(getattr(stream, "raw", None), io.FileIO):
        copy = tempfile.TemporaryFile()  # noqa: SIM115  (it is closed with the archive)
        with stream:
            copy_limited(stream, copy)
        copy.seek(0)
        stream = copy
    archive = tarfile.TarFile(fileobj=stream, errorlevel=0)
    files: dict[str, tarfile.TarInfo] = {}
    with suppress(*_TAR_ERRORS):
        for info in islice(archive, _MOST_MEMBERS):
            if info.isreg() and not _unsafe(info.name):
                files.setdefault(_key(info.name), info)
    return archive, files


@lru_cache(maxsize=1)
def _open_archive(path: str, _: int) -> tuple[ZipFile, dict[str, ZipInfo]]:
    archive = ZipFile(path)
    return archive, {_key(info.filename): info for info in archive.infolist() if not info.is_dir()}


def _open_zip_member(archive: ZipFile, info: ZipInfo) -> IO[bytes]:
    """Open a member. Raises OSError for one that cannot be read."""
    try:
        return archive.open(info)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise OSError(str(error)) from error


class _Names:
    """The names of the members of an archive, each once."""

    def __init__(self, names: Sequence[str]) -> None:
        files = [_clean(name) for name in names]
        self._pages = {(str(PurePosixPath(name).parent), page_stem(PurePosixPath(name).name)) for name in files}
        self._seen: dict[str, int] = {}

    def take(self, name: str) -> str | None:
        """Return the name of a record for a member; None for one that is no input: hidden, or saved with a page."""
        clean = _clean(name)
        parts = PurePosixPath(clean).parts
        if not parts or any(part.startswith(".") for part in parts) or parts[0].lower() in _OWN_FOLDERS:
            return None
        for index, part in enumerate(parts[:-1]):
            stem = page_stem_of(part)
            if (
                stem is not None
                and (str(PurePosixPath(*parts[:index]) if index else PurePosixPath(".")), stem) in self._pages
            ):
                return None
        number = self._seen[_key(clean)] = self._seen.get(_key(clean), 0) + 1
        if number == 1:
            return clean
        stem, dot, suffix = clean.rpartition(".")
        return f"{stem} ({number}){dot}{suffix}" if stem and "/" not in suffix else f"{clean} ({number})"


def _clean(name: str) -> str:
    """Return the name of a member as a relative path that leads nowhere: it is only a name in reports and pages."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", _clean(name)).casefold()


def _unsafe(name: str) -> str | None:
    """Return why a member is not read for its name: it leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive"
    return None


def _refusal_of(info: ZipInfo, name: str) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and is not followed"
    return _unsafe(name)


def _too_many(file: str, count: int) -> Iterator[Problem]:
    if count > _MOST_MEMBERS:
        reason = f"it has more than {_MOST_MEMBERS:,} files, and the others are not read"
        yield Problem(ProblemKind.TOO_LARGE, file, reason, _PACK_AGAIN)


def _damaged(file: str, record: str | None, error: Exception) -> Problem:
    reason = f"it cannot be read: {clause_of(error)}"
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

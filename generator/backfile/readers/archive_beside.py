"""The files beside a page in a zip or tar file, such as its images: found by name, and read into memory."""

from __future__ import annotations

import io
import tarfile
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile, ZipInfo

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
    refusal_of,
    refusal_of_name,
)
from backfile.readers.records import MAX_NAME, short_name
from backfile.readers.saved_files import relative_path
from backfile.readers.spool import copy_limited
from backfile.readers.unpack import READ_ERRORS, clause_of, open_unpacked, read_limited


def zip_beside(path: Path, record: str, address: str, limit: int) -> bytes | None:
    """Return a file in a zip that a relative address in one of its pages names, as `Reader.beside` does."""
    wanted = relative_path(address)
    if wanted is None or "#" in record:
        return None
    opened = _open_zip(str(path), path.stat().st_mtime_ns)
    if isinstance(opened, str):
        raise OSError(opened)
    archive, names = opened
    folder = _folder_of(record, (info.filename for info in names.values()))
    info = names.get(name_key((folder / wanted).as_posix()))
    if info is None:
        return None
    try:
        with open_zip_member(archive, info) as stream:
            return read_limited(stream, limit)
    except (*BROKEN_ZIP, EOFError, zlib.error) as error:
        raise OSError(clause_of(error)) from error


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
        folder = _folder_of(record, (info.name for info in names.values()))
        info = names.get(name_key((folder / wanted).as_posix()))
        stream = archive.extractfile(info) if info else None
        return read_limited(stream, limit) if stream else None
    except BROKEN_TAR as error:
        raise OSError(clause_of(error)) from error


def _folder_of(record: str, names: Iterable[str]) -> PurePosixPath:
    """Return the folder of a page. In: its name as in `Origin.record`, which has no end if it is long; all names."""
    name = record
    if len(record) > MAX_NAME:
        name = next((clean for each in names if short_name(clean := clean_name(each)) == record), record)
    return PurePosixPath(name).parent


@lru_cache(maxsize=1)
def _open_tar(path: str, _: int) -> tuple[tarfile.TarFile, dict[str, tarfile.TarInfo]] | str:
    """Return an open tar file, and its files by their names; why it cannot be read, where that is so.

    A gzipped one is unpacked into a temporary file, once, also where that fails.
    """
    try:
        return _index_tar(path)
    except TAR_ERRORS as error:
        return clause_of(error)


def _open_seekable(path: str) -> IO[bytes]:
    """Open an archive, a gzipped one as an unpacked copy in a temporary file. Raises READ_ERRORS."""
    stream = open_unpacked(Path(path))
    if isinstance(getattr(stream, "raw", None), io.FileIO):
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115  (it is closed with the archive)
    with stream:
        copy_limited(stream, copy)
    copy.seek(0)
    return copy


def _index_tar(path: str) -> tuple[tarfile.TarFile, dict[str, tarfile.TarInfo]]:
    archive = Headers().open(_open_seekable(path))
    files: dict[str, tarfile.TarInfo] = {}
    with suppress(*TAR_ERRORS):
        for info in islice(archive, MOST_MEMBERS):
            if info.isreg() and not refusal_of_name(info.name):
                files.setdefault(name_key(info.name), info)
    return archive, files


@lru_cache(maxsize=1)
def _open_zip(path: str, _: int) -> tuple[ZipFile, dict[str, ZipInfo]] | str:
    """Return an open zip file, and its files by their names, as `_open_tar` does."""
    try:
        archive = ZipFile(_open_seekable(path))
    except (*BROKEN_ZIP, *READ_ERRORS) as error:
        return clause_of(error)
    files: dict[str, ZipInfo] = {}
    for info in archive.infolist():
        if not is_folder(info) and not refusal_of(info, info.filename):
            files.setdefault(name_key(info.filename), info)
    return archive, files

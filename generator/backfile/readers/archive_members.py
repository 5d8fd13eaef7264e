"""Members of zip and tar files: their names, why one is not read, and what the libraries raise for damaged files."""

from __future__ import annotations

import stat
import tarfile
import unicodedata
import zlib
from collections.abc import Iterable
from typing import IO, Final, Self
from zipfile import BadZipFile, ZipFile, ZipInfo

from backfile.readers.unpack import READ_ERRORS

MOST_MEMBERS = 200_000
"""So many members of an archive are read."""
_ENCRYPTED = 1
_LOCAL_HEADER = 30
"""The least bytes before the content of a member of a zip file (APPNOTE 6.3.10, 4.3.7), its name apart."""
BROKEN_TAR = (tarfile.TarError, ValueError, OverflowError, EOFError, zlib.error, RecursionError)
"""What `tarfile` raises for a damaged file; the last one for thousands of headers before one member."""
TAR_ERRORS = (*BROKEN_TAR, *READ_ERRORS)
BROKEN_ZIP = (BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What `zipfile` raises for a damaged file, an encrypted one, and one that is packed in an unknown way."""


_TAR_MODE: Final = "r:"
"""As `tarfile` has it. The mode for streams, `r|`, does not notice the end of the file while it skips a member: with a
wrong size in a header it would go on for ever."""


class Headers:
    """The headers of a tar file. `tarfile` ends at the first one that is damaged, without a word, or passes over it."""

    def __init__(self) -> None:
        self._is_damaged = False

    def open(self, content: IO[bytes]) -> tarfile.TarFile:
        """Open a tar file, which is read to the end of its data: what is behind a damaged header, and tar files behind
        its end, as of files that were joined. Raises BROKEN_TAR.
        """
        headers = self

        class Info(tarfile.TarInfo):
            @classmethod
            def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
                try:
                    return super().frombuf(buf, encoding, errors)
                except tarfile.HeaderError:
                    headers._is_damaged |= bool(buf.strip(b"\0"))
                    raise

        return tarfile.open(fileobj=content, mode=_TAR_MODE, errorlevel=0, ignore_zeros=True, tarinfo=Info)

    def take_damage(self) -> bool:
        """Return whether data that are no header were passed over since the last call."""
        was, self._is_damaged = self._is_damaged, False
        return was


def is_folder(info: ZipInfo) -> bool:
    """Return whether a member of a zip file is a folder. `ZipInfo.is_dir` fails for a name that is empty."""
    return info.filename.endswith("/")


def open_zip_member(archive: ZipFile, info: ZipInfo) -> IO[bytes]:
    """Open a member. Raises OSError for one that cannot be read."""
    try:
        return archive.open(info)
    except BROKEN_ZIP as error:
        raise OSError(str(error)) from error


def clean_name(name: str) -> str:
    """Return the name of a member as a relative path that leads nowhere: it is only a name in reports and pages."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def name_key(name: str) -> str:
    """Return a string that names of members share which name one file on some systems."""
    return unicodedata.normalize("NFC", clean_name(name)).casefold()


def refusal_of_name(name: str) -> str | None:
    """Return why a member is not read for its name: it leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive"
    return None


def refusal_of(info: ZipInfo, name: str) -> str | None:
    """Return why a member of a zip file is not read, one clause; None for one that is."""
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and is not followed"
    return refusal_of_name(name)


def overlapping_members(members: Iterable[ZipInfo]) -> dict[int, str]:
    """Return why members of a zip file are not read, by their `id`: they have bytes in common with others.

    Such a file can unpack to a thousand times what its members unpack to one by one (Fifield, A better zip bomb, 2019).
    Of two members the one that begins first is read; its end is that of what it states.
    """
    found = {}
    end = 0
    for info in sorted(members, key=lambda each: each.header_offset):
        if info.header_offset < end:
            found[id(info)] = "its bytes are also those of another file"
        else:
            end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return found

"""The files that were saved beside a page. Owns the names of the folders in which browsers save them, and reading a
file that a relative address of the page names; which of them are images of the article is left to `conversion.images`.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from backfile.readers.unpack import read_limited
from backfile.settings.inside import is_inside, open_file

if TYPE_CHECKING:
    from collections.abc import Collection

MISSING_ERRNOS = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})
"""Error numbers of the system for a path at which there is no file."""
_NO_FILE = MISSING_ERRNOS | {errno.EINVAL}
"""Also for what is not a file, such as a folder or a pipe."""

_FOLDER_ENDINGS = tuple(
    "_files .files -files _fichiers -fichiers -Dateien _archivos _arquivos _ficheiros _bestanden -filer _file "
    "_elemei _pliki _soubory _tiedostot _dosyalar _fajlovi _datoteke".split()
)
"""How browsers end the name of the folder in which they save the files of a page, in several languages."""
_PAGE_SUFFIXES = ("html", "htm", "xhtml")
_UNSAFE_PATH = re.compile(r"[\0\\]|^/")
"""Paths with characters that no saved page uses, and absolute ones."""


def page_stem_of(folder: str) -> str | None:
    """Return the name, without extension, of the page that a folder was saved with, by the folder's name; None for
    other folders.
    """
    stems = (folder.removesuffix(ending) for ending in _FOLDER_ENDINGS if folder.endswith(ending) and folder != ending)
    return next(stems, None)


def page_stem(name: str) -> str | None:
    """Return the name of a web page's file without its extension; None for other files."""
    stem, dot, suffix = name.removesuffix(".gz").rpartition(".")
    return stem if dot and suffix.lower() in _PAGE_SUFFIXES else None


def saved_folders(page: Path) -> frozenset[str]:
    """Return the names of the existing folders that a browser saved with a page. In: the page's path."""
    stem = page_stem(page.name)
    names = (f"{stem}{ending}" for ending in _FOLDER_ENDINGS if stem)
    return frozenset(name for name in names if (page.parent / name).is_dir())


def read_beside(page: Path, folders: Collection[str], address: str, limit: int) -> bytes | None:
    """Return the content of the file that a relative address of a page names; None without such a file.

    In: the page's path; the names of the folders that were saved with it: if there are any, only files in them are
    read. A file is read only if it is in the folder of the page, or below: not by an absolute path, a path that leads
    up, or a link that leads out of the folder; nor is a hidden file. Raises TooLargeError for a file of more than
    `limit` bytes, OSError for one that cannot be read. A link leads only to files in its folder.
    """
    path = relative_path(address)
    if path is None or (folders and path.parts[0] not in folders):
        return None
    top = page.parent / path.parts[0] if folders else page.parent
    if folders and not is_inside(top, page.parent):
        return None
    try:
        with os.fdopen(open_file(page.parent / path, top), "rb") as content:
            return read_limited(content, limit)
    except OSError as error:
        if error.errno in _NO_FILE:
            return None
        raise


def relative_path(address: str) -> PurePosixPath | None:
    """Return the path of a relative address; None for addresses of other kinds, and for hidden files and folders."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    text = unquote(parts.path, errors="surrogateescape")
    path = PurePosixPath(text)
    if parts.scheme or parts.netloc or not path.parts or _UNSAFE_PATH.search(text):
        return None
    return None if any(part.startswith(".") for part in path.parts) else path


def real_path(path: Path) -> Path:
    """Return a path with all links resolved. Unlike Path.resolve, this accepts cycles of links and paths that are too
    long.
    """
    return Path(os.path.realpath(path))

"""Where a page lives: the lock, paths and names, atomic writes. Nobody else writes into an archive.

A file is written beside the archive's caches, flushed to the disk and moved into place, so that a reader or a power cut
never meets half of one; what is written later is never there without what was written before. What is done is decided
by content: nothing here remembers, and a run that was cut short is simply run again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

from backfile import images
from backfile.archive import identity
from backfile.archive.lock import Waiting, held
from backfile.article import Article
from backfile.problems import StorageError
from backfile.settings.layout import CACHE, INCOMING, ORIGINALS
from backfile.slugs import slug


class Storage:
    """The files of one archive."""

    def __init__(self, root: Path, docs: Path) -> None:
        """In: the archive's folder and the folder of its pages, both absolute."""
        self.root = root
        self.docs = docs
        self.cache = root / CACHE
        self._scratch = self.cache / "tmp"

    @contextmanager
    def locked(self, job: str, wait: Waiting | None = None) -> Iterator[None]:
        """Hold the archive for `job` (one word), as `lock.held` does. Raises LockedError when another run does.

        Meanwhile a disk that is full or may not be written to is a StorageError, wherever it shows, and so is a file of
        the archive that may not be read.
        """
        with held(self.cache / "lock", job, wait):
            try:
                if self._scratch.is_symlink() or not self._scratch.is_dir():
                    self._scratch.unlink(missing_ok=True)
                shutil.rmtree(self._scratch, ignore_errors=True)
                self._scratch.mkdir()
                yield
            except OSError as error:
                found = StorageError(error.filename or self.root, error)
                if found.is_general:
                    raise found from error
                if isinstance(error, PermissionError) and Path(str(error.filename)).is_relative_to(self.root):
                    raise StorageError(error.filename, error, "read or written") from error
                raise

    def scratch(self, name: str) -> Path:
        """Name a file for the time of this run; the next run clears it away."""
        return self._scratch / name

    def write(self, file: Path, data: bytes) -> bool:
        """Write `file` (absolute, inside the archive) whole or not at all. Gives whether its content changed.

        Raises StorageError when it cannot be written.
        """
        try:
            if file.is_file() and not file.is_symlink() and file.read_bytes() == data:
                return False
            _make(file.parent)
            unfinished = self.scratch("unfinished")
            with unfinished.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(file)
            _flush_folder(file.parent)
        except OSError as error:
            raise StorageError(file, error) from error
        return True

    def name(self, path: str) -> str:
        """Name a page as its owner sees it: its path from the archive's folder on."""
        return (self.docs / path).relative_to(self.root).as_posix()

    def write_page(self, path: str, text: str) -> bool:
        """Write a page; `path` is under docs/, with `/`. Gives whether its content changed."""
        return self.write(self.docs / path, text.encode("utf-8", "replace"))

    def remove_page(self, path: str) -> None:
        """Remove a page; all else is as for `remove`."""
        self.remove(self.docs / path, self.docs)

    def remove(self, file: Path, top: Path) -> None:
        """Remove a file, and its folders below `top` where that leaves them empty."""
        try:
            file.unlink(missing_ok=True)
            while file.parent != top and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        except OSError as error:
            raise StorageError(file, error) from error

    def read_page(self, path: str) -> str:
        """Read a page; bytes that are no UTF-8 become U+FFFD."""
        return (self.docs / path).read_text("utf-8", "replace")

    def set_aside(self, path: str, text: str) -> None:
        """Write the new text of a page that its owner has edited to incoming/."""
        self.write(self.root / INCOMING / path, text.encode("utf-8", "replace"))

    def keep_images(self, names: Iterable[str], aside: Path) -> None:
        """Move images to their places. In: their names, as in `images`; the folder in which they were set aside.

        What was not set aside is in its place. Raises StorageError.
        """
        for name in sorted(names):
            self._move(aside / images.aside(name), self.docs / images.FOLDER / name)

    def _move(self, unfinished: Path, file: Path) -> None:
        try:
            with unfinished.open("rb") as data:
                _make(file.parent)
                os.fsync(data.fileno())
            unfinished.replace(file)
            _flush_folder(file.parent)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError(file, error) from error

    def original(self, sha256: str) -> Path:
        """Name the file of an original; it need not be there. In: a hex digest."""
        return self.root / ORIGINALS / sha256[:2] / f"{sha256[2:]}.gz"

    def keep_original(self, sha256: str, read: Callable[[], bytes]) -> bool:
        """Keep an input under the name of its content. A file that is there is kept if it has that content.

        `read` gives the content, if it is asked for. Gives whether the input is kept: not when it changed meanwhile.
        """
        file = self.original(sha256)
        if _holds(file, sha256):
            return True
        data = read()
        if hashlib.sha256(data).hexdigest() != sha256:
            return False
        self.write(file, _gzipped(data))
        return True


def _gzipped(data: bytes) -> bytes:
    """Pack data; `gzip.compress` would name the system that did it, in some versions of Python."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as file:
        file.write(data)
    return out.getvalue()


def _holds(file: Path, sha256: str) -> bool:
    """Whether a gzipped file has the content with that digest; a torn one has not."""
    try:
        with gzip.open(file) as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except (OSError, EOFError, zlib.error):
        return False


def _make(folder: Path) -> None:
    """Make a folder and those above it, each to be found after a power cut."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """Make a move survive a power cut, where the system knows how to."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def place(article: Article, taken: Callable[[str], bool]) -> str:
    """Choose the path of a new page, under docs/: articles/YYYY/MM/slug.md, or articles/undated/xx/slug.md.

    On a clash a part of the identity is appended, as long as it takes. `taken` says whether a path is in use.
    """
    mark = identity.digest(article)
    folder = "undated/" + mark[:2] if article.published is None else _month(article.published)
    name = slug(article.headline) or mark[:8]
    for length in count(0, 6):
        path = f"articles/{folder}/{name}{'-' if length else ''}{mark[:length]}.md"
        if not taken(path) or length > len(mark):
            return path
    raise AssertionError


def _month(when: date) -> str:
    return f"{when.year:04}/{when.month:02}"

"""The files of an archive: their paths, and all writes to them. No other module writes into an archive.

A file is written in the archive's cache, flushed to the disk and moved into place. Therefore no file is ever partial,
neither while another program reads it nor after a power cut, and no file exists without those that were written before
it. What has to be written is decided by comparing contents; no state is recorded, and a run that was interrupted is
repeated. The single steps are in `durable_files`, the choice of paths for new pages is in `page_path`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from backfile import images
from backfile.archive import durable_files, git
from backfile.archive.lock import WaitListener, hold_lock, hold_to_look
from backfile.problems import StorageError
from backfile.settings.inside import is_inside, open_file, read_bytes, read_text, refuse_links, resolve_inside
from backfile.settings.layout import CACHE, CATALOG, INCOMING, ORIGINALS

_LASTING = frozenset({"lock", "building", "tmp", ".gitignore"})
"""Names in the cache that `clear_cache` leaves."""
_LARGEST_CATALOG = 2 << 30
"""In bytes, ten times that of 100,000 pages: a stranger's file may state any size."""
_INDEXES = ("index", "README")
"""Names, without their endings, of files that MkDocs shows at the address of their folder."""


def _remove_tree(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def original_path(sha256: str) -> str:
    """Return the path of an original, relative to the archive's folder. In: a hex digest."""
    return f"{ORIGINALS}/{sha256[:2]}/{sha256[2:]}.gz"


class Storage:
    """The files of one archive."""

    def __init__(self, root: Path, docs: Path) -> None:
        """Take the archive's folder and the folder of its pages, both absolute."""
        self.root = root
        self.docs = docs
        self.cache = root / CACHE
        self._shown_docs = docs.relative_to(root).as_posix()
        self._scratch = self.cache / "tmp"
        self._outside: Path | None = None
        """The folder that a run uses for the cache if it cannot write there."""

    @contextmanager
    def locked(self, job: str, wait: WaitListener | None = None, *, looks: bool = False) -> Iterator[None]:
        """Hold the archive's lock for `job` (one word), as `lock.hold_lock` does. Raises LockedError, StorageError if
        a folder of the archive is a link out of it.

        A run that `looks` writes nothing into the archive: where that cannot be written, what the run needs for itself
        is in a folder outside. Errors of the disk inside the block become StorageError: the disk is full or read-only,
        or a file of the archive cannot be read.
        """
        with self._held(job, wait, looks=looks):
            try:
                yield
            except OSError as error:
                storage_error = StorageError(error.filename or self.root, error)
                if storage_error.is_general:
                    raise storage_error from error
                if isinstance(error, PermissionError) and Path(str(error.filename)).is_relative_to(self.root):
                    raise StorageError(error.filename, error, "read or written") from error
                raise

    @contextmanager
    def _held(self, job: str, wait: WaitListener | None, *, looks: bool) -> Iterator[None]:
        with ExitStack() as held:
            try:
                held.enter_context(hold_lock(self.cache / "lock", job, wait))
                refuse_links(self.root, self.docs)
                self._make_scratch()
            except StorageError as error:
                if not (looks and error.is_unwritable):
                    raise
                held.enter_context(hold_to_look(self.cache / "lock", wait))
                refuse_links(self.root, self.docs)
                self._outside = Path(held.enter_context(TemporaryDirectory(prefix="backfile-")))
                self._scratch = self._outside / "tmp"
                self._scratch.mkdir()
                self._copy_catalog(self.cache_file(CATALOG))
            yield

    def _copy_catalog(self, copy: Path) -> None:
        """Copy the catalog as the last run left it, if there is one: else all pages are read. In: where to."""
        with suppress(OSError), os.fdopen(open_file(self.root / CATALOG, self.root), "rb") as file:
            if os.fstat(file.fileno()).st_size <= _LARGEST_CATALOG:
                with copy.open("wb") as out:
                    shutil.copyfileobj(file, out)

    def _make_scratch(self) -> None:
        """Make the scratch folder, empty. Raises StorageError."""
        try:
            if self._scratch.is_symlink() or not self._scratch.is_dir():
                self._scratch.unlink(missing_ok=True)
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch.mkdir()
        except OSError as error:
            raise StorageError(error.filename or self._scratch, error) from error

    def cache_file(self, path: str) -> Path:
        """Return where a run finds and writes a file of the cache. In: its path in the archive."""
        return self._outside / Path(path).name if self._outside else self.root / path

    def scratch(self, name: str) -> Path:
        """Return the path of a scratch file or folder for this run; the next run removes it."""
        return self._scratch / name

    def unnamed(self) -> IO[bytes]:
        """Open a new scratch file that is gone when it is closed: texts that are not written must not stay anywhere."""
        file = self.scratch("unnamed")
        opened = file.open("w+b")
        file.unlink()
        return opened

    def move_to_cache(self, file: Path, path: str) -> None:
        """Move a complete file to a path in the archive's cache. Raises StorageError."""
        try:
            durable_files.move(file, self.cache / path, self.root)
        except OSError as error:
            raise StorageError(self.cache / path, error) from error

    def write_file(self, file: Path, data: bytes) -> bool:
        """Write `file` (absolute, inside the archive) whole or not at all. Return whether its content changed.

        Raises StorageError when it cannot be written.
        """
        try:
            if file.is_file() and read_bytes(file, self._top(file)) == data:
                return False
            durable_files.write_atomically(file, self._top(file), data, self.scratch("unfinished"))
        except OSError as error:
            raise StorageError(file, error) from error
        return True

    def _top(self, file: Path) -> Path:
        """Return the folder of the archive inside which a file has to be: that of pages, another one, or all of it."""
        tops = (self.docs, self.root / ORIGINALS, self.root / INCOMING)
        return next((top for top in tops if file.is_relative_to(top)), self.root)

    def remove_file(self, file: Path, top: Path) -> None:
        """Remove a file, and the folders between it and `top` that are empty then. Raises StorageError."""
        try:
            durable_files.remove(file, self._top(file))
            while file.parent != top and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        except OSError as error:
            raise StorageError(file, error) from error

    def display_path(self, path: str) -> str:
        """Return the path of a page as messages show it: relative to the archive's folder. In: a path under docs/."""
        return f"{self._shown_docs}/{path}".rstrip("/")

    def refuse_sparse_checkout(self) -> None:
        """Raise GitError when pages, images or originals are in git and not checked out."""
        git.refuse_sparse_checkout(self.root, *map(self.display_path, ("articles", "images")), ORIGINALS)

    def has_index(self, path: str) -> bool:
        """Return whether a file in docs/ has the address that the site gives to a page: `pier/index.md` has that of
        `pier.md`. In: the page's path under docs/.
        """
        folder = self.docs / path.removesuffix(".md")
        if not is_inside(folder, self.docs) or not folder.is_dir():
            return False
        return any(file.stem in _INDEXES for file in folder.iterdir())

    def read_page(self, path: str) -> str:
        """Return the text of a page; bytes that are not UTF-8 become U+FFFD. In: a path under docs/, with `/`."""
        return read_text(self.docs / path, self.docs)

    def write_page(self, path: str, text: str) -> bool:
        """Write a page and return whether its content changed. In: as for `read_page`. Raises StorageError."""
        return self.write_file(self.docs / path, text.encode("utf-8", "replace"))

    def remove_page(self, path: str) -> None:
        """Remove a page, and folders that are empty then. In: as for `read_page`. Raises StorageError."""
        self.remove_file(self.docs / path, self.docs)

    def clear_cache(self) -> None:
        """Remove everything from the cache but the locks and the scratch folder. It is all made again when needed."""
        for entry in self.cache.iterdir():
            if entry.name not in _LASTING:
                _remove_tree(entry)

    def clear_site(self, site: Path) -> bool:
        """Remove a built site, without its hidden files. Return whether there was one. Raises OSError."""
        if not site.is_dir():
            return False
        if site.is_relative_to(self.root):
            resolve_inside(site, self.root)
        entries = [entry for entry in site.iterdir() if not entry.name.startswith(".")]
        for entry in entries:
            _remove_tree(entry)
        return bool(entries)

    def write_incoming(self, path: str, text: str) -> None:
        """Write the new text of a page that its owner has edited to incoming/. In: the page's path under docs/."""
        self.write_file(self.root / INCOMING / path, text.encode("utf-8", "replace"))

    def store_images(self, names: Iterable[str], staging: Path) -> None:
        """Move images from a staging folder to docs/images/. In: names, as in `images`. Raises StorageError.

        An image that is not in the staging folder is in its place already.
        """
        for name in sorted(names):
            file = self.docs / images.FOLDER / name
            try:
                durable_files.move(staging / images.staged_name(name), file, self.docs)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StorageError(file, error) from error

    def original_file(self, sha256: str) -> Path:
        """Return the path of an original, which need not exist. In: a hex digest."""
        return self.root / original_path(sha256)

    def has_original(self, sha256: str) -> bool:
        """Return whether the original with that digest (hex SHA-256) is there, complete."""
        file = self.original_file(sha256)
        return durable_files.has_content(file, self.root / ORIGINALS, sha256)

    def store_original(self, sha256: str, read: Callable[[], bytes], staged: Path | None = None) -> bool:
        """Store an input under the digest of its content (hex SHA-256). Return False when its content has changed.

        `read` returns the content; it is not called when the original exists and is complete. `staged` is a file whose
        bytes are those of the original, and is moved. Raises StorageError.
        """
        if self.has_original(sha256):
            return True
        file = self.original_file(sha256)
        if staged and durable_files.has_content(staged, staged.parent, sha256):
            try:
                durable_files.move(staged, file, self._top(file))
            except OSError as error:
                raise StorageError(file, error) from error
            return True
        data = read()
        if hashlib.sha256(data).hexdigest() != sha256:
            return False
        self.write_file(file, durable_files.compress(data))
        return True

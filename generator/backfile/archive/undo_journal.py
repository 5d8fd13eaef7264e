"""What files of an archive held before an edit of its tags: one file for each edit, in the archive's cache.

Owns the format: a zip archive with the former content of each file that the edit changed, and a list of the digests of
what it wrote, with the seal of the user. The record of an edit is written before the edit, and is unfinished until the
edit is complete. Files without the seal are not records: they stay, and are not read. A record that cannot be read as a
whole is none.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from backfile.archive.storage import Storage
from backfile.settings.inside import LARGEST_TEXT, is_inside, open_file, read_bytes
from backfile.settings.sealed_file import bears_seal, open_sealed, sealed_draft

FOLDER = "tags-undo"
MOST = 20
"""Edits of which the records are kept."""
_UNFINISHED = "unfinished.zip"
_LIST = "record.json"
_PURPOSE = "tags undo"
_LARGEST = LARGEST_TEXT
"""Bytes of a content, and of the list: none that was written is larger."""
_UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,  # Another way of compression.
    RuntimeError,  # Encryption; JSON that is nested too deep.
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)

Contents = Iterator[tuple[str, bytes | None]]
"""Paths, relative to the archive's folder, with contents; None for a file that did not exist."""


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """What an edit changed."""

    summary: str
    """What the edit did, one clause, and what an interrupted one had done that became a part of it."""
    key: str
    """A digest that identifies the edit."""
    digests: Mapping[str, str]
    """Path of a file that it changed, relative to the archive's folder -> SHA-256 of what it wrote."""
    before: Callable[[], Contents]
    """Yields the files with their contents before the edit."""
    file: Path | None = None
    """The file of the record; None for one that was read from git."""
    own_summary: str = ""
    """What the edit itself did: the same command has the same one."""


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A file that an edit changes."""

    path: str
    """Relative to the archive's folder."""
    before: bytes | None
    after: bytes


def begin(
    storage: Storage, summary: str, edits: Iterable[FileEdit], interrupted: UndoRecord | None = None
) -> tuple[str, str]:
    """Write the record of an edit that begins. Return its key, empty if the edit changes nothing, and its summary.

    What an interrupted edit has changed becomes a part of it.
    """
    if interrupted is None:
        finish(storage)
    draft = storage.scratch("undo.zip")
    files: list[tuple[str, str, str]] = []
    changed = list(changed_files(storage, interrupted)) if interrupted else []
    with sealed_draft(draft, _PURPOSE) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, before, after in _joined(storage, edits, interrupted, changed):
            if before is not None:
                archive.writestr(zipfile.ZipInfo(f"files/{path}"), before, zipfile.ZIP_DEFLATED)
            files.append((path, digest(before or b""), after))
        key = hashlib.sha256(json.dumps(sorted(files)).encode()).hexdigest()[:16]
        told = _told(summary, interrupted if changed else None)
        values = {"summary": told, "own": summary, "key": key, "files": {path: after for path, _, after in files}}
        archive.writestr(zipfile.ZipInfo(_LIST), json.dumps(values))
    if not files:
        return "", told
    storage.move_to_cache(draft, f"{FOLDER}/{_UNFINISHED}")
    return key, told


def _told(summary: str, interrupted: UndoRecord | None) -> str:
    """Return the summary of an edit, with that of an interrupted one that becomes a part of it."""
    if interrupted is None:
        return summary
    is_same = interrupted.own_summary == summary
    return interrupted.summary if is_same else f"{summary}, and before, interrupted: {interrupted.summary}"


def changed_files(storage: Storage, record: UndoRecord) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files of a record that are not as they were before the edit, with their contents before it."""
    for path, before in record.before():
        if read_inside(storage.root, path) != before:
            yield path, before


def _joined(
    storage: Storage,
    edits: Iterable[FileEdit],
    interrupted: UndoRecord | None,
    changed: Iterable[tuple[str, bytes | None]],
) -> Iterator[tuple[str, bytes | None, str]]:
    """Yield the files of an edit and of an interrupted one: path, content before both, digest of what they wrote.

    In: the files that the interrupted one had to change, and that are not as before it. Of one that something else has
    changed since, what that wrote is not known to be of the edit: the digest is that of the record.
    """
    digests = interrupted.digests if interrupted else {}
    left = dict(changed)
    for edit in edits:
        was_left, before = edit.path in left, left.pop(edit.path, None)
        is_written = was_left and edit.before is not None and digest(edit.before) == digests[edit.path]
        yield edit.path, before if is_written else edit.before, digest(edit.after)
    yield from ((path, before, digests[path]) for path, before in left.items())


def read_inside(root: Path, path: str) -> bytes | None:
    """Return the content of a file of the archive; None without it, and for a link that leads out."""
    try:
        return read_bytes(root / path, root) if is_inside(root / path, root) else None
    except OSError:
        return None


def finish(storage: Storage) -> None:
    """Mark the edit that began last as complete, if one began, and remove the oldest records."""
    folder, records = storage.cache / FOLDER, _numbered(storage)
    if _is_own(storage, folder / _UNFINISHED):
        names = (f"{number:06}.zip" for number in count(int(records[-1].stem) + 1 if records else 1))
        taken = {file.name for file in folder.iterdir()}
        free = next(name for name in names if name not in taken)
        storage.move_to_cache(folder / _UNFINISHED, f"{FOLDER}/{free}")
    for file in records[: max(0, len(records) + 1 - MOST)]:
        storage.remove_file(file, storage.cache)


def unfinished(storage: Storage) -> UndoRecord | None:
    """Return the record of an edit that began last and was not finished."""
    return _read(storage, storage.cache / FOLDER / _UNFINISHED)


def is_written(storage: Storage, record: UndoRecord, last_path: str) -> bool:
    """Return whether an edit was written. In: the file that it writes last."""
    now = digest(read_inside(storage.root, last_path) or b"")
    return last_path in record.digests and now == record.digests[last_path]


def last(storage: Storage) -> UndoRecord | None:
    """Return the record of the last edit; None without one that can be read."""
    file = last_file(storage)
    return _read(storage, file) if file else None


def last_file(storage: Storage) -> Path | None:
    """Return the file of the record of the last edit, which may be damaged; None without one."""
    file = storage.cache / FOLDER / _UNFINISHED
    return file if _is_own(storage, file) else next(reversed(_numbered(storage)), None)


def drop(storage: Storage, record: UndoRecord) -> None:
    """Remove the file of a record."""
    if record.file is not None:
        storage.remove_file(record.file, storage.cache)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def _numbered(storage: Storage) -> list[Path]:
    """Return the files of complete records, the oldest first."""
    folder = storage.cache / FOLDER
    files = folder.glob("*.zip") if folder.is_dir() and not folder.is_symlink() else ()
    numbered = [file for file in files if file.stem.isdecimal() and file.stem.isascii()]
    return sorted((file for file in numbered if _is_own(storage, file)), key=lambda file: int(file.stem))


def _is_own(storage: Storage, file: Path) -> bool:
    """Return whether a program of this user wrote a record."""
    return bears_seal(storage.root, _name(storage.root, file), _PURPOSE)


def _name(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()


def _read(storage: Storage, file: Path) -> UndoRecord | None:
    """Return the record in a file; None for a file that is missing, not of this user, or no record that can be read."""
    opened = open_sealed(storage.root, _name(storage.root, file), _PURPOSE)
    if opened is None:
        return None
    try:
        with opened, zipfile.ZipFile(opened) as archive:
            values = json.loads(_member(archive, _LIST))
            digests = {str(path): str(value) for path, value in values["files"].items()}
            summary, key = str(values["summary"]), str(values["key"])
            own = str(values.get("own", summary))
            for _ in _stored(archive, digests):
                pass  # Each can be read.
    except _UNREADABLE:
        return None
    return UndoRecord(summary, key, digests, partial(_contents, storage.root, file, tuple(digests)), file, own)


def _contents(root: Path, file: Path, paths: Iterable[str]) -> Contents:
    with os.fdopen(open_file(file, root), "rb") as opened, zipfile.ZipFile(opened) as archive:
        yield from _stored(archive, paths)


def _stored(archive: zipfile.ZipFile, paths: Iterable[str]) -> Contents:
    names = set(archive.namelist())
    for path in paths:
        yield path, _member(archive, f"files/{path}") if f"files/{path}" in names else None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the content of a member. Raises one of `_UNREADABLE`, also if it is larger than any that was written."""
    with archive.open(name) as member:
        content = member.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(name)
    return content
